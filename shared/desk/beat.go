package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// Beat notes that a client is there, heals what a lost push left behind, and renews an agent's lease.
func (d *Desk) Beat(ctx context.Context, by Caller, f protocol.Beat) (*protocol.Beaten, error) {
	r := &protocol.Beaten{Type: "beat", ID: f.ID, At: d.Now().UnixMilli(), Tails: []protocol.Held{}}
	for _, have := range f.Have {
		tail, err := d.beatChat(ctx, by, have.Chat)
		if err != nil {
			return nil, err
		}
		if tail == nil {
			r.Gone = append(r.Gone, have.Chat)
			continue
		}
		r.Tails = append(r.Tails, *tail)
	}
	if by.Role != session.Agent {
		return r, nil
	}
	var err error
	if r.Screen, err = d.renew(ctx, by); err != nil {
		return nil, err
	}
	if r.Screen.Load > 0 { // her chats rest on her clock: somebody must look at it
		if err := d.wakeAgentIfLate(ctx, by.Person); err != nil {
			return nil, err
		}
	}
	r.ListRev, r.Requests, err = d.listFor(ctx, by.Person, f.ListRev, newPages(r))
	r.Listed = r.ListRev != f.ListRev
	if err == nil && f.Panel && by.Has(session.GroupSupervisor) {
		err = d.renewWatch(ctx, by)
	}
	return r, err
}

// renewWatch keeps a supervisor's panel watched.
func (d *Desk) renewWatch(ctx context.Context, by Caller) error {
	watchers, err := d.Store.Watchers(ctx)
	if err != nil {
		return err
	}
	var queues []string
	for _, w := range watchers {
		if w.Person == by.Person && w.Conn == by.Conn && !w.Dirty && w.Until < d.Now().Add(watchLife/2).UnixMilli() {
			queues = append(queues, w.Queue)
		}
	}
	return d.keepWatch(ctx, by, queues, false)
}

// beatChat answers how far a chat has come. It puts back the caller's connection if it is missing under the chat, and
// wakes a chat whose timer has long passed.
func (d *Desk) beatChat(ctx context.Context, by Caller, chatID string) (*protocol.Held, error) {
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil || !w.Complete {
		return nil, err
	}
	party := w.Head.Party(by.Person)
	visitor := by.Role == session.Visitor && party == log.Visitor
	watching := by.Has(session.GroupSupervisor) && watches(w, by)
	if !visitor && !watching && !(by.Role == session.Agent && w.Head.Holds(by.Person)) {
		return nil, nil
	}
	if !connected(w, by.Conn) {
		if err := d.Store.Commit(ctx, store.PutPartyConn(chatID, party, by.Conn, d.Now())); err != nil {
			return nil, err
		}
	}
	if visitor && w.Clock != nil {
		if err := d.seen(ctx, w.Clock.Thing); err != nil {
			return nil, err
		}
	}
	d.wakeIfLate(ctx, w.Clock)
	tail, err := d.Store.Tail(ctx, chatID, store.Public, 1)
	if err != nil || len(tail) == 0 {
		return nil, err
	}
	held := &protocol.Held{Chat: chatID, After: tail[0].Seq}
	if visitor {
		return held, nil
	}
	private, err := d.Store.Tail(ctx, chatID, store.Private, 1)
	if len(private) > 0 {
		held.AfterPrivate = private[0].Seq
	}
	return held, err
}

// watches reports whether a supervisor's connection stands under a chat.
func watches(w store.Window, by Caller) bool {
	return slices.ContainsFunc(w.Conns, func(c store.Conn) bool {
		return c.Party == store.Watching && c.ID == by.Conn && c.Person == by.Person
	})
}

func connected(w store.Window, conn string) bool {
	for _, c := range w.Conns {
		if c.ID == conn {
			return true
		}
	}
	return false
}

// lateTimer is how far past its time a timer is when whoever reads the thing wakes it.
const lateTimer = 30 * time.Second

func (d *Desk) wakeIfLate(ctx context.Context, c *store.Clock) {
	if c == nil || d.Now().UnixMilli() < c.Timer+lateTimer.Milliseconds() {
		return
	}
	d.unwoken(c.Thing.Kind, d.Wake(ctx, c.Thing))
}

func (d *Desk) wakeAgentIfLate(ctx context.Context, person string) error {
	c, err := d.Store.Clock(ctx, store.AgentThing(person))
	if err == nil {
		d.wakeIfLate(ctx, c)
	}
	return err
}

// renew renews an agent's lease and returns her screen. The look that her clock has armed finds the newer lease and
// arms the next, so a quiet hour costs a look each time one fires and nothing each time she renews. A console that was
// passed over as silent is heard again, and settings that have changed reach her (R42, R43).
func (d *Desk) renew(ctx context.Context, by Caller) (*protocol.Screen, error) {
	agent, err := d.Store.Agent(ctx, by.Person)
	if err != nil || agent.Status == routing.Offline {
		return screen(agent), err
	}
	if err := d.seen(ctx, store.AgentThing(by.Person)); err != nil {
		return nil, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return nil, err
	}
	if !agent.Silent && agent.Settings == c.Version {
		return screen(agent), nil
	}
	agent, err = d.restand(ctx, by.Person)
	return screen(agent), err
}
