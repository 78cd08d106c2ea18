package desk_test

import (
	"context"
	"time"

	"switchboard/shared/protocol"
)

// sees is a request in her list: mostly she accepts it after a while, seldom she declines it.
func (a *simulatedAgent) sees(request protocol.Waiting) {
	if a.tried[request.Chat] {
		return
	}
	a.tried[request.Chat] = true
	s := a.s
	switch n := s.rng.Intn(10); {
	case n < 8:
		a.living(s.between(1, 35), func() { a.accepts(request) })
	case n < 9:
		a.living(s.between(1, 35), func() { a.declines(request) })
	}
}

func (a *simulatedAgent) accepts(request protocol.Waiting) {
	s, by, id := a.s, a.caller(), a.s.id()
	var ack *protocol.Ack
	a.frame(a.id.Person+" accepts", func(ctx context.Context) error {
		got, err := s.desk.Accept(ctx, by, protocol.Accept{Action: "accept", ID: id, Chat: request.Chat, After: request.After})
		if got != nil {
			ack = got
		}
		return err
	}, func(err error) {
		if err == nil {
			a.shows(ack.Screen)
			a.holds(*ack.View)
		}
	})
}

func (a *simulatedAgent) declines(request protocol.Waiting) {
	s, by, id := a.s, a.caller(), a.s.id()
	a.frame(a.id.Person+" declines", func(ctx context.Context) error {
		_, err := s.desk.Decline(ctx, by, protocol.Decline{Action: "decline", ID: id, Chat: request.Chat, After: request.After})
		return err
	}, func(error) {})
}

func (a *simulatedAgent) ends(h *held) {
	if h.ended {
		return
	}
	s, by, id := a.s, a.caller(), a.s.id()
	a.frame(a.id.Person+" ends", func(ctx context.Context) error {
		_, err := s.desk.End(ctx, by, protocol.End{Action: "end", ID: id, Chat: h.chat, After: h.after})
		return err
	}, func(err error) {
		if err != nil {
			a.resume(func() {})
		}
		h.ended = h.ended || err == nil
	})
}

// closes shuts the tab of an ended chat.
func (a *simulatedAgent) closes(h *held) {
	if !h.ended || h.closed || a.s.rng.Intn(2) == 0 {
		return
	}
	s, by, id := a.s, a.caller(), a.s.id()
	var ack *protocol.Ack
	a.frame(a.id.Person+" closes", func(ctx context.Context) error {
		got, err := s.desk.Close(ctx, by, protocol.Close{Action: "close", ID: id, Chat: h.chat, After: h.after})
		if got != nil {
			ack = got
		}
		return err
	}, func(err error) {
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
	s.mirror.agentLost(a.id.Person)
	if s.draw(back) {
		s.after(s.gap(1, 5, 10, 30, 60, 120, 134, 239, 300), a.arrives)
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
	a.s.after(a.s.between(1, 14), a.arrives)
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
		a.living(a.s.between(10, 300), func() { a.presence("Online", func() {}) })
	})
}
