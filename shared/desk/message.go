package desk

import (
	"context"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// Message says something in a chat: one query and one conditional put (R105, R111, R112).
func (d *Desk) Message(ctx context.Context, by Caller, m protocol.Message) (*protocol.Ack, error) {
	said, err := d.speak(ctx, by, m.Chat, m.After, m.ID, log.Said, func(c chat.Chat, who log.Party) (log.Draft, error) {
		return chat.Message(c, who, m.ID, m.Text)
	})
	if err != nil {
		return nil, err
	}
	return &protocol.Ack{Type: "ack", Re: m.Action, ID: m.ID, Chat: m.Chat, Seq: said.Seq, At: said.At.UnixMilli()}, nil
}

// speak puts one public event that moves no head behind the last one, and tells it. The same frame again finds its
// event; with other words it is refused (F50).
func (d *Desk) speak(ctx context.Context, by Caller, chatID string, after int, id string, kind log.Kind, rule func(chat.Chat, log.Party) (log.Draft, error)) (log.Event, error) {
	var said log.Event
	var window store.Window
	err := decide(ctx, func(ctx context.Context) error {
		w, party, err := d.window(ctx, by, chatID, after)
		if err != nil {
			return err
		}
		window = w
		if said = sentBefore(w.Events, party, id, kind); said.Seq != 0 {
			return sameAs(said, w.Head.Chat, party, rule)
		}
		draft, err := rule(w.Head.Chat, party)
		if err != nil {
			return err
		}
		last := &w.Events[len(w.Events)-1]
		events, err := d.append(last, []log.Draft{draft}, w.Head.StateSeq, false)
		if err != nil {
			return err
		}
		said = events[0]
		err = d.Store.Commit(ctx, store.PutEvent(chatID, store.Public, said))
		if err == nil && kind == log.Said && w.Head.Button != Probe {
			Note(ctx, MessagesSaid, 1)
		}
		return err
	})
	if err == nil {
		d.tellParties(ctx, window, by.Conn, eventsFrame(chatID, said))
	}
	return said, err
}

// sameAs refuses a frame that says something else than the one sent before under its id. What may not be said any more
// may still be asked about.
func sameAs(said log.Event, c chat.Chat, party log.Party, rule func(chat.Chat, log.Party) (log.Draft, error)) error {
	c.State = chat.Engaged
	for i := range c.Agents {
		c.Agents[i].In = c.Agents[i].In || c.Agents[i].Party == party
	}
	draft, err := rule(c, party)
	if err != nil || draft.Payload.Text != said.Payload.Text || draft.Payload.Detail != said.Payload.Detail {
		return fault.New(fault.Conflict, "Another text was sent under this id.")
	}
	return nil
}

// window reads what a frame of a party needs, and nothing for anybody else. Head and events must tell of the same state: a
// query is no snapshot, and neither may a message slip in behind an end (Q12) nor a frame miss the event of its own copy.
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
	if w.Events[len(w.Events)-1].StateSeq != w.Head.StateSeq {
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
