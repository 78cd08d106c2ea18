package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/session"
	"switchboard/shared/store"
)

// Disconnect notes that a socket closed. It touches nothing but that socket's own entries (F2, F3); only a visitor's
// last one starts the clock after which she counts as gone. An agent's changes nothing: her lease tells (DESIGN §5).
func (d *Desk) Disconnect(ctx context.Context, by Caller) error {
	return d.forget(ctx, by.Person, by.Conn)
}

// forget drops one connection of a person and, if it was a visitor's last, notes in her open chats that it was lost.
func (d *Desk) forget(ctx context.Context, person, conn string) error {
	p, err := d.Store.Person(ctx, person)
	if err != nil {
		return err
	}
	last := !slices.ContainsFunc(p.Conns, func(c string) bool { return c != conn })
	for _, h := range p.Chats {
		w, err := d.Store.Standing(ctx, h.Chat)
		if err != nil {
			return err
		}
		if !w.Complete {
			continue
		}
		if err := d.Store.Commit(ctx, store.DropPartyConn(h.Chat, w.Head.Party(person), conn)); err != nil {
			return err
		}
		if last && w.Head.Visitor == person && w.Head.Open() {
			if err := d.lose(ctx, w, Clocks.disconnected); err != nil {
				return err
			}
		}
	}
	return d.Store.Commit(ctx, store.DropConn(person, conn))
}

// Leave is a visitor's page that closes (R102): she counts as gone a little later, unless word comes.
func (d *Desk) Leave(ctx context.Context, by session.Identity, chatID string) error {
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil {
		return err
	}
	if !w.Complete || w.Head.Visitor != by.Person {
		return errAbsent
	}
	if !w.Head.Open() {
		return nil
	}
	return d.lose(ctx, w, Clocks.left)
}

func (c Clocks) disconnected() time.Duration { return c.Disconnected.D() }
func (c Clocks) left() time.Duration         { return c.Left.D() }

// lose starts the clock after which a chat's visitor counts as gone, if no word comes.
func (d *Desk) lose(ctx context.Context, w store.Window, grace func(Clocks) time.Duration) error {
	if w.Clock == nil {
		return nil
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	now := d.Now()
	if err := d.Store.Commit(ctx, store.SetLost(*w.Clock, now, grace(c.Clocks))); err != nil {
		if isStale(err) { // word came meanwhile: she is there
			return nil
		}
		return err
	}
	return d.arm(ctx, w.Clock.Thing, now.Add(grace(c.Clocks)), false)
}
