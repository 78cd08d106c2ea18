// Package boot is a function's cold start: it reads the environment once, fails loudly if something is missing, and
// builds a desk from the parts that the function asks for. What it can do before the first event (dial, sign, read root
// certificates) it does here, where nobody waits and the processor is not throttled.
package boot

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/shared/desk"
	"switchboard/shared/push/gateway"
	"switchboard/shared/store"
	"switchboard/shared/store/dynamo"
	"switchboard/shared/timer/sqs"
)

// Part is something a desk is made of, read from the environment.
type Part func(*desk.Parts) error

// Desk builds a desk. Whatever is missing ends the process with one line that names it.
func Desk(parts ...Part) *desk.Desk {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	runtime.GOMAXPROCS(1) // below 1,769 MB a function has less than one processor
	p := desk.Parts{SocketURL: os.Getenv("SOCKET_URL")}
	for _, part := range parts {
		if err := part(&p); err != nil {
			slog.Error("cold start", "error", err.Error())
			os.Exit(1)
		}
	}
	return desk.New(p)
}

// warm is how long a cold start may try to open a connection before the first event does it.
const warm = 2 * time.Second

// Store is the two tables.
func Store(p *desk.Parts) error {
	chats, err := need("CHATS_TABLE")
	if err != nil {
		return err
	}
	names := map[store.Table]string{store.Chats: chats, store.Desk: os.Getenv("DESK_TABLE")}
	client := dynamodb.NewFromConfig(Config("DYNAMODB"), func(o *dynamodb.Options) {
		o.Retryer = aws.NopRetryer{}
		o.DisableValidateResponseChecksum = o.BaseEndpoint != nil // DynamoDB Local sends none with its errors
	})
	p.Store = store.New(dynamo.New(client, names))
	ctx, cancel := context.WithTimeout(context.Background(), warm)
	defer cancel()
	_, _ = p.Store.Clock(ctx, store.ChatThing("warm")) // opens the connection; the first event finds out if it cannot
	return nil
}

// Push reaches sockets.
func Push(p *desk.Parts) error {
	url, err := need("CONNECTIONS_URL")
	if err != nil {
		return err
	}
	sender := gateway.New(Config("APIGATEWAYMANAGEMENTAPI"), url)
	ctx, cancel := context.WithTimeout(context.Background(), warm)
	defer cancel()
	sender.Warm(ctx)
	p.Push = sender
	return nil
}

// Timers keeps looks until their time.
func Timers(p *desk.Parts) error {
	url, err := need("TIMER_QUEUE_URL")
	if err != nil {
		return err
	}
	p.Timers = sqs.New(Config("SQS"), url)
	return nil
}

func need(name string) (string, error) {
	if v := os.Getenv(name); v != "" {
		return v, nil
	}
	return "", fmt.Errorf("the environment variable %s is missing", name)
}
