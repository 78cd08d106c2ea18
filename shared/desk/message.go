package desk

import (
	"context"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// Message says something in a chat: one query and one conditional put (DESIGN §3, R105, R111, R112).
func (d *Desk) Message(ctx context.Context, by Caller, m protocol.Message) (*protocol.Ack, error) {
	var said log.Event
	var window store.Window
	err := decide(ctx, func(ctx context.Context) error {
		w, party, err := d.window(ctx, by, m.Chat, m.After)
		if err != nil {
			return err
		}
		window = w
		if said = sentBefore(w.Events, party, m.ID, log.Said); said.Seq != 0 {
			if said.Payload.Text != m.Text {
				return fault.New(fault.Conflict, "Another text was sent under this id.")
			}
			return nil
		}
		draft, err := chat.Message(w.Head.Chat, party, m.ID, m.Text)
		if err != nil {
			return err
		}
		last := &w.Events[len(w.Events)-1]
		events, err := d.append(last, []log.Draft{draft}, w.Head.StateSeq, false)
		if err != nil {
			return err
		}
		said = events[0]
		return d.Store.Commit(ctx, store.PutEvent(m.Chat, store.Public, said))
	})
	if err != nil {
		return nil, err
	}
	d.tellParties(ctx, window, by.Conn, eventsFrame(m.Chat, said))
	return &protocol.Ack{Type: "ack", Re: m.Action, ID: m.ID, Chat: m.Chat, Seq: said.Seq, At: said.At.UnixMilli()}, nil
}

// window reads what a frame of a party needs, and nothing for anybody else. The head is at least as new as the last
// event read: a query is no snapshot, and a message must not slip in behind an end (Q12).
func (d *Desk) window(ctx context.Context, by Caller, chatID string, after int) (store.Window, log.Party, error) {
	w, err := d.Store.Window(ctx, chatID, after)
	if err != nil {
		return w, "", err
	}
	if !w.Complete { // absent, or more was said than one query reads
		standing, err := d.Store.Standing(ctx, chatID)
		if err != nil {
			return w, "", err
		}
		if !standing.Complete || !mayKnow(standing.Head.Chat, by) {
			return w, "", errAbsent
		}
		return w, "", errBehind
	}
	if !mayKnow(w.Head.Chat, by) {
		return w, "", errAbsent
	}
	if len(w.Events) == 0 || w.Events[0].Seq != after {
		return w, "", errBehind
	}
	if w.Events[len(w.Events)-1].StateSeq > w.Head.StateSeq {
		return w, "", store.ErrStale
	}
	return w, w.Head.Party(by.Person), nil
}

// sentBefore finds the event that a party's frame with this id has already caused: the frame is a retry.
func sentBefore(events []log.Event, party log.Party, id string, kind log.Kind) log.Event {
	for _, e := range events {
		if e.ID == id && e.Who == party && e.Kind == kind {
			return e
		}
	}
	return log.Event{}
}
