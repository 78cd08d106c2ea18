package desk_test

import (
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// follows are the states that may come after each.
var follows = map[chat.State][]chat.State{
	"": {chat.Waiting, chat.Ended}, chat.Waiting: {chat.Waiting, chat.Engaged, chat.Ended},
	chat.Engaged: {chat.Engaged, chat.Waiting, chat.Ended}, chat.Ended: {chat.Ended, chat.Closed}, chat.Closed: {chat.Closed, chat.Final},
	chat.Final: {chat.Final}, // a tab is shut late
}

// checkPlace checks that a chat has one place: an owner, a list, or an offer; and that who is asked for it knows it.
func (m *mirror) checkPlace(id string, c *mirroredChat) {
	h := c.head
	switch in := len(h.In()); {
	case h.State == chat.Waiting && (h.Queue == "") == (h.Offer == nil) && h.Queue == "":
		m.s.violate("chat %s waits nowhere", id)
	case h.State != chat.Waiting && h.Offer != nil, h.State != chat.Engaged && h.Invite != nil, !h.Open() && h.Flag != nil:
		m.s.violate("chat %s is %s with offer %v, invitation %v, flag %v", id, h.State, h.Offer, h.Invite, h.Flag)
	case h.State == chat.Engaged && in == 0, h.State != chat.Engaged && in > 0:
		m.s.violate("chat %s is %s with %d agents in it", id, h.State, in)
	}
	if o := h.Offer; o != nil && !m.offered(o.Person, id, routing.Push, routing.Direct) {
		m.s.violate("chat %s is offered to %s, and her standing does not say so", id, o.Person)
	}
	if i := h.Invite; i != nil && i.To == log.ToAgent && !m.offered(i.Target, id, routing.OfferKind(i.Kind)) {
		m.s.violate("%s is asked to chat %s, and her standing does not say so", i.Target, id)
	}
	if f := h.Flag; f != nil && !flagged(m.agentNamed(f.Person).standing, id) {
		m.s.violate("%s flagged chat %s, and her standing does not say so", f.Person, id)
	}
}

func (m *mirror) offered(person, id string, kinds ...routing.OfferKind) bool {
	o, ok := m.agentNamed(person).standing.Offered(id)
	return ok && slices.Contains(kinds, o.Kind)
}

func flagged(a routing.Agent, id string) bool {
	return slices.ContainsFunc(a.Flags, func(f routing.Flag) bool { return f.Chat == id })
}

// checkHands checks that an agent's offers and flags are those of the chats, and counts the places that offers take.
func (m *mirror) checkHands(a routing.Agent) (places int) {
	for _, o := range a.Offers {
		h := m.chat(o.Chat).head
		switch o.Kind {
		case routing.Push, routing.Direct:
			places++
			if !h.OfferedTo(a.Person) {
				m.s.violate("%s holds an offer of chat %s, which is not offered to her", a.Person, o.Chat)
			}
		default:
			if i := h.Invite; i == nil || i.To != log.ToAgent || i.Target != a.Person || routing.OfferKind(i.Kind) != o.Kind {
				m.s.violate("%s is asked for a %s of chat %s, which asks nobody like that", a.Person, o.Kind, o.Chat)
			}
		}
	}
	for _, f := range a.Flags {
		if flag := m.chat(f.Chat).head.Flag; flag == nil || flag.Person != a.Person {
			m.s.violate("%s holds a flag in chat %s, which shows none of hers", a.Person, f.Chat)
		}
	}
	return places
}

// overCapacity checks what one write did to an agent's load: only a transfer, a conference or a return takes it above her
// capacity (R61, R136, R318).
func (m *mirror) overCapacity(was, is routing.Agent, wrote []log.Kind) {
	if is.Load <= was.Load || is.Load <= is.Capacity {
		return
	}
	for _, k := range wrote {
		if k == log.Transferred || k == log.Joined || k == log.Returned {
			return
		}
	}
	m.s.violate("the load of %s is %d of %d by %v", is.Person, is.Load, is.Capacity, wrote)
}

// hadRoom checks that a request came into a queue that had room for it (R63–R66).
func (m *mirror) hadRoom(c chat.Chat) {
	r := m.rosters[c.Queue]
	before := routing.Roster{Online: int(r["online"]), Open: int(r["open"]), Waiting: int(r["waiting"]) - 1}
	b, rule := fixture().Buttons[0], routing.Choice
	if c.Queue == m.s.floor.orders.ID {
		b, rule = m.s.floor.orders, routing.Rule(m.s.floor.orders.Routing)
	}
	limit, limited := b.QueueLimit(before.Online)
	if before.Admit(rule, routing.QueueLimit{Limit: limit, Limited: limited}, b.Queue) != routing.Admitted {
		m.s.violate("chat %s came into %s, where %+v is no room", c.ID, c.Queue, before)
	}
}

// holdersLost notes since when nobody has been there who holds a chat: the transcript counts from then (R219).
func (m *mirror) holdersLost(c *mirroredChat) {
	if c.head.State == chat.Waiting || c.head.State == "" {
		c.agent = never
		return
	}
	lost, held := m.s.born, false
	for _, h := range c.head.Agents {
		if !h.In && !h.TabOpen {
			continue
		}
		held = true
		switch a := m.agentNamed(h.Person); {
		case !a.there && a.lost.After(lost):
			lost = a.lost
		case a.there && h.Epoch > a.standing.Out:
			c.agent = never
			return
		case a.there: // she is back, and her old chats are still let go of
			lost = min2(c.agent, m.s.now)
		}
	}
	if !held {
		lost = m.s.now
	}
	c.agent = min2(c.agent, lost)
}

// lateOffers reports offers and invitations whose time is over, and requests for the router that nobody is given.
func (m *mirror) lateOffers(id string, h chat.Chat) {
	now := m.s.now.UnixMilli()
	o, i := h.Offer, h.Invite
	m.soon(id+" is offered although the time is over", o != nil && o.Until > 0 && now > o.Until)
	m.soon(id+" is offered to a console that shows nothing", o != nil && !o.Shown && now > o.At+5000)
	m.soon(id+" asks although the time is over", i != nil && now > i.Until)
	waits := false
	for _, a := range m.agents {
		if h.State == chat.Waiting && o == nil && h.Queue == m.s.floor.orders.ID {
			waits = waits || a.standing.Free() && slices.Contains(a.standing.Buttons, h.Queue) && !slices.Contains(h.Refused, a.standing.Person)
		}
	}
	m.soon(id+" waits although an agent is free for it", waits)
}

// ofAgent reports whether an operation writes the standing of an agent.
func ofAgent(op store.Op) bool { return op.Item.SK == "STATE" && op.Verb == store.Put }
