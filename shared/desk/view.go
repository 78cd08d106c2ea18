package desk

import (
	"context"
	"encoding/json"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// mayKnow reports whether a caller may learn that a chat exists: its visitor, and the agents who are or were in it. An
// agent who might take it learns of it from her list; accept and decline look for themselves whether she may (R214).
func mayKnow(c chat.Chat, by Caller) bool {
	if by.Role == session.Visitor {
		return c.Visitor == by.Person
	}
	return c.Visitor != by.Person && c.Party(by.Person) != ""
}

// wireEvent is an event as clients read it.
func wireEvent(e log.Event) protocol.Event {
	p := e.Payload
	return protocol.Event{
		Seq: e.Seq, ID: e.ID, At: e.At.UnixMilli(), Who: string(e.Who), Kind: string(e.Kind), After: e.After,
		Text: p.Text, Party: string(p.Party), Name: p.Name, By: string(p.By), Reason: string(p.Reason),
	}
}

func wireEvents(events []log.Event) []protocol.Event {
	wire := make([]protocol.Event, len(events))
	for i, e := range events {
		wire[i] = wireEvent(e)
	}
	return wire
}

func eventsFrame(chatID string, events ...log.Event) protocol.Events {
	return protocol.Events{Type: "events", Chat: chatID, Events: wireEvents(events)}
}

// view is a chat as a person may see it, without events. Only staff see the visitor's details and the site.
func (d *Desk) view(ctx context.Context, c chat.Chat, person string) (protocol.Chat, error) {
	v := protocol.Chat{
		Chat: c.ID, State: string(wireState(c.State)), Button: c.Button, RequestedAt: c.RequestedAt,
		AcceptedAt: c.AcceptedAt, EndedAt: c.EndedAt, Events: []protocol.Event{},
		Parties: []protocol.Party{{Party: string(log.Visitor), Name: c.Alias, Me: c.Visitor == person}},
	}
	for _, a := range c.Agents {
		v.Parties = append(v.Parties, protocol.Party{Party: string(a.Party), Name: a.Name, Me: a.Person == person})
	}
	if c.Visitor == person {
		return v, nil
	}
	v.Site, v.Button = c.Site, c.ButtonName
	visitor, err := d.visitor(ctx, c.ID)
	if visitor != nil {
		*visitor = brief(*visitor, viewRoom)
	}
	v.Visitor = visitor
	return v, err
}

// wireState hides what only the machinery knows: to people a closed chat has ended.
func wireState(s chat.State) chat.State {
	if s == chat.Closed || s == chat.Final {
		return chat.Ended
	}
	return s
}

// visitor reads what staff may see of a chat's visitor.
func (d *Desk) visitor(ctx context.Context, chatID string) (*protocol.Visitor, error) {
	body, err := d.Store.Visitor(ctx, chatID)
	if err != nil || body == nil {
		return nil, err
	}
	var v protocol.Visitor
	return &v, json.Unmarshal(body, &v)
}

// screen is an agent's standing as her console shows it.
func screen(a store.AgentState) *protocol.Screen {
	return &protocol.Screen{
		Rev: a.Rev, Status: string(a.Status), Load: a.Load, Capacity: a.Capacity, Epoch: a.Epoch, Tab: a.Tab, Name: a.Name,
	}
}
