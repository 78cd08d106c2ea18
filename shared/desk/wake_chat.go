package desk

import (
	"context"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
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
		return d.wakeWaiting(ctx, w, c.Clocks)
	case chat.Engaged:
		return d.wakeEngaged(ctx, w, c.Clocks)
	}
	return d.wakeEnded(ctx, w, c.Clocks)
}

// wakeWaiting ends a request whose visitor is gone or for which nobody is left (R94, R102), and hints it to more agents.
func (d *Desk) wakeWaiting(ctx context.Context, w store.Window, clocks Clocks) (bool, error) {
	now := d.Now()
	gone, err := d.goneAt(ctx, w, clocks)
	if err != nil {
		return false, err
	}
	if !now.Before(gone) {
		change, _ := chat.EndGone(w.Head.Chat, now)
		return false, d.endBySilence(ctx, w, change)
	}
	q, err := d.Store.Queue(ctx, w.Head.Button, 1)
	if err != nil {
		return false, err
	}
	if !q.Roster.Admits() {
		change, _ := chat.EndUnanswered(w.Head.Chat, now)
		return false, d.endByWake(ctx, w, change, nil)
	}
	batch := int((now.UnixMilli() - w.Head.RequestedAt) / hintsApart.Milliseconds())
	if batch > 0 && batch*hintsAtOnce < len(q.Online) {
		if v, err := d.visitor(ctx, w.Head.ID); err == nil && v != nil {
			d.hint(ctx, w.Head.Chat, *v, batch)
		}
	}
	if (batch+1)*hintsAtOnce < len(q.Online) {
		gone = earlier(gone, now.Add(hintsApart))
	}
	return true, d.keep(ctx, *w.Clock, gone)
}

// wakeEngaged ends a chat whose visitor or whose agent is gone (R17, R23, R134).
func (d *Desk) wakeEngaged(ctx context.Context, w store.Window, clocks Clocks) (bool, error) {
	now := d.Now()
	gone, err := d.goneAt(ctx, w, clocks)
	if err != nil {
		return false, err
	}
	if !now.Before(gone) {
		change, _ := chat.EndGone(w.Head.Chat, now)
		return false, d.endBySilence(ctx, w, change)
	}
	holder := w.Head.Holder()
	agent, err := d.Store.Agent(ctx, holder.Person)
	if err != nil {
		return false, err
	}
	if agent.Status == routing.Offline || holder.Epoch <= agent.Out {
		return false, d.endLeft(ctx, w, agent)
	}
	return true, d.keep(ctx, *w.Clock, gone)
}

// goneAt is when the visitor of a chat counts as gone: so long after her last word, or sooner after a connection was
// lost or her page said that it closes, unless word came since.
func (d *Desk) goneAt(ctx context.Context, w store.Window, clocks Clocks) (time.Time, error) {
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
	ended, err := d.commitEnd(ctx, w, change, rests, time.Time{})
	if err == nil {
		d.tellEnd(ctx, w, "", ended)
	}
	return err
}

// endLeft ends a chat whose agent has left, and gives her place back in the same commit.
func (d *Desk) endLeft(ctx context.Context, w store.Window, agent store.AgentState) error {
	change, ok := chat.EndLeft(w.Head.Chat, agent.Exit, d.Now())
	if !ok {
		return nil
	}
	put, err := store.PutAgent(agent.Release(), agent.Version)
	if err != nil {
		return err
	}
	rests := append([]store.Op{put}, letGo(w, agent.Person)...)
	if w.Clock != nil {
		rests = append(rests, store.MoveDue(*w.Clock, d.Now().UnixMilli())...)
	}
	ended, err := d.commitEnd(ctx, w, change, rests, time.Time{})
	if err == nil {
		d.tellEnd(ctx, w, "", ended)
	}
	return err
}

// wakeEnded closes an ended chat and makes its transcript once it is due: after an end by the system or with all tabs
// closed at once; else when the marker is gone or the due time has come, unless the agent who held it last is there with
// her tab open (R218, R219).
func (d *Desk) wakeEnded(ctx context.Context, w store.Window, clocks Clocks) (bool, error) {
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
	ops, err := d.privateOps(ctx, w, change)
	if err != nil {
		return false, err
	}
	return false, d.Store.Commit(ctx, ops...)
}

// holdOpen leaves an ended chat whose tab is open as it is, while it is not due or its agent is there.
func (d *Desk) holdOpen(ctx context.Context, w store.Window, clocks Clocks) (bool, error) {
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
func (d *Desk) tabOpen(ctx context.Context, c chat.Chat, clocks Clocks) (bool, error) {
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
