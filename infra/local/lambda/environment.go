package lambda

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"switchboard/infra/local/lambda/child"
)

// initLimit is how long a cold start may take. AWS gives 10 s; a laptop that builds at the same time gets more.
const initLimit = 30 * time.Second

// stopGrace is what a process has between SIGTERM and SIGKILL.
const stopGrace = 2 * time.Second

// environment is one process with a Runtime API of its own. It serves one invocation at a time.
type environment struct {
	fn         Function
	generation int
	freeze     bool
	log        *slog.Logger
	process    *child.Process
	output     *child.Lines
	server     *http.Server
	work       chan *invocation // taken by /next
	asked      chan struct{}    // one token for each /next that arrives
	ended      chan struct{}    // closed when the environment is beyond use

	mu      sync.Mutex
	current *invocation
	failed  *FunctionError // what /init/error said
	waiting bool           // a /next is pending
	frozen  bool
	idle    time.Time // since when it waits
}

// start starts the process; it has not asked for work yet.
func start(fn Function, generation int, freeze bool, output io.Writer, log *slog.Logger) (*environment, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e := &environment{
		fn: fn, generation: generation, freeze: freeze, log: log,
		output: child.NewLines(fn.Name+": ", output),
		work:   make(chan *invocation), asked: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	e.server = &http.Server{Handler: e.api(), ReadHeaderTimeout: 10 * time.Second}
	stream := time.Now().UTC().Format("2006/01/02") + "/[$LATEST]" + random(16)
	e.process, err = child.Start(child.Spec{
		Path: fn.Bootstrap, Env: fn.environ(listener.Addr().String(), stream), Output: e.output,
	})
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	go func() {
		if err := e.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("runtime API", "function", fn.Name, "error", err)
		}
	}()
	go e.watch()
	return e, nil
}

// watch cleans up when the process has ended, whatever ended it.
func (e *environment) watch() {
	<-e.process.Done()
	e.output.Flush()
	close(e.ended)
	if err := e.server.Close(); err != nil {
		e.log.Debug("runtime API", "function", e.fn.Name, "error", err)
	}
}

// awaitInit waits until the process first asks for work.
func (e *environment) awaitInit() *FunctionError {
	limit := time.NewTimer(initLimit)
	defer limit.Stop()
	select {
	case <-e.asked:
		return nil
	case <-e.ended:
		return e.initFailure()
	case <-limit.C:
		e.kill()
		return &FunctionError{Type: "Sandbox.Timedout", Message: "the init phase took longer than " + initLimit.String()}
	}
}

func (e *environment) initFailure() *FunctionError {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failed != nil {
		return e.failed
	}
	return exited("init", e.process.Err())
}

// serve runs one invocation and calls back with its outcome; it returns true when the environment waits for the
// next one, false when it is gone. Like Lambda it goes on although the caller may have left.
func (e *environment) serve(inv *invocation) bool {
	timer := time.NewTimer(time.Until(inv.deadline))
	defer timer.Stop()
	if !e.hand(inv) {
		inv.settle(nil, exited(inv.id, e.process.Err()))
		return false
	}
	select {
	case <-e.asked:
		inv.settle(nil, &FunctionError{Type: "Runtime.NoResponse", Message: "the runtime asked for work without an answer"})
		e.sleep()
		return true
	case <-e.ended:
		inv.settle(nil, exited(inv.id, e.process.Err()))
		return false
	case <-timer.C:
		inv.settle(nil, timedOut(inv.id, e.fn.Timeout))
		e.kill()
		return false
	}
}

// hand gives the invocation to the pending /next, waking the process first.
func (e *environment) hand(inv *invocation) bool {
	e.mu.Lock()
	e.current = inv
	frozen := e.frozen
	e.frozen = false
	e.mu.Unlock()
	if frozen {
		if err := e.process.Signal(syscall.SIGCONT); err != nil {
			e.log.Error("thaw", "function", e.fn.Name, "error", err)
		}
	}
	select {
	case <-e.asked: // a runtime that asked twice, its first question broken off
	default:
	}
	select {
	case e.work <- inv:
		return true
	case <-e.ended:
		return false
	}
}

// sleep marks the environment idle and, if asked to, stops its clock: on AWS nothing runs between two invocations.
func (e *environment) sleep() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.current = nil
	if !e.freeze {
		return
	}
	if err := e.process.Signal(syscall.SIGSTOP); err != nil {
		e.log.Error("freeze", "function", e.fn.Name, "error", err)
		return
	}
	e.frozen = true
}

func (e *environment) kill() {
	if err := e.process.Kill(); err != nil {
		e.log.Error("kill", "function", e.fn.Name, "pid", e.process.PID(), "error", err)
	}
	<-e.ended
}

// stop ends the process in order. It returns when the process is gone.
func (e *environment) stop(ctx context.Context) error {
	err := e.process.Stop(ctx, stopGrace)
	<-e.ended
	if err != nil {
		return fmt.Errorf("lambda: stop %s (pid %d): %w", e.fn.Name, e.process.PID(), err)
	}
	return nil
}

func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
