package probe

import (
	"context"
	"errors"
	"slices"

	"switchboard/shared/desk"
	"switchboard/shared/settings"
)

// origin is the page that the visitor claims to be on. No page can have it (RFC 2606), so no browser asks the probe's
// agent for a chat.
const origin = "https://probe.invalid"

const label = "Probe"

// furnish makes what the probe needs and what is missing, and touches nothing else. Talked: all of it was there.
func furnish(ctx context.Context, d *desk.Desk) (Outcome, error) {
	c, err := d.ReadConfiguration(ctx)
	if err != nil {
		return "", err
	}
	if c.Version == 0 || c.Organisation.LiveChatOff {
		return Idle, nil
	}
	missing := add(&c)
	if missing {
		if _, err := d.Configure(ctx, c); err != nil {
			return "", err
		}
	}
	p, err := d.ReadPerson(ctx, desk.Probe)
	switch {
	case err != nil:
		return "", err
	case p.Disabled:
		return "", errDisabled
	case p.Version == 0:
		missing = true
		_, err = d.PutPerson(ctx, person())
	}
	if err != nil {
		return "", err
	}
	if missing {
		return Furnished, nil
	}
	return Talked, nil
}

var errDisabled = errors.New("the person \"probe\" is disabled: enable her, or switch the probe off for this stage (Probe in infra/aws)")

func person() settings.Person {
	return settings.Person{
		Person: desk.Probe, First: label, Configuration: desk.Probe, Presence: desk.Probe, Skills: []string{desk.Probe},
		Permissions: []settings.Permission{settings.ApiEnabled},
	}
}

// add puts what is missing into a configuration and reports whether anything was.
func add(c *settings.Configuration) bool {
	const id = desk.Probe
	before := size(c)
	c.Skills = with(c.Skills, func(s settings.Skill) string { return s.ID },
		settings.Skill{ID: id, Name: label, Description: "Of the synthetic chat; give it to nobody."})
	c.AgentConfigurations = with(c.AgentConfigurations, func(a settings.AgentConfiguration) string { return a.ID },
		settings.AgentConfiguration{ID: id, Name: label, Capacity: 1})
	c.PresenceConfigurations = with(c.PresenceConfigurations, func(p settings.PresenceConfiguration) string { return p.ID },
		settings.PresenceConfiguration{ID: id, Name: label, Capacity: 1})
	c.Buttons = with(c.Buttons, func(b settings.Button) string { return b.ID }, settings.Button{ID: id, Name: label, Skill: id})
	c.Deployments = with(c.Deployments, func(d settings.Deployment) string { return d.ID },
		settings.Deployment{ID: id, Site: label, Origins: []string{origin}, Buttons: []string{id}})
	return size(c) > before
}

func size(c *settings.Configuration) int {
	return len(c.Skills) + len(c.AgentConfigurations) + len(c.PresenceConfigurations) + len(c.Buttons) + len(c.Deployments)
}

// with is a list with an entry whose id is desk.Probe: the one that is there, or this one.
func with[T any](list []T, id func(T) string, entry T) []T {
	if slices.ContainsFunc(list, func(e T) bool { return id(e) == desk.Probe }) {
		return list
	}
	return append(slices.Clone(list), entry)
}
