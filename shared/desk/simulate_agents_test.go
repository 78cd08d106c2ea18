package desk_test

import (
	"context"
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
	rev     int
	load    int
	offers  []string // the chats that her newest screen says are offered to her
	chats   []*held
	tried   map[string]bool // requests in lists that she has thought about
	pending map[string]bool // offers that she thinks about
	listRev int
	rhythm  int
	leaving bool
}

func newSimulatedAgent(s *simulation, name string) *simulatedAgent {
	a := &simulatedAgent{status: "Offline", tried: map[string]bool{}, pending: map[string]bool{}}
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
	a.leaving, a.rev = false, 0
	clear(a.pending)
	s.mirror.agentBack(a.id.Person)
	a.resume(func() {
		if a.status == "Offline" {
			a.presence("Online", a.ticks)
		} else {
			a.ticks()
		}
	})
	fates := []func(){a.vanish, a.vanish, a.logsOut, a.closesWindow, a.reloads, func() {}, a.pauses}
	a.living(a.between(1, 1200), fates[a.rng.Intn(len(fates))])
}

// shows takes the newest of her screens. One whose machine turned her Away is back after a while.
func (a *simulatedAgent) shows(screen *protocol.Screen) {
	if screen == nil || screen.Rev < a.rev {
		return
	}
	if screen.Load > a.load {
		a.living(300*time.Millisecond, a.ticks) // she has more to lose: renew at once
	}
	if screen.Status == "Away" && a.status == "Online" {
		a.living(a.between(5, 200), func() { a.presence("Online", func() {}) })
	}
	a.status, a.load, a.rev, a.offers = screen.Status, screen.Load, screen.Rev, screen.Offers
	for chat := range a.pending {
		if !slices.Contains(a.offers, chat) {
			delete(a.pending, chat)
		}
	}
}

func (a *simulatedAgent) presence(status string, then func()) {
	s, by, id := a.s, a.caller(), a.name()
	if a.leaving && status != "Offline" {
		return
	}
	asks(a.socket, frame{kind: "goes " + status, id: id}, func(ctx context.Context) (*protocol.Ack, error) {
		return s.desk.Presence(ctx, by, protocol.Presence{Action: "presence", ID: id, Status: status, Tab: "tab-" + a.id.Person})
	}, func(ack *protocol.Ack, err error) {
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
	f := protocol.Resume{ID: a.name(), Have: a.have()}
	asks(a.socket, frame{kind: "resumes"}, func(ctx context.Context) (*protocol.Resumed, error) {
		return s.desk.Resume(ctx, by, f)
	}, func(r *protocol.Resumed, err error) {
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
		for _, request := range r.Requests {
			a.sees(request)
		}
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
	a.plans(h)
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
	f := protocol.Beat{ID: a.name(), Have: a.have(), ListRev: a.listRev}
	asks(a.socket, frame{kind: "renews"}, func(ctx context.Context) (*protocol.Beaten, error) {
		return s.desk.Beat(ctx, by, f)
	}, func(r *protocol.Beaten, err error) {
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
