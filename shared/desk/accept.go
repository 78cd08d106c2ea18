package desk

import (
	"context"
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// Accept makes an agent a party of a chat: one that waits, one that is offered to her, or one to which she is asked. Of
// many, one wins and the others are told who (R72, R109, R138, R158, Q9).
func (d *Desk) Accept(ctx context.Context, by Caller, f protocol.Accept) (*protocol.Ack, error) {
	var done moved
	var joined log.Event
	err := decide(ctx, func(ctx context.Context) error {
		w, agent, err := d.requested(ctx, by, f.Chat, f.After)
		if err != nil {
			return err
		}
		done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		if joined = cameBefore(w, by.Person, f.ID); joined.Seq != 0 {
			return nil
		}
		if f.Kind != "" && f.Kind != shownAs(w.Head.Chat, agent.Agent) {
			return errAnother
		}
		if done, err = d.take(ctx, by, w, agent, f.ID); err == nil {
			joined = done.public[0]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	return d.acceptAck(ctx, by, f, done, joined)
}

// errAnother is what an agent is told whose list shows what the request no longer is: nobody joins a conference, over
// capacity perhaps (R137), who wanted to choose what waited.
var errAnother = fault.New(fault.Conflict, "This request has changed meanwhile. Look at it again.")

// chosen is how a request is shown that waits in a list for whoever chooses it.
const chosen = "choice"

// shownAs is what a request is to an agent, by its name on the wire.
func shownAs(c chat.Chat, a routing.Agent) string {
	if offer, offered := a.Offered(c.ID); offered {
		return string(offer.Kind)
	}
	if c.Invite != nil {
		return string(c.Invite.Kind)
	}
	return chosen
}

// cameBefore finds the event by which a frame with this id has already let an agent in: the frame is a retry.
func cameBefore(w store.Window, person, id string) log.Event {
	for _, kind := range []log.Kind{log.Accepted, log.Transferred, log.Joined} {
		if e := sentBefore(w.Events, w.Head.Party(person), id, kind); e.Seq != 0 {
			return e
		}
	}
	return log.Event{}
}

// take commits an acceptance.
func (d *Desk) take(ctx context.Context, by Caller, w store.Window, agent store.AgentState, id string) (moved, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return moved{}, err
	}
	now := d.Now()
	head := w.Head.Chat
	if b, _ := c.Button(head.Queue); head.State == chat.Waiting && head.Offer == nil && ruleOf(b).Pushes() {
		return moved{}, errNotOffered
	}
	taking := d.taking(c, head, agent.Agent, id)
	enter := step(func(a routing.Agent) (routing.Agent, error) { return a.Take(now) })
	if _, offered := agent.Offered(head.ID); offered {
		enter = func(a routing.Agent) (routing.Agent, error) { return a.Answer(head.ID, now) }
	} else if head.State == chat.Engaged {
		enter = func(a routing.Agent) (routing.Agent, error) { return a.Join(now) }
	}
	var change chat.Change
	var more []store.Op
	if head.Invited(by.Person, agent.Skills) {
		change, err = chat.Come(head, taking)
	} else if change, err = chat.Accept(head, taking); err == nil {
		more, err = d.waited(ctx, head)
	}
	if err != nil {
		return moved{}, err
	}
	if err := d.arm(ctx, store.AgentThing(by.Person), now.Add(guard), false); err != nil {
		return moved{}, err
	}
	more = append(more, store.SetSeen(store.AgentThing(by.Person), now)) // an accept renews her lease
	return d.move(ctx, w, change, plan{
		by: by, with: map[string]step{by.Person: enter}, known: map[string]store.AgentState{by.Person: agent}, more: more,
	})
}

// errNotOffered is what an agent is told who wants to choose where the router chooses: nobody takes what is not offered to
// her, and who has let an offer lapse does not take it after all (R80, R81, R87).
var errNotOffered = fault.New(fault.Conflict, "This request is not offered to you.")

// taking is an agent as she comes into a chat: under the name, with the greeting and the time-outs that the settings of
// the moment say (R37, R38, R42).
func (d *Desk) taking(c settings.Configuration, head chat.Chat, a routing.Agent, id string) chat.Taking {
	served := head.Queue
	if served == "" {
		served = head.Button
	}
	set, _ := c.AgentConfiguration(a.Configuration)
	b, _ := c.Button(served)
	stands := settings.Standing{Person: a.Person, Name: a.Name, Configuration: set}
	return chat.Taking{
		Person: a.Person, Name: c.VisibleName(stands, served), Epoch: a.Epoch, ID: id, Greeting: c.Greeting(stands, served),
		Peeks: set.SneakPeek, At: d.Now(), Settled: chat.Settled{Critical: set.CriticalWait, Warning: b.IdleWarning, Timeout: b.IdleTimeout},
	}
}

// waited moves the estimated wait of a queue by a chat that is accepted for the first time (R106).
func (d *Desk) waited(ctx context.Context, c chat.Chat) ([]store.Op, error) {
	if c.Queue == "" || c.Answered() {
		return nil, nil
	}
	r, err := d.Store.Roster(ctx, c.Queue)
	if err != nil {
		return nil, err
	}
	return []store.Op{store.SetWait(c.Queue, routing.NextWait(r.Wait, d.Now().UnixMilli()-c.RequestedAt))}, nil
}

// requested reads a chat that an agent wants to take or decline, with her standing. Of a chat that others have taken she
// learns who has it, and nothing else; one that was never hers to take does not exist for her.
func (d *Desk) requested(ctx context.Context, by Caller, chatID string, after int) (store.Window, store.AgentState, error) {
	if err := onlyAgents(by); err != nil {
		return store.Window{}, store.AgentState{}, err
	}
	a, err := d.Store.Agent(ctx, by.Person)
	if err != nil {
		return store.Window{}, a, err
	}
	w, err := d.Store.Window(ctx, chatID, after)
	if err != nil {
		return w, a, err
	}
	if !w.Complete || len(w.Events) == 0 { // absent, or much was said since
		if w, err = d.standingTail(ctx, chatID); err != nil {
			return w, a, err
		}
		if !w.Complete {
			return w, a, errAbsent
		}
		if w.Head.Holds(by.Person) {
			return w, a, errBehind
		}
	}
	if last := w.Events[len(w.Events)-1]; last.StateSeq > w.Head.StateSeq {
		return w, a, store.ErrStale
	}
	if !mayTake(w.Head.Chat, a.Agent) {
		return w, a, errAbsent
	}
	return w, a, nil
}

// mayTake reports whether a chat is or was there for an agent to take: she serves its button or its queue, it is offered
// to her, she is asked to it, or she is in it.
func mayTake(c chat.Chat, a routing.Agent) bool {
	_, offered := a.Offered(c.ID)
	return offered || c.OfferedTo(a.Person) || c.Party(a.Person) != "" || c.Invited(a.Person, a.Skills) ||
		c.Queue != "" && slices.Contains(a.Buttons, c.Queue) || slices.Contains(a.Buttons, c.Button)
}

// acceptAck answers with the chat as the agent now sees it, whole as far as a page holds.
func (d *Desk) acceptAck(ctx context.Context, by Caller, f protocol.Accept, m moved, e log.Event) (*protocol.Ack, error) {
	agent, err := d.standingAfter(ctx, m, by.Person)
	if err != nil {
		return nil, err
	}
	ack := &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, Seq: e.Seq, At: d.Now().UnixMilli(), Screen: screen(agent)}
	v, err := d.chatPage(ctx, by, m.after, protocol.Held{Chat: f.Chat}, newPages(ack))
	if err != nil {
		return nil, err
	}
	ack.View = &v
	return ack, nil
}

// standingAfter is an agent as a move left her, or as she is stored if it did not touch her.
func (d *Desk) standingAfter(ctx context.Context, m moved, person string) (store.AgentState, error) {
	for _, a := range m.agents {
		if a.is.Person == person {
			return a.is, nil
		}
	}
	return d.Store.Agent(ctx, person)
}

// ackOf answers a frame that moved a chat, with the screen of the agent who sent it.
func (d *Desk) ackOf(ctx context.Context, by Caller, action, id string, m moved) (*protocol.Ack, error) {
	ack := &protocol.Ack{Type: "ack", Re: action, ID: id, Chat: m.after.ID, At: d.Now().UnixMilli()}
	if len(m.public) > 0 {
		ack.Seq, ack.At = m.public[0].Seq, m.public[0].At.UnixMilli()
	}
	if !isAgent(by) {
		return ack, nil
	}
	agent, err := d.standingAfter(ctx, m, by.Person)
	ack.Screen = screen(agent)
	return ack, err
}
