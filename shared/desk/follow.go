package desk

import (
	"context"
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// follow does what follows from a move that was committed: it tells everybody whom it concerns, gives what was freed to
// whoever waits, and lets supervisors know. except is the connection whose answer says it already.
func (d *Desk) follow(ctx context.Context, m moved, except string) {
	noteAcceptance(ctx, m)
	d.tellEvents(ctx, m, except)
	d.tellAgents(ctx, m, except)
	d.tellLists(ctx, m)
	for _, a := range m.agents {
		d.freed(ctx, a.was.Agent, a.is.Agent)
	}
	for _, e := range gained(m) {
		d.route(ctx, e.Queue)
		d.tellsSoon(ctx, e)
	}
	d.stir(ctx, m)
}

// tellsSoon has a queue looked at in which somebody waits who wants to know her place: its look tells places, and goes on
// for as long as anybody asks (R98).
func (d *Desk) tellsSoon(ctx context.Context, e store.Entry) {
	if !e.Asking {
		return
	}
	c, err := d.Configuration(ctx)
	if b, _ := c.Button(e.Queue); err == nil && hasPlaces(b) {
		err = d.arm(ctx, store.QueueThing(e.Queue), d.Now().Add(c.Clocks.Positions.D()), false)
	}
	if err != nil {
		d.Log.Warn("arm", "thing", store.ThingQueue, "error", err)
	}
}

// gained are the lists in which a chat stands since a move, lost those in which it no longer stands.
func gained(m moved) []store.Entry { return lessLists(lists(m.after), lists(m.before)) }
func lost(m moved) []store.Entry   { return lessLists(lists(m.before), lists(m.after)) }

func lessLists(all, some []store.Entry) []store.Entry {
	return slices.DeleteFunc(all, func(e store.Entry) bool {
		return slices.ContainsFunc(some, func(o store.Entry) bool { return o.Queue == e.Queue && o.RequestedAt == e.RequestedAt })
	})
}

// tellEvents sends what was written to those who are connected to the chat: the public log to all, the private one and
// how the chat stands to staff.
func (d *Desk) tellEvents(ctx context.Context, m moved, except string) {
	var all, staff []listener
	for _, l := range hearing(m.after, m.window.Conns) {
		if l.Party != log.Visitor {
			staff = append(staff, l)
		} else if l.ID != except {
			all = append(all, l)
		}
	}
	if len(m.public) > 0 {
		d.tell(ctx, all, eventsFrame(m.after.ID, m.public...))
	}
	if len(m.public)+len(m.private) > 0 {
		frame := eventsFrame(m.after.ID, m.public...)
		frame.Private = wireEvents(m.private)
		d.tell(ctx, without1(staff, except), frame)
	}
	if m.after.Open() && (!sameInvite(m.before, m.after) || (m.before.Flag == nil) != (m.after.Flag == nil) || len(m.before.In()) != len(m.after.In())) {
		d.tell(ctx, staff, chatShown(m.after))
	}
}

func without1(all []listener, conn string) []listener {
	return slices.DeleteFunc(slices.Clone(all), func(l listener) bool { return l.ID == conn })
}

func sameInvite(a, b chat.Chat) bool {
	return (a.Invite == nil) == (b.Invite == nil) && (a.Invite == nil || a.Invite.ID == b.Invite.ID)
}

// tellAgents sends each agent whom the move concerned her screen, with what became of the chat for her: offered, opened
// without her asking, or gone.
func (d *Desk) tellAgents(ctx context.Context, m moved, except string) {
	for _, a := range m.agents {
		person := a.is.Person
		all := d.windows(ctx, person)
		to := without1(all, except)
		d.tell(ctx, to, d.agentFrame(ctx, m, a.is, len(to) < len(all)))
		if m.before.Holds(person) && !m.after.Holds(person) {
			if m.after.State == chat.Waiting { // she passed it on herself: her own window closes its tab as well
				to = all
			}
			d.tell(ctx, to, protocol.Shut{Type: "shut", Chat: m.after.ID, By: holderName(m.after)})
		}
	}
}

func holderName(c chat.Chat) string {
	if h := c.Holder(); h != nil {
		return h.Name
	}
	return ""
}

// agentFrame is what an agent is told of a move: asked tells that it was her own doing.
func (d *Desk) agentFrame(ctx context.Context, m moved, a store.AgentState, asked bool) any {
	offer, now := a.Offered(m.after.ID)
	_, before := m.offeredBefore(a.Person)
	switch {
	case now && !before:
		request, err := d.offered(ctx, m.after, offer, m.line)
		if err != nil {
			d.Log.Warn("tell", "error", err)
			break
		}
		return protocol.WaitingShown{Type: "waiting", Request: request, Screen: screen(a)}
	case m.after.Holds(a.Person) && !m.before.Holds(a.Person) && !asked:
		by := Caller{Identity: session.Identity{Role: session.Agent, Person: a.Person}}
		view, err := d.chatPage(ctx, by, m.after, protocol.Held{Chat: m.after.ID}, newPages(screen(a)))
		if err != nil {
			d.Log.Warn("tell", "error", err)
			break
		}
		return protocol.Opened{Type: "opened", View: view, Screen: screen(a)}
	}
	return protocol.ScreenShown{Type: "screen", Screen: *screen(a)}
}

func (m moved) offeredBefore(person string) (routing.Offer, bool) {
	for _, a := range m.agents {
		if a.was.Person == person {
			return a.was.Offered(m.after.ID)
		}
	}
	return routing.Offer{}, false
}

// tellLists hints a request to those who may choose it, and withdraws it from those who may not any more.
func (d *Desk) tellLists(ctx context.Context, m moved) {
	taker := ""
	if m.after.State == chat.Engaged {
		taker = holderName(m.after)
	}
	for _, e := range lost(m) {
		d.withdraw(ctx, m.before, e, taker)
	}
	for _, e := range gained(m) {
		d.hint(ctx, m.after, e, 0)
	}
}

// freed gives an agent whose places or status changed what waits for her: requests that are pushed by the router, those
// that may be chosen by a hint (R73, R74, R91, R92).
func (d *Desk) freed(ctx context.Context, was, is routing.Agent) {
	if is.Open() <= was.Open() {
		return
	}
	if pushed(is) {
		d.route(ctx, is.Buttons...)
	}
	if was.Open() == 0 {
		d.hintList(ctx, is)
	}
}
