package desk

import (
	"context"
	"encoding/json"
	"slices"

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
	if err := d.resumeChats(ctx, by, f, p, r); err != nil {
		return nil, err
	}
	if by.Role == session.Agent {
		r.Screen, r.ListRev, r.Requests, err = d.renew(ctx, by, 0)
	}
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
	pages := newPages()
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
	if !mine {
		return nil, nil
	}
	if err := d.Store.Commit(ctx, store.PutPartyConn(chatID, w.Head.Party(by.Person), by.Conn, d.Now())); err != nil {
		return nil, err
	}
	if by.Role == session.Visitor {
		if err := d.seen(ctx, store.ChatThing(chatID)); err != nil {
			return nil, err
		}
	}
	w, err = d.Store.Standing(ctx, chatID)
	return &w.Head.Chat, err
}

// seen notes that word came; a finished thing waits for nobody.
func (d *Desk) seen(ctx context.Context, t store.Thing) error {
	err := d.Store.Commit(ctx, store.SetSeen(t, d.Now()))
	if isStale(err) {
		return nil
	}
	return err
}

// pages share out what one answer may hold.
type pages struct{ left int }

func newPages() *pages { return &pages{left: protocol.MaxPage - 6<<10} }

// take keeps as many events as still fit, and reports whether all did.
func (p *pages) take(events []log.Event) ([]protocol.Event, bool) {
	wire := make([]protocol.Event, 0, len(events))
	for _, e := range events {
		w := wireEvent(e)
		size, err := json.Marshal(w)
		if err != nil || len(size)+1 > p.left {
			return wire, false
		}
		p.left -= len(size) + 1
		wire = append(wire, w)
	}
	return wire, true
}

// pageEvents is how many events one answer reads of a log at most.
const pageEvents = 200

// chatPage is a chat with the events behind what its reader holds, as far as they fit; More says that some did not.
func (d *Desk) chatPage(ctx context.Context, by Caller, c chat.Chat, have protocol.Held, p *pages) (protocol.Chat, error) {
	v, err := d.view(ctx, c, by.Person)
	if err != nil {
		return v, err
	}
	public, err := d.Store.Events(ctx, c.ID, store.Public, have.After+1, pageEvents)
	if err != nil {
		return v, err
	}
	var whole bool
	v.Events, whole = p.take(public)
	v.Tail = have.After
	if n := len(public); n > 0 {
		v.Tail = public[n-1].Seq
	}
	v.More = !whole || len(public) == pageEvents
	if by.Role != session.Agent {
		return v, nil
	}
	private, err := d.Store.Events(ctx, c.ID, store.Private, have.AfterPrivate+1, pageEvents)
	if err != nil {
		return v, err
	}
	v.Private, whole = p.take(private)
	v.PrivateTail = have.AfterPrivate + len(private)
	v.More = v.More || !whole || len(private) == pageEvents
	return v, nil
}
