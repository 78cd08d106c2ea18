package desk

import (
	"context"
	"encoding/json"
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
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
		Text: p.Text, Party: string(p.Party), Name: p.Name, By: string(p.By), Reason: string(p.Reason), Type: p.Detail,
		Agent: p.Agent, Invite: string(p.Invite), To: string(p.To), Target: p.Target,
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
		Parties: parties(c, person),
	}
	v.Passed = c.State == chat.Waiting && c.Answered()
	if c.Settled.Timeout > 0 {
		v.Idle = &protocol.Idle{Warning: int64(c.Settled.Warning) * 1000, Timeout: int64(c.Settled.Timeout) * 1000}
	}
	if c.Visitor == person {
		return v, d.visitorView(ctx, c, &v)
	}
	v.Site, v.Button, v.Critical = c.Site, c.ButtonName, int64(c.Settled.Critical)*1000
	shown := chatShown(c)
	v.Invite, v.Flag = shown.Invite, shown.Flag
	v.Peek = c.Has(person) && d.draftsAreSeen(ctx)
	visitor, err := d.visitor(ctx, c.ID)
	if visitor != nil {
		visitor.Details = shownDetails(visitor.Details)
		*visitor = brief(*visitor, viewRoom)
	}
	v.Visitor = visitor
	return v, err
}

// visitorView adds what only the visitor needs: whether she may save the chat, whether her agent sees what she has not
// sent yet, and her place while she waits in a queue (R31, R50, R99).
func (d *Desk) visitorView(ctx context.Context, c chat.Chat, v *protocol.Chat) error {
	set, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	site, _ := set.Deployment(c.Deployment)
	v.Save = site.SaveTranscript
	for _, a := range c.In() {
		v.Peek = v.Peek || a.Peeks
	}
	if c.Asking && c.State == chat.Waiting && c.Offer == nil && !c.Answered() {
		v.Place, v.Wait, err = d.place(ctx, set, c)
	}
	return err
}

// draftsAreSeen reports whether any supervisor may see what agents have not sent yet. It does not depend on anybody
// watching: an agent learns nothing of that (R203, R204).
func (d *Desk) draftsAreSeen(ctx context.Context) bool {
	set, err := d.Configuration(ctx)
	if err != nil {
		d.Log.Warn("draft", "error", err)
	}
	return err == nil && slices.ContainsFunc(set.AgentConfigurations, func(a settings.AgentConfiguration) bool { return a.AgentSneakPeek })
}

// chatShown is how a chat stands besides its log, for staff.
func chatShown(c chat.Chat) protocol.ChatShown {
	shown := protocol.ChatShown{Type: "chat", Chat: c.ID, Parties: parties(c, "")}
	if i := c.Invite; i != nil {
		shown.Invite = &protocol.Invite{Kind: string(i.Kind), To: string(i.To), Target: i.Target, Name: i.Name, At: i.At, Until: i.Until}
	}
	if c.Flag != nil {
		shown.Flag = &protocol.Raised{Text: c.Flag.Text, At: c.Flag.At}
	}
	return shown
}

// parties are those who are or were in a chat, as everybody may see them; a person finds herself marked.
func parties(c chat.Chat, person string) []protocol.Party {
	all := []protocol.Party{{Party: string(log.Visitor), Name: c.Alias, Me: c.Visitor == person, In: c.Open()}}
	for _, a := range c.Agents {
		all = append(all, protocol.Party{Party: string(a.Party), Name: a.Name, Me: a.Person == person, In: a.In})
	}
	return all
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
	s := &protocol.Screen{
		Rev: a.Rev, Status: string(a.Status), Load: a.Load, Capacity: a.Capacity, Epoch: a.Epoch, Tab: a.Tab, Name: a.Name,
		Silent: a.Silent, Person: a.Person, Offers: []string{},
	}
	if a.Status != routing.Offline {
		s.Since = a.Session.LoginAt
	}
	for _, o := range a.Offers {
		s.Offers = append(s.Offers, o.Chat)
	}
	return s
}

// onlyVisitors refuses a verb to agents.
func onlyVisitors(by Caller) error {
	if by.Role != session.Visitor {
		return fault.New(fault.Forbidden, "Only visitors may do this.")
	}
	return nil
}

// onlyAgents refuses a verb to visitors.
func onlyAgents(by Caller) error {
	if !isAgent(by) {
		return fault.New(fault.Forbidden, "Only agents may do this.")
	}
	return nil
}

func isAgent(by Caller) bool { return by.Role == session.Agent }
