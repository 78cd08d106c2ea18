package desk_test

import (
	"container/heap"
	"context"
	"errors"
	"iter"
	"time"

	"switchboard/shared/files"
	"switchboard/shared/push"
	"switchboard/shared/session"
	storememory "switchboard/shared/store/memory"
	"switchboard/shared/timer"
)

// What the simulated machine does to a call.
var (
	errCrashed   = errors.New("simulation: the function crashed")
	errThrottled = errors.New("simulation: throttled")
	errLost      = errors.New("simulation: done, but the answer was lost")
)

// moment is something that happens at a time; of two at the same time the one that was planned first comes first.
type moment struct {
	at   time.Time
	n    int
	what func()
}

type moments []moment

func (m moments) Len() int { return len(m) }
func (m moments) Less(i, j int) bool {
	return m[i].at.Before(m[j].at) || m[i].at.Equal(m[j].at) && m[i].n < m[j].n
}
func (m moments) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m *moments) Push(x any)   { *m = append(*m, x.(moment)) }
func (m *moments) Pop() any {
	old := *m
	last := old[len(old)-1]
	*m = old[:len(old)-1]
	return last
}

func (s *simulation) after(d time.Duration, what func()) {
	s.planned++
	heap.Push(&s.queue, moment{s.now.Add(max(d, 0)), s.planned, what})
}

// invocation is one run of a function of the real desk. It is a coroutine that rests before each call to store, timers
// and documents; the simulation decides when, and whether, it goes on.
type invocation struct {
	s       *simulation
	name    string
	started time.Time
	limit   time.Duration
	yield   func(time.Duration) bool
	next    func() (time.Duration, bool)
	stop    func()
	dead    bool
	harmed  bool // a fault reached it: any error it returns is no surprise
	err     error
	done    func(error)
	begun   func() // called once the first read is done
	frame   *frame // the frame that it serves, if one's

	function string // whose run it is; see serves
}

type invocationKey struct{}

// call starts a function. done gets its error, errCrashed if it never returned; it is called once.
func (s *simulation) call(name string, limit time.Duration, do func(context.Context) error, done func(error)) {
	s.callFor(nil, name, limit, do, done)
}

// callFor starts the function of a frame.
func (s *simulation) callFor(a *frame, name string, limit time.Duration, do func(context.Context) error, done func(error)) {
	i := &invocation{s: s, name: name, started: s.now, limit: limit, done: done, frame: a}
	i.next, i.stop = iter.Pull(func(yield func(time.Duration) bool) {
		i.yield = yield
		roomy()
		i.err = do(context.WithValue(s.ctx, invocationKey{}, i))
	})
	s.live[i] = true
	s.step(i)
}

// roomy makes the stack of a coroutine as large as a function of the desk needs it, once and while it is still empty.
//
//go:noinline
func roomy() byte {
	var room [24 << 10]byte
	return room[len(room)-1]
}

// step lets an invocation run to its next call, or crashes it here.
func (s *simulation) step(i *invocation) {
	if s.now.Sub(i.started) > i.limit || s.crashes() {
		s.log("CRASH", i.name)
		s.end(i, errCrashed)
		return
	}
	wait, more := i.next()
	s.deliver()
	if !more {
		if i.err != nil {
			s.unexpected(i)
		}
		s.end(i, i.err)
		return
	}
	delay := 10 * time.Millisecond
	if s.told != nil {
		delay = 0
	}
	if s.draw(s.faults.slow) {
		s.harm(i)
		delay = between(s.rng, 0, 9)
	}
	s.after(delay+wait, func() { s.step(i) })
}

func (s *simulation) end(i *invocation, err error) {
	i.dead = true
	delete(s.live, i)
	i.stop()
	if i.done != nil {
		i.done(err)
	}
}

// harm notes that a fault reached an invocation.
func (s *simulation) harm(i *invocation) {
	i.harmed = true
	s.harmed++
}

// rest is where an invocation rests before a call, and longer if it waits. It returns the error the call ends with.
func (i *invocation) rest(wait time.Duration) error {
	if i.dead || !i.yield(wait) {
		i.dead = true
		return errCrashed
	}
	if i.s.draw(i.s.faults.throttle) {
		i.s.harm(i)
		return errThrottled
	}
	return nil
}

// answer is where the answer of a write may be lost after it was done.
func (i *invocation) answer() error {
	if !i.dead && i.s.draw(i.s.faults.unanswered) {
		i.s.harm(i)
		return errLost
	}
	return nil
}

func invocationOf(ctx context.Context) *invocation {
	i, _ := ctx.Value(invocationKey{}).(*invocation)
	return i
}

// hook is the store's side of an invocation.
func (s *simulation) hook(ctx context.Context, m storememory.Moment, c storememory.Call) error {
	i := invocationOf(ctx)
	if m == storememory.After && i != nil && i.begun != nil {
		i.begun()
		i.begun = nil
	}
	switch {
	case m == storememory.After && c.Name == "write":
		s.mirror.write(i, c.Ops)
		if i != nil {
			return i.answer()
		}
	case i == nil:
	case m == storememory.Before:
		i.reaches(c)
		return i.rest(0)
	case m == storememory.Between && s.draw(s.faults.torn):
		return i.rest(0)
	}
	return nil
}

// simulatedTimers loses, delays, hastens and doubles looks.
type simulatedTimers struct{ s *simulation }

func (t simulatedTimers) Send(ctx context.Context, look timer.Look, delay time.Duration) error {
	s, i := t.s, invocationOf(ctx)
	i.uses("timers")
	if i != nil {
		if err := i.rest(0); err != nil {
			return err
		}
	}
	if s.plant.mute {
		return nil
	}
	if s.draw(s.faults.lost) {
		s.log("timer lost", look.Thing)
		return nil
	}
	s.mirror.sent(look)
	at := delay + between(s.rng, 0, s.faults.late) - between(s.rng, 0, s.faults.early)
	s.after(at, func() { s.fires(look, true) })
	if s.draw(s.faults.doubled) {
		s.after(at+between(s.rng, 0, 5), func() { s.fires(look, false) })
	}
	if i != nil {
		return i.answer()
	}
	return nil
}

// fires delivers a look; the queue delivers it again when the function fails.
func (s *simulation) fires(look timer.Look, first bool) {
	if first {
		s.mirror.fired(look)
	}
	s.again("expire "+look.Thing, 10*time.Second, 4, 30*time.Second, func(ctx context.Context) error { return s.desk.Look(ctx, look) })
}

// again calls a function until it returns without an error, as SQS and the stream do.
func (s *simulation) again(name string, limit time.Duration, times int, apart time.Duration, do func(context.Context) error) {
	s.call(name, limit, do, func(err error) {
		if err != nil && times > 0 {
			s.after(apart, func() { s.again(name, limit, times-1, apart, do) })
		}
	})
}

// simulatedPushes reaches the clients that are there. What comes for others is gone or, in some histories, swallowed.
type simulatedPushes struct{ s *simulation }

func (p simulatedPushes) Send(ctx context.Context, conn string, data []byte) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	i := invocationOf(ctx)
	if i != nil && i.dead {
		return errCrashed
	}
	i.uses("connections")
	c := s.sockets[conn]
	if c == nil && s.faults.swallowed {
		return nil
	}
	if c == nil {
		return push.ErrGone
	}
	c.inbox = append(c.inbox, data)
	if s.plant.spills && c.id.Role == session.Agent && len(s.visitors) > 0 && s.visitors[0].there {
		s.visitors[0].inbox = append(s.visitors[0].inbox, data)
	}
	return nil
}

func (p simulatedPushes) Drop(ctx context.Context, _ string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	invocationOf(ctx).uses("closes")
	return nil
}

// simulatedDocuments rests before each call.
type simulatedDocuments struct {
	s *simulation
	files.Documents
}

func (d simulatedDocuments) Put(ctx context.Context, key string, body []byte, kind string) error {
	i := invocationOf(ctx)
	if err := i.rest(0); err != nil {
		return err
	}
	if err := d.Documents.Put(ctx, key, body, kind); err != nil {
		return err
	}
	return i.answer()
}
