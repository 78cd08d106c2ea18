package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// A person who is disabled is shut out (F51): a note says since when, and her agent's clock is due, in one transaction. Her
// wake does the rest, as it does at an exit: Offline, what was offered to her goes on, her chats end (R17, R18), and then
// her sockets are closed. Whoever finds the note gives her no ticket, registers no socket and logs her in no more; so
// whichever of two comes first, a socket that opens meanwhile is closed.

// shutOut shuts a person out, in one transaction with more. Whatever a crash leaves of it, her clock or the sweep finds.
func (d *Desk) shutOut(ctx context.Context, person string, at time.Time, more ...store.Op) error {
	thing := store.AgentThing(person)
	err := decide(ctx, func(ctx context.Context) error {
		clock, err := d.Store.Clock(ctx, thing)
		if err != nil {
			return err
		}
		ops := append(slices.Clone(more), store.ShutOut(person, at))
		if clock == nil {
			return d.shutOutBorn(ctx, thing, ops)
		}
		look, err := d.look(ctx, *clock, d.Now().Add(guard))
		if err != nil {
			return err
		}
		due := min(clock.Due, d.Now().Add(guard).UnixMilli())
		return d.Store.Commit(ctx, slices.Concat(ops, look, store.MoveDue(*clock, due))...)
	})
	if err == nil {
		d.unwoken(thing.Kind, d.Wake(ctx, thing))
	}
	return err
}

// shutOutBorn is for one whose clock does not run: she never logged in, or is logged out.
func (d *Desk) shutOutBorn(ctx context.Context, thing store.Thing, ops []store.Op) error {
	clock, err := d.born(thing, d.Now().Add(guard))
	if err != nil {
		return err
	}
	clock.Due = clock.Timer // the sweep need not leave it to the timer: this is not waiting for anything
	if err := d.Store.Commit(ctx, append(ops, store.Born(clock)...)...); err != nil {
		return err
	}
	if err := d.sendFirst(ctx, clock); err != nil {
		d.Log.Warn("shut out", "error", err) // the sweep looks in its place
	}
	return nil
}

// putOut logs out an agent who is shut out: an exit, of which she was not asked.
func (d *Desk) putOut(ctx context.Context, was store.AgentState) error {
	is, err := d.commitLeave(ctx, was, true, d.Now(), nil)
	if err == nil {
		d.presented(ctx, was.Agent, is.Agent)
	}
	return err
}

// closeSockets closes sockets of a person who is shut out; the last frame says why. An entry goes once its socket is
// closed, so one that could not be closed is found again.
func (d *Desk) closeSockets(ctx context.Context, person string, conns []string) error {
	var to []listener
	for _, conn := range conns {
		to = append(to, listener{Conn: store.Conn{ID: conn}, Person: person})
	}
	why, err := json.Marshal(protocol.Error{Type: "error", Kind: string(errDisabled.Kind), Message: errDisabled.Message})
	if err != nil {
		return err
	}
	pushing, cancel := context.WithTimeout(ctx, pushBudget)
	d.send(pushing, to, why)
	cancel()
	for _, conn := range conns {
		closed := d.Push.Drop(ctx, conn)
		if closed == nil {
			closed = d.forget(ctx, person, conn)
		}
		err = errors.Join(err, closed)
	}
	return err
}

// turnAway refuses a socket that was opened with a ticket from before its person was shut out, and closes it. What cannot
// be closed now is left to her clock: the wake that came with the note may be over.
func (d *Desk) turnAway(ctx context.Context, by Caller, out int64) error {
	err := d.closeSockets(ctx, by.Person, []string{by.Conn})
	if err != nil {
		err = d.shutOut(ctx, by.Person, time.UnixMilli(out))
	}
	if err != nil {
		return err
	}
	return errDisabled
}

// Admit refuses a person who was disabled, here or at the sign-in, since her token was issued: whoever answers her over
// HTTP asks this first.
func (d *Desk) Admit(ctx context.Context, id session.Identity) error {
	p, err := d.ReadPerson(ctx, id.Person)
	if err != nil {
		return err
	}
	if p.Disabled {
		return errDisabled
	}
	return d.letBackIn(ctx, id)
}

// letBackIn refuses whoever is shut out and has signed in before that. Who signed in since was let in by the sign-in,
// which knows better: she is shut out no more.
func (d *Desk) letBackIn(ctx context.Context, id session.Identity) error {
	return decide(ctx, func(ctx context.Context) error {
		out, err := d.Store.ShutOutSince(ctx, id.Person)
		if err != nil || out == 0 {
			return err
		}
		if id.Issued.Unix() <= time.UnixMilli(out).Unix() { // tokens know whole seconds: in doubt it was before
			return errDisabled
		}
		return d.Store.Commit(ctx, store.LetInAsRead(id.Person, out))
	})
}

// shutOutDisabled shuts out whoever was disabled at the sign-in and is logged in or holds a socket. It returns the first
// error after having tried them all.
func (d *Desk) shutOutDisabled(ctx context.Context) error {
	if d.Directory == nil {
		return nil
	}
	asked := d.Now() // whoever signs in from now on was enabled after the answer
	people, err := d.Directory.Disabled(ctx)
	if err != nil {
		d.Log.Error("sweep", "asked", "directory", "error", err)
		return err
	}
	for _, person := range people {
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if shutErr := d.shutOutIfHere(ctx, person, asked); shutErr != nil {
			d.Log.Error("sweep", "asked", "directory", "error", shutErr)
			err = errors.Join(err, shutErr)
		}
	}
	return err
}

func (d *Desk) shutOutIfHere(ctx context.Context, person string, at time.Time) error {
	p, err := d.Store.Person(ctx, person)
	if err != nil {
		return err
	}
	if len(p.Conns) == 0 {
		if a, err := d.Store.Agent(ctx, person); err != nil || a.Status == routing.Offline {
			return err
		}
	}
	return d.shutOut(ctx, person, at)
}
