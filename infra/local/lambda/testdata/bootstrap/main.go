// Command bootstrap is a function for the host's tests: its payload says what it does.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type order struct {
	Do   string
	Path string
	Size int
}

type report struct {
	PID        int
	Calls      int64
	Ticks      int64
	Executable string
	Request    string
	ARN        string
	LeftMS     int64
	Trace      string
	Env        []string
	Text       string
}

var calls, ticks atomic.Int64

func handle(ctx context.Context, o order) (report, error) {
	calls.Add(1)
	switch o.Do {
	case "fail":
		return report{}, errors.New("no such chat")
	case "panic":
		panic("a nil chat")
	case "exit":
		os.Exit(7)
	case "hang":
		select {}
	case "say":
		fmt.Println("one line")
		fmt.Fprintln(os.Stderr, "another line")
	case "tick":
		go func() {
			for {
				ticks.Add(1)
				time.Sleep(time.Millisecond)
			}
		}()
	case "await": // say that it began, then wait until the file is gone
		fmt.Println("began")
		for exists(o.Path) {
			time.Sleep(time.Millisecond)
		}
		fmt.Println("finished")
	}
	return describe(ctx, o), nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func describe(ctx context.Context, o order) report {
	executable, _ := os.Executable()
	deadline, _ := ctx.Deadline()
	r := report{
		PID: os.Getpid(), Calls: calls.Load(), Ticks: ticks.Load(), Executable: executable,
		LeftMS: time.Until(deadline).Milliseconds(), Trace: os.Getenv("_X_AMZN_TRACE_ID"), Env: os.Environ(),
		Text: strings.Repeat("x", o.Size),
	}
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		r.Request, r.ARN = lc.AwsRequestID, lc.InvokedFunctionArn
	}
	return r
}

func main() {
	if os.Getenv("BOOT_FAILS") != "" {
		fmt.Println("a setting is missing")
		os.Exit(3)
	}
	lambda.Start(handle)
}
