package desk_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// turnedAway is a public log of a request that was refused at once.
func turnedAway(reason string) []string {
	return []string{"requested v", "ended system system " + reason}
}

func TestR62ABlockedVisitorMeetsNobody(t *testing.T) {
	for _, row := range []struct {
		title string
		rule  settings.BlockingRule
		by    func(by caller) caller
	}{
		{"R62: one address", settings.BlockingRule{From: "203.0.113.24"}, func(by caller) caller { return by }},
		{"R62: a range", settings.BlockingRule{From: "203.0.113.0", To: "203.0.113.255"}, func(by caller) caller { return by }},
		{"R62: the address that her ticket was got from", settings.BlockingRule{From: "198.51.100.7"}, func(by caller) caller {
			by.Ticketed = "198.51.100.7"
			return by
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			for _, rule := range []func(*settings.Button){leastActive, func(b *settings.Button) { b.Routing = settings.Choice }} {
				w := staffed(t)
				w.sets(rule, queueing)
				noor := w.online("noor")
				_, err := w.desk.PutBlockingRule(w.ctx, noor.Identity, row.rule)
				w.must(err)
				w.shown(noor)
				before := w.standing("noor").Rev
				chat := w.asks(row.by(w.visitor("mara")))
				same(t, "the public log", w.onstage(chat), turnedAway("blocked"))
				none(t, "no queue, no routing", w.backstage(chat))
				none(t, "noor sees nothing", append(w.shown(noor), append(w.offersTo(noor), w.choicesOf(noor)...)...))
				if w.standing("noor").Rev != before {
					t.Error("noor was touched")
				}
				w.passes(3 * time.Second)
				same(t, "the transcript", w.transcripts(), []string{chat + " Blocked System"})
			}
		})
	}
	t.Run("R62: a neighbour is let in", func(t *testing.T) {
		w := staffed(t)
		w.online("noor")
		w.blocks("203.0.113.25")
		same(t, "the public log", w.onstage(w.asks(w.visitor("mara"))), []string{"requested v"})
	})
}

// scenes of a button, by what a request meets there.
var scenes = []struct {
	title, reason string
	scene         func(w *world)
}{
	{"R63: nobody is there", "agentsUnavailable", func(*world) {}},
	{"R63: who is Online lacks the skill", "agentsUnavailable", func(w *world) {
		w.configures(func(c *settings.Configuration) {
			c.Skills = append(c.Skills, settings.Skill{ID: "other", Name: "Other"})
		})
		w.employs("gus", "Gus", "", "other")
		w.online("gus")
	}},
	{"R63: the only one is Away", "agentsUnavailable", func(w *world) { w.goes(w.online("ilse"), routing.Away) }},
	{"R63: the only one is at capacity, without a queue", "agentsUnavailable", func(w *world) {
		w.suits("ilse", places(1))
		w.busy(w.online("ilse"), 1)
	}},
	{"R64: the queue is full", "queueFull", func(w *world) {
		w.sets(queueing, func(b *settings.Button) { b.OverallQueue = 1 })
		w.suits("ilse", places(1))
		w.busy(w.online("ilse"), 1)
		w.asks(w.visitor("tomas"))
	}},
}

func TestR63R64R65WhatARequestMeets(t *testing.T) {
	for _, rule := range []settings.Routing{settings.Choice, settings.LeastActive, settings.MostAvailable} {
		for _, row := range scenes {
			t.Run(row.title+", "+string(rule), func(t *testing.T) {
				w := staffed(t)
				w.sets(func(b *settings.Button) { b.Routing = rule })
				row.scene(w)
				chat := w.asks(w.visitor("mara"))
				same(t, "the public log", w.onstage(chat), turnedAway(row.reason))
				none(t, "R65: and nothing else", w.backstage(chat))
				w.passes(3 * time.Second)
				if got := w.transcripts(); !slices.Contains(got, chat+" Missed System") {
					t.Errorf("R63, R64: the transcripts are %q", got)
				}
				w.blocks("203.0.113.24")
				same(t, "R65: an address rule comes before", w.onstage(w.asks(w.visitor("eve"))), turnedAway("blocked"))
			})
		}
	}
	t.Run("R65: agents come before the room of the queue", func(t *testing.T) {
		w := pushing(t, queueing, func(b *settings.Button) { b.OverallQueue = 1 })
		w.suits("ilse", places(1))
		ilse := w.online("ilse")
		w.busy(ilse, 1)
		w.asks(w.visitor("tomas"))
		w.goes(ilse, routing.Away)
		same(t, "the public log", w.onstage(w.asks(w.visitor("mara"))), turnedAway("agentsUnavailable"))
	})
}

// arrive lets so many visitors ask at the same moment and returns who was let in.
func (w *world) arrive(n int) (in, out []string) {
	w.t.Helper()
	acks, errs := make([]*protocol.Ack, n), make([]error, n)
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i := range n {
		by := w.visitor(fmt.Sprint("visitor-", i))
		done.Go(func() {
			ready.Wait()
			for range 20 { // whoever is told that too much happens at once tries again, as her widget does
				acks[i], errs[i] = w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: "r1", Button: "support"})
				if errs[i] == nil {
					return
				}
			}
		})
	}
	ready.Done()
	done.Wait()
	for i, ack := range acks {
		w.must(errs[i])
		if ack.View.State == "ended" {
			out = append(out, ack.Chat)
		} else {
			in = append(in, ack.Chat)
		}
	}
	return in, out
}

func TestR66WithRoomForKOfNWhoArriveAtOnceExactlyKGetIn(t *testing.T) {
	const k, n = 3, 8
	for _, row := range []struct {
		title  string
		change func(b *settings.Button)
		reason string
	}{
		{"R66: room in a queue that is chosen from", func(b *settings.Button) { b.Queue, b.OverallQueue = true, k }, "queueFull"},
		{"R66: room in a queue that is pushed from", func(b *settings.Button) {
			b.Routing, b.Queue, b.OverallQueue = settings.LeastActive, true, k
		}, "queueFull"},
	} {
		t.Run(row.title, func(t *testing.T) {
			for range 100 {
				w := newWorld(t)
				w.sets(row.change)
				w.suits("ilse", places(1))
				w.busy(w.online("ilse"), 1)
				w.exactly(k, n, row.reason)
				if t.Failed() {
					return
				}
			}
		})
	}
	t.Run("R66: free places without a queue, pushed", func(t *testing.T) {
		for range 100 {
			w := newWorld(t)
			w.sets(leastActive)
			w.suits("ilse", places(k))
			ilse := w.online("ilse")
			in := w.exactly(k, n, "agentsUnavailable")
			w.desk.Route(w.ctx, "support")
			offered := w.offersTo(ilse)
			slices.Sort(offered)
			slices.Sort(in)
			if same(t, "who got in is offered", offered, in); t.Failed() {
				return
			}
		}
	})
}

// exactly demands that of n who arrive k get in, that the lists agree, and that the others are refused.
func (w *world) exactly(k, n int, reason string) []string {
	w.t.Helper()
	in, out := w.arrive(n)
	if len(in) != k || len(out) != n-k {
		w.t.Errorf("R66: %d got in and %d were refused, want %d and %d", len(in), len(out), k, n-k)
	}
	for _, chat := range out {
		same(w.t, "R66: refused", w.onstage(chat), turnedAway(reason))
	}
	for _, chat := range in {
		same(w.t, "R66: let in", w.onstage(chat), []string{"requested v"})
	}
	if r, err := store.New(w.driver).Roster(w.ctx, "support"); err != nil || r.Waiting < 0 || r.Waiting > k {
		w.t.Errorf("R66: the queue counts %+v, %v", r, err)
	}
	return in
}
