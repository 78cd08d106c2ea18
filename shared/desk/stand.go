package desk

import (
	"context"
	"slices"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// stand puts an agent under the settings as they are.
func stand(a routing.Agent, s settings.Standing, c settings.Configuration) routing.Agent {
	a.Name, a.Capacity, a.Skills, a.Buttons = s.Name, s.Capacity, s.Skills, s.Buttons
	a.Configuration, a.Settings, a.Ranks = s.Configuration.ID, c.Version, nil
	for _, id := range s.Buttons {
		b, _ := c.Button(id)
		for _, skill := range b.AllSkills() {
			rank := routing.Rank{Rule: ruleOf(b), Skill: skill}
			if slices.Contains(s.Skills, skill) && !slices.Contains(a.Ranks, rank) {
				a.Ranks = append(a.Ranks, rank)
			}
		}
	}
	return a
}

// restand puts an agent who is logged in under settings that have changed, and hears a console again that was silent.
// One who may not work any more is logged out.
func (d *Desk) restand(ctx context.Context, person string) (store.AgentState, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return store.AgentState{}, err
	}
	stands, err := d.mayWork(ctx, person)
	if fault.Is(err, fault.Forbidden) {
		if err := d.logOut(ctx, person, ""); err != nil {
			return store.AgentState{}, err
		}
		return d.Store.Agent(ctx, person)
	} else if err != nil {
		return store.AgentState{}, err
	}
	var was, is store.AgentState
	err = decide(ctx, func(ctx context.Context) error {
		if was, err = d.Store.Agent(ctx, person); err != nil || was.Status == routing.Offline {
			is = was
			return err
		}
		is = store.AgentState{Agent: stand(was.Agent, stands, c).Hear(d.Now()), Version: was.Version + 1}
		ops, err := store.MoveAgent(was, is.Agent)
		if err != nil {
			return err
		}
		return d.commitArmed(ctx, ops, queues(parted(was.Agent, is.Agent))...)
	})
	if err == nil {
		d.presented(ctx, was.Agent, is.Agent)
	}
	return is, err
}
