package settings

import "strings"

// What one person may have: each of her buttons and skills is a place in a list that follows her at every change.
const (
	MaxPersonSkills  = 20
	MaxPersonButtons = 25
)

const maxPersonID = 128

// Person is what administrators set for somebody who works here, as a document of her own. Person is the subject of her
// sign-in. What her profile has comes on top of her skills and permissions (R28); her own configuration goes before the
// profile's (R29).
type Person struct {
	Person        string       `json:"person" minLength:"1" maxLength:"128" doc:"The subject of her sign-in."`
	First         string       `json:"first" minLength:"1" maxLength:"80" doc:"First name."`
	Last          string       `json:"last,omitempty" maxLength:"80" doc:"Last name; visitors see its initial at most (R37)."`
	Profile       string       `json:"profile,omitempty"`
	Configuration string       `json:"configuration,omitempty" doc:"An agent configuration; goes before the profile's (R29)."`
	Presence      string       `json:"presence,omitempty" doc:"A presence configuration (R312)."`
	Skills        []string     `json:"skills,omitempty" maxItems:"20" doc:"Besides her profile's; 20 with them."`
	Permissions   []Permission `json:"permissions,omitempty" enum:"apiEnabled,assignSkills,conference" doc:"Besides her profile's."`
	Disabled      bool         `json:"disabled,omitempty" doc:"She is refused everywhere."`
	Version       int64        `json:"version,omitempty" doc:"The version that was read; a change names it."`
}

// CheckPerson refuses, as invalid, a person who names what is not there or would have more skills or buttons than can
// follow her.
func (c Configuration) CheckPerson(p Person) error {
	k := &check{}
	k.must(strings.TrimSpace(p.Person) != "", "person", "must not be blank")
	k.text("person", p.Person, maxPersonID)
	k.label("first", p.First)
	k.text("last", p.Last, maxName)
	k.distinct("skills", p.Skills)
	k.permissions(p.Permissions)
	c.checkAssigned(k, p)
	c.checkServed(k, p.Profile, p.Skills)
	return k.fault
}

func (c Configuration) checkAssigned(k *check, p Person) {
	const absent = "names the %s %.100q, which does not exist: add it first, or choose another"
	_, ok := c.Profile(p.Profile)
	k.must(ok || p.Profile == "", "profile", absent, "profile", p.Profile)
	_, ok = c.AgentConfiguration(p.Configuration)
	k.must(ok || p.Configuration == "", "configuration", absent, "agent configuration", p.Configuration)
	_, ok = c.PresenceConfiguration(p.Presence)
	k.must(ok || p.Presence == "", "presence", absent, "presence configuration", p.Presence)
	for _, s := range p.Skills {
		_, ok = c.Skill(s)
		k.must(ok, "skills", absent, "skill", s)
	}
	works := c.configurationOf(p) != ""
	k.must(!works || !c.Organisation.CapacityFromPresence || p.Presence != "", "presence",
		"must be set: the organisation takes capacities from presence configurations")
}

// checkServed looks at what a profile and somebody's own skills come to. Any one of her skills is enough to serve a button.
func (c Configuration) checkServed(k *check, profile string, own []string) {
	skills := c.skillsOf(profile, own)
	k.must(len(skills) <= MaxPersonSkills, "skills", "are %d with those of the profile, and may be %d", len(skills), MaxPersonSkills)
	buttons := c.served(skills)
	k.must(len(buttons) <= MaxPersonButtons, "skills", "serve %d buttons with those of the profile, and may serve %d: take some out",
		len(buttons), MaxPersonButtons)
}

// checkProfiles refuses a profile that nobody could be given.
func (c Configuration) checkProfiles(k *check) {
	for _, p := range c.Profiles {
		if k.fault != nil {
			return
		}
		k.at = "profiles." + p.ID
		c.checkServed(k, p.ID, nil)
	}
}
