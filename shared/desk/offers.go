package desk

import (
	"context"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// Offered notes that an agent's console shows an offer (R80). It needs no answer: a console that shows nothing is passed
// over a moment later.
func (d *Desk) Offered(ctx context.Context, by Caller, f protocol.Offered) error {
	if err := onlyAgents(by); err != nil {
		return err
	}
	return decide(ctx, func(ctx context.Context) error {
		w, err := d.standingTail(ctx, f.Chat)
		if err != nil || !w.Complete {
			return err
		}
		shown, ok := w.Head.Acknowledge(by.Person)
		if !ok {
			return nil // withdrawn meanwhile, or a transfer, which waits for no console
		}
		until := time.Time{}
		if shown.Offer.Until > 0 {
			until = time.UnixMilli(shown.Offer.Until)
		}
		_, err = d.note(ctx, w, chat.Change{Chat: shown}, plan{next: until})
		return err
	})
}

// Decline hides a waiting request from this agent, or sends what was offered to her back: on to the next, to the button
// that the visitor named as fallback, or to who asked her (R34, R68, R76, R82, R146, R161).
func (d *Desk) Decline(ctx context.Context, by Caller, f protocol.Decline) (*protocol.Ack, error) {
	var done moved
	err := decide(ctx, func(ctx context.Context) error {
		w, agent, err := d.requested(ctx, by, f.Chat, f.After)
		if err != nil {
			return err
		}
		done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		acted, err := d.actedBefore(ctx, f.Chat, f.ID, []log.Kind{log.Declined, log.Refused})
		if err != nil || acted {
			return err
		}
		done, err = d.declined(ctx, by, w, agent, f.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	d.wakeNow(ctx, f.Chat) // perhaps she was the last who could
	return d.ackOf(ctx, by, f.Action, f.ID, done)
}

func (d *Desk) declined(ctx context.Context, by Caller, w store.Window, agent store.AgentState, id string) (moved, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return moved{}, err
	}
	p := plan{by: by, with: map[string]step{}, known: map[string]store.AgentState{by.Person: agent}}
	taking := chat.Taking{Person: by.Person, Name: agent.Name, ID: id, At: d.Now()}
	if w.Head.Invited(by.Person, agent.Skills) {
		last, err := d.lastAsked(ctx, w.Head.Chat, by.Person)
		if err != nil {
			return moved{}, err
		}
		change, err := chat.Spurn(w.Head.Chat, taking, last)
		if err != nil {
			return moved{}, err
		}
		return d.move(ctx, w, change, p)
	}
	offered := w.Head.OfferedTo(by.Person)
	change, err := chat.Decline(w.Head.Chat, taking)
	if err != nil || len(change.Private) == 0 {
		return moved{window: w, before: w.Head.Chat, after: w.Head.Chat}, err
	}
	if set, _ := c.AgentConfiguration(agent.Configuration); offered && set.AutoAwayOnDecline {
		p.with[by.Person] = func(a routing.Agent) (routing.Agent, error) { return a.StepAway(d.Now()), nil }
	}
	change, more, err := d.onward(ctx, change)
	if err != nil {
		return moved{}, err
	}
	p.more = more
	return d.move(ctx, w, change, p)
}

// onward is what becomes of a request that was for one agent alone and that she did not take: it goes to the button that
// was named as fallback and is admitted there like any other, or it ends (R68).
func (d *Desk) onward(ctx context.Context, change chat.Change) (chat.Change, []store.Op, error) {
	if change.Chat.State != chat.Waiting || change.Chat.Offer != nil || change.Chat.Queue != "" {
		return change, nil, nil
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return change, nil, err
	}
	if fell, ok := chat.Fall(change.Chat, d.Now()); ok {
		door, err := d.door(ctx, c, fell.Queue)
		if err != nil {
			return change, nil, err
		}
		if door.admission == routing.Admitted {
			change.Chat = fell
			return then(change, door.placed(fell)), []store.Op{door.rests()}, nil
		}
	}
	ended, _ := chat.EndUnanswered(change.Chat, d.Now())
	return then(change, ended), nil, nil
}

// lastAsked reports whether nobody is left who could answer an invitation to all with a skill if this agent declines.
func (d *Desk) lastAsked(ctx context.Context, c chat.Chat, person string) (bool, error) {
	agents, err := d.Store.Listed(ctx, routing.SkillQueue(c.Invite.Target), 0)
	if err != nil {
		return false, err
	}
	for _, a := range agents {
		if a.Person != person && a.Status == routing.Online && c.Invited(a.Person, a.Skills) {
			return false, nil
		}
	}
	return true, nil
}

// offered is what an agent is shown of what is offered to her alone (R107, R314, R315).
func (d *Desk) offered(ctx context.Context, c chat.Chat, o routing.Offer, known *protocol.Waiting) (request protocol.Waiting, err error) {
	if known != nil {
		request = *known
	} else if v, err := d.visitor(ctx, c.ID); err != nil {
		return request, err
	} else {
		request = waitingLine(c, v)
	}
	request.After = max(c.StateSeq, 1)
	request.Kind = string(o.Kind)
	if c.Offer != nil {
		request.Until = c.Offer.Until
	}
	if c.Invite != nil {
		request.Until, request.Note = c.Invite.Until, c.Invite.Note
		request.From = c.Name(c.Party(c.Invite.From))
	}
	return request, nil
}
