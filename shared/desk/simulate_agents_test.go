package desk_test

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// simulatedAgent logs in, renews, accepts, talks, ends and closes, until she crashes, logs out, closes her window,
// reloads or stays; perhaps she comes back.
type simulatedAgent struct {
	*socket
	status  string
	load    int
	chats   []*held
	tried   map[string]bool
	listRev int
	rhythm  int
	leaving bool
}

func newSimulatedAgent(s *simulation, name string) *simulatedAgent {
	a := &simulatedAgent{status: "Offline", tried: map[string]bool{}}
	a.socket = s.newSocket(session.Identity{Role: session.Agent, Person: name, Groups: []string{"agent"}}, a.hears)
	s.agents = append(s.agents, a)
	return a
}

// arrives opens the console, goes Online, and goes on to her fate.
func (a *simulatedAgent) arrives() {
	s := a.s
	if a.there || s.since() >= people {
		return
	}
	s.log(a.id.Person, "ARRIVES")
	a.opens()
	a.leaving = false
	s.mirror.agentBack(a.id.Person)
	a.resume(func() {
		if a.status == "Offline" {
			a.presence("Online", a.ticks)
		} else {
			a.ticks()
		}
	})
	fates := []func(){a.vanish, a.vanish, a.logsOut, a.closesWindow, a.reloads, func() {}, a.pauses}
	a.living(s.between(1, 1500), fates[s.rng.Intn(len(fates))])
}

func (a *simulatedAgent) shows(screen *protocol.Screen) {
	if screen == nil {
		return
	}
	if screen.Load > a.load {
		a.living(300*time.Millisecond, a.ticks) // she has more to lose: renew at once
	}
	a.status, a.load = screen.Status, screen.Load
}

func (a *simulatedAgent) presence(status string, then func()) {
	s, by, id := a.s, a.caller(), a.s.id()
	var ack *protocol.Ack
	a.frame(a.id.Person+" goes "+status, func(ctx context.Context) error {
		got, err := s.desk.Presence(ctx, by, protocol.Presence{Action: "presence", ID: id, Status: status, Tab: "tab-" + a.id.Person})
		if got != nil {
			ack = got
		}
		return err
	}, func(err error) {
		if err == nil {
			a.shows(ack.Screen)
			then()
		}
	})
}

func (a *simulatedAgent) have() []protocol.Held {
	var have []protocol.Held
	for _, h := range a.chats {
		have = append(have, protocol.Held{Chat: h.chat, After: h.after, AfterPrivate: h.afterPrivate})
	}
	return have
}

func (a *simulatedAgent) resume(then func()) {
	s, by := a.s, a.caller()
	f := protocol.Resume{ID: s.id(), Have: a.have()}
	var r *protocol.Resumed
	a.frame(a.id.Person+" resumes", func(ctx context.Context) error {
		got, err := s.desk.Resume(ctx, by, f)
		if got != nil {
			r = got
		}
		return err
	}, func(err error) {
		if err != nil {
			return
		}
		s.mirror.renewed(a.id.Person)
		if !a.leaving {
			s.mirror.stays(a.id.Person)
		}
		for _, c := range r.Chats {
			a.holds(c)
		}
		a.drop(r.Gone)
		a.shows(r.Screen)
		then()
	})
}

func (a *simulatedAgent) drop(gone []string) {
	a.chats = slices.DeleteFunc(a.chats, func(h *held) bool { return slices.Contains(gone, h.chat) })
}

// holds takes a chat into her tabs, and plans what she does there.
func (a *simulatedAgent) holds(c protocol.Chat) {
	i := slices.IndexFunc(a.chats, func(h *held) bool { return h.chat == c.Chat })
	if i >= 0 {
		a.chats[i].see(c)
		return
	}
	h := &held{chat: c.Chat}
	h.see(c)
	a.chats = append(a.chats, h)
	s := a.s
	for range s.rng.Intn(3) {
		a.living(s.between(2, 900), func() { a.says(h, "answer", func() { a.resume(func() {}) }) })
	}
	if s.rng.Intn(2) == 0 {
		a.living(s.between(2, 400), func() { a.ends(h) })
	}
	for range 3 {
		a.living(s.between(30, 1700), func() { a.closes(h) })
	}
}

// ticks renews now and from now on; it ends an older rhythm.
func (a *simulatedAgent) ticks() {
	a.rhythm++
	a.tick(a.rhythm)
}

func (a *simulatedAgent) tick(rhythm int) {
	if rhythm != a.rhythm || a.leaving || !a.there {
		return
	}
	s, by := a.s, a.caller()
	f := protocol.Beat{ID: s.id(), Have: a.have(), ListRev: a.listRev}
	var r *protocol.Beaten
	a.frame(a.id.Person+" renews", func(ctx context.Context) error {
		got, err := s.desk.Beat(ctx, by, f)
		if got != nil {
			r = got
		}
		return err
	}, func(err error) {
		if err == nil {
			a.renewed(r)
		}
	})
	next := time.Minute
	if a.load > 0 {
		next = 15 * time.Second
	}
	a.living(next, func() { a.tick(rhythm) })
}

func (a *simulatedAgent) renewed(r *protocol.Beaten) {
	a.s.mirror.renewed(a.id.Person)
	a.shows(r.Screen)
	a.drop(r.Gone)
	a.listRev = r.ListRev
	for _, request := range r.Requests {
		a.sees(request)
	}
	for _, tail := range r.Tails {
		for _, h := range a.chats {
			if h.chat == tail.Chat && tail.After > h.after {
				a.resume(func() {})
				return
			}
		}
	}
}

// hears follows what is pushed to her.
func (a *simulatedAgent) hears(data json.RawMessage, kind string) {
	switch kind {
	case "waiting":
		var f protocol.WaitingShown
		if json.Unmarshal(data, &f) == nil {
			a.sees(f.Request)
		}
	case "events":
		var f protocol.Events
		if json.Unmarshal(data, &f) != nil {
			return
		}
		for _, h := range a.chats {
			if h.chat == f.Chat {
				h.take(f.Events)
			}
		}
	case "screen":
		var f protocol.ScreenShown
		if json.Unmarshal(data, &f) == nil {
			a.shows(&f.Screen)
		}
	}
}
