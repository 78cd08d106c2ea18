package desk_test

import (
	"container/heap"
	"context"
	"strings"
	"time"

	"switchboard/shared/store"
)

// mostSteps is how many steps a history has at most: some ten times the usual.
const mostSteps = 30000

// run plays the history to its end and returns what was violated.
func (s *simulation) run() []string {
	defer s.stopAll()
	for _, p := range staff[:s.floor.agents] {
		a := newSimulatedAgent(s, p.Person)
		s.after([]time.Duration{0, 0, 200 * time.Second}[s.rng.Intn(3)], a.arrives)
	}
	first, apart := between(s.rng, 1, 200), 200.0
	if s.rush = s.rng.Intn(3) == 0; s.rush {
		apart = .02
	}
	for _, name := range callers[:s.floor.visitors] {
		v := newSimulatedVisitor(s, name)
		s.after(first+between(s.rng, 0, apart), v.arrives)
	}
	if s.floor.watched {
		newSimulatedSupervisor(s, "vera").arrives()
	}
	for minute := range int((people + aftermath) / time.Minute) {
		s.after(time.Duration(minute)*time.Minute+7*time.Second, func() { s.sweep(minute) })
	}
	for d := 15 * time.Second; d < people+aftermath; d += 15 * time.Second {
		s.after(d, s.clean)
	}
	s.after(people, s.everybodyGoes)
	for len(s.queue) > 0 && len(s.violations) == 0 {
		m := heap.Pop(&s.queue).(moment)
		if m.at.Sub(s.born) > people+aftermath {
			break
		}
		s.now = m.at
		m.what()
		if s.steps > mostSteps {
			s.violate("the history does not come to rest")
		}
	}
	if len(s.violations) == 0 {
		s.mirror.final()
		s.linearises()
	}
	return s.violations
}

func (s *simulation) stopAll() {
	for i := range s.live {
		i.dead = true
		i.stop()
	}
}

func (s *simulation) sweep(minute int) {
	s.mirror.liveness()
	if m := s.faults.missed; m >= 0 && minute >= m && minute < m+5 {
		return
	}
	s.call("sweep", 55*time.Second, func(ctx context.Context) error {
		_, err := s.desk.Sweep(ctx)
		return err
	}, nil)
}

// clean is DynamoDB's TTL: it deletes late, and the stream, where it works, hands deleted markers to finalise.
func (s *simulation) clean() {
	for _, it := range s.driver.Expire(s.now.Add(-s.faults.ttl)) {
		chat, marker := strings.CutPrefix(it.PK, store.MarkPrefix)
		if !marker {
			continue
		}
		s.log("TTL deletes the marker of", chat)
		if s.faults.stream {
			s.again("finalise "+chat, 30*time.Second, 10, 5*time.Second, func(ctx context.Context) error {
				return s.desk.WakeChat(ctx, chat)
			})
		}
	}
}

func (s *simulation) everybodyGoes() {
	s.log("EVERYBODY VANISHES")
	for _, a := range s.agents {
		a.vanish()
	}
	for _, v := range s.visitors {
		v.vanish()
	}
	for _, v := range s.supervisors {
		v.shuts()
	}
}
