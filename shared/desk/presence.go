package desk

import (
	"context"
	"slices"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// Presence sets an agent's status: Online or Away logs her in, Offline logs her out and ends her chats (R13–R18, R30).
func (d *Desk) Presence(ctx context.Context, by Caller, f protocol.Presence) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	status, err := routing.ParseStatus(f.Status)
	if err != nil {
		return nil, err
	}
	if status == routing.Offline {
		if err := d.logOut(ctx, by.Person); err != nil {
			return nil, err
		}
	} else if err := d.present(ctx, by.Person, status, f.Tab); err != nil {
		return nil, err
	}
	agent, err := d.Store.Agent(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	ack := &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, At: d.Now().UnixMilli(), Screen: screen(agent)}
	d.tellPerson(ctx, by.Person, by.Conn, protocol.ScreenShown{Type: "screen", Screen: *ack.Screen})
	return ack, nil
}

// present logs an agent in or changes her status, and keeps the rosters of her buttons in step.
func (d *Desk) present(ctx context.Context, person string, status routing.Status, tab string) error {
	c, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	set, ok := c.agent(person)
	if !ok {
		return fault.New(fault.Forbidden, "No agent configuration is assigned to you. Ask your administrator.")
	}
	return decide(ctx, func(ctx context.Context) error {
		was, err := d.Store.Agent(ctx, person)
		if err != nil || was.Status == status && was.Tab == tab {
			return err
		}
		is := was.Agent
		if was.Status == routing.Offline { // settings apply from the log-in on (R42)
			is.Name, is.Capacity, is.Buttons = set.Name, set.Capacity, set.Buttons
		}
		return d.commitPresence(ctx, was, is.Present(status, tab), c.Clocks)
	})
}

// commitPresence commits an agent's new standing with her clock, and tells the queues she joins or leaves.
func (d *Desk) commitPresence(ctx context.Context, was store.AgentState, is routing.Agent, clocks Clocks) error {
	put, err := store.PutAgent(is, was.Version)
	if err != nil {
		return err
	}
	ops := append([]store.Op{put}, rosterOps(was.Agent, is)...)
	thing := store.AgentThing(is.Person)
	running, err := d.Store.Clock(ctx, thing)
	if err != nil {
		return err
	}
	if running == nil {
		clock, err := d.born(thing, d.Now().Add(clocks.IdleLost.D()))
		if err != nil {
			return err
		}
		if err := d.Store.Commit(ctx, append(ops, store.Born(clock)...)...); err != nil {
			return err
		}
		return d.sendFirst(ctx, clock)
	}
	ops = append(ops, store.SetSeen(thing, d.Now()))
	left := parted(was.Agent, is)
	if err := d.commitArmed(ctx, ops, queues(left)...); err != nil {
		return err
	}
	d.wakeQueues(ctx, left)
	return nil
}

// rosterOps keeps who is Online in the lists of her buttons.
func rosterOps(was, is routing.Agent) []store.Op {
	var ops []store.Op
	for _, b := range joined(was, is) {
		ops = append(ops, store.Join(b, is.Person)...)
	}
	for _, b := range parted(was, is) {
		ops = append(ops, store.Part(b, is.Person)...)
	}
	return ops
}

func onlineFor(a routing.Agent) []string {
	if a.Status == routing.Online {
		return a.Buttons
	}
	return nil
}

func joined(was, is routing.Agent) []string { return without(onlineFor(is), onlineFor(was)) }
func parted(was, is routing.Agent) []string { return without(onlineFor(was), onlineFor(is)) }

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(b string) bool { return slices.Contains(some, b) })
}

func queues(buttons []string) []armed {
	var things []armed
	for _, b := range buttons {
		things = append(things, armed{thing: store.QueueThing(b)})
	}
	return things
}

// wakeQueues looks at queues that lost an agent, at once; their clocks look again if this fails.
func (d *Desk) wakeQueues(ctx context.Context, buttons []string) {
	for _, b := range buttons {
		if err := d.Wake(ctx, store.QueueThing(b)); err != nil {
			d.Log.Warn("wake", "thing", store.ThingQueue, "error", err)
		}
	}
}

// logOut makes an agent Offline by her own will and lets go of all she holds (R17, R18).
func (d *Desk) logOut(ctx context.Context, person string) error {
	err := decide(ctx, func(ctx context.Context) error {
		was, err := d.Store.Agent(ctx, person)
		if err != nil || was.Status == routing.Offline {
			return err
		}
		return d.commitLeave(ctx, was, true, nil)
	})
	if err != nil {
		return err
	}
	return d.Wake(ctx, store.AgentThing(person))
}

// commitLeave commits Offline under a new epoch. Her chats follow one by one, by her wake.
func (d *Desk) commitLeave(ctx context.Context, was store.AgentState, exit bool, rests []store.Op) error {
	is := was.Leave(exit)
	put, err := store.PutAgent(is, was.Version)
	if err != nil {
		return err
	}
	ops := append(append([]store.Op{put}, rosterOps(was.Agent, is)...), rests...)
	left := parted(was.Agent, is)
	things := append(queues(left), armed{thing: store.AgentThing(is.Person)})
	if err := d.commitArmed(ctx, ops, things...); err != nil {
		return err
	}
	d.wakeQueues(ctx, left)
	return nil
}

// AgentLeaves is the notice that the last tab of an agent's console closes: an exit, unless a page comes back within
// the close delay (R17).
func (d *Desk) AgentLeaves(ctx context.Context, person, tab string) error {
	clock, err := d.Store.Clock(ctx, store.AgentThing(person)) // first: a page that is back by the next line moves it
	if err != nil || clock == nil {
		return err
	}
	agent, err := d.Store.Agent(ctx, person)
	if err != nil || agent.Status == routing.Offline || agent.Tab != tab {
		return err // another tab rules: hers may close
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	now, delay := d.Now(), c.Clocks.CloseDelay.D()
	if err := d.Store.Commit(ctx, store.SetLost(*clock, now, delay)); err != nil {
		if isStale(err) {
			return nil
		}
		return err
	}
	return d.arm(ctx, clock.Thing, now.Add(delay), false)
}

// openQueue makes sure that a button's queue exists, with its clock.
func (d *Desk) openQueue(ctx context.Context, button string) error {
	if err := d.Store.EnsureRoster(ctx, button); err != nil {
		return err
	}
	thing := store.QueueThing(button)
	running, err := d.Store.Clock(ctx, thing)
	if err != nil || running != nil {
		return err
	}
	clock, err := d.born(thing, d.Now().Add(maxAhead))
	if err != nil {
		return err
	}
	if err := d.Store.Commit(ctx, store.Born(clock)...); err != nil {
		if isStale(err) {
			return nil
		}
		return err
	}
	return d.sendFirst(ctx, clock)
}
