package desk_test

import (
	"context"

	"switchboard/shared/desk"
	"switchboard/shared/settings"
)

// fixture is the configuration of every world: a site with a button that agents choose from, the skill it asks for, and
// two agents with two places each.
func fixture() settings.Configuration {
	return settings.Configuration{
		Skills:      []settings.Skill{{ID: "general", Name: "General"}},
		Buttons:     []settings.Button{{ID: "support", Name: "Support", Skill: "general"}},
		Deployments: []settings.Deployment{{ID: "demo", Site: "Lantern", Buttons: []string{"support"}, PrechatAPI: true}},
		Profiles: []settings.Profile{{
			ID: "agents", Name: "Agents", Configuration: "standard", Permissions: []settings.Permission{settings.ApiEnabled},
		}},
		AgentConfigurations: []settings.AgentConfiguration{{
			ID: "standard", Name: "Standard", Capacity: 2, TransferToAgent: true, TransferToSkill: true, TransferToButton: true,
			TransferSkills: []string{"general"}, TransferButtons: []string{"support"}, Conferences: true, Blocking: true, Flags: true,
			Monitoring: true, Whisper: true,
		}},
	}
}

// employ makes somebody an agent with skills.
func employ(person, first, last string, skills ...string) settings.Person {
	return settings.Person{Person: person, First: first, Last: last, Profile: "agents", Skills: skills}
}

// furnish gives a desk a configuration and people.
func furnish(ctx context.Context, d *desk.Desk, c settings.Configuration, people ...settings.Person) error {
	if _, err := d.Configure(ctx, c); err != nil {
		return err
	}
	for _, p := range people {
		if _, err := d.PutPerson(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func furnishTwo(ctx context.Context, d *desk.Desk) error {
	return furnish(ctx, d, fixture(), employ("noor", "Noor", "Klein", "general"), employ("ilse", "Ilse", "Brandt", "general"))
}
