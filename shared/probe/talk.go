package probe

import (
	"context"
	"fmt"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// talk is one chat of the two.
type talk struct {
	desk           *desk.Desk
	agent, visitor *side
	here           bool // the agent has logged in and not out
	chat           string
	took           []time.Duration
}

// step is a part of the chat, under the name that the log has if it fails.
type step struct {
	name string
	do   func(ctx context.Context) error
}

func (t *talk) steps() []step {
	return []step{
		{"the agent's socket", t.agentComes},
		{"the agent's log-in", t.logIn},
		{"the visitor's socket", t.visitorComes},
		{"the request", t.request},
		{"the acceptance", t.accept},
		{"a message to the agent", func(ctx context.Context) error { return t.say(ctx, t.visitor, t.agent, "Does it work?") }},
		{"a message to the visitor", func(ctx context.Context) error { return t.say(ctx, t.agent, t.visitor, "It does.") }},
		{"the end", t.end},
		{"closing the chat", t.close},
		{"the agent's log-out", func(ctx context.Context) error { return t.present(ctx, "Offline") }},
	}
}

func (t *talk) agentComes(ctx context.Context) error {
	return t.agent.open(ctx, t.desk, session.Identity{
		Role: session.Agent, Person: desk.Probe, Groups: []string{session.GroupAgent}, Expires: t.desk.Now().Add(time.Minute),
	})
}

// logIn begins with a log-out: an earlier probe may have broken off in the middle.
func (t *talk) logIn(ctx context.Context) error {
	if err := t.present(ctx, "Offline"); err != nil {
		return err
	}
	return t.present(ctx, "Online")
}

func (t *talk) present(ctx context.Context, status string) error {
	t.here = true // whatever comes of it
	_, err := t.agent.ask(ctx, func(id string) any {
		return protocol.Presence{Action: "presence", ID: id, Status: status, Tab: desk.Probe}
	})
	if err == nil {
		t.here = status != "Offline"
	}
	return err
}

func (t *talk) visitorComes(ctx context.Context) error {
	id, err := t.desk.VisitorIdentity(ctx, session.NewSecret(), desk.Probe, origin, label, "")
	if err != nil {
		return err
	}
	return t.visitor.open(ctx, t.desk, id)
}

// request asks, and waits until the agent's console shows it.
func (t *talk) request(ctx context.Context) error {
	h, err := t.visitor.ask(ctx, func(id string) any {
		return protocol.Request{Action: "request", ID: id, Button: desk.Probe, Name: label}
	})
	if err != nil {
		return err
	}
	if t.chat = h.Chat; h.View == nil || h.View.State != "waiting" {
		return fmt.Errorf("chat %s does not wait for an agent, although one is Online", h.Chat)
	}
	_, err = t.agent.await(ctx, "the request", func(h heard) bool { return h.Request != nil && h.Request.Chat == t.chat })
	return err
}

func (t *talk) accept(ctx context.Context) error {
	if _, err := t.agent.ask(ctx, func(id string) any { return protocol.Accept{Action: "accept", ID: id, Chat: t.chat, After: 1} }); err != nil {
		return err
	}
	return t.hears(ctx, t.visitor, "accepted")
}

func (t *talk) hears(ctx context.Context, s *side, kind string) error {
	_, err := s.await(ctx, "\""+kind+"\"", func(h heard) bool {
		return h.Chat == t.chat && h.has(func(e protocol.Event) bool { return e.Kind == kind })
	})
	return err
}

// say sends a message and takes the time until the other side has it; then the sender must have her ack.
func (t *talk) say(ctx context.Context, from, to *side, text string) error {
	sent := t.desk.Now()
	id, err := from.tell(ctx, func(id string) any {
		return protocol.Message{Action: "message", ID: id, Chat: t.chat, After: from.after, Text: text}
	})
	if err != nil {
		return err
	}
	said := func(e protocol.Event) bool { return e.Kind == "said" && e.Text == text }
	if _, err := to.await(ctx, "the message", func(h heard) bool { return h.Chat == t.chat && h.has(said) }); err != nil {
		return err
	}
	t.took = append(t.took, t.desk.Now().Sub(sent))
	_, err = from.answer(ctx, id)
	return err
}

func (t *talk) end(ctx context.Context) error {
	_, err := t.agent.ask(ctx, func(id string) any { return protocol.End{Action: "end", ID: id, Chat: t.chat, After: t.agent.after} })
	if err != nil {
		return err
	}
	return t.hears(ctx, t.visitor, "ended")
}

func (t *talk) close(ctx context.Context) error {
	_, err := t.agent.ask(ctx, func(id string) any {
		return protocol.Close{Action: "close", ID: id, Chat: t.chat, After: t.agent.after}
	})
	return err
}

// leave logs the agent out, if she still can, and drops both sockets. What it leaves behind her lease clears away.
func (t *talk) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	if t.here {
		_ = t.present(ctx, "Offline")
	}
	for _, s := range []*side{t.visitor, t.agent} {
		if s.ws != nil {
			_ = s.ws.CloseNow()
		}
	}
}
