package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// waitingLook is how often a request is looked at that somebody has refused: those who are left may have gone.
const waitingLook = time.Minute

// wakeWaiting does what is due for a request: its visitor is gone, its offer was not answered, nobody is left who could
// take it (R81, R85, R86, R94, R102, R318); and it hints it to more agents.
func (d *Desk) wakeWaiting(ctx context.Context, w store.Window, c settings.Configuration) (bool, error) {
	now := d.Now()
	gone, err := d.goneAt(ctx, w, c.Clocks)
	if err != nil {
		return false, err
	}
	if !now.Before(gone) {
		change, _ := chat.EndGone(w.Head.Chat, now)
		return false, d.endBySilence(ctx, w, change)
	}
	if w.Head.Offer != nil {
		return d.wakeOffer(ctx, w, c, gone)
	}
	if w.Head.Queue == "" { // offered to one agent, and taken back by a process that ended
		change, more, err := d.onward(ctx, chat.Change{Chat: w.Head.Chat})
		if err != nil {
			return false, err
		}
		return false, d.moveOn(ctx, w, change, plan{more: more})
	}
	d.route(ctx, w.Head.Queue)
	counts, err := d.Store.Roster(ctx, w.Head.Queue)
	if err != nil {
		return false, err
	}
	left, err := d.left(ctx, c, w.Head.Chat, counts)
	if err != nil {
		return false, err
	}
	if !left {
		return d.exhausted(ctx, w, c, counts)
	}
	next := earlier(gone, d.hintAgain(ctx, w))
	if len(w.Head.Refused) > 0 {
		next = earlier(next, now.Add(waitingLook))
	}
	return true, d.keepUnmoved(ctx, w, next)
}

// keepUnmoved keeps a waiting chat's clock, unless the routing of a moment ago has moved it: then it is read again.
func (d *Desk) keepUnmoved(ctx context.Context, w store.Window, next time.Time) error {
	if err := d.Store.Commit(ctx, store.CheckHead(w.Head.ID, w.Head.Version)); err != nil {
		return err
	}
	return d.keep(ctx, *w.Clock, next)
}

// wakeOffer takes an offer back that was not answered in time, whose console stayed silent, or whose agent is not there
// any more; the request goes on to the next (R20, R35, R81).
func (d *Desk) wakeOffer(ctx context.Context, w store.Window, c settings.Configuration, gone time.Time) (bool, error) {
	o, now := *w.Head.Offer, d.Now()
	agent, err := d.Store.Agent(ctx, o.Person)
	if err != nil {
		return false, err
	}
	shownBy := time.UnixMilli(o.At).Add(c.Clocks.Offered.D())
	_, hers := agent.Offered(w.Head.ID)
	p := plan{known: map[string]store.AgentState{o.Person: agent}, with: map[string]step{}}
	var change chat.Change
	switch {
	case agent.Status != routing.Online || agent.Out >= o.Epoch || !hers:
		change = chat.TakeBack(w.Head.Chat)
	case !o.Shown && !now.Before(shownBy):
		change = chat.PassOver(w.Head.Chat)
		p.with[o.Person] = func(a routing.Agent) (routing.Agent, error) { return a.Hush(now), nil }
	case o.Until > 0 && now.UnixMilli() >= o.Until:
		change = chat.Lapse(w.Head.Chat)
		if set, _ := c.AgentConfiguration(agent.Configuration); set.AutoAwayOnPushTimeout {
			p.with[o.Person] = func(a routing.Agent) (routing.Agent, error) { return a.StepAway(now), nil }
		}
	default:
		next := gone
		if !o.Shown {
			next = earlier(next, shownBy)
		}
		if o.Until > 0 {
			next = earlier(next, time.UnixMilli(o.Until))
		}
		return true, d.keep(ctx, *w.Clock, next)
	}
	if change, p.more, err = d.onward(ctx, change); err != nil {
		return false, err
	}
	return false, d.moveOn(ctx, w, change, p)
}

// moveOn commits what a wake decided for a waiting request, and follows it. An end by the system is due for its
// transcript at once.
func (d *Desk) moveOn(ctx context.Context, w store.Window, change chat.Change, p plan) error {
	if !change.Chat.Open() {
		p.more = append(slices.Clone(p.more), store.MoveDue(*w.Clock, d.Now().UnixMilli())...)
	}
	m, err := d.move(ctx, w, change, p)
	if err == nil {
		d.follow(ctx, m, "")
	}
	return err
}

// left reports whether anybody is left who could take a waiting request: an agent Online who has not refused it, and who
// is free unless the button has a queue to wait in.
func (d *Desk) left(ctx context.Context, c settings.Configuration, waiting chat.Chat, r routing.Roster) (bool, error) {
	if !r.Admits() {
		return false, nil
	}
	if len(waiting.Refused) == 0 {
		return true, nil
	}
	if len(waiting.Refused) >= chat.MaxRefusals {
		return false, nil
	}
	b, _ := c.Button(waiting.Queue)
	waits := b.Queue || waiting.Answered()
	online, open := r.Online, r.Open
	for _, person := range waiting.Refused {
		a, err := d.Store.Agent(ctx, person)
		if err != nil {
			return false, err
		}
		if slices.Contains(a.Buttons, waiting.Queue) && a.Status == routing.Online {
			online--
			open -= a.Open()
		}
	}
	return waits && online > 0 || open > 0, nil
}

// exhausted is a request that all have refused or for which nobody is left: it is offered anew where the button allows
// another round, returns to the agent who passed it on, or ends (R85, R86, R94, R318). It rests on the counts as read:
// whoever comes meanwhile can take it.
func (d *Desk) exhausted(ctx context.Context, w store.Window, c settings.Configuration, r routing.Roster) (bool, error) {
	now := d.Now()
	b, _ := c.Button(w.Head.Queue)
	rests := []store.Op{store.CheckRefusal(w.Head.Queue, r)}
	if b.Reroute && r.Admits() {
		if again, ok := chat.Reoffer(w.Head.Chat, b.RerouteAttempts, now); ok {
			return false, d.reoffer(ctx, w, again, r)
		}
	}
	if w.Head.Answered() {
		return false, d.returned(ctx, w, c, rests)
	}
	change, _ := chat.EndUnanswered(w.Head.Chat, now)
	return false, d.moveOn(ctx, w, change, plan{more: rests})
}

func (d *Desk) reoffer(ctx context.Context, w store.Window, again chat.Chat, r routing.Roster) error {
	change := chat.Change{Chat: again}
	if c, err := d.Configuration(ctx); err == nil {
		if b, _ := c.Button(again.Queue); !ruleOf(b).Pushes() && r.Open > 0 {
			change = chat.Show(again)
		}
	}
	if err := d.moveOn(ctx, w, change, plan{}); err != nil {
		return err
	}
	for _, e := range lists(again) {
		d.hint(ctx, again, e, 0)
	}
	return nil
}

// returned gives a chat that nobody took back to the agent who passed it on, if she is Online; else it ends (R318).
func (d *Desk) returned(ctx context.Context, w store.Window, c settings.Configuration, rests []store.Op) error {
	sender, err := d.Store.Agent(ctx, w.Head.Back)
	if err != nil {
		return err
	}
	if sender.Status != routing.Online {
		return d.moveOn(ctx, w, chat.EndPassed(w.Head.Chat, d.Now()), plan{more: rests})
	}
	now := d.Now()
	change := chat.GiveBack(w.Head.Chat, d.taking(c, w.Head.Chat, sender.Agent, ""))
	return d.moveOn(ctx, w, change, plan{
		known: map[string]store.AgentState{sender.Person: sender}, more: rests,
		with: map[string]step{sender.Person: func(a routing.Agent) (routing.Agent, error) { return a.Return(now), nil }},
	})
}

// hintAgain hints a chat that stands in a list to the next agents once their time has come, and says when those after
// them are due.
func (d *Desk) hintAgain(ctx context.Context, w store.Window) time.Time {
	now := d.Now()
	for _, e := range lists(w.Head.Chat) {
		since := max(w.Head.QueuedAt, e.RequestedAt)
		batch := int((now.UnixMilli() - since) / hintsApart.Milliseconds())
		told := (batch + 1) * hintsAtOnce
		if batch > 0 {
			d.hint(ctx, w.Head.Chat, e, batch)
		}
		if len(d.candidates(ctx, e.Queue, told+1)) > told {
			return now.Add(hintsApart)
		}
	}
	return now.Add(maxAhead)
}
