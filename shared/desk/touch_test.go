package desk_test

import (
	"context"
	"sync"
	"time"

	"switchboard/shared/files"
	"switchboard/shared/push"
	storememory "switchboard/shared/store/memory"
	"switchboard/shared/timer"
)

// touched makes a call to pushes, timers or documents, with whatever strikes it. A nil strike is none.
func (s *strike) touched(do func() error) error {
	n, err := s.before()
	if err != nil {
		return err
	}
	if err := do(); err != nil {
		return s.failed(n, err)
	}
	return s.done(n)
}

type touchedPushes struct {
	w *world
	push.Sender
}

func (p touchedPushes) Send(ctx context.Context, conn string, data []byte) error {
	return p.w.strike.touched(func() error { return p.Sender.Send(ctx, conn, data) })
}

func (p touchedPushes) Drop(ctx context.Context, conn string) error {
	return p.w.strike.touched(func() error { return p.Sender.Drop(ctx, conn) })
}

type touchedTimers struct {
	w *world
	timer.Sender
}

func (t touchedTimers) Send(ctx context.Context, look timer.Look, delay time.Duration) error {
	return t.w.strike.touched(func() error { return t.Sender.Send(ctx, look, delay) })
}

type touchedDocuments struct {
	w *world
	files.Documents
}

func (d touchedDocuments) Put(ctx context.Context, key string, body []byte, kind string) error {
	return d.w.strike.touched(func() error { return d.Documents.Put(ctx, key, body, kind) })
}

// strike is a fault at one call: before it or after it was done; once, or for good, which is a crash.
type strike struct {
	at    int
	after bool
	crash bool

	mu    sync.Mutex // pushes go out in parallel
	calls int
	fired bool
}

// before counts a call and returns its number.
func (s *strike) before() (int, error) {
	if s == nil {
		return 0, nil
	}
	s.mu.Lock()
	s.calls++
	n := s.calls
	s.mu.Unlock()
	return n, s.hit(n, false)
}

// done is a call that was made; failed is one that was not, and has no answer to lose.
func (s *strike) done(n int) error {
	if s == nil {
		return nil
	}
	return s.hit(n, true)
}

func (s *strike) failed(n int, err error) error {
	if hit := s.done(n); hit != nil {
		return hit
	}
	return err
}

func (s *strike) hit(n int, after bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fired && s.crash {
		return errCrashed
	}
	if n == s.at && s.after == after {
		s.fired = true
		return errLost
	}
	return nil
}

// store is the store's side: its calls come one after another, and After is not reached by one that failed.
func (s *strike) store(m storememory.Moment) error {
	if m == storememory.Before {
		_, err := s.before()
		return err
	}
	return s.done(s.calls)
}

// strikes are the four ways in which a call may fail.
var strikes = []struct {
	name         string
	after, crash bool
}{
	{"refused", false, false}, {"done, the answer lost", true, false}, {"a crash before it", false, true}, {"a crash after it was done", true, true},
}
