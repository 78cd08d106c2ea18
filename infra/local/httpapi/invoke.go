package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

var errTimeout = errors.New("integration timed out")

// invoke calls a function and waits at most the integration time-out. The call
// goes on after that, as a Lambda does: only its answer is lost.
func (a *API) invoke(function string, event any) ([]byte, error) {
	payload, err := json.Marshal(event)
	if err != nil {
		return nil, err
	}
	type result struct {
		out []byte
		err error
	}
	done := make(chan result, 1)
	a.running.Go(func() {
		out, err := a.cfg.Invoker.Invoke(a.base, function, payload)
		done <- result{out, err}
	})
	timer := time.NewTimer(a.cfg.IntegrationTimeout)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.out, r.err
	case <-timer.C:
		return nil, errTimeout
	}
}

func (a *API) enter() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return false
	}
	a.running.Add(1)
	return true
}

// Shutdown answers 503 from now on and waits for running invocations. When ctx
// ends first it cancels them and returns the context's error.
func (a *API) Shutdown(ctx context.Context) error {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	defer a.stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.running.Wait()
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
