package gateway

import (
	"slices"
	"time"
)

// held is something a fault keeps back until its time.
type held struct {
	due time.Time
	run func()
}

// push sends data as the faults will have it. Refusals come first: a push that
// is refused is neither dropped nor delayed.
func (f *Faults) push(s *socket, data []byte) error {
	for _, refused := range []struct {
		fault Fault
		err   error
	}{{PushGone, ErrGone}, {PushLimit, ErrLimit}, {PushBan, ErrForbidden}} {
		if _, hit := f.hit(refused.fault, s, data); hit {
			return refused.err
		}
	}
	if _, hit := f.hit(PushDrop, s, data); hit {
		return nil
	}
	frames := compile(data)
	if rule, hit := f.hit(PushDelay, s, data); hit {
		f.keep(rule.Delay, func() { _ = s.send(frames) }) // the caller has its 200 already
		return nil
	}
	if err := s.send(frames); err != nil {
		return err
	}
	if _, hit := f.hit(PushTwice, s, data); hit {
		_ = s.send(frames) // the first one counts
	}
	return nil
}

// meet decides what a fault makes of a client frame: held until the
// connection's next one was served, or overtaking the one that is held. The
// frame that overtakes is never held itself. With a delay in its rule the wait
// ends then at the latest; it ends with the connection in any case.
func (f *Faults) meet(s *socket, body string, call func()) (held, overtakes bool) {
	s.mu.Lock()
	overtakes = len(s.held) > 0
	s.mu.Unlock()
	if overtakes {
		return false, true
	}
	rule, hit := f.hit(FrameHold, s, []byte(body))
	if !hit {
		return false, false
	}
	s.mu.Lock()
	s.held = append(s.held, call)
	s.mu.Unlock()
	if rule.Delay > 0 {
		f.keep(rule.Delay, s.release)
	}
	return true, false
}

// disconnect runs $disconnect once, twice, later or never.
func (f *Faults) disconnect(s *socket, call func()) {
	if _, hit := f.hit(DisconnectDrop, s, nil); hit {
		return
	}
	calls := []func(){call}
	if _, hit := f.hit(DisconnectTwice, s, nil); hit {
		calls = append(calls, call)
	}
	rule, late := f.hit(DisconnectDelay, s, nil)
	for _, c := range calls {
		if late {
			f.keep(rule.Delay, func() { f.g.running.Go(c) }) // it must not hold up the clock
			continue
		}
		c()
	}
}

func (f *Faults) keep(d time.Duration, run func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = append(f.held, held{f.g.cfg.Now().Add(d), run})
}

// release lets go of what is due, the earliest first.
func (f *Faults) release() {
	now := f.g.cfg.Now()
	f.let(func(h held) bool { return !h.due.After(now) })
}

// flush lets go of everything, discard forgets it.
func (f *Faults) flush()   { f.let(func(held) bool { return true }) }
func (f *Faults) discard() { f.take(func(held) bool { return true }) }

func (f *Faults) let(due func(held) bool) {
	for _, h := range f.take(due) {
		if !f.g.enter() {
			return
		}
		h.run()
		f.g.running.Done()
	}
}

func (f *Faults) take(due func(held) bool) []held {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.held) == 0 {
		return nil
	}
	var out, rest []held
	for _, h := range f.held {
		if due(h) {
			out = append(out, h)
		} else {
			rest = append(rest, h)
		}
	}
	f.held = rest
	slices.SortStableFunc(out, func(a, b held) int { return a.due.Compare(b.due) })
	return out
}
