package desk

import (
	"context"
	"time"

	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// tellAbsent tells the others in a chat that a party's connection is lost, or back (R22, R135).
func (d *Desk) tellAbsent(ctx context.Context, w store.Window, who log.Party, absent bool) {
	var to []listener
	for _, l := range hearing(w.Head.Chat, w.Conns) {
		if (l.Party == log.Visitor) != (who == log.Visitor) && l.Party != store.Watching {
			to = append(to, l)
		}
	}
	d.tell(ctx, to, protocol.Absent{Type: "absent", Chat: w.Head.ID, Who: string(who), On: absent})
}

// tellVisitorsOf tells the visitors of all chats that an agent is in that her connection is lost, or back.
func (d *Desk) tellVisitorsOf(ctx context.Context, person string, absent bool) error {
	p, err := d.Store.Person(ctx, person)
	if err != nil {
		return err
	}
	for _, h := range p.Chats {
		w, err := d.Store.Standing(ctx, h.Chat)
		if err != nil {
			return err
		}
		if w.Complete && w.Head.Has(person) {
			d.tellAbsent(ctx, w, w.Head.Party(person), absent)
		}
	}
	return nil
}

// lapsed is when an agent who was last heard of at a clock's time counts as not being there; only after a grace does she
// count as lost (R22).
func lapsed(a routing.Agent, c store.Clock, clocks settings.Clocks) time.Time {
	return a.LostAt(time.UnixMilli(c.Seen), clocks.LeaseLost.D(), clocks.IdleLost.D())
}

// returns tells her visitors that an agent is back who was not heard of for so long that they were told.
func (d *Desk) returns(ctx context.Context, agent store.AgentState, clocks settings.Clocks) error {
	if agent.Load == 0 {
		return nil
	}
	c, err := d.Store.Clock(ctx, store.AgentThing(agent.Person))
	if err != nil || c == nil || d.Now().Before(lapsed(agent.Agent, *c, clocks)) {
		return err
	}
	return d.tellVisitorsOf(ctx, agent.Person, false)
}
