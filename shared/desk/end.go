package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// End ends a chat, or cancels the request while it waits (R101, R116, R117).
func (d *Desk) End(ctx context.Context, by Caller, f protocol.End) (*protocol.Ack, error) {
	return d.ending(ctx, by, f.Action, f.Chat, f.After, f.ID, func(w store.Window, party log.Party) (chat.Change, []store.Op, error) {
		change, err := chat.End(w.Head.Chat, party, f.ID, d.Now())
		return change, nil, err
	})
}

// Block ends a chat and writes an address rule for each address of its visitor, in one transaction (R188–R190, R330).
func (d *Desk) Block(ctx context.Context, by Caller, f protocol.Block) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	return d.ending(ctx, by, f.Action, f.Chat, f.After, f.ID, func(w store.Window, party log.Party) (chat.Change, []store.Op, error) {
		set, err := d.configurationOf(ctx, by.Person)
		if err != nil {
			return chat.Change{}, nil, err
		}
		if !set.Blocking {
			return chat.Change{}, nil, fault.New(fault.Forbidden, "Your configuration does not allow you to block visitors.")
		}
		change, err := chat.Block(w.Head.Chat, party, f.ID, f.Comment, d.Now())
		if err != nil {
			return change, nil, err
		}
		rules, err := d.blockVisitor(ctx, by, w.Head.ID, f.Comment)
		return change, rules, err
	})
}

// ending is the verb of both.
func (d *Desk) ending(ctx context.Context, by Caller, action, chatID string, after int, id string, rule func(store.Window, log.Party) (chat.Change, []store.Op, error)) (*protocol.Ack, error) {
	var done moved
	var ended log.Event
	err := decide(ctx, func(ctx context.Context) error {
		w, party, err := d.window(ctx, by, chatID, after)
		if err != nil {
			return err
		}
		done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		if ended = sentBefore(w.Events, party, id, log.Ended); ended.Seq != 0 {
			return nil
		}
		change, more, err := rule(w, party)
		if err != nil {
			return err
		}
		p := plan{by: by, more: more}
		if change.Chat.Holder() == nil { // no tab to wait for: its transcript is made at once
			p.next = d.Now().Add(time.Second)
		}
		if done, err = d.move(ctx, w, change, p); err == nil {
			ended = done.public[0]
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	ack, err := d.ackOf(ctx, by, action, id, done)
	if err == nil {
		ack.Seq, ack.At = ended.Seq, ended.At.UnixMilli()
	}
	return ack, err
}

// blockVisitor are the rules that an agent's block writes: one per address of the chat, as far as there is none (R190).
func (d *Desk) blockVisitor(ctx context.Context, by Caller, chatID, comment string) ([]store.Op, error) {
	v, err := d.visitor(ctx, chatID)
	if err != nil || v == nil {
		return nil, err
	}
	var ops []store.Op
	for _, text := range []string{v.Address, v.Via} {
		addr, err := settings.Canonical(text)
		if err != nil {
			continue // none is known
		}
		there, err := d.Store.BlocksOf(ctx, addr.String())
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(there, func(b store.Block) bool { return b.Single == addr.String() }) {
			continue
		}
		rule := settings.BlockingRule{Name: addr.String(), Description: comment, From: addr.String(), By: by.Person, At: d.Now().UnixMilli()}
		body, err := json.Marshal(rule)
		if err != nil {
			return nil, err
		}
		ops = append(ops, store.PutBlock(store.Block{Single: addr.String(), Body: body}))
	}
	return ops, nil
}

// Close shuts the agent's tab of an ended chat: her place is free, and the transcript is made in this same invocation
// (R120, R218).
func (d *Desk) Close(ctx context.Context, by Caller, f protocol.Close) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	done, err := d.shutTab(ctx, by.Person, f.Chat, f.ID, 0)
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	d.unwoken(store.ThingChat, d.settle(ctx, f.Chat, d.wakeOver))
	return d.ackOf(ctx, by, f.Action, f.ID, done)
}

// shutTab gives an agent's place back and lets go of the chat. upto limits it to what she took up to that epoch; 0 is
// any. Shutting twice is shutting once.
func (d *Desk) shutTab(ctx context.Context, person, chatID, id string, upto int) (done moved, err error) {
	err = decide(ctx, func(ctx context.Context) error {
		w, err := d.standingTail(ctx, chatID)
		if err != nil {
			return err
		}
		done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
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
		done, err = d.move(ctx, w, change, plan{})
		return err
	})
	return done, err
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
	w.Events = tail
	if len(tail) > 0 && tail[0].StateSeq > w.Head.StateSeq {
		return w, store.ErrStale
	}
	return w, nil
}
