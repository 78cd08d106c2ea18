package desk

import (
	"context"
	"time"

	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// Beat notes that a client is there, heals what a lost push left behind, and renews an agent's lease (DESIGN §3).
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
	return r, err
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
	if !visitor && !(by.Role == session.Agent && w.Head.Holds(by.Person)) {
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
	if err := d.Wake(ctx, c.Thing); err != nil {
		d.Log.Warn("wake", "thing", c.Thing.Kind, "error", err)
	}
}

func (d *Desk) wakeAgentIfLate(ctx context.Context, person string) error {
	c, err := d.Store.Clock(ctx, store.AgentThing(person))
	if err == nil {
		d.wakeIfLate(ctx, c)
	}
	return err
}

// renew renews an agent's lease and returns her screen. The look that her clock has armed finds the newer lease and
// arms the next, so a quiet hour costs a look each time one fires and nothing each time she renews.
func (d *Desk) renew(ctx context.Context, by Caller) (*protocol.Screen, error) {
	agent, err := d.Store.Agent(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	if agent.Status != routing.Offline {
		if err := d.seen(ctx, store.AgentThing(by.Person)); err != nil {
			return nil, err
		}
	}
	return screen(agent), nil
}

// Typing passes on that a party writes, to the other parties, and stores nothing (R114).
func (d *Desk) Typing(ctx context.Context, by Caller, f protocol.Typing) error {
	w, err := d.Store.Standing(ctx, f.Chat)
	if err != nil {
		return err
	}
	if !w.Complete || !mayKnow(w.Head.Chat, by) {
		return errAbsent
	}
	if w.Head.State != "engaged" {
		return nil
	}
	party := w.Head.Party(by.Person)
	var to []listener
	for _, c := range w.Conns {
		if c.Party != party {
			to = append(to, listener{c, personOf(w.Head.Chat, c.Party)})
		}
	}
	d.tell(ctx, to, protocol.TypingSeen{Type: "typing", Chat: f.Chat, Who: string(party), On: f.On})
	return nil
}
