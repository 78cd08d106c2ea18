package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// A change of state is one transaction, and nearly all of it follows from the chat before and after: its events, its
// head, the places and offers of the agents it concerns, the lists it stands in, who holds it and over which
// connections. A verb only lets a rule decide; move writes all that follows, and follow tells and routes what follows
// from that.

// step is what becomes of an agent in a move, beyond what follows from the chat.
type step func(routing.Agent) (routing.Agent, error)

// plan is what a move takes along.
type plan struct {
	by    Caller                      // whose frame it is, if one's
	with  map[string]step             // by person
	known map[string]store.AgentState // standings that were read already
	more  []store.Op                  // what else must agree
	next  time.Time                   // when to look at the chat, if that is earlier than the guard

	visitor *protocol.Visitor // of a new chat, which this very commit stores
}

// moved is a move that was committed.
type moved struct {
	window          store.Window // as it was read, with the connections of those who came
	before, after   chat.Chat
	public, private []log.Event
	agents          []standing
	line            *protocol.Waiting // as the list showed it, if it was read there

	visitor *protocol.Visitor // as in the plan
}

// standing is an agent before and after a move.
type standing struct{ was, is store.AgentState }

// move commits a change of a chat with all that follows from it.
func (d *Desk) move(ctx context.Context, w store.Window, change chat.Change, p plan) (moved, error) {
	m := moved{window: w, before: w.Head.Chat, visitor: p.visitor}
	ops, err := d.eventOps(ctx, &m, change)
	if err != nil {
		return m, err
	}
	var rests []store.Op
	if m.agents, rests, err = d.consequences(ctx, m.before, change, p); err != nil {
		return m, err
	}
	ops = append(ops, rests...)
	for _, a := range m.agents {
		put, err := store.MoveAgent(a.was, a.is.Agent)
		if err != nil {
			return m, err
		}
		ops = append(ops, put...)
	}
	for _, more := range []func(context.Context, *moved, plan) ([]store.Op, error){d.holdingOps, d.listOps, d.lookOps} {
		add, err := more(ctx, &m, p)
		if err != nil {
			return m, err
		}
		ops = append(ops, add...)
	}
	for _, a := range m.agents {
		if a.was.Open() < a.is.Open() && pushed(a.is.Agent) { // should this invocation not come to route her
			if err := d.arm(ctx, store.AgentThing(a.is.Person), d.Now().Add(guard), false); err != nil {
				return m, err
			}
		}
	}
	return m, d.Store.Commit(ctx, append(ops, p.more...)...)
}

// note commits a change from which nothing follows for any agent, list or connection: something is written down about a
// chat. Whoever only notes needs no permission to move anybody.
func (d *Desk) note(ctx context.Context, w store.Window, change chat.Change, p plan) (moved, error) {
	m := moved{window: w, before: w.Head.Chat}
	ops, err := d.eventOps(ctx, &m, change)
	if err != nil {
		return m, err
	}
	look, err := d.lookOps(ctx, &m, p)
	if err != nil {
		return m, err
	}
	return m, d.Store.Commit(ctx, slices.Concat(ops, look, p.more)...)
}

// eventOps write the change of both logs behind what was read of them, and the head if nobody moved it.
func (d *Desk) eventOps(ctx context.Context, m *moved, change chat.Change) (ops []store.Op, err error) {
	m.after = change.Chat
	var last *log.Event
	before := 0
	if n := len(m.window.Events); n > 0 {
		last = &m.window.Events[n-1]
		before = last.Seq
	}
	if m.public, err = d.append(last, change.Public, 0, true); err != nil {
		return nil, err
	}
	after := before
	for _, e := range m.public {
		after, m.after.StateSeq = e.Seq, e.Seq
		ops = append(ops, store.PutEvent(m.after.ID, store.Public, e))
	}
	for i := range change.Private {
		change.Private[i].After = before
		if followsPublic(change.Private[i].Kind) {
			change.Private[i].After = after
		}
	}
	if m.private, err = d.privateEvents(ctx, m.window, change.Private, m.after.StateSeq); err != nil {
		return nil, err
	}
	for _, e := range m.private {
		ops = append(ops, store.PutEvent(m.after.ID, store.Private, e))
	}
	head, err := store.PutHead(m.after, m.window.Head.Version, d.Now())
	return append(ops, head), err
}

// followsPublic reports whether a private entry belongs behind the public one of the same change, and not before it.
func followsPublic(k log.Kind) bool {
	return slices.Contains([]log.Kind{log.Took, log.Queued, log.Routed}, k)
}

// privateEvents are drafts as they follow the newest entry of the private log.
func (d *Desk) privateEvents(ctx context.Context, w store.Window, drafts []log.Draft, stateSeq int) ([]log.Event, error) {
	if len(drafts) == 0 {
		return nil, nil
	}
	tail := w.Private
	if !w.PrivateWhole && w.Head.Version > 0 {
		newest, err := d.Store.Tail(ctx, w.Head.ID, store.Private, 1)
		if err != nil {
			return nil, err
		}
		tail = newest
	}
	var prev *log.Event
	if len(tail) > 0 {
		prev = &tail[len(tail)-1]
	}
	return d.append(prev, drafts, stateSeq, false)
}

// holdingOps keep which chats a person holds, and her connections under them.
func (d *Desk) holdingOps(ctx context.Context, m *moved, p plan) ([]store.Op, error) {
	var ops []store.Op
	for _, a := range m.after.Agents {
		if !m.after.Holds(a.Person) || m.before.Holds(a.Person) {
			continue
		}
		presence, err := d.Store.Person(ctx, a.Person)
		if err != nil {
			return nil, err
		}
		conns := presence.Conns
		if a.Person == p.by.Person {
			conns = withConn(conns, p.by.Conn)
		}
		ops = append(ops, store.PutHolding(a.Person, store.Holding{Name: m.after.ID, Chat: m.after.ID}, d.Now()))
		ops = append(ops, partyConns(m.after.ID, a.Party, conns, d.Now())...)
		for _, conn := range conns[:min(len(conns), maxConns)] {
			m.window.Conns = append(m.window.Conns, store.Conn{Party: a.Party, ID: conn})
		}
	}
	for _, a := range m.before.Agents {
		if m.before.Holds(a.Person) && !m.after.Holds(a.Person) {
			ops = append(ops, letGo(m.window, a.Person)...)
		}
	}
	return ops, nil
}

// letGo drops what makes a chat an agent's: her holding and her connections under it.
func letGo(w store.Window, person string) []store.Op {
	ops := []store.Op{store.DropHolding(person, w.Head.ID)}
	party := w.Head.Party(person)
	for _, c := range w.Conns {
		if c.Party == party {
			ops = append(ops, store.DropPartyConn(w.Head.ID, party, c.ID))
		}
	}
	return ops
}

// lists are the lists in which a chat stands: that of the queue in which it waits, or that of the skill whose agents are
// asked for it. A request that is offered to one agent stands in none.
func lists(c chat.Chat) []store.Entry {
	var entries []store.Entry
	if c.State == chat.Waiting && c.Offer == nil && c.Queue != "" {
		entries = append(entries, store.Entry{Queue: c.Queue, Chat: c.ID, RequestedAt: c.RequestedAt, Asking: c.Asking && !c.Answered()})
	}
	if c.State == chat.Engaged && c.Invite != nil && c.Invite.To == log.ToSkill {
		entries = append(entries, store.Entry{Queue: routing.SkillQueue(c.Invite.Target), Chat: c.ID, RequestedAt: c.Invite.At})
	}
	return entries
}

// listOps move the chat between lists, and rewrite its line where it says something else now.
func (d *Desk) listOps(ctx context.Context, m *moved, _ plan) ([]store.Op, error) {
	before, after := lists(m.before), lists(m.after)
	in := func(all []store.Entry, e store.Entry) bool {
		return slices.ContainsFunc(all, func(o store.Entry) bool { return o.Queue == e.Queue && o.RequestedAt == e.RequestedAt })
	}
	var ops []store.Op
	for _, e := range before {
		if !in(after, e) {
			ops = append(ops, store.Dequeue(e)...)
		}
	}
	for _, e := range after {
		stays := in(before, e)
		if stays && slices.Equal(refusers(m.before), refusers(m.after)) {
			continue
		}
		var err error
		if e.Body, err = d.line(ctx, m); err != nil {
			return nil, err
		}
		if stays {
			ops = append(ops, store.Relist(e)...)
		} else {
			ops = append(ops, store.Enqueue(e)...)
		}
	}
	return ops, nil
}

// refusers are the agents from whom a chat's line is hidden: those who refused it, and those who are in it.
func refusers(c chat.Chat) []string {
	if c.Invite == nil {
		return c.Refused
	}
	hidden := slices.Clone(c.Invite.Refused)
	for _, a := range c.In() {
		hidden = append(hidden, a.Person)
	}
	return hidden
}

// lookOps have the chat looked at within the guard: should this invocation end before it has told and routed, its own
// look does the rest. The time is stored by the commit itself, and sent before it.
func (d *Desk) lookOps(ctx context.Context, m *moved, p plan) ([]store.Op, error) {
	if m.window.Clock == nil {
		return nil, nil
	}
	now := d.Now()
	at := now.Add(guard)
	if !p.next.IsZero() {
		at = earlier(at, later(p.next, now.Add(time.Second)))
	}
	return d.look(ctx, *m.window.Clock, at)
}

// pushed reports whether requests are offered to this agent by the router.
func pushed(a routing.Agent) bool {
	return slices.ContainsFunc(a.Ranks, func(r routing.Rank) bool { return r.Rule.Pushes() })
}
