package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// End ends a chat, or cancels the request while it waits (R101, R116, R117).
func (d *Desk) End(ctx context.Context, by Caller, f protocol.End) (*protocol.Ack, error) {
	var ended log.Event
	var window store.Window
	err := decide(ctx, func(ctx context.Context) error {
		w, party, err := d.window(ctx, by, f.Chat, f.After)
		if err != nil {
			return err
		}
		window = w
		if ended = sentBefore(w.Events, party, f.ID, log.Ended); ended.Seq != 0 {
			return nil
		}
		change, err := chat.End(w.Head.Chat, party, f.ID, d.Now())
		if err != nil {
			return err
		}
		var next time.Time
		if change.Chat.Holder() == nil { // no tab to wait for: its transcript is made at once
			next = d.Now().Add(time.Second)
		}
		ended, err = d.commitEnd(ctx, w, change, nil, next)
		return err
	})
	if err != nil {
		return nil, err
	}
	d.tellEnd(ctx, window, by.Conn, ended)
	return &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, Seq: ended.Seq, At: ended.At.UnixMilli()}, nil
}

// commitEnd commits an end with whatever must agree with it, given in more, and has the chat looked at next.
func (d *Desk) commitEnd(ctx context.Context, w store.Window, change chat.Change, more []store.Op, next time.Time) (log.Event, error) {
	ops, events, err := d.changeOps(w, &change)
	if err != nil {
		return log.Event{}, err
	}
	if w.Head.State == chat.Waiting {
		ops = append(ops, store.Dequeue(entryOf(w.Head.Chat), change.Chat.Reason == log.NoAgent)...)
	}
	return events[0], d.commitArmed(ctx, append(ops, more...), armed{store.ChatThing(change.Chat.ID), next})
}

// tellEnd tells the parties that a chat ended, and, if it was waiting, the consoles that showed it.
func (d *Desk) tellEnd(ctx context.Context, w store.Window, except string, ended log.Event) {
	d.tellParties(ctx, w, except, eventsFrame(w.Head.ID, ended))
	if w.Head.State == chat.Waiting {
		d.withdraw(ctx, w.Head.Chat, "")
	}
}

// Close shuts the agent's tab of an ended chat: her place is free, and the transcript is made in this same invocation
// (R120, R218).
func (d *Desk) Close(ctx context.Context, by Caller, f protocol.Close) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	agent, err := d.shutTab(ctx, by.Person, f.Chat, f.ID, 0)
	if err != nil {
		return nil, err
	}
	if err := d.Wake(ctx, store.ChatThing(f.Chat)); err != nil {
		d.Log.Warn("wake", "error", err) // the timer wakes it again
	}
	ack := &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, At: d.Now().UnixMilli(), Screen: screen(agent)}
	d.tellPerson(ctx, by.Person, by.Conn, protocol.ScreenShown{Type: "screen", Screen: *ack.Screen})
	return ack, nil
}

// shutTab gives an agent's place back and lets go of the chat. upto limits it to what she took up to that epoch; 0 is
// any. Shutting twice is shutting once.
func (d *Desk) shutTab(ctx context.Context, person, chatID, id string, upto int) (store.AgentState, error) {
	var agent store.AgentState
	err := decide(ctx, func(ctx context.Context) error {
		w, err := d.standingTail(ctx, chatID)
		if err != nil {
			return err
		}
		if agent, err = d.Store.Agent(ctx, person); err != nil {
			return err
		}
		if !w.Complete || w.Head.Party(person) == "" || w.Head.Visitor == person {
			return errAbsent
		}
		if upto > 0 && tookAt(w.Head.Chat, person) > upto {
			return nil
		}
		change, err := chat.ShutTab(w.Head.Chat, person, id)
		if err != nil || !w.Head.Holds(person) {
			return err
		}
		freed := agent.Release()
		ops, err := d.shutOps(ctx, w, change, agent, freed)
		if err != nil {
			return err
		}
		if err := d.commitArmed(ctx, ops, armed{thing: store.ChatThing(chatID)}); err != nil {
			return err
		}
		agent.Agent = freed
		return nil
	})
	return agent, err
}

func (d *Desk) shutOps(ctx context.Context, w store.Window, change chat.Change, agent store.AgentState, freed routing.Agent) ([]store.Op, error) {
	ops, err := d.privateOps(ctx, w, change)
	if err != nil {
		return nil, err
	}
	put, err := store.PutAgent(freed, agent.Version)
	if err != nil {
		return nil, err
	}
	ops = append(ops, put)
	return append(ops, letGo(w, agent.Person)...), nil
}

// letGo drops what makes a chat an agent's: her holding and her connections under it.
func letGo(w store.Window, person string) []store.Op {
	ops := []store.Op{store.DropHolding(person, w.Head.ID)}
	party := w.Head.Party(person)
	for _, c := range w.Conns {
		if c.Party == party {
			ops = append(ops, store.DropPartyConn(w.Head.ID, party, c.ID))
		}
	}
	return ops
}

// tookAt is the epoch under which an agent took a chat.
func tookAt(c chat.Chat, person string) int {
	for _, a := range c.Agents {
		if a.Person == person {
			return a.Epoch
		}
	}
	return 0
}

// standingTail reads a chat's clock, connections, head and its newest public event.
func (d *Desk) standingTail(ctx context.Context, chatID string) (store.Window, error) {
	tail, err := d.Store.Tail(ctx, chatID, store.Public, 1)
	if err != nil {
		return store.Window{}, err
	}
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil || !w.Complete {
		return w, err
	}
	slices.Reverse(tail)
	w.Events = tail
	if len(tail) > 0 && tail[0].StateSeq > w.Head.StateSeq {
		return w, store.ErrStale
	}
	return w, nil
}
