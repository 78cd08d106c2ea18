package lambda

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// retryAfter are Lambda's waits between the attempts of an asynchronous invocation (F13).
var retryAfter = []time.Duration{time.Minute, 2 * time.Minute}

// AsyncStats counts asynchronous invocations and the faults put into them.
type AsyncStats struct {
	Accepted, Retried, Failed, Dropped, Doubled int
}

type async struct {
	host *Host
	ctx  context.Context
	wg   sync.WaitGroup

	mu             sync.Mutex
	closed         bool
	drop, double   int
	stats          AsyncStats
	throttledPause time.Duration
}

func newAsync(ctx context.Context, h *Host) *async {
	return &async{host: h, ctx: ctx, throttledPause: time.Second}
}

// InvokeAsync queues an event and returns. An attempt that fails is followed by two more, one and two minutes
// later; a throttled one is tried again for up to six hours. Whatever waits when the host closes is lost, as an
// event in Lambda's queue may be (F14).
func (h *Host) InvokeAsync(function string, payload []byte) error {
	if h.pools[function] == nil {
		return fmt.Errorf("%w: %q", ErrNotFound, function)
	}
	if len(payload) > maxAsync {
		return ErrTooLarge
	}
	copies, err := h.async.accept()
	if err != nil {
		return err
	}
	payload = bytes.Clone(payload)
	for range copies {
		go func() {
			defer h.async.wg.Done()
			h.async.deliver(function, payload)
		}()
	}
	return nil
}

// DropAsync is a fault: the next n events are lost without an error (F14).
func (h *Host) DropAsync(n int) {
	h.async.mu.Lock()
	defer h.async.mu.Unlock()
	h.async.drop += n
}

// DoubleAsync is a fault: the next n events are delivered twice (F14).
func (h *Host) DoubleAsync(n int) {
	h.async.mu.Lock()
	defer h.async.mu.Unlock()
	h.async.double += n
}

// AsyncStats is what happened to asynchronous invocations so far.
func (h *Host) AsyncStats() AsyncStats {
	h.async.mu.Lock()
	defer h.async.mu.Unlock()
	return h.async.stats
}

// close lets no delivery begin any more and waits for those under way.
func (a *async) close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.wg.Wait()
}

// accept says how many times the event is to be delivered, and counts them as under way.
func (a *async) accept() (copies int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return 0, ErrClosed
	}
	a.stats.Accepted++
	copies = 1
	switch {
	case a.drop > 0:
		a.drop--
		a.stats.Dropped++
		copies = 0
	case a.double > 0:
		a.double--
		a.stats.Doubled++
		copies = 2
	}
	a.wg.Add(copies)
	return copies, nil
}

func (a *async) deliver(function string, payload []byte) {
	for attempt := 0; ; attempt++ {
		err := a.attempt(function, payload)
		if err == nil || errors.Is(err, ErrClosed) || a.ctx.Err() != nil {
			return
		}
		if attempt == len(retryAfter) {
			a.fail(function, payload, err)
			return
		}
		if !a.pause(retryAfter[attempt]) {
			return
		}
		a.mu.Lock()
		a.stats.Retried++
		a.mu.Unlock()
	}
}

// attempt is one call; being throttled is not an attempt and is waited out, up to six hours.
func (a *async) attempt(function string, payload []byte) error {
	began := a.host.cfg.Now()
	wait := a.throttledPause
	for {
		_, err := a.host.Invoke(a.ctx, function, payload)
		var throttled *ThrottledError
		if !errors.As(err, &throttled) || a.host.cfg.Now().Sub(began) > 6*time.Hour {
			return err
		}
		if !a.pause(wait) {
			return ErrClosed
		}
		wait = min(2*wait, 5*time.Minute)
	}
}

func (a *async) pause(d time.Duration) bool {
	select {
	case <-a.host.cfg.After(d):
		return true
	case <-a.ctx.Done():
		return false
	}
}

func (a *async) fail(function string, payload []byte, err error) {
	a.mu.Lock()
	a.stats.Failed++
	a.mu.Unlock()
	a.host.cfg.Log.Error("asynchronous invocation failed for good", "function", function, "error", err)
	if a.host.cfg.OnAsyncFailure != nil {
		a.host.cfg.OnAsyncFailure(function, payload, err)
	}
}
