package lambda_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/infra/local/lambda"
)

func failure(t *testing.T, err error) *lambda.FunctionError {
	t.Helper()
	var f *lambda.FunctionError
	if !errors.As(err, &f) {
		t.Fatalf("got %v", err)
	}
	return f
}

func TestF11TheFunctionFinishesThoughItsCallerHasLeft(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out})
	path := gate(t)
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan error, 1)
	go func() {
		_, err := h.Invoke(ctx, "beat", []byte(`{"Do":"await","Path":"`+path+`"}`))
		left <- err
	}()
	await(t, "it began", func() bool { return out.count("beat: began") == 1 })
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatalf("the caller got %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	await(t, "it finished", func() bool { return out.count("beat: finished") == 1 })
	await(t, "it is idle", func() bool { return h.Stats("beat").Idle == 1 })
}

func TestF12ACrashIsAnExitErrorAndTheNextCallStartsAfresh(t *testing.T) {
	h := open(t, lambda.Config{})
	before := mustAsk(t, h, order{})
	_, err := ask(h, order{Do: "exit"})
	if f := failure(t, err); f.Type != "Runtime.ExitError" || !strings.Contains(f.Message, "exit status 7") {
		t.Errorf("got %v", f)
	}
	if after := mustAsk(t, h, order{}); after.PID == before.PID || after.Calls != 1 {
		t.Errorf("after the crash: process %d, call %d", after.PID, after.Calls)
	}
	if s := h.Stats("beat"); s.Crashes != 1 || s.Cold != 2 {
		t.Errorf("stats %+v", s)
	}
}

func TestF12ATimeoutKillsTheEnvironment(t *testing.T) {
	h := open(t, lambda.Config{Functions: []lambda.Function{{Name: "beat", Bootstrap: bootstrap, Timeout: 300 * time.Millisecond}}})
	_, err := ask(h, order{Do: "hang"})
	if f := failure(t, err); f.Type != "Sandbox.Timedout" || !strings.Contains(f.Message, "timed out after 0.30 seconds") {
		t.Errorf("got %v", f)
	}
	await(t, "the process is gone", func() bool { return h.Stats("beat").Live == 0 })
	if s := h.Stats("beat"); s.Timeouts != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestAFunctionsOwnErrorKeepsItsTypeAndItsProcess(t *testing.T) {
	h := open(t, lambda.Config{})
	_, err := ask(h, order{Do: "fail"})
	if f := failure(t, err); f.Type != "errorString" || f.Message != "no such chat" {
		t.Errorf("got %v", f)
	}
	if r := mustAsk(t, h, order{}); r.Calls != 2 {
		t.Errorf("call %d", r.Calls)
	}
}

func TestF12APanicIsTheFunctionsErrorAndEndsItsProcess(t *testing.T) {
	h := open(t, lambda.Config{})
	_, err := ask(h, order{Do: "panic"})
	if f := failure(t, err); f.Message != "a nil chat" {
		t.Errorf("got %v", f)
	}
	if r := mustAsk(t, h, order{}); r.Calls != 1 {
		t.Errorf("call %d of a process that panicked", r.Calls)
	}
}

func TestAFunctionThatCannotStartSaysSo(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out, Functions: []lambda.Function{{
		Name: "beat", Bootstrap: bootstrap, Env: []string{"BOOT_FAILS=1"},
	}}})
	_, err := ask(h, order{})
	if f := failure(t, err); f.Type != "Runtime.ExitError" || !strings.Contains(f.Message, "exit status 3") {
		t.Errorf("got %v", f)
	}
	if out.count("beat: a setting is missing") != 1 {
		t.Error("its words were lost")
	}
}

func TestAnAnswerBeyondSixMebibytesIsRefused(t *testing.T) {
	h := open(t, lambda.Config{})
	_, err := ask(h, order{Size: 6 << 20})
	if f := failure(t, err); f.Type != "Function.ResponseSizeTooLarge" {
		t.Errorf("got %v", f)
	}
}

func TestF15AFrozenProcessStandsStillBetweenCalls(t *testing.T) {
	h := open(t, lambda.Config{Freeze: true})
	r := mustAsk(t, h, order{Do: "tick"})
	await(t, "the process is stopped", func() bool { return strings.HasPrefix(state(t, r.PID), "T") })
	again := mustAsk(t, h, order{})
	if again.PID != r.PID || again.Calls != 2 {
		t.Errorf("process %d after %d, call %d", again.PID, r.PID, again.Calls)
	}
	await(t, "it is stopped again", func() bool { return strings.HasPrefix(state(t, r.PID), "T") })
}

func state(t *testing.T, pid int) string {
	t.Helper()
	out, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// clock hands out timers that fire when the test says so, and remembers how long each was to wait.
type clock struct {
	mu     sync.Mutex
	waits  []time.Duration
	timers []chan time.Time
}

func (c *clock) after(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	fire := make(chan time.Time, 1)
	c.waits, c.timers = append(c.waits, d), append(c.timers, fire)
	return fire
}

// fire waits for the nth timer, fires it and says how long it was to wait.
func (c *clock) fire(t *testing.T, n int) time.Duration {
	t.Helper()
	await(t, "a timer", func() bool { c.mu.Lock(); defer c.mu.Unlock(); return len(c.timers) > n })
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timers[n] <- time.Time{}
	return c.waits[n]
}

func TestF13AFailedEventIsTriedTwiceMoreOneAndTwoMinutesLater(t *testing.T) {
	c := &clock{}
	lost := make(chan error, 1)
	h := open(t, lambda.Config{After: c.after, OnAsyncFailure: func(_ string, _ []byte, err error) { lost <- err }})
	if err := h.InvokeAsync("beat", []byte(`{"Do":"fail"}`)); err != nil {
		t.Fatal(err)
	}
	if first, second := c.fire(t, 0), c.fire(t, 1); first != time.Minute || second != 2*time.Minute {
		t.Errorf("retries after %v and %v", first, second)
	}
	failure(t, <-lost)
	if s := h.Stats("beat"); s.Invocations != 3 || s.Errors != 3 {
		t.Errorf("stats %+v", s)
	}
	if s := h.AsyncStats(); s.Retried != 2 || s.Failed != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestF14AnEventMayBeLostOrComeTwice(t *testing.T) {
	h := open(t, lambda.Config{})
	h.DropAsync(1)
	h.DoubleAsync(1)
	for range 3 {
		if err := h.InvokeAsync("beat", []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "three of three: one lost, one twice, one once", func() bool { return h.Stats("beat").Invocations == 3 })
	if s := h.AsyncStats(); s.Accepted != 3 || s.Dropped != 1 || s.Doubled != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestF13AThrottledEventIsWaitedOutAndNotCountedAsAnAttempt(t *testing.T) {
	c := &clock{}
	h := open(t, lambda.Config{After: c.after})
	if err := h.Throttle("beat", true); err != nil {
		t.Fatal(err)
	}
	if err := h.InvokeAsync("beat", []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	c.fire(t, 0)
	await(t, "two refusals", func() bool { return h.Stats("beat").Throttles == 2 })
	if err := h.Throttle("beat", false); err != nil {
		t.Fatal(err)
	}
	c.fire(t, 1)
	await(t, "it ran", func() bool { return h.Stats("beat").Idle == 1 })
	if s := h.AsyncStats(); s.Retried != 0 || s.Failed != 0 {
		t.Errorf("stats %+v", s)
	}
}
