package desk

import (
	"context"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// Availability is whether a request would be let in now: per button of a deployment (R54–R58), and for agents who are
// asked for by name (R60).
type Availability struct {
	Buttons map[string]bool `json:"buttons"`
	Agents  map[string]bool `json:"agents,omitempty"`
}

// Availability tells for each button of a deployment, and for some agents, whether a request would be let in.
func (d *Desk) Availability(ctx context.Context, deployment string, agents []string) (settings.Deployment, settings.Configuration, Availability, error) {
	there := Availability{Buttons: map[string]bool{}, Agents: map[string]bool{}}
	c, err := d.Configuration(ctx)
	if err != nil {
		return settings.Deployment{}, c, there, err
	}
	site, ok := c.Deployment(deployment)
	if !ok {
		return site, c, there, fault.New(fault.NotFound, "There is no deployment %q.", deployment)
	}
	for _, id := range site.Buttons {
		if c.Organisation.LiveChatOff {
			there.Buttons[id] = false
			continue
		}
		at, err := d.door(ctx, c, id)
		if err != nil {
			return site, c, there, err
		}
		there.Buttons[id] = at.admission == routing.Admitted
	}
	for _, person := range agents {
		a, err := d.Store.Agent(ctx, person)
		if err != nil {
			return site, c, there, err
		}
		there.Agents[person] = a.Free() && !c.Organisation.LiveChatOff
	}
	return site, c, there, nil
}
