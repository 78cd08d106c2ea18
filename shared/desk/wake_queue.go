package desk

import (
	"context"
	"time"

	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// wakeQueue ends the requests of a queue that nobody serves any more (R94), routes what may have been left, and tells
// waiting visitors their places and supervisors what has changed.
func (d *Desk) wakeQueue(ctx context.Context, queue string) (rest bool, err error) {
	clock, err := d.Store.Clock(ctx, store.QueueThing(queue))
	if err != nil || clock == nil {
		return true, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return false, err
	}
	if err := d.tellPanel(ctx, c, queue); err != nil {
		return false, err
	}
	r, err := d.Store.Roster(ctx, queue)
	if err != nil {
		return false, err
	}
	if !r.Admits() && r.Waiting > 0 {
		return d.wakeWaiters(ctx, *clock, queue)
	}
	next := d.Now().Add(maxAhead)
	if b, ok := c.Button(queue); ok {
		if next, err = d.tendQueue(ctx, c, b, r, next); err != nil {
			return false, err
		}
	}
	return true, d.keep(ctx, *clock, next)
}

// tendQueue routes and tells places, and says when to come again.
func (d *Desk) tendQueue(ctx context.Context, c settings.Configuration, b settings.Button, r routing.Roster, next time.Time) (time.Time, error) {
	d.route(ctx, b.ID)
	if r.Asking > 0 && hasPlaces(b) {
		next = d.Now().Add(c.Clocks.Positions.D())
	}
	return next, d.tellPlaces(ctx, b, r)
}

// wakeWaiters wakes the requests of a queue that has nobody left.
func (d *Desk) wakeWaiters(ctx context.Context, clock store.Clock, queue string) (bool, error) {
	entries, err := d.Store.Waiting(ctx, queue, sweepLimit)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		d.wakeNow(ctx, e.Chat)
	}
	next, all := d.Now().Add(maxAhead), len(entries) < sweepLimit
	if !all {
		next = d.Now().Add(guard) // should this invocation not come to the others
	}
	return all, d.keep(ctx, clock, next)
}
