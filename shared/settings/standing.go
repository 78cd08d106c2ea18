package settings

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Standing is what the settings come to for one person.
type Standing struct {
	Person        string
	Name          string // as visitors see her where no button says otherwise (R37)
	Capacity      int
	Skills        []string // her own and her profile's, sorted
	Buttons       []string // those that she serves, sorted (R48)
	Configuration AgentConfiguration
	Permissions   []Permission // her own and her profile's, sorted
}

// May reports whether she has a permission.
func (s Standing) May(p Permission) bool { return slices.Contains(s.Permissions, p) }

// Standing is what follows for a person. It is false if she has no configuration, or one that is gone: she cannot go
// Online then, whatever else is filled in (R30). A disabled person stands like any other; the caller asks for that.
func (c Configuration) Standing(p Person) (Standing, bool) {
	set, ok := c.AgentConfiguration(c.configurationOf(p))
	skills := c.skillsOf(p.Profile, p.Skills)
	skills = skills[:min(len(skills), MaxPersonSkills)]
	buttons := c.served(skills)
	return Standing{
		Person: p.Person, Name: nameOf(p, set), Capacity: c.capacityOf(p, set), Skills: skills,
		Buttons:       buttons[:min(len(buttons), MaxPersonButtons)],
		Configuration: set, Permissions: c.permissionsOf(p),
	}, ok
}

// configurationOf is the assigned one: hers, else her profile's (R29).
func (c Configuration) configurationOf(p Person) string {
	if p.Configuration != "" {
		return p.Configuration
	}
	profile, _ := c.Profile(p.Profile)
	return profile.Configuration
}

// capacityOf reads the one provider that the organisation has chosen (R312). Nothing there is no capacity, not the other
// provider's.
func (c Configuration) capacityOf(p Person, set AgentConfiguration) int {
	if !c.Organisation.CapacityFromPresence {
		return set.Capacity
	}
	presence, _ := c.PresenceConfiguration(p.Presence)
	return presence.Capacity
}

// skillsOf leaves out what was deleted since it was assigned.
func (c Configuration) skillsOf(profile string, own []string) []string {
	of, _ := c.Profile(profile)
	there := func(s string) bool { _, ok := c.Skill(s); return ok }
	all := []string{}
	for _, s := range slices.Concat(own, of.Skills) {
		if there(s) {
			all = append(all, s)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (c Configuration) permissionsOf(p Person) []Permission {
	profile, _ := c.Profile(p.Profile)
	all := slices.Concat(p.Permissions, profile.Permissions)
	slices.Sort(all)
	return slices.Compact(all)
}

// served are the buttons that ask for at least one of these skills (R48).
func (c Configuration) served(skills []string) []string {
	all := []string{}
	for _, b := range c.Buttons {
		if slices.ContainsFunc(b.AllSkills(), func(s string) bool { return slices.Contains(skills, s) }) {
			all = append(all, b.ID)
		}
	}
	slices.Sort(all)
	return all
}

// nameOf is never more than her configuration's name, or her first name and the initial of her last (R37).
func nameOf(p Person, set AgentConfiguration) string {
	if set.AgentName != "" {
		return set.AgentName
	}
	first, last := strings.TrimSpace(p.First), strings.TrimSpace(p.Last)
	if last == "" {
		return first
	}
	initial, _ := utf8.DecodeRuneInString(last)
	return strings.TrimSpace(first + " " + string(unicode.ToUpper(initial)) + ".")
}

// VisibleName is what visitors of a button see: the button's name for its agents, else her own (R37).
func (c Configuration) VisibleName(s Standing, button string) string {
	if b, _ := c.Button(button); b.AgentName != "" {
		return b.AgentName
	}
	return s.Name
}

// Greeting is the first message after acceptance: the button's, else her configuration's; none if both are empty (R38).
func (c Configuration) Greeting(s Standing, button string) string {
	if b, _ := c.Button(button); b.Greeting != "" {
		return b.Greeting
	}
	return s.Configuration.Greeting
}
