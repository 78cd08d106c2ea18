package desk

import (
	"context"
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// Accept makes an agent a party of a waiting chat; of many, one wins and the others are told who (R72, R109, Q9).
func (d *Desk) Accept(ctx context.Context, by Caller, f protocol.Accept) (*protocol.Ack, error) {
	var joined log.Event
	var after store.Window
	var agent store.AgentState
	err := decide(ctx, func(ctx context.Context) error {
		w, _, err := d.requested(ctx, by, f.Chat, f.After)
		if err != nil {
			return err
		}
		if agent, err = d.serving(ctx, by, w.Head.Chat); err != nil {
			return err
		}
		after = w
		if joined = sentBefore(w.Events, w.Head.Party(by.Person), f.ID, log.Accepted); joined.Seq != 0 {
			return nil
		}
		change, err := chat.Accept(w.Head.Chat, chat.Taking{Person: by.Person, Name: agent.Name, Epoch: agent.Epoch, ID: f.ID, At: d.Now()})
		if err != nil {
			return err
		}
		if agent.Agent, err = agent.Take(d.Now()); err != nil {
			return err
		}
		joined, after, err = d.join(ctx, by, w, change, agent)
		return err
	})
	if err != nil {
		return nil, err
	}
	agent.Version++
	d.tellParties(ctx, after, by.Conn, eventsFrame(f.Chat, joined))
	d.withdraw(ctx, after.Head.Chat, agent.Name)
	return d.acceptAck(ctx, by, f, after, joined, agent)
}

// requested reads a chat that an agent wants to take or decline. Of a chat that others have taken she learns who has
// it, and nothing else.
func (d *Desk) requested(ctx context.Context, by Caller, chatID string, after int) (store.Window, log.Party, error) {
	if err := onlyAgents(by); err != nil {
		return store.Window{}, "", err
	}
	w, err := d.Store.Window(ctx, chatID, after)
	if err != nil {
		return w, "", err
	}
	if !w.Complete || len(w.Events) == 0 { // absent, or much was said since it was taken
		if w, err = d.standingTail(ctx, chatID); err != nil {
			return w, "", err
		}
		if !w.Complete {
			return w, "", errAbsent
		}
		if w.Head.Holds(by.Person) {
			return w, "", errBehind
		}
	}
	if last := w.Events[len(w.Events)-1]; last.StateSeq > w.Head.StateSeq {
		return w, "", store.ErrStale
	}
	return w, w.Head.Party(by.Person), nil
}

// serving reads the agent's standing and refuses one who does not serve the chat's button.
func (d *Desk) serving(ctx context.Context, by Caller, c chat.Chat) (store.AgentState, error) {
	a, err := d.Store.Agent(ctx, by.Person)
	if err != nil {
		return a, err
	}
	if a.Version == 0 || !slices.Contains(a.Buttons, c.Button) {
		return a, errAbsent
	}
	return a, nil
}

// join commits an acceptance: the event, the head, the agent's load, the queue, and her connections under the chat.
func (d *Desk) join(ctx context.Context, by Caller, w store.Window, change chat.Change, agent store.AgentState) (log.Event, store.Window, error) {
	now := d.Now()
	ops, events, err := d.changeOps(w, &change)
	if err != nil {
		return log.Event{}, w, err
	}
	p, err := d.Store.Person(ctx, by.Person)
	if err != nil {
		return log.Event{}, w, err
	}
	put, err := store.PutAgent(agent.Agent, agent.Version)
	if err != nil {
		return log.Event{}, w, err
	}
	ops = append(ops, put, store.PutHolding(by.Person, store.Holding{Name: change.Chat.ID, Chat: change.Chat.ID}, now), store.SetSeen(store.AgentThing(by.Person), now))
	ops = append(ops, store.Dequeue(entryOf(change.Chat), false)...)
	conns := withConn(p.Conns, by.Conn)
	ops = append(ops, partyConns(change.Chat.ID, events[0].Who, conns, now)...)
	if err := d.commitArmed(ctx, ops, armed{thing: store.AgentThing(by.Person)}); err != nil {
		return log.Event{}, w, err
	}
	w.Head.Chat = change.Chat
	for _, conn := range conns {
		w.Conns = append(w.Conns, store.Conn{Party: events[0].Who, ID: conn})
	}
	return events[0], w, nil
}

// changeOps are the operations that write a change of state: its events behind the last one read, and the head if
// nobody moved it. StateSeq of the changed chat becomes the seq of its last public event.
func (d *Desk) changeOps(w store.Window, change *chat.Change) ([]store.Op, []log.Event, error) {
	events, err := d.append(&w.Events[len(w.Events)-1], change.Public, 0, true)
	if err != nil {
		return nil, nil, err
	}
	var ops []store.Op
	for _, e := range events {
		ops = append(ops, store.PutEvent(change.Chat.ID, store.Public, e))
		change.Chat.StateSeq = e.Seq
	}
	head, err := store.PutHead(change.Chat, w.Head.Version, d.Now())
	return append(ops, head), events, err
}

// acceptAck answers with the chat as the agent now sees it, whole as far as a page holds.
func (d *Desk) acceptAck(ctx context.Context, by Caller, f protocol.Accept, w store.Window, e log.Event, agent store.AgentState) (*protocol.Ack, error) {
	ack := &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, Seq: e.Seq, At: d.Now().UnixMilli(), Screen: screen(agent)}
	v, err := d.chatPage(ctx, by, w.Head.Chat, protocol.Held{Chat: f.Chat}, newPages(ack))
	if err != nil {
		return nil, err
	}
	ack.View = &v
	return ack, nil
}

// Decline hides a waiting request from this agent (R76).
func (d *Desk) Decline(ctx context.Context, by Caller, f protocol.Decline) (*protocol.Ack, error) {
	err := decide(ctx, func(ctx context.Context) error {
		w, _, err := d.requested(ctx, by, f.Chat, f.After)
		if err != nil {
			return err
		}
		agent, err := d.serving(ctx, by, w.Head.Chat)
		if err != nil {
			return err
		}
		change, err := chat.Decline(w.Head.Chat, chat.Taking{Person: by.Person, Name: agent.Name, ID: f.ID, At: d.Now()})
		if err != nil || len(change.Private) == 0 {
			return err
		}
		ops, err := d.privateOps(ctx, w, change)
		if err != nil {
			return err
		}
		v, err := d.visitor(ctx, f.Chat)
		if err != nil || v == nil {
			return err
		}
		entry, err := newEntry(change.Chat, *v)
		if err != nil {
			return err
		}
		return d.Store.Commit(ctx, append(ops, store.Relist(entry)...)...)
	})
	if err != nil {
		return nil, err
	}
	return &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, At: d.Now().UnixMilli()}, nil
}

// privateOps are the operations that write a change that only staff may see: the head, and its events in the private
// log behind the last one there.
func (d *Desk) privateOps(ctx context.Context, w store.Window, change chat.Change) ([]store.Op, error) {
	tail, err := d.Store.Tail(ctx, change.Chat.ID, store.Private, 1)
	if err != nil {
		return nil, err
	}
	var prev *log.Event
	if len(tail) > 0 {
		prev = &tail[0]
	}
	for i := range change.Private {
		change.Private[i].After = w.Head.StateSeq
		if len(w.Events) > 0 {
			change.Private[i].After = w.Events[len(w.Events)-1].Seq
		}
	}
	events, err := d.append(prev, change.Private, w.Head.StateSeq, false)
	if err != nil {
		return nil, err
	}
	head, err := store.PutHead(change.Chat, w.Head.Version, d.Now())
	if err != nil {
		return nil, err
	}
	ops := []store.Op{head}
	for _, e := range events {
		ops = append(ops, store.PutEvent(change.Chat.ID, store.Private, e))
	}
	return ops, nil
}
