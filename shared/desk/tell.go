package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/push"
	"switchboard/shared/store"
)

// pushBudget is how long a function waits for pushes. What is not told by then is found by resume or beat.
const pushBudget = 300 * time.Millisecond

// listener is a connection and whom it belongs to.
type listener struct {
	store.Conn
	Person string
	Chat   string // of a watcher: what she watches
}

// tellParties sends a frame to everybody who is connected to a chat, except the connection that caused it.
func (d *Desk) tellParties(ctx context.Context, w store.Window, except string, frame any) {
	d.tell(ctx, without1(hearing(w.Head.Chat, w.Conns), except), frame)
}

// hearing are all who are connected to a chat and may hear of it. A connection may lie under a chat that its agent is out
// of: her beat or her return read the chat before she left it, and wrote after.
func hearing(c chat.Chat, conns []store.Conn) []listener {
	var to []listener
	for _, conn := range conns {
		l := listenerOf(c, conn)
		if conn.Party == log.Visitor || conn.Party == store.Watching || c.Holds(l.Person) {
			to = append(to, l)
		}
	}
	return to
}

// listenerOf is who listens over a connection of a chat: a party, or a supervisor who watches.
func listenerOf(c chat.Chat, conn store.Conn) listener {
	if conn.Party == store.Watching {
		return listener{conn, conn.Person, c.ID}
	}
	return listener{Conn: conn, Person: personOf(c, conn.Party)}
}

func personOf(c chat.Chat, party log.Party) string {
	if party == log.Visitor {
		return c.Visitor
	}
	for _, a := range c.Agents {
		if a.Party == party {
			return a.Person
		}
	}
	return ""
}

// tellPerson sends a frame to all connections of a person, outside any chat.
func (d *Desk) tellPerson(ctx context.Context, person, except string, frame any) {
	d.tell(ctx, without1(d.windows(ctx, person), except), frame)
}

// tellPeople sends a frame to all connections of some people.
func (d *Desk) tellPeople(ctx context.Context, people []string, frame any) {
	var to []listener
	for _, person := range people {
		to = append(to, d.windows(ctx, person)...)
	}
	d.tell(ctx, to, frame)
}

// windows are the connections of a person's pages.
func (d *Desk) windows(ctx context.Context, person string) []listener {
	p, err := d.Store.Person(ctx, person)
	if err != nil {
		d.Log.Warn("tell", "error", err)
	}
	var all []listener
	for _, conn := range p.Conns {
		all = append(all, listener{Conn: store.Conn{ID: conn}, Person: person})
	}
	return all
}

// tell pushes in parallel within the budget. A connection that is gone is forgotten, and its person is tried once more
// over the connections she has by now (F4).
func (d *Desk) tell(ctx context.Context, to []listener, frame any) {
	if len(to) == 0 {
		return
	}
	data, err := json.Marshal(frame)
	if err != nil {
		d.Log.Error("tell", "error", err)
		return
	}
	pushing, cancel := context.WithTimeout(ctx, pushBudget)
	defer cancel()
	for _, lost := range d.send(pushing, to, data) {
		d.retell(ctx, lost, to, data)
	}
}

// send pushes to all listeners at once and returns those whose connection is gone.
func (d *Desk) send(ctx context.Context, to []listener, data []byte) []listener {
	failed := make([]error, len(to))
	var wait sync.WaitGroup
	for i, l := range to {
		wait.Go(func() { failed[i] = d.Push.Send(ctx, l.ID, data) })
	}
	wait.Wait()
	var gone []listener
	for i, err := range failed {
		if errors.Is(err, push.ErrGone) {
			gone = append(gone, to[i])
		} else if err != nil {
			Note(ctx, FailedPushes, 1)
			d.Log.Warn("push", "error", err)
		}
	}
	return gone
}

// retell reads the connections of a person whose push came back, sends to those that were not tried, and forgets the
// dead one; if it was a visitor's last, she counts as disconnected from now on.
func (d *Desk) retell(ctx context.Context, lost listener, tried []listener, data []byte) {
	if err := d.forget(ctx, lost.Person, lost.ID); err != nil {
		d.Log.Warn("forget", "error", err)
	}
	if lost.Chat != "" {
		if err := d.Store.Commit(ctx, store.DropPartyConn(lost.Chat, store.Watching, lost.ID)); err != nil {
			d.Log.Warn("forget", "error", err)
		}
	}
	p, err := d.Store.Person(ctx, lost.Person)
	if err != nil {
		d.Log.Warn("retell", "error", err)
		return
	}
	var again []listener
	for _, conn := range p.Conns {
		if !slices.ContainsFunc(tried, func(l listener) bool { return l.ID == conn }) {
			again = append(again, listener{Conn: store.Conn{Party: lost.Party, ID: conn}, Person: lost.Person})
		}
	}
	pushing, cancel := context.WithTimeout(ctx, pushBudget)
	defer cancel()
	d.send(pushing, again, data)
}
