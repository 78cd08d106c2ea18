package desk_test

import (
	"context"
	"math/rand"

	"switchboard/shared/desk"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

// floor is what a history's desk is furnished with, drawn once: who works there and how its buttons find an agent.
type floor struct {
	agents, visitors int
	watched          bool // a supervisor is there
	free             bool // an end frees the agents' places (R120)
	orders           settings.Button
	idle             int
	awayDecline      bool
	awayTimeout      bool
	capacity         int
}

// The people of every history; a history has the first few of each.
var (
	staff = []settings.Person{
		employ("noor", "Noor", "Klein", "general", "lamps"), employ("ilse", "Ilse", "Brandt", "general"),
		employ("joris", "Joris", "Vos", "lamps"),
	}
	callers = []string{"mara", "tomas", "lena"}
)

// barredAddress is where nobody gets in from, from the first moment on.
const barredAddress = "198.51.100.66"

func drawFloor(rng *rand.Rand) floor {
	one := func(of ...int) int { return of[rng.Intn(len(of))] }
	f := floor{
		agents: one(1, 2, 2, 3, 3), visitors: one(1, 2, 3, 3), watched: rng.Intn(2) == 0, free: rng.Intn(2) == 0,
		idle: one(0, 0, 60, 180), awayDecline: rng.Intn(3) == 0, awayTimeout: rng.Intn(3) == 0, capacity: one(1, 2, 2),
	}
	f.orders = settings.Button{
		ID: "orders", Name: "Orders", Skill: "lamps", Routing: settings.LeastActive, PushTimeout: 20 + rng.Intn(21),
		Queue: rng.Intn(4) > 0, PerAgentQueue: one(0, 1), AutoAccept: rng.Intn(5) == 0, Reroute: rng.Intn(2) == 0,
	}
	if f.orders.Reroute {
		f.orders.RerouteAttempts = 1
	}
	if rng.Intn(3) == 0 {
		f.orders.Skills = []string{"general"}
	}
	return f
}

// configuration is the fixture of every world with a second button, whose requests the router gives out.
func (f floor) configuration() settings.Configuration {
	c := fixture()
	c.Organisation.FreePlaceAtEnd = f.free
	c.Skills = append(c.Skills, settings.Skill{ID: "lamps", Name: "Lamps"})
	if f.idle > 0 {
		c.Buttons[0].IdleTimeout, c.Buttons[0].IdleWarning = f.idle, f.idle/2
	}
	c.Buttons = append(c.Buttons, f.orders)
	c.Deployments[0].Buttons = append(c.Deployments[0].Buttons, f.orders.ID)
	set := &c.AgentConfigurations[0]
	set.Capacity, set.AutoAwayOnDecline, set.AutoAwayOnPushTimeout = f.capacity, f.awayDecline, f.awayTimeout
	set.TransferSkills = append(set.TransferSkills, "lamps")
	set.TransferButtons = append(set.TransferButtons, f.orders.ID)
	return c
}

// furnish gives the desk of a history its settings, its people and its one barred address.
func (f floor) furnish(ctx context.Context, d *desk.Desk) error {
	people := append(append([]settings.Person{}, staff[:f.agents]...), employ("vera", "Vera", "Lund"))
	if err := furnish(ctx, d, f.configuration(), people...); err != nil {
		return err
	}
	by := session.Identity{Role: session.Agent, Person: "ada", Groups: []string{"admin"}}
	_, err := d.PutBlockingRule(ctx, by, settings.BlockingRule{ID: "barred", From: barredAddress})
	return err
}
