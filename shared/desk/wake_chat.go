package desk

import (
	"context"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// wakeChat does what is due for a chat: an end by silence, by a lost agent or because nobody is left, and, once it has
// ended, its transcript. rest reports that nothing more is due now.
func (d *Desk) wakeChat(ctx context.Context, chatID string) (rest bool, err error) {
	w, err := d.standingTail(ctx, chatID)
	if err != nil || !w.Complete || w.Clock == nil {
		return true, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return false, err
	}
	switch w.Head.State {
	case chat.Waiting:
		return d.wakeWaiting(ctx, w, c)
	case chat.Engaged:
		return d.wakeEngaged(ctx, w, c.Clocks)
	}
	return d.wakeEnded(ctx, w, c.Clocks)
}

// wakeOver is wakeChat for whoever has shut the tab of a chat: one that goes on with others is left to its clock.
func (d *Desk) wakeOver(ctx context.Context, chatID string) (rest bool, err error) {
	w, err := d.standingTail(ctx, chatID)
	if err != nil || !w.Complete || w.Clock == nil || w.Head.Open() {
		return true, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return false, err
	}
	return d.wakeEnded(ctx, w, c.Clocks)
}

// wakeEngaged ends a chat whose visitor is gone or idle, lets go of agents who have left, and takes back an invitation
// that nobody answered or nobody can (R17, R23, R128, R134, R147).
func (d *Desk) wakeEngaged(ctx context.Context, w store.Window, clocks settings.Clocks) (bool, error) {
	now := d.Now()
	gone, err := d.goneAt(ctx, w, clocks)
	if err != nil {
		return false, err
	}
	if !now.Before(gone) {
		change, _ := chat.EndGone(w.Head.Chat, now)
		return false, d.endBySilence(ctx, w, change)
	}
	for _, in := range w.Head.In() {
		agent, err := d.Store.Agent(ctx, in.Person)
		if err != nil {
			return false, err
		}
		if agent.Status == routing.Offline || in.Epoch <= agent.Out {
			return false, d.drop(ctx, w, agent)
		}
	}
	idle, ended, err := d.wakeIdle(ctx, w)
	if err != nil || ended {
		return false, err
	}
	next := earlier(gone, idle)
	if w.Head.Invite != nil {
		done, err := d.wakeInvite(ctx, w)
		if err != nil || done {
			return false, err
		}
		next = earlier(next, time.UnixMilli(w.Head.Invite.Until))
		next = earlier(next, d.hintAgain(ctx, w))
	}
	return true, d.keep(ctx, *w.Clock, next)
}

// wakeIdle ends a chat whose visitor has left an agent's message unanswered for too long; else it says when that may be
// at the earliest (R124, R125, R128). It rests on nothing having been said since.
func (d *Desk) wakeIdle(ctx context.Context, w store.Window) (next time.Time, ended bool, err error) {
	now := d.Now()
	if w.Head.Settled.Timeout == 0 {
		return now.Add(maxAhead), false, nil
	}
	timeout := time.Duration(w.Head.Settled.Timeout) * time.Second
	recent, err := d.Store.Tail(ctx, w.Head.ID, store.Public, idleTail)
	if err != nil {
		return now, false, err
	}
	since, runs, _ := chat.IdleSince(recent)
	if !runs {
		return now.Add(timeout), false, nil // a message of this moment could be due no earlier
	}
	if due := since.Add(timeout); now.Before(due) {
		return due, false, nil
	}
	w.Events = recent[:1]
	change, _ := chat.EndIdle(w.Head.Chat, now)
	return now, true, d.endByWake(ctx, w, change, nil)
}

// idleTail is how far back a chat is read for its last message; custom events and comings do not count.
const idleTail = 64

// wakeInvite takes back an invitation whose time is over, or whose one agent is not Online any more (R20, R147).
func (d *Desk) wakeInvite(ctx context.Context, w store.Window) (bool, error) {
	asked := *w.Head.Invite
	var change chat.Change
	if d.Now().UnixMilli() >= asked.Until {
		change = chat.Expire(w.Head.Chat)
	} else if asked.To == log.ToAgent {
		target, err := d.Store.Agent(ctx, asked.Target)
		if err != nil {
			return false, err
		}
		if _, offered := target.Offered(w.Head.ID); target.Status == routing.Online && offered {
			return false, nil
		}
		if change, err = chat.Recall(w.Head.Chat, "", ""); err != nil {
			return false, err
		}
	} else {
		nobody, err := d.lastAsked(ctx, w.Head.Chat, "")
		if err != nil || !nobody {
			return false, err
		}
		if change, err = chat.Recall(w.Head.Chat, "", ""); err != nil {
			return false, err
		}
	}
	m, err := d.move(ctx, w, change, plan{})
	if err == nil {
		d.follow(ctx, m, "")
	}
	return true, err
}

// drop lets go of an agent who has left: the chat goes on without her, or ends.
func (d *Desk) drop(ctx context.Context, w store.Window, agent store.AgentState) error {
	change, ok := chat.Drop(w.Head.Chat, agent.Person, agent.Exit, d.Now())
	if !ok {
		return nil
	}
	var more []store.Op
	if !change.Chat.Open() && w.Clock != nil {
		more = store.MoveDue(*w.Clock, d.Now().UnixMilli())
	}
	m, err := d.move(ctx, w, change, plan{more: more})
	if err == nil {
		d.follow(ctx, m, "")
	}
	return err
}

// goneAt is when the visitor of a chat counts as gone: so long after her last word, or sooner after a connection was
// lost or her page said that it closes, unless word came since.
func (d *Desk) goneAt(ctx context.Context, w store.Window, clocks settings.Clocks) (time.Time, error) {
	word, err := d.wordAt(ctx, w)
	if err != nil {
		return time.Time{}, err
	}
	gone := word + clocks.VisitorGone.D().Milliseconds()
	if w.Clock.Lost >= word && w.Clock.Lost > 0 {
		gone = min(gone, w.Clock.Lost+w.Clock.Grace)
	}
	return time.UnixMilli(gone).UTC(), nil
}

// wordAt is when the visitor of a chat was heard last: seen, or something said since. However much her agent wrote
// after it, the log is read back to it.
func (d *Desk) wordAt(ctx context.Context, w store.Window) (int64, error) {
	for n := 32; ; n *= 4 {
		recent, err := d.Store.Tail(ctx, w.Head.ID, store.Public, n)
		if err != nil {
			return 0, err
		}
		for _, e := range recent {
			if at := e.At.UnixMilli(); e.Who == log.Visitor || at <= w.Clock.Seen {
				return max(w.Clock.Seen, at), nil
			}
		}
		if len(recent) < n {
			return w.Clock.Seen, nil
		}
	}
}

// endBySilence commits an end that follows from silence: it has no next slot, and rests on no word having come since.
func (d *Desk) endBySilence(ctx context.Context, w store.Window, change chat.Change) error {
	return d.endByWake(ctx, w, change, w.Clock)
}

// endByWake commits an end that no person asked for. Its due entry moves to now, so that the sweep may look at once;
// silence, if given, must still hold.
func (d *Desk) endByWake(ctx context.Context, w store.Window, change chat.Change, silence *store.Clock) error {
	rests := store.MoveDue(*w.Clock, d.Now().UnixMilli())
	if silence != nil && len(rests) == 0 {
		rests = []store.Op{store.CheckSilence(*silence)}
	} else if silence != nil {
		rests[0].If.Equal["seen"], rests[0].If.Equal["lost"] = silence.Seen, silence.Lost // one commit writes a key once
	}
	m, err := d.move(ctx, w, change, plan{more: rests})
	if err == nil {
		d.follow(ctx, m, "")
	}
	return err
}

// wakeEnded closes an ended chat and makes its transcript once it is due: after an end by the system or with all tabs
// closed at once; else when the marker is gone or the due time has come, unless the agent who held it last is there with
// her tab open (R218, R219).
func (d *Desk) wakeEnded(ctx context.Context, w store.Window, clocks settings.Clocks) (bool, error) {
	if d.Documents == nil { // a function that stores no documents leaves this to one that does
		return true, d.arm(ctx, w.Clock.Thing, d.Now().Add(time.Second), true)
	}
	if w.Head.State != chat.Ended {
		return true, d.finalise(ctx, w)
	}
	if w.Head.EndedBy != log.BySystem && w.Head.Holder() != nil {
		if rest, err := d.holdOpen(ctx, w, clocks); rest || err != nil {
			return rest, err
		}
	}
	change, _ := chat.Close(w.Head.Chat)
	_, err := d.move(ctx, w, change, plan{})
	return false, err
}

// holdOpen leaves an ended chat whose tab is open as it is, while it is not due or its agent is there.
func (d *Desk) holdOpen(ctx context.Context, w store.Window, clocks settings.Clocks) (bool, error) {
	now, due := d.Now(), time.UnixMilli(w.Clock.Due)
	marked, err := d.Store.HasMark(ctx, w.Head.ID)
	if err != nil {
		return false, err
	}
	if marked && now.Before(due) {
		return true, d.arm(ctx, w.Clock.Thing, due.Add(past), true)
	}
	there, err := d.tabOpen(ctx, w.Head.Chat, clocks)
	if err != nil || !there {
		return false, err
	}
	return true, d.keep(ctx, *w.Clock, now.Add(past))
}

// tabOpen reports whether the agent who held an ended chat last is there with its tab open.
func (d *Desk) tabOpen(ctx context.Context, c chat.Chat, clocks settings.Clocks) (bool, error) {
	holder := c.Holder()
	agent, err := d.Store.Agent(ctx, holder.Person)
	if err != nil || agent.Status == routing.Offline || holder.Epoch <= agent.Out {
		return false, err
	}
	lease, err := d.Store.Clock(ctx, store.AgentThing(holder.Person))
	if err != nil || lease == nil {
		return false, err
	}
	lost := agent.LostAt(time.UnixMilli(lease.Seen), clocks.LeaseLost.D(), clocks.IdleLost.D())
	return d.Now().Before(lost), nil
}
