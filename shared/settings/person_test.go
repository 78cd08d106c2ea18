package settings

import (
	"testing"

	"switchboard/shared/fault"
)

func TestPeople(t *testing.T) {
	rows := []struct {
		title, field string
		set          func(*Configuration, *Person)
	}{
		{"ST22 (R28): all there is", "", func(_ *Configuration, p *Person) {
			p.Configuration, p.Presence, p.Skills = "senior", "half_day", []string{"dutch"}
		}},
		{"ST22 (R28): nothing", "", func(_ *Configuration, p *Person) { p.Profile = "" }},
		{"ST22 (R53): a profile that is gone", "profile", func(_ *Configuration, p *Person) { p.Profile = "gone" }},
		{"ST22 (R53): a configuration that is gone", "configuration", func(_ *Configuration, p *Person) { p.Configuration = "gone" }},
		{"ST22 (R53): a presence configuration that is gone", "presence", func(_ *Configuration, p *Person) { p.Presence = "gone" }},
		{"ST22 (R53): a skill that is gone", "skills", func(_ *Configuration, p *Person) { p.Skills = []string{"lamps", "gone"} }},
		{"ST22 (R43): a skill twice", "skills", func(_ *Configuration, p *Person) { p.Skills = []string{"lamps", "lamps"} }},
		{"ST18 (R2): no fourth permission", "permissions", func(_ *Configuration, p *Person) { p.Permissions = []Permission{"all"} }},
		{"ST16 (R312): no presence configuration where capacities come from there", "presence",
			func(c *Configuration, _ *Person) { c.Organisation.CapacityFromPresence = true }},
		{"ST16 (R312): one there", "", func(c *Configuration, p *Person) { c.Organisation.CapacityFromPresence, p.Presence = true, "half_day" }},
		{"ST16 (R312): whoever is no agent needs none", "", func(c *Configuration, p *Person) {
			c.Organisation.CapacityFromPresence, p.Profile = true, "guests"
		}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			c, p := lantern(), noor()
			r.set(&c, &p)
			refused(t, c.CheckPerson(p), fault.Invalid, r.field)
		})
	}
	t.Run("ST18 (R2): no fourth permission in a profile", func(t *testing.T) {
		c := changed(func(c *Configuration) { c.Profiles[0].Permissions = []Permission{"ApiEnabled"} })
		refused(t, c.Check(), fault.Invalid, "profiles.agents.permissions")
	})
}

// Twenty skills with one of them from the profile, and buttons that ask for the first.
func busy(skills, buttons int) Configuration {
	c := Configuration{Skills: skillsNamed(numbered("s", skills)), Profiles: []Profile{{ID: "agents", Name: "Agents", Skills: []string{"s0"}}}}
	for _, id := range numbered("b", buttons) {
		c.Buttons = append(c.Buttons, Button{ID: id, Name: id, Skill: "s0"})
	}
	return c
}

func TestWhatOnePersonMayHave(t *testing.T) {
	rows := []struct {
		title           string
		skills, buttons int
		field           string
	}{
		{"ST11: 20 skills with her profile's", 20, 0, ""},
		{"ST11: one more", 21, 0, "skills"},
		{"ST11: 25 buttons", 1, 25, ""},
		{"ST11: one more button", 1, 26, "skills"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			c := busy(r.skills, r.buttons)
			p := Person{Person: "sub-1", First: "Noor", Profile: "agents", Skills: numbered("s", r.skills)[1:]}
			refused(t, c.CheckPerson(p), fault.Invalid, r.field)
		})
	}
	t.Run("ST11: nor may a profile alone", func(t *testing.T) {
		refused(t, busy(1, 25).Check(), "", "")
		refused(t, busy(1, 26).Check(), fault.Invalid, "profiles.agents.skills")
		c := busy(21, 0)
		c.Profiles[0].Skills = numbered("s", 20)
		refused(t, c.Check(), "", "")
		c.Profiles[0].Skills = numbered("s", 21)
		refused(t, c.Check(), fault.Invalid, "profiles.agents.skills")
	})
	t.Run("ST11: settings that grew later give her the first ones", func(t *testing.T) {
		s, _ := busy(21, 26).Standing(Person{Person: "sub-1", Profile: "agents", Skills: numbered("s", 21)})
		if len(s.Skills) != 20 || len(s.Buttons) != 25 || s.Skills[19] != "s8" || s.Buttons[24] != "b8" {
			t.Errorf("got %v and %v", s.Skills, s.Buttons)
		}
	})
}

func TestPermissions(t *testing.T) {
	t.Run("ST18 (R2, R10): hers and her profile's, and no other", func(t *testing.T) {
		p := noor()
		p.Permissions = []Permission{AssignSkills, ApiEnabled}
		s, _ := lantern().Standing(p)
		same(t, "permissions", s.Permissions, []Permission{ApiEnabled, AssignSkills})
		if !s.May(ApiEnabled) || !s.May(AssignSkills) || s.May(ConferencePermission) {
			t.Errorf("got %+v", s)
		}
	})
	on := changed(func(c *Configuration) { c.AgentConfigurations[0].Conferences = true })
	more := changed(func(c *Configuration) {
		c.AgentConfigurations = append(c.AgentConfigurations, AgentConfiguration{ID: "night", Name: "Night", Capacity: 1, Conferences: true})
	})
	other := []Permission{ApiEnabled, AssignSkills}
	rows := []struct {
		title, at string
		was, is   Configuration
		by        []Permission
	}{
		{"ST17 (R157): on, without", "standard", lantern(), on, other},
		{"ST17 (R157): on, with", "", lantern(), on, []Permission{ConferencePermission}},
		{"ST17 (R157): in a new configuration, without", "night", lantern(), more, other},
		{"ST17 (R157): in a new configuration, with", "", lantern(), more, []Permission{ConferencePermission}},
		{"ST17 (R157): on as before, without", "", on, on, nil},
		{"ST17 (R157): off, without", "", on, lantern(), nil},
		{"ST17 (R157): off as before, without", "", lantern(), lantern(), nil},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			field := ""
			if r.at != "" {
				field = "agentConfigurations." + r.at + ".conferences"
			}
			refused(t, CheckChange(r.was, r.is, r.by), fault.Forbidden, field)
		})
	}
}
