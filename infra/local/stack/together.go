package stack

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"switchboard/infra/local/gateway"
	"switchboard/infra/local/issuer"
	"switchboard/infra/local/together"
	"switchboard/shared/push"
)

// inOne is an Engine of all functions in this process, on memory.
type inOne struct {
	*together.Functions
	cancel context.CancelFunc
	done   sync.WaitGroup
}

func startTogether(ctx context.Context, s *Stack) (Engine, error) {
	e := &inOne{Functions: together.New(together.Config{
		Push: direct{s.Gateway}, Directory: signIn{s.Issuer}, Now: s.config.Now, SocketURL: s.SocketURL, SiteOrigins: strings.Join(s.config.Origins, ","),
	})}
	var running context.Context
	running, e.cancel = context.WithCancel(context.WithoutCancel(ctx))
	e.done.Go(func() { every(running, time.Second/4, e.Tick) })
	e.done.Go(func() { every(running, s.config.Sweep, e.Sweep) })
	return e, nil
}

// every calls step at each interval until ctx ends.
func every(ctx context.Context, interval time.Duration, step func(context.Context) error) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := step(ctx); err != nil && ctx.Err() == nil {
				slog.Error("tick", "error", err)
			}
		}
	}
}

// Controls implements Engine: memory has no faults of its own.
func (e *inOne) Controls() map[string]http.Handler { return nil }

// Parts implements Engine.
func (e *inOne) Parts() []Part {
	return []Part{{"Functions", "All functions in this process, on memory: what is said here lasts as long as it runs.", "in this process"}}
}

// Stop implements Engine.
func (e *inOne) Stop(context.Context) error {
	e.cancel()
	e.done.Wait()
	return nil
}

// direct pushes straight into the gateway.
type direct struct{ to *gateway.Gateway }

// Send implements push.Sender.
func (d direct) Send(ctx context.Context, conn string, data []byte) error {
	return translate(d.to.Post(ctx, conn, data))
}

// Drop implements push.Sender.
func (d direct) Drop(ctx context.Context, conn string) error {
	if err := translate(d.to.Drop(ctx, conn)); !errors.Is(err, push.ErrGone) {
		return err
	}
	return nil
}

// signIn asks the local sign-in who is disabled.
type signIn struct{ at *issuer.Issuer }

// Disabled implements directory.Directory.
func (s signIn) Disabled(context.Context) ([]string, error) {
	var people []string
	for _, p := range s.at.Disabled() {
		people = append(people, p.Sub)
	}
	return people, nil
}

func translate(err error) error {
	if errors.Is(err, gateway.ErrGone) {
		return push.ErrGone
	}
	return err
}
