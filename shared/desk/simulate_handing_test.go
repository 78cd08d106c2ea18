package desk_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
)

// plans is what an agent means to do with a chat that she has come into.
func (a *simulatedAgent) plans(h *held) {
	for range a.rng.Intn(3) {
		a.living(a.between(2, 400), func() { a.says(h, "answer", func() { a.resume(func() {}) }) })
	}
	if a.once(2) {
		a.living(a.between(0, .1), func() { a.says(h, "hello", func() { a.resume(func() {}) }) })
	}
	for range 1 + a.rng.Intn(3) {
		a.living(a.between(2, 150), func() { a.does(h) })
	}
	if a.once(2) {
		a.living(a.between(2, 400), func() { a.ends(h, func(ack *protocol.Ack) { a.shows(ack.Screen) }) })
	}
	for range 3 {
		a.living(a.between(30, 1000), func() { a.closes(h) })
	}
}

func (a *simulatedAgent) ends(h *held, then func(*protocol.Ack)) {
	a.socket.ends(h, func(ack *protocol.Ack, err error) {
		if err == nil {
			then(ack)
		}
	}, func() { a.resume(func() {}) })
}

// ends ends a chat, as its agent or its visitor.
func (c *socket) ends(h *held, then func(*protocol.Ack, error), behind func()) {
	if h.ended {
		return
	}
	s, by, id := c.s, c.caller(), c.name()
	s.log(c.id.Person, "ENDS")
	asks(c, frame{kind: "ends", chat: h.chat, id: id}, func(ctx context.Context) (*protocol.Ack, error) {
		if seq := h.ids[id]; seq > 0 {
			return &protocol.Ack{Seq: seq}, nil
		}
		return s.desk.End(ctx, by, protocol.End{Action: "end", ID: id, Chat: h.chat, After: h.after})
	}, func(ack *protocol.Ack, err error) {
		h.ended = h.ended || err == nil
		then(ack, err)
		if err != nil {
			behind()
		}
	})
}

// verb is a frame of an agent in a chat.
type verb func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error)

// does one of all that an agent may do in a chat besides talking and ending.
func (a *simulatedAgent) does(h *held) {
	if h.ended || !slices.Contains(a.chats, h) {
		return
	}
	colleague := staff[a.rng.Intn(a.s.floor.agents)].Person
	button := []string{"support", "orders"}[a.rng.Intn(2)]
	skill := []string{"general", "lamps"}[a.rng.Intn(2)]
	transfer := func(to, target string) {
		a.acts(h, frame{kind: "transfers " + to, target: target}, transfers(h, to, target))
	}
	deeds := []func(){
		func() { transfer("agent", colleague) }, func() { transfer("agent", colleague) }, func() { transfer("skill", skill) },
		func() { transfer("button", button) }, func() { a.confers(h, skill, "") }, func() { a.confers(h, skill, colleague) },
		func() { a.acts(h, frame{kind: "flags"}, flags(h, false)) }, func() { a.acts(h, frame{kind: "lowers"}, flags(h, true)) },
		func() { a.acts(h, frame{kind: "withdraws"}, withdraws(h)) }, func() { a.acts(h, frame{kind: "leaves"}, leaves(h)) },
		func() { a.acts(h, frame{kind: "blocks"}, blocks(h)) },
	}
	deeds[a.rng.Intn(len(deeds))]()
}

// confers asks somebody into the chat, and mostly leaves a while after.
func (a *simulatedAgent) confers(h *held, skill, agent string) {
	a.acts(h, frame{kind: "confers", target: strings.TrimSpace(skill + " " + agent)}, confers(h, skill, agent))
	if !a.once(3) {
		a.living(a.between(10, 200), func() { a.acts(h, frame{kind: "leaves"}, leaves(h)) })
	}
	if a.once(4) {
		a.living(a.between(1, 60), func() { a.acts(h, frame{kind: "withdraws"}, withdraws(h)) })
	}
}

// acts sends a frame of an agent in a chat; one who is behind resumes and tries once more under another id.
func (a *simulatedAgent) acts(h *held, what frame, do verb) {
	s, by, id := a.s, a.caller(), a.name()
	what.chat, what.id, what.again = h.chat, id, true
	asks(a.socket, what, func(ctx context.Context) (*protocol.Ack, error) {
		if seq := h.ids[id]; seq > 0 {
			return &protocol.Ack{Seq: seq}, nil
		}
		return do(ctx, s.desk, by, id, h.after)
	}, func(ack *protocol.Ack, err error) {
		switch {
		case err == nil:
			a.shows(ack.Screen)
		case fault.Is(err, fault.Behind):
			a.resume(func() { a.living(time.Second, func() { a.does(h) }) })
		}
	})
}

func transfers(h *held, to, target string) verb {
	return func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error) {
		return d.Transfer(ctx, by, protocol.Transfer{Action: "transfer", ID: id, Chat: h.chat, After: after, To: to, Target: target})
	}
}

func confers(h *held, skill, agent string) verb {
	return func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error) {
		return d.Conference(ctx, by, protocol.Conference{Action: "conference", ID: id, Chat: h.chat, After: after, Skill: skill, Agent: agent})
	}
}

func flags(h *held, lower bool) verb {
	return func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error) {
		return d.Flag(ctx, by, protocol.Flag{Action: "flag", ID: id, Chat: h.chat, After: after, Text: "Help, please.", Lower: lower})
	}
}

func withdraws(h *held) verb {
	return func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error) {
		return d.Withdraw(ctx, by, protocol.Withdraw{Action: "withdraw", ID: id, Chat: h.chat, After: after})
	}
}

func leaves(h *held) verb {
	return func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error) {
		return d.Leave(ctx, by, protocol.Leave{Action: "leave", ID: id, Chat: h.chat, After: after})
	}
}

func blocks(h *held) verb {
	return func(ctx context.Context, d *desk.Desk, by desk.Caller, id string, after int) (*protocol.Ack, error) {
		return d.Block(ctx, by, protocol.Block{Action: "block", ID: id, Chat: h.chat, After: after, Comment: "rude"})
	}
}
