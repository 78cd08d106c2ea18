package desk

import (
	"context"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// Signal sends a custom event to the others in the chat, on the way that messages take (R121).
func (d *Desk) Signal(ctx context.Context, by Caller, f protocol.Signal) (*protocol.Ack, error) {
	said, err := d.speak(ctx, by, f.Chat, f.After, f.ID, log.Signalled, func(c chat.Chat, who log.Party) (log.Draft, error) {
		return chat.Signal(c, who, f.ID, f.Type, f.Data)
	})
	if err != nil {
		return nil, err
	}
	return &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, Seq: said.Seq, At: said.At.UnixMilli()}, nil
}

// Visit notes for staff that the visitor went to another page (R122). It is written to the private log: nothing of it
// comes back to her but the answer.
func (d *Desk) Visit(ctx context.Context, by Caller, f protocol.Visit) (*protocol.Ack, error) {
	if err := onlyVisitors(by); err != nil {
		return nil, err
	}
	var done moved
	err := decide(ctx, func(ctx context.Context) error {
		w, err := d.standingTail(ctx, f.Chat)
		if err != nil {
			return err
		}
		if !w.Complete || !mayKnow(w.Head.Chat, by) {
			return errAbsent
		}
		done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		acted, err := d.actedBefore(ctx, f.Chat, f.ID, []log.Kind{log.Visited})
		if err != nil || acted {
			return err
		}
		draft, err := chat.Visit(w.Head.Chat, log.Visitor, f.ID, f.Page)
		if err != nil {
			return err
		}
		done, err = d.note(ctx, w, chat.Change{Chat: w.Head.Chat, Private: []log.Draft{draft}}, plan{})
		return err
	})
	if err != nil {
		return nil, err
	}
	d.tellEvents(ctx, done, by.Conn)
	return &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, At: d.Now().UnixMilli()}, nil
}

// Typing passes on that a party writes, and stores nothing (R114). What is written so far goes to those who may see it:
// the visitor's to agents whose configuration lets them peek, an agent's to supervisors whose does (R31, R173, R204).
func (d *Desk) Typing(ctx context.Context, by Caller, f protocol.Typing) error {
	w, err := d.Store.Standing(ctx, f.Chat)
	if err != nil {
		return err
	}
	if !w.Complete || !mayKnow(w.Head.Chat, by) {
		return errAbsent
	}
	party := w.Head.Party(by.Person)
	if w.Head.State != chat.Engaged || by.Role == session.Agent && !w.Head.Has(by.Person) {
		return nil
	}
	seen := protocol.TypingSeen{Type: "typing", Chat: f.Chat, Who: string(party), On: f.On}
	draft := seen
	draft.Text, draft.Position = f.Text, f.Position
	for _, watching := range []bool{false, true} { // what a watcher may see is read, and nobody waits for that (R203)
		var plain, peeking []listener
		for _, l := range hearing(w.Head.Chat, w.Conns) {
			switch {
			case l.Party == party || (l.Party == store.Watching) != watching:
			case f.Text != "" && d.peeks(ctx, w.Head.Chat, party, l):
				peeking = append(peeking, l)
			default:
				plain = append(plain, l)
			}
		}
		d.tell(ctx, plain, seen)
		d.tell(ctx, peeking, draft)
	}
	return nil
}

// peeks reports whether somebody who listens may see what a party has not sent yet.
func (d *Desk) peeks(ctx context.Context, c chat.Chat, writer log.Party, l listener) bool {
	if l.Party == store.Watching && writer != log.Visitor {
		own, err := d.person(ctx, l.Person)
		if err != nil {
			d.Log.Warn("draft", "error", err)
		}
		return err == nil && own.Configuration.AgentSneakPeek
	}
	if writer != log.Visitor {
		return false
	}
	for _, a := range c.In() {
		if a.Party == l.Party {
			return a.Peeks
		}
	}
	return false
}
