package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// listed is a waiting request as its queue's list holds it.
type listed struct {
	protocol.Waiting
	Declined []string `json:"declined,omitempty"`
}

// listLimit is how many waiting requests a console is shown.
const listLimit = 50

// hints go to so many consoles at once, and to the next so many after a while (DESIGN §4).
const (
	hintsAtOnce = 20
	hintsApart  = 5 * time.Second
)

// newEntry is a chat's line in its queue's list (R107, R108): details that are not to be shown stay out of it.
func newEntry(c chat.Chat, v protocol.Visitor) (store.Entry, error) {
	shown := v
	shown.Key = ""
	shown.Details = slices.DeleteFunc(slices.Clone(v.Details), func(d protocol.Detail) bool { return !d.Shown })
	shown = brief(shown, entryRoom)
	body, err := json.Marshal(listed{Declined: c.Declined, Waiting: protocol.Waiting{
		Chat: c.ID, Button: c.Button, ButtonName: c.ButtonName, Site: c.Site, RequestedAt: c.RequestedAt, After: 1, Visitor: &shown,
	}})
	return store.Entry{Button: c.Button, Chat: c.ID, RequestedAt: c.RequestedAt, Body: body}, err
}

// entryOf addresses a chat's line in the list.
func entryOf(c chat.Chat) store.Entry {
	return store.Entry{Button: c.Button, Chat: c.ID, RequestedAt: c.RequestedAt}
}

// listFor is an agent's list as far as the page holds it, oldest first. Where the page is full it is left for her next
// beat: revision 0 is never the one she knows.
func (d *Desk) listFor(ctx context.Context, person string, known int, p *pages) (rev int, requests []protocol.Waiting, err error) {
	if p.left < 2*entryRoom {
		return 0, nil, nil
	}
	agent, err := d.Store.Agent(ctx, person)
	if err != nil {
		return 0, nil, err
	}
	requests, rev, err = d.list(ctx, agent, known)
	fit := 0
	for fit < len(requests) && p.fits(requests[fit]) {
		fit++
	}
	return rev, requests[:fit], err
}

// list reads what an agent may accept, oldest first (R71, R73, R74, R76), and the revision of what she sees. An agent
// who is not Online or has no free place sees nothing; that changes the revision too.
func (d *Desk) list(ctx context.Context, a store.AgentState, known int) (requests []protocol.Waiting, rev int, err error) {
	free := a.Free()
	for _, button := range a.Buttons {
		roster, err := d.Store.Roster(ctx, button)
		if err != nil {
			return nil, 0, err
		}
		rev += roster.Rev
	}
	rev = 1 + rev*2
	if free {
		rev++
	}
	requests = []protocol.Waiting{}
	if rev == known || !free {
		return requests, rev, nil
	}
	for _, button := range a.Buttons {
		entries, err := d.Store.Waiting(ctx, button, listLimit)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range entries {
			var l listed
			if err := json.Unmarshal(e.Body, &l); err != nil {
				return nil, 0, err
			}
			if !slices.Contains(l.Declined, a.Person) {
				requests = append(requests, l.Waiting)
			}
		}
	}
	slices.SortStableFunc(requests, func(a, b protocol.Waiting) int { return int(a.RequestedAt - b.RequestedAt) })
	return requests[:min(len(requests), listLimit)], rev, nil
}

// hint tells a batch of agents who could accept a waiting request that it is there.
func (d *Desk) hint(ctx context.Context, c chat.Chat, v protocol.Visitor, batch int) {
	entry, err := newEntry(c, v)
	if err != nil {
		d.Log.Warn("hint", "error", err)
		return
	}
	var l listed
	if err := json.Unmarshal(entry.Body, &l); err != nil {
		d.Log.Warn("hint", "error", err)
		return
	}
	d.tellOnline(ctx, c, batch, protocol.Offered{Type: "waiting", Request: l.Waiting}, func(person string) bool {
		a, err := d.Store.Agent(ctx, person)
		return err == nil && a.Free() && !slices.Contains(c.Declined, person)
	})
}

// withdraw tells the agents who may have been hinted that a request is no longer to be had.
func (d *Desk) withdraw(ctx context.Context, c chat.Chat, takenBy string) {
	batches := int((d.Now().UnixMilli()-c.RequestedAt)/hintsApart.Milliseconds()) + 1
	for batch := range min(batches, 3) {
		d.tellOnline(ctx, c, batch, protocol.Withdrawn{Type: "withdrawn", Chat: c.ID, By: takenBy}, func(person string) bool {
			return !c.Holds(person)
		})
	}
}

// tellOnline sends a frame to those of a batch of Online agents for whom it is meant.
func (d *Desk) tellOnline(ctx context.Context, c chat.Chat, batch int, frame any, meant func(person string) bool) {
	q, err := d.Store.Queue(ctx, c.Button, 1)
	if err != nil {
		d.Log.Warn("hint", "error", err)
		return
	}
	from := min(batch*hintsAtOnce, len(q.Online))
	var to []listener
	for _, person := range q.Online[from:min(from+hintsAtOnce, len(q.Online))] {
		if !meant(person) {
			continue
		}
		p, err := d.Store.Person(ctx, person)
		if err != nil {
			continue
		}
		for _, conn := range p.Conns {
			to = append(to, listener{store.Conn{ID: conn}, person})
		}
	}
	d.tell(ctx, to, frame)
}
