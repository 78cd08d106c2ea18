// Package lambda runs the binaries that are deployed: it is Lambda's Runtime API for unmodified `bootstrap`
// programs. A function that nobody runs yet gets a process (a cold start, with all that the function does in it),
// a process serves one invocation at a time, several run side by side, and idle ones are ended after five minutes
// but for one. Unlike AWS it enforces neither memory nor CPU shares, a call beyond MaxConcurrency waits for its
// turn (Throttle refuses it), and a failed cold start is not tried a second time. Everything listens on loopback;
// every process is ended by its id, and on Linux dies with the host.
package lambda

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"switchboard/infra/local/lambda/child"
)

// Config is a host with everything that may be chosen.
type Config struct {
	Functions []Function
	Log       *slog.Logger // nil: slog.Default
	Output    io.Writer    // what the functions print, line by line, each after its function's name; nil discards
	Freeze    bool         // stop a process between two invocations, as AWS does (F15)

	// Now and After are the clock of idleness and of asynchronous retries; nil is the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	// OnAsyncFailure gets an asynchronous payload that failed three times; nil only logs it.
	OnAsyncFailure func(function string, payload []byte, err error)
}

// Host runs functions until Close.
type Host struct {
	cfg    Config
	pools  map[string]*pool
	async  *async
	cancel context.CancelFunc
	loops  sync.WaitGroup
}

// New is a host of these functions with defaults for the rest.
func New(fns []Function, log *slog.Logger) (*Host, error) {
	return Open(Config{Functions: fns, Log: log})
}

// Open checks every function (a missing binary is an error here, not at its first call) and starts no process.
func Open(cfg Config) (*Host, error) {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.After == nil {
		cfg.After = time.After
	}
	h := &Host{cfg: cfg, pools: make(map[string]*pool)}
	output := child.Shared(cfg.Output)
	for _, fn := range cfg.Functions {
		fn, err := fn.withDefaults()
		if err != nil {
			return nil, err
		}
		if h.pools[fn.Name] != nil {
			return nil, fmt.Errorf("lambda: two functions are named %q", fn.Name)
		}
		h.pools[fn.Name] = &pool{
			fn: fn, slots: make(chan struct{}, fn.MaxConcurrency), live: make(map[*environment]struct{}),
			done:   make(chan struct{}),
			freeze: cfg.Freeze, output: output, log: cfg.Log, now: cfg.Now,
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.cancel, h.async = cancel, newAsync(ctx, h)
	h.loops.Go(func() { h.upkeep(ctx) })
	return h, nil
}

// upkeep looks for idle environments each minute.
func (h *Host) upkeep(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			for _, p := range h.pools {
				p.reap(h.cfg.Now())
			}
		}
	}
}

// Invoke calls a function and waits for its answer. A *FunctionError is the function's, or the platform's about
// it; a *ThrottledError, ErrNotFound, ErrTooLarge or ErrClosed means that it was not called; ctx's error that
// nobody waits any more, though the function may still finish (F11).
func (h *Host) Invoke(ctx context.Context, function string, payload []byte) ([]byte, error) {
	p := h.pools[function]
	if p == nil {
		return nil, fmt.Errorf("%w: %q", ErrNotFound, function)
	}
	if len(payload) > maxPayload {
		return nil, ErrTooLarge
	}
	return p.invoke(ctx, payload)
}

// Swap replaces a function's binary: new environments run the new one, busy ones finish with the old (F56).
func (h *Host) Swap(function, bootstrap string) error {
	p := h.pools[function]
	if p == nil {
		return fmt.Errorf("%w: %q", ErrNotFound, function)
	}
	path, err := executable(bootstrap)
	if err != nil {
		return fmt.Errorf("lambda: %s: %w", function, err)
	}
	p.swap(path)
	return nil
}

// Throttle is a fault: while on, calls of the function are refused before it sees them (F17, F36).
func (h *Host) Throttle(function string, on bool) error {
	p := h.pools[function]
	if p == nil {
		return fmt.Errorf("%w: %q", ErrNotFound, function)
	}
	p.throttle(on)
	return nil
}

// Stats is what happened to a function so far; zero for one that is not here.
func (h *Host) Stats(function string) Stats {
	if p := h.pools[function]; p != nil {
		return p.snapshot()
	}
	return Stats{}
}

// PIDs are the process ids of a function's environments.
func (h *Host) PIDs(function string) []int {
	return slices.Collect(maps.Keys(h.Running(function)))
}

// Running is the binary that each of a function's environments was started from, by process id. After a swap the old one
// stays for as long as an invocation runs on it.
func (h *Host) Running(function string) map[int]string {
	if p := h.pools[function]; p != nil {
		return p.running()
	}
	return nil
}

// Close refuses new calls and ends every process: SIGTERM, then SIGKILL after two seconds or when ctx is done.
// It returns when all are gone.
func (h *Host) Close(ctx context.Context) error {
	h.cancel()
	failures := make([]error, 0, len(h.pools))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, p := range h.pools {
		wg.Go(func() {
			err := p.close(ctx)
			mu.Lock()
			defer mu.Unlock()
			failures = append(failures, err)
		})
	}
	wg.Wait()
	h.async.close()
	h.loops.Wait()
	return errors.Join(failures...)
}
