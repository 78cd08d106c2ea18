package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// Presence sets an agent's status: Online or Away logs her in, Offline logs her out and ends her chats (R13–R18, R30). A
// supervisor sets that of an agent whom she supervises (R25).
func (d *Desk) Presence(ctx context.Context, by Caller, f protocol.Presence) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	status, err := routing.ParseStatus(f.Status)
	if err != nil {
		return nil, err
	}
	person := by.Person
	if f.Person != "" && f.Person != by.Person {
		if err := d.maySet(ctx, by, f.Person, status); err != nil {
			return nil, err
		}
		person = f.Person
	}
	if status == routing.Offline {
		err = d.logOut(ctx, person, f.ID)
	} else {
		err = d.present(ctx, person, status, f, person == by.Person)
	}
	if err != nil {
		return nil, err
	}
	agent, err := d.Store.Agent(ctx, person)
	if err != nil {
		return nil, err
	}
	ack := &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, At: d.Now().UnixMilli(), Screen: screen(agent)}
	d.tellPerson(ctx, person, by.Conn, protocol.ScreenShown{Type: "screen", Screen: *ack.Screen})
	if person != by.Person {
		ack.Screen = nil // it is not hers
	}
	return ack, nil
}

// maySet refuses to set the status of an agent whom one does not supervise, or who is not logged in: nobody is logged in
// by somebody else.
func (d *Desk) maySet(ctx context.Context, by Caller, person string, status routing.Status) error {
	if !by.Has(session.GroupSupervisor) {
		return fault.New(fault.Forbidden, "Only supervisors set the status of others.")
	}
	own, err := d.person(ctx, by.Person)
	if err != nil {
		return err
	}
	a, err := d.Store.Agent(ctx, person)
	if err != nil {
		return err
	}
	if a.Version == 0 || !supervises(own.Configuration, a.Skills) {
		return fault.New(fault.NotFound, "There is no such agent for you.")
	}
	if a.Status == routing.Offline && status != routing.Offline {
		return fault.New(fault.Conflict, "%s is not logged in.", a.Name)
	}
	return nil
}

// present logs an agent in or changes her status. Her own frame names the tab that rules; a supervisor's leaves it.
func (d *Desk) present(ctx context.Context, person string, status routing.Status, f protocol.Presence, own bool) error {
	c, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	stands, err := d.mayWork(ctx, person)
	if err != nil {
		return err
	}
	var was, is store.AgentState
	err = decide(ctx, func(ctx context.Context) error {
		if was, err = d.Store.Agent(ctx, person); err != nil {
			return err
		}
		tab := f.Tab
		if !own {
			tab = was.Tab
		}
		if is = was; was.Status == status && was.Tab == tab || was.SetBy(f.ID) {
			return nil
		}
		next := was.Agent
		if was.Status == routing.Offline { // settings apply from the log-in on (R42)
			next = stand(next, stands, c)
		}
		next = next.Present(status, tab, d.Now()).By(f.ID)
		is = store.AgentState{Agent: next, Version: was.Version + 1}
		return d.commitPresence(ctx, was, next, c.Clocks)
	})
	if err == nil {
		d.presented(ctx, was.Agent, is.Agent)
	}
	return err
}

// commitPresence commits an agent's new standing with her clock and, at a log-in, the record of her session.
func (d *Desk) commitPresence(ctx context.Context, was store.AgentState, is routing.Agent, clocks settings.Clocks) error {
	ops, err := store.MoveAgent(was, is)
	if err != nil {
		return err
	}
	if was.Status == routing.Offline {
		record, err := sessionOp(is)
		if err != nil {
			return err
		}
		ops = append(ops, record, store.CheckLetIn(is.Person, errDisabled))
	}
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
	things := append(queues(parted(was.Agent, is)), armed{thing: thing}) // her offers go back, should this invocation not come to it
	return d.commitArmed(ctx, ops, things...)
}

// presented follows a change of an agent's status: what was offered to her goes on if she is not there for it (R20), the
// queues that she left are looked at (R94), and what waits comes to her.
func (d *Desk) presented(ctx context.Context, was, is routing.Agent) {
	if is.Status != routing.Online {
		for _, o := range is.Offers {
			d.wakeNow(ctx, o.Chat)
		}
	}
	for _, q := range parted(was, is) {
		d.unwoken(store.ThingQueue, d.Wake(ctx, store.QueueThing(q)))
	}
	d.freed(ctx, was, is)
	d.stirQueues(ctx, append(was.Queues(), is.Queues()...))
}

func onlineFor(a routing.Agent) []string {
	if a.Status == routing.Online {
		return a.Queues()
	}
	return nil
}

func parted(was, is routing.Agent) []string { return without(onlineFor(was), onlineFor(is)) }

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(b string) bool { return slices.Contains(some, b) })
}

func queues(names []string) []armed {
	var things []armed
	for _, name := range names {
		things = append(things, armed{thing: store.QueueThing(name)})
	}
	return things
}

// logOut makes an agent Offline by her own will and lets go of all she holds (R17, R18). frame is the id of the frame that
// asks for it, if one does.
func (d *Desk) logOut(ctx context.Context, person, frame string) error {
	var was, is store.AgentState
	err := decide(ctx, func(ctx context.Context) (err error) {
		if was, err = d.Store.Agent(ctx, person); err != nil || was.Status == routing.Offline || was.SetBy(frame) {
			is = was
			return err
		}
		leaving := was
		leaving.Agent = was.By(frame)
		is, err = d.commitLeave(ctx, leaving, true, d.Now(), nil)
		return err
	})
	if err != nil {
		return err
	}
	d.presented(ctx, was.Agent, is.Agent)
	return d.Wake(ctx, store.AgentThing(person))
}

// commitLeave commits Offline under a new epoch, and the end of her session. Her chats follow one by one, by her wake.
func (d *Desk) commitLeave(ctx context.Context, was store.AgentState, exit bool, last time.Time, rests []store.Op) (store.AgentState, error) {
	is := store.AgentState{Agent: was.Leave(exit, last), Version: was.Version + 1}
	ops, err := store.MoveAgent(was, is.Agent)
	if err != nil {
		return was, err
	}
	record, err := sessionOp(is.Agent)
	if err != nil {
		return was, err
	}
	things := append(queues(parted(was.Agent, is.Agent)), armed{thing: store.AgentThing(is.Person)})
	return is, d.commitArmed(ctx, append(append(ops, record), rests...), things...)
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
