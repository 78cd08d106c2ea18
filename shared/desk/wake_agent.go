package desk

import (
	"context"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// wakeAgent counts an agent out whose close notice or lease has run its time, or who is shut out, lets go of all she holds
// under an epoch that she left, and finishes her clock once she is Offline and holds nothing (R17, R22, R23). The sockets
// of one who is shut out are closed before that (F51).
func (d *Desk) wakeAgent(ctx context.Context, person string) (rest bool, err error) {
	thing := store.AgentThing(person)
	clock, err := d.Store.Clock(ctx, thing)
	if err != nil || clock == nil {
		return true, err
	}
	agent, err := d.Store.Agent(ctx, person)
	if err != nil {
		return false, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return false, err
	}
	now := d.Now()
	absent := lapsed(agent.Agent, *clock, c.Clocks)
	lost := absent.Add(c.Clocks.Grace.D())
	closing := time.UnixMilli(clock.Lost + clock.Grace)
	closes := clock.Lost > 0 && !now.Before(closing)
	if agent.Status != routing.Offline && (closes || !now.Before(lost)) {
		// Her lease and her close notice must be as read: else she is back.
		is, err := d.commitLeave(ctx, agent, closes, lastThere(*clock, closes, now), []store.Op{store.CheckSilence(*clock)})
		if err == nil {
			d.presented(ctx, agent.Agent, is.Agent)
		}
		return false, err
	}
	p, err := d.Store.Person(ctx, person)
	if err != nil {
		return false, err
	}
	if p.Out > 0 && agent.Status != routing.Offline {
		return false, d.putOut(ctx, agent)
	}
	if agent, p, err = d.wakeOffers(ctx, agent, p); err != nil {
		return false, err
	}
	if left, err := d.letGoOfAll(ctx, agent, p); left || err != nil {
		return false, err
	}
	if p.Out > 0 && len(p.Conns) > 0 {
		return false, d.closeSockets(ctx, person, p.Conns)
	}
	if agent.Status == routing.Offline && len(agent.Offers) > 0 { // one of them could not be taken back just now
		return true, d.keep(ctx, *clock, d.Now().Add(guard))
	}
	if agent.Status == routing.Offline {
		return true, d.Store.Commit(ctx, append(store.Finish(*clock), store.CheckAgent(agent))...)
	}
	if clock.Lost > 0 {
		lost = earlier(lost, closing)
	}
	return true, d.watchAgent(ctx, *clock, agent, absent, lost)
}

// wakeOffers lets what was offered to an agent go on if she is not there for it (R20), and gives her what waits if she is
// free. What she holds is read again if she is.
func (d *Desk) wakeOffers(ctx context.Context, was store.AgentState, p store.Presence) (store.AgentState, store.Presence, error) {
	if was.Free() && pushed(was.Agent) {
		d.route(ctx, was.Buttons...)
	}
	if was.Status == routing.Online || len(was.Offers) == 0 {
		return was, p, nil
	}
	for _, o := range was.Offers {
		d.wakeNow(ctx, o.Chat)
	}
	agent, err := d.Store.Agent(ctx, was.Person)
	if err != nil || agent.Version == was.Version {
		return agent, p, err
	}
	p, err = d.Store.Person(ctx, was.Person) // after her standing: whatever she took under it is in here
	return agent, p, err
}

// watchAgent arms the next look at an agent who is logged in, and tells her visitors if she has not been heard of for
// long (R22). Each look costs: an absence may be told a little late.
func (d *Desk) watchAgent(ctx context.Context, clock store.Clock, agent store.AgentState, absent, lost time.Time) error {
	now := d.Now()
	if now.Before(absent) {
		lost = earlier(lost, later(absent, now.Add(time.Minute)))
	} else if agent.Load > 0 {
		if err := d.tellVisitorsOf(ctx, agent.Person, true); err != nil {
			return err
		}
	}
	return d.keep(ctx, clock, lost)
}

// lastThere is when a session ends: when her window closed, or when she was last heard of (R23).
func lastThere(c store.Clock, closed bool, now time.Time) time.Time {
	at := time.UnixMilli(c.Seen)
	if closed {
		at = time.UnixMilli(c.Lost)
	}
	return earlier(at.UTC(), now)
}

// letGoOfAll lets go of every chat that an agent took under an epoch she left; it reports whether there was one.
func (d *Desk) letGoOfAll(ctx context.Context, agent store.AgentState, p store.Presence) (bool, error) {
	any := false
	for _, h := range p.Chats {
		w, err := d.standingTail(ctx, h.Chat)
		if err != nil {
			return any, err
		}
		if !w.Complete || tookAt(w.Head.Chat, agent.Person) > agent.Out {
			continue // taken since she came back
		}
		any = true
		if w.Head.State == chat.Engaged && w.Head.Has(agent.Person) {
			if err := d.drop(ctx, w, agent); err != nil {
				return any, err
			}
		} else if m, err := d.shutTab(ctx, agent.Person, h.Chat, "", agent.Out); err != nil {
			return any, err
		} else {
			d.follow(ctx, m, "")
		}
		d.wakeNow(ctx, h.Chat)
	}
	return any, nil
}
