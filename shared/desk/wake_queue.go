package desk

import (
	"context"

	"switchboard/shared/store"
)

// wakeQueue ends the requests of a queue that nobody serves any more (R94).
func (d *Desk) wakeQueue(ctx context.Context, button string) (rest bool, err error) {
	clock, err := d.Store.Clock(ctx, store.QueueThing(button))
	if err != nil || clock == nil {
		return true, err
	}
	q, err := d.Store.Queue(ctx, button, sweepLimit)
	if err != nil {
		return false, err
	}
	if q.Roster.Admits() || len(q.Waiting) == 0 {
		return true, d.keep(ctx, *clock, d.Now().Add(maxAhead))
	}
	for _, e := range q.Waiting {
		if err := d.Wake(ctx, store.ChatThing(e.Chat)); err != nil {
			d.Log.Warn("wake", "thing", store.ThingChat, "error", err) // its own clock looks
		}
	}
	next, all := d.Now().Add(maxAhead), len(q.Waiting) < sweepLimit
	if !all {
		next = d.Now().Add(guard) // should this invocation not come to the others
	}
	return all, d.keep(ctx, *clock, next)
}
