package desk_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"switchboard/shared/protocol"
)

// sees is a request in her list, or an offer that is hers alone.
func (a *simulatedAgent) sees(request protocol.Waiting) {
	if request.Kind == "push" || request.Kind == "direct" || a.pendingFor(request) {
		a.thinks(request)
		return
	}
	if name := fmt.Sprint(request.Chat, request.Kind, request.After, request.Until); !a.tried[name] {
		a.tried[name] = true
		a.answers(request, 10, 8, 1)
	}
}

// pendingFor reports whether a colleague asks her and nobody else.
func (a *simulatedAgent) pendingFor(request protocol.Waiting) bool {
	return slices.Contains(a.offers, request.Chat)
}

// thinks is an offer: her console mostly says that it shows it, and she answers or lets it lapse.
func (a *simulatedAgent) thinks(request protocol.Waiting) {
	if a.pending[request.Chat] {
		return
	}
	a.pending[request.Chat] = true
	s, by := a.s, a.caller()
	if !a.once(6) {
		asks(a.socket, frame{kind: "shows"}, func(ctx context.Context) (*protocol.Ack, error) {
			return nil, s.desk.Offered(ctx, by, protocol.Offered{Action: "offered", Chat: request.Chat})
		}, ignore[protocol.Ack])
	}
	a.answers(request, 10, 6, 2)
}

// answers accepts or declines after a while, with so many chances of all, or does neither.
func (a *simulatedAgent) answers(request protocol.Waiting, all, accepts, declines int) {
	when := a.between(1, 35)
	if a.once(4) {
		when = a.between(0, .1) // the quickest of all
	}
	switch n := a.rng.Intn(all); {
	case n < accepts:
		a.living(when, func() { a.accepts(request) })
	case n < accepts+declines:
		a.living(when, func() { a.declines(request) })
	}
}

func (a *simulatedAgent) accepts(request protocol.Waiting) {
	s, by, id := a.s, a.caller(), a.name()
	f := protocol.Accept{Action: "accept", ID: id, Chat: request.Chat, After: request.After, Kind: cmp.Or(request.Kind, "choice")}
	sent := frame{kind: "accepts", chat: f.Chat, id: id, target: request.Kind, again: true}
	asks(a.socket, sent, func(ctx context.Context) (*protocol.Ack, error) {
		return s.desk.Accept(ctx, by, f)
	}, func(ack *protocol.Ack, err error) {
		if err == nil {
			a.shows(ack.Screen)
			a.holds(*ack.View)
		}
	})
}

func (a *simulatedAgent) declines(request protocol.Waiting) {
	s, by, id := a.s, a.caller(), a.name()
	f := protocol.Decline{Action: "decline", ID: id, Chat: request.Chat, After: request.After}
	asks(a.socket, frame{kind: "declines", chat: f.Chat, id: id, again: true}, func(ctx context.Context) (*protocol.Ack, error) {
		return s.desk.Decline(ctx, by, f)
	}, func(ack *protocol.Ack, err error) {
		if err == nil {
			a.shows(ack.Screen)
		}
	})
}

// closes shuts the tab of an ended chat.
func (a *simulatedAgent) closes(h *held) {
	if !h.ended || h.closed || a.once(2) {
		return
	}
	s, by, id := a.s, a.caller(), a.name()
	asks(a.socket, frame{kind: "closes", chat: h.chat, id: id}, func(ctx context.Context) (*protocol.Ack, error) {
		return s.desk.Close(ctx, by, protocol.Close{Action: "close", ID: id, Chat: h.chat, After: h.after})
	}, func(ack *protocol.Ack, err error) {
		if err == nil {
			h.closed = true
			a.drop([]string{h.chat})
			a.shows(ack.Screen)
		}
	})
}

// vanish is a crash of her machine. She may be back, in time or not.
func (a *simulatedAgent) vanish() { a.goes("VANISHES", .4) }

func (a *simulatedAgent) goes(how string, back float64) {
	if !a.there {
		return
	}
	s := a.s
	s.log(a.id.Person, how)
	a.shuts()
	a.rhythm++
	a.chats, a.listRev = nil, 0
	clear(a.tried)
	s.mirror.agentLost(a.id.Person)
	if a.rng.Float64() < back {
		s.after(a.gap(1, 5, 10, 30, 60, 120, 134, 239, 300), a.arrives)
	}
}

// logsOut goes Offline; the console closes once that is answered.
func (a *simulatedAgent) logsOut() {
	a.s.log(a.id.Person, "LOGS OUT")
	a.leaving = true
	a.s.mirror.agentLost(a.id.Person)
	a.s.mirror.exits(a.id.Person)
	a.presence("Offline", func() { a.goes("IS OUT", .4) })
	a.living(40*time.Second, func() { a.goes("GIVES UP", .4) })
}

// closesWindow says so, best effort, and is gone.
func (a *simulatedAgent) closesWindow() {
	a.notice()
	a.goes("CLOSES HER WINDOW", .4)
}

// reloads is the same, but she is back within the close delay.
func (a *simulatedAgent) reloads() {
	a.notice()
	a.goes("RELOADS", 0)
	a.s.after(a.between(1, 14), a.arrives)
}

// notice counts from when the desk has begun to read: one that arrives after the page is back is a notice all the same,
// and her next beat takes it back.
func (a *simulatedAgent) notice() {
	s, name := a.s, a.id.Person
	s.call("notice of "+name, handlerTime, func(ctx context.Context) error {
		invocationOf(ctx).begun = func() { s.mirror.exits(name) }
		return s.desk.AgentLeaves(ctx, name, "tab-"+name)
	}, nil)
}

// pauses is Away for a while.
func (a *simulatedAgent) pauses() {
	a.presence("Away", func() {
		a.living(a.between(10, 300), func() { a.presence("Online", func() {}) })
	})
}
