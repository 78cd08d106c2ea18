package lambda

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"
)

// idleLimit is how long an environment may wait unused before it is ended; the last one of a function stays.
const idleLimit = 5 * time.Minute

// Stats counts what happened to one function.
type Stats struct {
	Invocations int // handed to an environment
	Cold        int // environments started
	Errors      int // answered with an error, of any kind
	Timeouts    int
	Crashes     int
	Throttles   int // refused by Throttle
	Reaped      int
	Swaps       int // of its binary
	Newest      int // of the invocations, those handed to the binary that the last swap brought
	Live        int // environments now
	Idle        int // of these, waiting
}

// pool holds the environments of one function.
type pool struct {
	slots  chan struct{} // one per environment that is starting or serving
	done   chan struct{} // closed by close
	freeze bool
	output io.Writer
	log    *slog.Logger
	now    func() time.Time

	mu         sync.Mutex
	fn         Function
	generation int
	closed     bool
	throttled  bool
	idle       []*environment // the last one used is last
	live       map[*environment]struct{}
	stats      Stats
}

// invoke waits for a slot, then for the outcome. A caller that leaves does not end the invocation.
func (p *pool) invoke(ctx context.Context, payload []byte) ([]byte, error) {
	if err := p.admit(); err != nil {
		return nil, err
	}
	select {
	case p.slots <- struct{}{}:
	case <-p.done:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() { <-p.slots }()
		p.run(payload, done)
	}()
	select {
	case o := <-done:
		return o.answer, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pool) admit() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return ErrClosed
	}
	if p.throttled {
		p.stats.Throttles++
		return &ThrottledError{Function: p.fn.Name}
	}
	return nil
}

// run serves the payload and tells done the outcome as soon as it is known; it returns when the environment is
// idle again or gone, and only then is its slot free, as on AWS.
func (p *pool) run(payload []byte, done chan<- outcome) {
	e, err := p.take()
	if err != nil {
		p.count(err)
		done <- outcome{err: err}
		return
	}
	inv := newInvocation(payload, e.fn.Timeout)
	returned, told := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(told)
		o := <-inv.outcome
		o.err = p.verdict(o.err)
		p.count(o.err)
		settle(returned)
		done <- o
	}()
	p.put(e, e.serve(inv))
	close(returned)
	<-told
}

// settle holds an answer back for the moment that a runtime needs to ask for more, so that a caller who calls again
// at once finds the process idle and does not start another.
func settle(returned <-chan struct{}) {
	limit := time.NewTimer(25 * time.Millisecond)
	defer limit.Stop()
	select {
	case <-returned:
	case <-limit.C:
	}
}

// verdict names the end of a host as what it is, not as a crash of the function.
func (p *pool) verdict(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var failure *FunctionError
	if p.closed && errors.As(err, &failure) && failure.Type == "Runtime.ExitError" {
		return ErrClosed
	}
	return err
}

// take is an idle environment, the most recently used first, or a new one.
func (p *pool) take() (*environment, error) {
	if e := p.warm(); e != nil {
		return e, nil
	}
	e, err := p.launch()
	if err != nil {
		return nil, err
	}
	if failure := e.awaitInit(); failure != nil {
		e.kill()
		p.forget(e)
		return nil, p.verdict(failure)
	}
	return e, nil
}

func (p *pool) warm() *environment {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.idle) > 0 {
		e := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		select {
		case <-e.ended: // it died while it waited
			delete(p.live, e)
		default:
			p.handed(e)
			return e
		}
	}
	return nil
}

// launch starts an environment under the lock, so that Close either sees it or prevents it.
func (p *pool) launch() (*environment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, ErrClosed
	}
	e, err := start(p.fn, p.generation, p.freeze, p.output, p.log)
	if err != nil {
		return nil, err
	}
	p.live[e] = struct{}{}
	p.stats.Cold++
	p.handed(e)
	return e, nil
}

// handed counts an invocation that an environment gets; the lock is held.
func (p *pool) handed(e *environment) {
	p.stats.Invocations++
	if e.generation == p.generation {
		p.stats.Newest++
	}
}

// put takes an environment back. One that runs replaced code is ended.
func (p *pool) put(e *environment, alive bool) {
	p.mu.Lock()
	current := alive && e.generation == p.generation && !p.closed
	if current {
		e.idle = p.now()
		p.idle = append(p.idle, e)
	}
	p.mu.Unlock()
	if current {
		return
	}
	if alive {
		p.end(context.Background(), e)
	}
	p.forget(e)
}

func (p *pool) forget(e *environment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.live, e)
}

func (p *pool) end(ctx context.Context, e *environment) {
	if err := e.stop(ctx); err != nil {
		p.log.Error("stop", "function", e.fn.Name, "error", err)
	}
}

func (p *pool) count(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		return
	}
	p.stats.Errors++
	var failure *FunctionError
	if errors.As(err, &failure) {
		switch failure.Type {
		case "Sandbox.Timedout":
			p.stats.Timeouts++
		case "Runtime.ExitError":
			p.stats.Crashes++
		}
	}
}
