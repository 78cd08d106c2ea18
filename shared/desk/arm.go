package desk

import (
	"context"
	"encoding/binary"
	"io"
	"time"

	"switchboard/shared/store"
	"switchboard/shared/timer"
)

// Times of the one way to wake.
const (
	handlerLimit = 10 * time.Second
	guard        = handlerLimit + 2*time.Second // a look before each commit
	maxAhead     = 890 * time.Second
	past         = 5 * time.Minute // an ended chat is looked at again
)

// arm makes sure that somebody looks at a thing at a time or earlier: it sends the look first and stores its time then,
// so that a stored time was always sent. Only a thing's own wake may move a time that has passed further than the guard.
func (d *Desk) arm(ctx context.Context, t store.Thing, at time.Time, own bool) error {
	return decide(ctx, func(ctx context.Context) error {
		c, err := d.Store.Clock(ctx, t)
		if err != nil || c == nil {
			return err
		}
		now := d.Now()
		passed := c.Timer <= now.UnixMilli()
		look := later(at, now.Add(time.Second))
		look = earlier(look, now.Add(maxAhead))
		if passed && !own {
			look = earlier(look, now.Add(guard))
		}
		look, err = d.unequal(look)
		if err != nil || !passed && look.UnixMilli() >= c.Timer {
			return err
		}
		if err := d.Timers.Send(ctx, timer.Look{Thing: t.String(), At: look}, look.Sub(now)); err != nil {
			return err
		}
		return d.Store.Commit(ctx, store.SetTimer(*c, look.UnixMilli()))
	})
}

// look is arm for a clock that was read already and is written by the commit that follows: it sends a look and returns
// the operation that stores its time, or nothing if an earlier one is live.
func (d *Desk) look(ctx context.Context, c store.Clock, at time.Time) ([]store.Op, error) {
	now := d.Now()
	at, err := d.unequal(at)
	if err != nil || c.Timer > now.UnixMilli() && at.UnixMilli() >= c.Timer {
		return nil, err
	}
	if err := d.Timers.Send(ctx, timer.Look{Thing: c.Thing.String(), At: at}, at.Sub(now)); err != nil {
		return nil, err
	}
	return []store.Op{store.SetTimer(c, at.UnixMilli())}, nil
}

// armed is a thing that a commit touches, and when it is to be looked at afterwards if that is earlier than the guard.
// Zero says that the guard will do: whoever commits wakes the thing herself, and only her crash leaves it to the guard.
type armed struct {
	thing store.Thing
	next  time.Time
}

// commitArmed is the order of things: a look twelve seconds ahead for each thing touched, the commit, and then what is
// earlier. So a crash at any point is found.
func (d *Desk) commitArmed(ctx context.Context, ops []store.Op, things ...armed) error {
	for _, a := range things {
		if err := d.arm(ctx, a.thing, d.Now().Add(guard), false); err != nil {
			return err
		}
	}
	if err := d.Store.Commit(ctx, ops...); err != nil {
		return err
	}
	for _, a := range things {
		if a.next.IsZero() {
			continue
		}
		if err := d.arm(ctx, a.thing, a.next, false); err != nil {
			d.Log.Warn("arm", "thing", a.thing.Kind, "error", err) // the guard looks in its place
		}
	}
	return nil
}

// keep is what a wake does that found nothing to do: it moves the due entry behind the next look, and arms it.
func (d *Desk) keep(ctx context.Context, c store.Clock, next time.Time) error {
	now := d.Now()
	next = earlier(later(next, now.Add(time.Second)), now.Add(maxAhead))
	if err := d.Store.Commit(ctx, store.MoveDue(c, next.Add(store.SweepAfter).UnixMilli())...); err != nil {
		return err
	}
	return d.arm(ctx, c.Thing, next, true)
}

// born starts the clock of a thing: a first look, which is sent after the commit, and the due entry behind it.
func (d *Desk) born(t store.Thing, first time.Time) (store.Clock, error) {
	first, err := d.unequal(earlier(first, d.Now().Add(maxAhead)))
	return store.Clock{
		Thing: t, Seen: d.Now().UnixMilli(), Timer: first.UnixMilli(), Due: first.Add(store.SweepAfter).UnixMilli(),
	}, err
}

// sendFirst sends the look that born stored.
func (d *Desk) sendFirst(ctx context.Context, c store.Clock) error {
	at := time.UnixMilli(c.Timer).UTC()
	return d.Timers.Send(ctx, timer.Look{Thing: c.Thing.String(), At: at}, at.Sub(d.Now()))
}

// unequal adds a random part of a second, so that no two looks are at the same time and none is taken for another.
func (d *Desk) unequal(t time.Time) (time.Time, error) {
	var b [2]byte
	_, err := io.ReadFull(d.Random, b[:])
	return t.Add(time.Duration(binary.BigEndian.Uint16(b[:])%1000) * time.Millisecond), err
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
