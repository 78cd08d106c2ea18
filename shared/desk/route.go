package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

const (
	fewRouted  = 2  // how many requests and agents a router looks at first
	manyRouted = 25 // and how many at once where many wait for many

	routeTime = 4 * time.Second // of one invocation; the queue's own look goes on
	holdLimit = handlerLimit    // should the one who holds a queue end before letting go
)

// route offers the oldest waiting requests of buttons that push to the agents whom the buttons' rules choose, until
// nobody waits or nobody is free (R77–R80, R91, R92). Nothing rests on it: what it leaves is found by the looks of the
// requests and of the queues.
func (d *Desk) route(ctx context.Context, queues ...string) {
	c, err := d.Configuration(ctx)
	if err != nil {
		d.Log.Warn("route", "error", err)
		return
	}
	r := &router{desk: d, settings: c, limit: fewRouted}
	for _, q := range queues {
		r.add(q)
	}
	for end := d.Now().Add(routeTime); len(r.buttons) > 0 && d.Now().Before(end); {
		more, err := r.pass(ctx)
		if err != nil && !store.Again(err) {
			d.Log.Warn("route", "error", err)
			return
		}
		if err == nil && !more {
			return
		}
		if r.passes++; r.passes == mostPasses {
			break
		}
	}
	r.handOver(ctx)
}

// handOver leaves what is still to be matched to the queues' own looks.
func (r *router) handOver(ctx context.Context) {
	d := r.desk
	if r.held != "" {
		if err := d.Store.Commit(ctx, store.LetGo(r.held)); err != nil {
			d.Log.Warn("route", "error", err)
		}
	}
	for _, b := range r.buttons {
		if err := d.arm(ctx, store.QueueThing(b.ID), d.Now().Add(time.Second), false); err != nil {
			d.Log.Warn("route", "error", err)
		}
	}
}

// mostPasses bounds what one invocation does where time does not.
const mostPasses = 100

// router matches waiting requests with free agents.
type router struct {
	desk     *Desk
	settings settings.Configuration
	buttons  []settings.Button
	limit    int
	held     string // the queue that this router alone matches
	passes   int
}

func (r *router) add(queue string) {
	b, ok := r.settings.Button(queue)
	if ok && ruleOf(b).Pushes() && !slices.ContainsFunc(r.buttons, func(o settings.Button) bool { return o.ID == b.ID }) {
		r.buttons = append(r.buttons, b)
	}
}

// waiting is a request in a queue with the button whose agents may have it.
type waiting struct {
	store.Entry
	button settings.Button
	line   listed // as it stands in the list
}

// pass matches once what waits; it reports whether something was given, so that another pass may find more.
func (r *router) pass(ctx context.Context) (more bool, err error) {
	var read routing.Roster
	if r.held != "" {
		if read, err = r.desk.Store.Roster(ctx, r.held); err != nil {
			return false, err
		}
	}
	entries, err := r.entries(ctx, r.buttons)
	if err != nil {
		return false, err
	}
	if len(entries) == 0 {
		return false, r.release(ctx, read)
	}
	free, err := r.free(ctx, entries)
	if err != nil {
		return false, err
	}
	if entries, err = r.widen(ctx, entries, free); err != nil {
		return false, err
	}
	if r.held == "" && len(entries) >= fewRouted && crowd(free) >= fewRouted {
		return r.hold(ctx, entries[0].Queue)
	}
	given, spent, err := r.match(ctx, entries, free)
	if err != nil || given && (r.held != "" || !spent) {
		return true, err
	}
	return false, r.release(ctx, read)
}

// hold makes this router the only one that matches a queue where many wait for many: of all who are freed at once one
// gives them their chats, and nobody claims what another one claims (P11).
func (r *router) hold(ctx context.Context, queue string) (bool, error) {
	now := r.desk.Now()
	if err := r.desk.Store.Commit(ctx, store.Hold(queue, now, now.Add(holdLimit))); err != nil {
		return false, ignoreMoved(err)
	}
	r.held, r.limit = queue, manyRouted
	return true, nil
}

// release lets go of a queue with nothing left to match; if something stirred meanwhile there is.
func (r *router) release(ctx context.Context, read routing.Roster) error {
	if r.held == "" {
		return nil
	}
	return r.desk.Store.Commit(ctx, store.Unhold(r.held, read)...)
}

func ignoreMoved(err error) error {
	if store.Again(err) {
		return nil
	}
	return err
}

// entries are the oldest requests of buttons, the oldest first over all.
func (r *router) entries(ctx context.Context, buttons []settings.Button) ([]waiting, error) {
	var all []waiting
	for _, b := range buttons {
		entries, err := r.desk.Store.Waiting(ctx, b.ID, r.limit)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			var l listed
			if err := json.Unmarshal(e.Body, &l); err != nil {
				return nil, err
			}
			all = append(all, waiting{e, b, l})
		}
	}
	slices.SortStableFunc(all, func(a, b waiting) int { return cmp.Compare(a.RequestedAt, b.RequestedAt) })
	return all, nil
}

// widen adds the requests of the other buttons that the free agents serve: the oldest of all is theirs first (R92).
func (r *router) widen(ctx context.Context, entries []waiting, free map[string][]store.AgentState) ([]waiting, error) {
	known := len(r.buttons)
	for _, agents := range free {
		for _, a := range agents {
			for _, b := range a.Buttons {
				r.add(b)
			}
		}
	}
	if len(r.buttons) == known {
		return entries, nil
	}
	others, err := r.entries(ctx, r.buttons[known:])
	if err != nil || len(others) == 0 {
		return entries, err
	}
	entries = append(entries, others...)
	slices.SortStableFunc(entries, func(a, b waiting) int { return cmp.Compare(a.RequestedAt, b.RequestedAt) })
	for _, e := range others {
		if _, ok := free[e.button.ID]; !ok {
			if free[e.button.ID], err = r.standing(ctx, e.button, r.limit); err != nil {
				return nil, err
			}
		}
	}
	return entries, nil
}

// free are the first agents of the orders that the requests' buttons ask for, by button.
func (r *router) free(ctx context.Context, entries []waiting) (map[string][]store.AgentState, error) {
	free := map[string][]store.AgentState{}
	for _, e := range entries {
		need := r.limit + len(e.line.Hidden)
		if have, ok := free[e.button.ID]; ok && len(have) >= need {
			continue
		}
		agents, err := r.standing(ctx, e.button, need)
		if err != nil {
			return nil, err
		}
		free[e.button.ID] = agents
	}
	return free, nil
}

func (r *router) standing(ctx context.Context, b settings.Button, limit int) ([]store.AgentState, error) {
	var all []store.AgentState
	for _, skill := range b.AllSkills() {
		agents, err := r.desk.Store.Ranked(ctx, routing.Rank{Rule: ruleOf(b), Skill: skill}, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, agents...)
	}
	return all, nil
}

func crowd(free map[string][]store.AgentState) int {
	people := map[string]bool{}
	for _, agents := range free {
		for _, a := range agents {
			people[a.Person] = true
		}
	}
	return len(people)
}

// match gives each request, oldest first, to the agent whom its button's rule picks. An agent is as she stands after
// what she was given a moment ago. spent reports that none of them is free any more and that there are no others.
func (r *router) match(ctx context.Context, entries []waiting, free map[string][]store.AgentState) (given, spent bool, err error) {
	now := map[string]store.AgentState{}
	for _, e := range entries {
		var standing []routing.Agent
		version := map[string]store.AgentState{}
		for _, a := range free[e.button.ID] {
			if newer, ok := now[a.Person]; ok && newer.Version > a.Version {
				a = newer
			}
			version[a.Person] = a
			standing = append(standing, a.Agent)
		}
		chosen, seen, ok := routing.Pick(ruleOf(e.button), standing, e.line.Hidden)
		if !ok {
			continue
		}
		m, err := r.desk.offer(ctx, r.settings, e, version[chosen.Person], seen)
		if store.Again(err) {
			return true, false, err // somebody was faster: look again
		}
		if err != nil {
			return given, false, err
		}
		given = true
		for _, a := range m.agents {
			now[a.is.Person] = a.is
		}
	}
	return given, r.spent(free, now), nil
}

func (r *router) spent(free map[string][]store.AgentState, now map[string]store.AgentState) bool {
	for _, agents := range free {
		if len(agents) >= r.limit {
			return false
		}
		for _, a := range agents {
			if newer, ok := now[a.Person]; ok {
				a = newer
			}
			if a.Free() {
				return false
			}
		}
	}
	return true
}

func ruleOf(b settings.Button) routing.Rule {
	if b.Routing == "" {
		return routing.Choice
	}
	return routing.Rule(b.Routing)
}
