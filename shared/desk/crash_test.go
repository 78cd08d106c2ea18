package desk_test

import (
	"context"
	"testing"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// deed is a verb whose every call is to fail once. before sets the scene and returns the verb, which is sent again with
// the same id if retried says so; whoever is woken is woken by timers and sweeps alone.
type deed struct {
	name    string
	retried bool
	before  func(w *world) (do func(context.Context) error, then func(w *world))
}

// settles lets half an hour pass in which nobody does anything but timers and sweeps.
func (w *world) settles() {
	w.t.Helper()
	for end := w.now.Add(31 * time.Minute); w.now.Before(end); {
		minute := w.now.Add(time.Minute)
		for {
			next, ok := w.timers.Next()
			if !ok || next.After(minute) {
				break
			}
			if next.After(w.now) {
				w.now = next
			}
			for _, look := range w.timers.Due(w.now) {
				w.must(w.desk.Look(w.ctx, look))
			}
		}
		w.now = minute
		_, err := w.desk.Sweep(w.ctx)
		w.must(err)
	}
}

// sound checks what must hold in the end: one transcript per chat, logs without a gap or a double, nobody who holds.
func (w *world) sound(chats ...string) {
	w.t.Helper()
	s := store.New(w.driver)
	if got := w.transcripts(); len(got) != len(chats) {
		w.t.Errorf("%d transcripts of %d chats: %v", len(got), len(chats), got)
	}
	for _, id := range chats {
		standing, err := s.Standing(w.ctx, id)
		w.must(err)
		if standing.Head.State != chat.Final || standing.Clock != nil {
			w.t.Errorf("chat %s is %s, its clock %+v", id, standing.Head.State, standing.Clock)
		}
		for _, private := range []bool{store.Public, store.Private} {
			events, err := s.Events(w.ctx, id, private, 1, 0)
			w.must(err)
			w.must(log.Verify(events))
			seen := map[string]bool{}
			for _, e := range events {
				if key := string(e.Kind) + e.ID; e.ID != "" && seen[key] {
					w.t.Errorf("%s stands twice", key)
				} else {
					seen[key] = true
				}
			}
		}
	}
	for _, name := range []string{"noor", "ilse"} {
		a, err := s.Agent(w.ctx, name)
		w.must(err)
		clock, err := s.Clock(w.ctx, store.AgentThing(name))
		w.must(err)
		if a.Status != routing.Offline || a.Load != 0 || clock != nil {
			w.t.Errorf("%s is %s with load %d, her clock %+v", name, a.Status, a.Load, clock)
		}
	}
	for _, queue := range []string{"support", routing.SkillQueue("general")} {
		w.emptyQueue(queue)
	}
}

// emptyQueue demands that nothing stands in a queue and nobody is counted for it.
func (w *world) emptyQueue(queue string) {
	w.t.Helper()
	s := store.New(w.driver)
	r, err := s.Roster(w.ctx, queue)
	w.must(err)
	waiting, err := s.Waiting(w.ctx, queue, 10)
	w.must(err)
	listed, err := s.Listed(w.ctx, queue, 10)
	w.must(err)
	if r.Online != 0 || r.Open != 0 || r.Waiting != 0 || len(waiting)+len(listed) != 0 {
		w.t.Errorf("the queue %s counts %+v and holds %v, %v", queue, r, waiting, listed)
	}
}

func (w *world) saidOnce(id, frame string) {
	w.t.Helper()
	events, err := store.New(w.driver).Events(w.ctx, id, store.Public, 1, 0)
	w.must(err)
	n := 0
	for _, e := range events {
		if e.ID == frame {
			n++
		}
	}
	if n != 1 {
		w.t.Errorf("%s stands %d times in the log", frame, n)
	}
}

func (w *world) loadIs(name string, want int) {
	w.t.Helper()
	a, err := store.New(w.driver).Agent(w.ctx, name)
	w.must(err)
	if a.Load != want {
		w.t.Errorf("the load of %s is %d, want %d", name, a.Load, want)
	}
}

func TestQ4AFaultAtEveryCallOfEveryVerb(t *testing.T) {
	for _, d := range deeds {
		t.Run(d.name, func(t *testing.T) {
			calls := countCalls(t, d)
			for _, kind := range strikes {
				for at := 1; at <= calls; at++ {
					s := &strike{at: at, after: kind.after, crash: kind.crash}
					if !strikeOnce(t, d, s) {
						t.Fatalf("%s, call %d of %d: see above", kind.name, at, calls)
					}
				}
			}
			t.Logf("%d calls, each failed in %d ways", calls, len(strikes))
		})
	}
}

func countCalls(t *testing.T, d deed) int {
	w := newWorld(t)
	do, _ := d.before(w)
	s := &strike{}
	w.strike = s
	w.must(do(w.ctx))
	return s.calls
}

// strikeOnce plays a verb with one fault, then the retry, then half an hour, and reports whether all went well.
func strikeOnce(t *testing.T, d deed, s *strike) bool {
	w := newWorld(t)
	do, then := d.before(w)
	w.strike = s
	err := do(w.ctx)
	w.strike = nil
	if !s.fired {
		t.Errorf("the fault at call %d did not strike", s.at)
	}
	if d.retried {
		w.now = w.now.Add(8 * time.Second)
		if again := do(w.ctx); again != nil {
			t.Errorf("first %v, the retry %v", err, again)
		}
	} else {
		w.settles()
	}
	then(w)
	return !t.Failed()
}

// endsWell is the rest of a story in which nobody comes back.
func endsWell(chats ...string) func(*world) {
	return func(w *world) {
		w.settles()
		w.sound(chats...)
	}
}
