package desk_test

import (
	"context"
	"sync"
	"time"

	"switchboard/shared/files"
	"switchboard/shared/push"
	"switchboard/shared/timer"
)

// touch is asked before each call to store, pushes, timers and documents, and after each that was done. The error it
// returns is the call's.
type touch func(after bool) error

func (w *world) touched(do func() error) error {
	if w.touch == nil {
		return do()
	}
	if err := w.touch(false); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return w.touch(true)
}

type touchedPushes struct {
	w *world
	push.Sender
}

func (p touchedPushes) Send(ctx context.Context, conn string, data []byte) error {
	return p.w.touched(func() error { return p.Sender.Send(ctx, conn, data) })
}

type touchedTimers struct {
	w *world
	timer.Sender
}

func (t touchedTimers) Send(ctx context.Context, look timer.Look, delay time.Duration) error {
	return t.w.touched(func() error { return t.Sender.Send(ctx, look, delay) })
}

type touchedDocuments struct {
	w *world
	files.Documents
}

func (d touchedDocuments) Put(ctx context.Context, key string, body []byte, kind string) error {
	return d.w.touched(func() error { return d.Documents.Put(ctx, key, body, kind) })
}

// strike is a fault at one call: before it or after it was done; once, or for good, which is a crash.
type strike struct {
	at    int
	after bool
	crash bool

	mu    sync.Mutex // pushes go out in parallel
	calls int
	fired bool
	spent bool // the call failed by itself: there was no answer to lose
}

func (s *strike) touch(after bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !after {
		s.calls++
	}
	s.spent = s.spent || s.after && !s.fired && s.calls > s.at && s.at > 0
	if s.fired && s.crash {
		return errCrashed
	}
	if s.calls == s.at && s.after == after && !s.fired {
		s.fired = true
		return errLost
	}
	return nil
}

// strikes are the four ways in which a call may fail.
var strikes = []struct {
	name         string
	after, crash bool
}{
	{"refused", false, false}, {"done, the answer lost", true, false}, {"a crash before it", false, true}, {"a crash after it was done", true, true},
}
