package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// listed is a chat as a list holds it.
type listed struct {
	protocol.Waiting
	Hidden []string `json:"hidden,omitempty"` // from those who refused it or are in it
}

// listLimit is how many waiting requests a console is shown.
const listLimit = 50

// Hints go to so many consoles at once, and to the next so many after a while, until all were told. What is
// withdrawn is withdrawn from as many as were told first; the others see it with their next beat.
const (
	hintsAtOnce = 20
	hintsApart  = 5 * time.Second
	toldAtMost  = 3 * hintsAtOnce
)

// line is a chat's line in a list (R107, R108).
func (d *Desk) line(ctx context.Context, m *moved) ([]byte, error) {
	v, err := m.visitor, error(nil)
	if v == nil {
		v, err = d.visitor(ctx, m.after.ID)
	}
	if err != nil {
		return nil, err
	}
	request := waitingLine(m.after, v)
	if asked := m.after.Invite; asked != nil {
		request.Kind, request.Until, request.Note = string(asked.Kind), asked.Until, asked.Note
		request.From = m.after.Name(m.after.Party(asked.From))
	}
	return json.Marshal(listed{request, refusers(m.after)})
}

// waitingLine is a chat as somebody sees it who may take it: details that are not to be shown stay out.
func waitingLine(c chat.Chat, v *protocol.Visitor) protocol.Waiting {
	request := protocol.Waiting{
		Chat: c.ID, Button: c.Button, ButtonName: c.ButtonName, Site: c.Site, RequestedAt: c.RequestedAt, After: max(c.StateSeq, 1),
	}
	if v == nil {
		return request
	}
	shown := *v
	shown.Key, shown.Via = "", ""
	shown.Details = shownDetails(v.Details)
	shown = brief(shown, entryRoom)
	request.Visitor = &shown
	return request
}

// shownDetails leaves out what is not for agents: that is kept for the transcript alone (R108).
func shownDetails(all []protocol.Detail) []protocol.Detail {
	return slices.DeleteFunc(slices.Clone(all), func(d protocol.Detail) bool { return !d.Shown })
}

// listFor is an agent's list as far as the page holds it, what is hers alone first, then oldest first. Where the page is
// full it is left for her next beat: mark 0 is never the one she knows.
func (d *Desk) listFor(ctx context.Context, person string, known int, p *pages) (rev int, requests []protocol.Waiting, err error) {
	if p.left < 2*entryRoom {
		return 0, nil, nil
	}
	agent, err := d.Store.Agent(ctx, person)
	if err != nil {
		return 0, nil, err
	}
	requests, rev, err = d.list(ctx, agent.Agent, known)
	fit := 0
	for fit < len(requests) && p.fits(requests[fit]) {
		fit++
	}
	return rev, requests[:fit], err
}

// list reads what an agent may accept (R71, R73, R74, R76, R138) and a mark that differs whenever it may have changed. An
// agent who is not Online sees nothing, one without a free place only what is asked of her over capacity.
func (d *Desk) list(ctx context.Context, a routing.Agent, known int) (requests []protocol.Waiting, rev int, err error) {
	mark := fnv.New32a()
	_, _ = fmt.Fprint(mark, a.Rev)
	for _, queue := range a.Queues() {
		roster, err := d.Store.Roster(ctx, queue)
		if err != nil {
			return nil, 0, err
		}
		_, _ = fmt.Fprint(mark, "#", queue, roster.Rev)
	}
	rev = max(int(mark.Sum32()), 1)
	requests = []protocol.Waiting{}
	if rev == known || a.Status != routing.Online {
		return requests, rev, nil
	}
	for _, queue := range d.choices(ctx, a) {
		entries, err := d.Store.Waiting(ctx, queue, listLimit)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range entries {
			var l listed
			if err := json.Unmarshal(e.Body, &l); err != nil {
				return nil, 0, err
			}
			if !slices.Contains(l.Hidden, a.Person) {
				requests = append(requests, l.Waiting)
			}
		}
	}
	slices.SortStableFunc(requests, func(a, b protocol.Waiting) int { return int(a.RequestedAt - b.RequestedAt) })
	mine, err := d.offers(ctx, a)
	requests = append(mine, requests...)
	return requests[:min(len(requests), listLimit)], rev, err
}

// choices are the queues from which an agent may choose now.
func (d *Desk) choices(ctx context.Context, a routing.Agent) []string {
	var queues []string
	for _, s := range a.Skills {
		queues = append(queues, routing.SkillQueue(s))
	}
	c, err := d.Configuration(ctx)
	if err != nil || !a.Free() {
		return queues
	}
	for _, id := range a.Buttons {
		if b, ok := c.Button(id); ok && !ruleOf(b).Pushes() {
			queues = append(queues, id)
		}
	}
	return queues
}

// offers are what is offered to an agent alone.
func (d *Desk) offers(ctx context.Context, a routing.Agent) ([]protocol.Waiting, error) {
	var mine []protocol.Waiting
	for _, o := range a.Offers {
		w, err := d.Store.Standing(ctx, o.Chat)
		if err != nil {
			return nil, err
		}
		if !w.Complete || !w.Head.OfferedTo(a.Person) && !w.Head.Invited(a.Person, a.Skills) {
			continue
		}
		request, err := d.offered(ctx, w.Head.Chat, o, nil)
		if err != nil {
			return nil, err
		}
		mine = append(mine, request)
	}
	return mine, nil
}

// hint tells a batch of agents who may take a chat from a list that it is there: the longest idle of those who are free
// for a button, all who are Online with a skill.
func (d *Desk) hint(ctx context.Context, c chat.Chat, e store.Entry, batch int) {
	body, err := d.line(ctx, &moved{after: c})
	var l listed
	if err == nil {
		err = json.Unmarshal(body, &l)
	}
	if err != nil {
		d.Log.Warn("hint", "error", err)
		return
	}
	agents := d.candidates(ctx, e.Queue, (batch+1)*hintsAtOnce+len(l.Hidden))
	agents = slices.DeleteFunc(agents, func(person string) bool { return slices.Contains(l.Hidden, person) })
	from := min(batch*hintsAtOnce, len(agents))
	d.tellPeople(ctx, agents[from:min(from+hintsAtOnce, len(agents))], protocol.WaitingShown{Type: "waiting", Request: l.Waiting})
}

// withdraw tells the agents who may have been hinted that a chat is no longer to be had.
func (d *Desk) withdraw(ctx context.Context, c chat.Chat, e store.Entry, takenBy string) {
	batches := int((d.Now().UnixMilli()-max(c.QueuedAt, e.RequestedAt))/hintsApart.Milliseconds()) + 1
	agents := d.candidates(ctx, e.Queue, min(batches*hintsAtOnce, toldAtMost))
	agents = slices.DeleteFunc(agents, c.Has)
	d.tellPeople(ctx, agents, protocol.Withdrawn{Type: "withdrawn", Chat: c.ID, By: takenBy})
}

// candidates are the agents who may choose from a queue, at most limit: for a skill those Online, for a button those who
// are free, the longest idle first. Of a button that pushes nobody chooses.
func (d *Desk) candidates(ctx context.Context, queue string, limit int) []string {
	c, err := d.Configuration(ctx)
	if err != nil {
		return nil
	}
	var agents []store.AgentState
	if b, ok := c.Button(queue); ok && !ruleOf(b).Pushes() {
		agents, err = (&router{desk: d, settings: c}).standing(ctx, b, limit)
	} else if !ok {
		agents, err = d.Store.Listed(ctx, queue, limit)
	}
	if err != nil {
		d.Log.Warn("hint", "error", err)
	}
	var people []string
	for _, a := range agents {
		if a.Status == routing.Online && !slices.Contains(people, a.Person) {
			people = append(people, a.Person)
		}
	}
	return people[:min(len(people), limit)]
}

// hintList tells an agent who has room again what waits for her to choose (R73, R74).
func (d *Desk) hintList(ctx context.Context, a routing.Agent) {
	requests, _, err := d.list(ctx, a, 0)
	if err != nil {
		d.Log.Warn("hint", "error", err)
		return
	}
	for _, r := range requests[:min(len(requests), hintsAtOnce)] {
		if r.Kind == "" || r.Kind == string(log.Transfer) || r.Kind == string(log.Conference) {
			d.tellPeople(ctx, []string{a.Person}, protocol.WaitingShown{Type: "waiting", Request: r})
		}
	}
}
