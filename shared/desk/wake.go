package desk

import (
	"context"
	"errors"
	"time"

	"switchboard/shared/store"
	"switchboard/shared/timer"
)

// Wake looks at a thing that waits, does whatever is due, and arms the next look. Called early, late, twice or for
// nothing it does nothing wrong. Timer, stream, sweep and whoever reads a late thing all call it.
func (d *Desk) Wake(ctx context.Context, t store.Thing) error {
	switch t.Kind {
	case store.ThingAgent:
		return d.settle(ctx, t.ID, d.wakeAgent)
	case store.ThingQueue:
		return d.settle(ctx, t.ID, d.wakeQueue)
	default:
		return d.WakeChat(ctx, t.ID)
	}
}

// WakeChat is Wake for those who only ever wake chats: what a function may do is what its code can come to.
func (d *Desk) WakeChat(ctx context.Context, chatID string) error {
	return d.settle(ctx, chatID, d.wakeChat)
}

// wakeNow wakes a chat at once; if that fails its clock looks again.
func (d *Desk) wakeNow(ctx context.Context, chatID string) {
	d.unwoken(store.ThingChat, d.WakeChat(ctx, chatID))
}

// unwoken logs why a thing could not be woken; its clock looks again.
func (d *Desk) unwoken(kind store.ThingKind, err error) {
	if err != nil {
		d.Log.Warn("wake", "thing", kind, "error", err)
	}
}

// settle looks at a thing until it is at rest.
func (d *Desk) settle(ctx context.Context, id string, look func(context.Context, string) (rest bool, err error)) error {
	ctx, cancel := context.WithTimeout(ctx, handlerLimit) // a look before a commit counts on it
	defer cancel()
	for range attempts {
		rest, err := look(ctx, id)
		if store.Again(err) || err == nil && !rest {
			continue // something moved, or something was done and more may be due
		}
		return err
	}
	return errRestless
}

// errRestless means that a thing did not come to rest; its timer or the sweep looks again.
var errRestless = errors.New("desk: a woken thing did not come to rest")

// Look is what the timer queue calls: it wakes the thing if the time that is stored has come. A look that is early
// waits; one that nobody stored, or that was overtaken, does nothing.
func (d *Desk) Look(ctx context.Context, look timer.Look) error {
	t, err := store.ParseThing(look.Thing)
	if err != nil {
		return err
	}
	if err := d.early(ctx, look.At); err != nil {
		return err
	}
	c, err := d.Store.Clock(ctx, t)
	if err != nil || c == nil || c.Timer > d.Now().UnixMilli() {
		return err
	}
	return d.Wake(ctx, t)
}

// early waits for a time that lies a moment ahead; queues deliver up to a second early.
func (d *Desk) early(ctx context.Context, at time.Time) error {
	ahead := at.Sub(d.Now())
	if ahead <= 0 || ahead > 3*time.Second {
		return nil
	}
	return d.Wait(ctx, ahead)
}

// sweepLimit is how many things of a shard one sweep wakes at most; the next sweep takes the others.
const sweepLimit = 100

// Sweep wakes everything whose due time has come: the promise that holds when timers, stream and TTL fail. While an agent is
// logged in it also shuts out whoever was disabled at the sign-in. It returns how many things it woke, and the first error
// after having tried them all.
func (d *Desk) Sweep(ctx context.Context) (int, error) {
	pending, err := d.Store.Pending(ctx, d.Now(), sweepLimit)
	for _, t := range pending.Overdue {
		if ctx.Err() != nil {
			return len(pending.Overdue), ctx.Err()
		}
		if wakeErr := d.Wake(ctx, t); wakeErr != nil {
			d.Log.Error("sweep", "thing", t.Kind, "error", wakeErr)
			err = errors.Join(err, wakeErr)
		}
	}
	if pending.Agents {
		err = errors.Join(err, d.shutOutDisabled(ctx))
	}
	if pending.Agents || len(pending.Overdue) > 0 {
		d.noteStanding(ctx)
	}
	return len(pending.Overdue), err
}
