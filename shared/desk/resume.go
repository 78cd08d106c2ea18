package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// Resume registers a connection and answers with what its person has missed (R22, R283, R288): it writes the
// connection first and reads then, so that whatever is said meanwhile is either read or pushed.
func (d *Desk) Resume(ctx context.Context, by Caller, f protocol.Resume) (*protocol.Resumed, error) {
	now := d.Now()
	if err := d.Store.Commit(ctx, store.PutConn(by.Person, by.Conn, now)); err != nil {
		return nil, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return nil, err
	}
	r := &protocol.Resumed{
		Type: "resumed", ID: f.ID, At: now.UnixMilli(), Chats: []protocol.Chat{}, Expires: by.Expires.UnixMilli(),
		Clocks: protocol.Clocks{Beat: c.Clocks.Beat.D().Milliseconds(), Lease: c.Clocks.Lease.D().Milliseconds(), Idle: c.Clocks.Idle.D().Milliseconds()},
	}
	p, err := d.Store.Person(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	if p.Out > 0 {
		return nil, d.turnAway(ctx, by, p.Out)
	}
	if err := d.resumeChats(ctx, by, f, p, r); err != nil {
		return nil, err
	}
	if by.Role != session.Agent {
		return r, nil
	}
	agent, err := d.Store.Agent(ctx, by.Person)
	if err == nil {
		err = d.returns(ctx, agent, c.Clocks)
	}
	if err != nil {
		return nil, err
	}
	if r.Screen, err = d.renew(ctx, by); err != nil {
		return nil, err
	}
	r.ListRev, r.Requests, err = d.listFor(ctx, by.Person, 0, newPages(r))
	return r, err
}

// resumeChats adds the person's chats and those she asked for, as far as one answer holds.
func (d *Desk) resumeChats(ctx context.Context, by Caller, f protocol.Resume, p store.Presence, r *protocol.Resumed) error {
	wanted := slices.Clone(f.Have)
	for _, h := range p.Chats {
		if !slices.ContainsFunc(wanted, func(have protocol.Held) bool { return have.Chat == h.Chat }) {
			wanted = append(wanted, protocol.Held{Chat: h.Chat})
		}
	}
	pages := newPages(r)
	for _, have := range wanted {
		c, err := d.attach(ctx, by, have.Chat)
		if err != nil {
			return err
		}
		if c == nil {
			r.Gone = append(r.Gone, have.Chat)
			continue
		}
		v, err := d.chatPage(ctx, by, *c, have, pages)
		if err != nil {
			return err
		}
		r.Chats = append(r.Chats, v)
	}
	return nil
}

// attach copies a connection under a chat its person may read, notes that a visitor is there, and only then reads the
// chat. It returns nil for a chat that is not hers (any more).
func (d *Desk) attach(ctx context.Context, by Caller, chatID string) (*chat.Chat, error) {
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil || !w.Complete {
		return nil, err
	}
	mine := w.Head.Visitor == by.Person && by.Role == session.Visitor || by.Role == session.Agent && w.Head.Holds(by.Person)
	if !mine && d.watchedBefore(ctx, by, w) {
		return &w.Head.Chat, d.Store.Commit(ctx, store.PutWatching(chatID, by.Person, by.Conn, d.Now()))
	}
	if !mine {
		return nil, nil
	}
	if err := d.Store.Commit(ctx, connect(w, w.Head.Party(by.Person), by.Conn, d.Now())...); err != nil {
		return nil, err
	}
	if by.Role == session.Visitor {
		if err := d.seen(ctx, store.ChatThing(chatID)); err != nil {
			return nil, err
		}
		if w.Clock != nil && w.Clock.Lost > 0 && w.Head.State == chat.Engaged {
			d.tellAbsent(ctx, w, log.Visitor, false)
		}
	}
	w, err = d.Store.Standing(ctx, chatID)
	return &w.Head.Chat, err
}

// watchedBefore reports whether a supervisor watched a chat over a connection that she had, and still may.
func (d *Desk) watchedBefore(ctx context.Context, by Caller, w store.Window) bool {
	watched := slices.ContainsFunc(w.Conns, func(c store.Conn) bool { return c.Party == store.Watching && c.Person == by.Person })
	return watched && by.Role == session.Agent && d.oversees(ctx, by, w.Head.Chat) == nil
}

// seen notes that word came; a finished thing waits for nobody.
func (d *Desk) seen(ctx context.Context, t store.Thing) error {
	err := d.Store.Commit(ctx, store.SetSeen(t, d.Now()))
	if isStale(err) {
		return nil
	}
	return err
}

// connect copies a connection under a chat. Of too many the others go: most are dead ones whose `$disconnect` was lost
// (F1), so many that a message's one query would no longer reach the head; a live one comes back with its next beat.
func connect(w store.Window, party log.Party, conn string, now time.Time) []store.Op {
	ops := []store.Op{store.PutPartyConn(w.Head.ID, party, conn, now)}
	others := 0
	for _, c := range w.Conns {
		if c.Party != party || c.ID == conn {
			continue
		}
		if others++; others >= maxConns && len(ops) < store.MaxOps {
			ops = append(ops, store.DropPartyConn(w.Head.ID, party, c.ID))
		}
	}
	return ops
}
