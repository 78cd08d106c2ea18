package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// offer gives a waiting request to an agent: as an offer that she answers, or at once where the button accepts for her
// (R80, R84).
func (d *Desk) offer(ctx context.Context, c settings.Configuration, e waiting, a store.AgentState, seen []log.Candidate) (moved, error) {
	b, chatID := e.button, e.Chat
	w, err := d.Store.Whole(ctx, chatID)
	if err != nil {
		return moved{}, err
	}
	if !w.Complete || w.Head.Queue != b.ID {
		return moved{}, store.ErrStale
	}
	change, ok := chat.Give(w.Head.Chat, newOffer(a.Agent, b, d.Now()), seen)
	if !ok {
		return moved{}, store.ErrStale
	}
	p := plan{known: map[string]store.AgentState{a.Person: a}, with: map[string]step{a.Person: assign(chatID, routing.Push, d.Now())}}
	p.next = d.Now().Add(c.Clocks.Offered.D())
	if b.AutoAccept {
		if change, p, err = d.autoAccept(ctx, c, w, change, a, p); err != nil {
			return moved{}, err
		}
	}
	m, err := d.move(ctx, w, change, p)
	m.line = &e.line.Waiting
	if err == nil {
		d.follow(ctx, m, "")
	}
	return m, err
}

func newOffer(a routing.Agent, b settings.Button, now time.Time) chat.Offer {
	o := chat.Offer{Person: a.Person, Name: a.Name, At: now.UnixMilli(), Epoch: a.Epoch}
	if b.PushTimeout > 0 {
		o.Until = now.Add(time.Duration(b.PushTimeout) * time.Second).UnixMilli()
	}
	return o
}

// assign is the step of an agent who is given an offer; one who is not free any more makes the decision stale.
func assign(chatID string, kind routing.OfferKind, at time.Time) step {
	return func(a routing.Agent) (routing.Agent, error) {
		is, ok := a.Assign(routing.Offer{Chat: chatID, Kind: kind, At: at.UnixMilli()}, at)
		if !ok {
			return a, store.ErrStale
		}
		return is, nil
	}
}

// autoAccept makes of an offer an acceptance in the same commit (R84).
func (d *Desk) autoAccept(ctx context.Context, c settings.Configuration, w store.Window, change chat.Change, a store.AgentState, p plan) (chat.Change, plan, error) {
	now := d.Now()
	taken, err := chat.Accept(change.Chat, d.taking(c, w.Head.Chat, a.Agent, ""))
	if err != nil {
		return change, p, err
	}
	p.next = time.Time{}
	p.with[a.Person] = func(a routing.Agent) (routing.Agent, error) {
		a, ok := a.Assign(routing.Offer{Chat: w.Head.ID, Kind: routing.Push, At: now.UnixMilli()}, now)
		if !ok {
			return a, store.ErrStale
		}
		return a.Answer(w.Head.ID, now)
	}
	if p.more, err = d.waited(ctx, w.Head.Chat); err != nil {
		return change, p, err
	}
	return then(change, taken), p, d.arm(ctx, store.AgentThing(a.Person), now.Add(guard), false)
}

// then is one change after another as one.
func then(first, second chat.Change) chat.Change {
	return chat.Change{
		Chat: second.Chat, Public: append(slices.Clone(first.Public), second.Public...), Private: append(slices.Clone(first.Private), second.Private...),
	}
}
