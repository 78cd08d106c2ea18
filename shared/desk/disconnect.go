package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// Disconnect notes that a socket closed. It touches nothing but that socket's own entries (F2, F3); only a visitor's
// last one starts the clock after which she counts as gone. An agent's changes nothing: her lease tells.
func (d *Desk) Disconnect(ctx context.Context, by Caller) error {
	return d.forget(ctx, by.Person, by.Conn)
}

// forget drops one connection of a person and, if it was a visitor's last, notes in her open chats that it was lost.
func (d *Desk) forget(ctx context.Context, person, conn string) error {
	p, err := d.Store.Person(ctx, person)
	if err != nil {
		return err
	}
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
		if err := d.loseLast(ctx, w, p, person, conn); err != nil {
			return err
		}
	}
	return d.Store.Commit(ctx, store.DropConn(person, conn))
}

// loseLast starts the clock of an open chat whose visitor has no other connection. That is read again after the clock
// was read: whoever comes back later than this moves the clock, and whoever came back earlier is seen here.
func (d *Desk) loseLast(ctx context.Context, w store.Window, p store.Presence, person, conn string) error {
	other := func(c string) bool { return c != conn }
	if w.Head.Visitor != person || !w.Head.Open() || slices.ContainsFunc(p.Conns, other) {
		return nil
	}
	now, err := d.Store.Person(ctx, person)
	if err != nil || slices.ContainsFunc(now.Conns, other) {
		return err
	}
	return d.lose(ctx, w, disconnected)
}

// VisitorLeaves is a visitor's page that closes (R102): she counts as gone a little later, unless word comes. With the chat open
// in another page too she has not left; that page's socket tells (F49).
func (d *Desk) VisitorLeaves(ctx context.Context, by session.Identity, chatID string) error {
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil {
		return err
	}
	if !w.Complete || w.Head.Visitor != by.Person {
		return errAbsent
	}
	pages := 0
	for _, c := range w.Conns {
		if c.Party == log.Visitor {
			pages++
		}
	}
	if !w.Head.Open() || pages > 1 {
		return nil
	}
	return d.lose(ctx, w, left)
}

func disconnected(c settings.Clocks) time.Duration { return c.Disconnected.D() }
func left(c settings.Clocks) time.Duration         { return c.Left.D() }

// lose starts the clock after which a chat's visitor counts as gone, if no word comes.
func (d *Desk) lose(ctx context.Context, w store.Window, grace func(settings.Clocks) time.Duration) error {
	if w.Clock == nil {
		return nil
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	now := d.Now()
	if known := w.Clock.Lost + w.Clock.Grace; w.Clock.Lost > 0 && known <= now.Add(grace(c.Clocks)).UnixMilli() {
		return nil // her page said that it closes, and now its socket closes too: the notice stands
	}
	if err := d.Store.Commit(ctx, store.SetLost(*w.Clock, now, grace(c.Clocks))); err != nil {
		if isStale(err) { // word came meanwhile: she is there
			return nil
		}
		return err
	}
	if w.Head.State == chat.Engaged {
		d.tellAbsent(ctx, w, log.Visitor, true)
	}
	return d.arm(ctx, w.Clock.Thing, now.Add(grace(c.Clocks)), false)
}
