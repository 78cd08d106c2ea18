// Command local runs the whole product on this machine: the demo pages with the widget, the console, and behind them the
// gateway, the functions and what they stand on. It prints where they are and stops everything on Ctrl-C.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"switchboard/infra/local/dynamo"
	"switchboard/infra/local/issuer"
	"switchboard/infra/local/stack"
)

type options struct {
	fresh, memory, verbose  bool
	data, clocks, addresses string
	port                    int
	sweep                   time.Duration
}

func main() {
	var o options
	flag.BoolVar(&o.fresh, "fresh", false, "forget the data of earlier runs")
	flag.BoolVar(&o.memory, "memory", false, "run in one process on memory")
	flag.BoolVar(&o.verbose, "verbose", false, "print what the functions log")
	flag.StringVar(&o.data, "data", ".local/data", "where the data is kept")
	flag.StringVar(&o.clocks, "clocks", "", `waits to change, such as '{"left":"5s"}'`)
	flag.StringVar(&o.addresses, "addresses", "", "file to write the addresses to, as JSON, once everything runs")
	flag.IntVar(&o.port, "port", 8400, "first of the five ports to use; others are taken where one is in use")
	flag.DurationVar(&o.sweep, "sweep", time.Minute, "time between two sweeps")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "switchboard:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	if o.fresh {
		if err := os.RemoveAll(o.data); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return err
	}
	if _, err := dynamo.HaveJava(); err != nil && !o.memory {
		fmt.Println(err)
		fmt.Println("Running in one process on memory instead: everything works, and conversations last as long as it runs.")
		o.memory = true
	}
	web, err := openWeb(root, choosePorts(o.port))
	if err != nil {
		return err
	}
	web.memory = o.memory
	var output io.Writer = io.Discard
	if o.verbose {
		output = os.Stderr
	}
	fmt.Println("Starting …")
	s, err := stack.Start(ctx, stack.Config{
		Root: root, Data: o.data, Binaries: filepath.Join(root, ".build/lambda", runtime.GOARCH), Together: o.memory, Output: output,
		Ports: stack.Ports{Socket: web.ports[1], API: web.ports[2], Issuer: web.ports[3]}, Origins: []string{web.origin}, Console: web.origin + "/console/", Sweep: o.sweep,
	})
	if err != nil {
		return err
	}
	if o.clocks != "" {
		if err := s.Configure(ctx, []byte(`{"clocks":`+o.clocks+`}`)); err != nil {
			return errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}
	if err := web.serve(s); err != nil {
		return errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	if o.addresses != "" {
		if err := web.write(o.addresses, s); err != nil {
			return errors.Join(err, web.close(), s.Stop(context.WithoutCancel(ctx)))
		}
	}
	announce(web, s)
	<-ctx.Done()
	fmt.Println("\nStopping …")
	return errors.Join(web.close(), s.Stop(context.WithoutCancel(ctx)))
}

// announce prints the addresses and who may sign in.
func announce(w *web, s *stack.Stack) {
	fmt.Printf("\n  Demo shop with the widget   %s/shop/\n  Console                     %s/console/\n  What is running here        %s/\n\n", w.origin, w.origin, w.origin)
	for _, p := range issuer.Seed() {
		fmt.Printf("  sign in as %-6s password %-14s %v\n", p.Username, p.Password, p.Groups)
	}
	fmt.Printf("\nCtrl-C stops it.\n")
}
