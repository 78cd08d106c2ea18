package settings

import (
	"testing"

	"switchboard/shared/fault"
)

func TestStanding(t *testing.T) {
	rows := []struct {
		title, want string // the configuration that she works under; "" for none
		set         func(*Person)
	}{
		{"ST6 (R28): her profile's", "standard", func(*Person) {}},
		{"ST6 (R28): hers alone", "senior", func(p *Person) { p.Profile, p.Configuration = "", "senior" }},
		{"ST6 (R29): hers before her profile's", "senior", func(p *Person) { p.Configuration = "senior" }},
		{"ST7 (R30): nothing at all", "", func(p *Person) { p.Profile = "" }},
		{"ST7 (R30): a profile without one", "", func(p *Person) { p.Profile = "guests" }},
		{"ST7 (R30): a profile that is gone", "", func(p *Person) { p.Profile = "gone" }},
		{"ST7 (R29, R30): hers is gone, and the profile's does not stand in", "", func(p *Person) { p.Configuration = "gone" }},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			p := noor()
			r.set(&p)
			s, ok := lantern().Standing(p)
			if ok != (r.want != "") || s.Configuration.ID != r.want || s.Person != "sub-1" {
				t.Errorf("got %+v, %t", s, ok)
			}
		})
	}
}

func TestNamesAndGreetings(t *testing.T) {
	rows := []struct {
		title, config, button, first, last, want string
	}{
		{"ST8 (R37): first name and last initial", "", "", "Noor", "Khan", "Noor K."},
		{"ST8 (R37): an initial is a capital and a whole letter", "", "", "Ilse", "éluard", "Ilse É."},
		{"ST8 (R37): no last name", "", "", "Noor", " ", "Noor"},
		{"ST8 (R37): the configuration's before that", "Lantern", "", "Noor", "Khan", "Lantern"},
		{"ST8 (R37): the button's before all", "Lantern", "Lamp desk", "Noor", "Khan", "Lamp desk"},
		{"ST8 (R37): the button's without a configuration's", "", "Lamp desk", "Noor", "Khan", "Lamp desk"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			c := changed(func(c *Configuration) {
				c.AgentConfigurations[0].AgentName, c.Buttons[0].AgentName = r.config, r.button
			})
			s, _ := c.Standing(Person{Person: "sub-1", First: r.first, Last: r.last, Profile: "agents"})
			if got := c.VisibleName(s, "support"); got != r.want {
				t.Errorf("got %q", got)
			}
			if got := c.VisibleName(s, "orders"); got != s.Name {
				t.Errorf("another button: got %q", got)
			}
		})
	}
	greetings := []struct{ title, config, button, want string }{
		{"ST9 (R38): none", "", "", ""},
		{"ST9 (R38): the configuration's", "Hello", "", "Hello"},
		{"ST9 (R38): the button's", "", "Welcome", "Welcome"},
		{"ST9 (R38): the button's before the configuration's", "Hello", "Welcome", "Welcome"},
	}
	for _, r := range greetings {
		t.Run(r.title, func(t *testing.T) {
			c := changed(func(c *Configuration) { c.AgentConfigurations[0].Greeting, c.Buttons[0].Greeting = r.config, r.button })
			s, _ := c.Standing(noor())
			if got := c.Greeting(s, "support"); got != r.want {
				t.Errorf("got %q", got)
			}
			if got := c.Greeting(s, "gone"); got != r.config {
				t.Errorf("a button that is gone: got %q", got)
			}
		})
	}
}

func TestSkillsAndButtons(t *testing.T) {
	rows := []struct {
		title, profile  string
		own             []string
		skills, buttons []string
	}{
		{"ST10 (R43, R48): her profile's, and who asks for one of several", "agents", nil, []string{"lamps"}, []string{"support"}},
		{"ST10 (R43, R48): hers come on top, sorted and once", "agents", []string{"looms", "lamps", "dutch"},
			[]string{"dutch", "lamps", "looms"}, []string{"orders", "support", "vragen"}},
		{"ST10 (R48): a further skill is enough", "", []string{"looms"}, []string{"looms"}, []string{"orders", "support"}},
		{"ST10 (R43): none", "guests", nil, []string{}, []string{}},
		{"ST10 (R43): one that is gone counts for nothing", "", []string{"gone"}, []string{}, []string{}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			s, _ := lantern().Standing(Person{Person: "sub-1", Profile: r.profile, Skills: r.own})
			same(t, "skills", s.Skills, r.skills)
			same(t, "buttons", s.Buttons, r.buttons)
		})
	}
}

func TestCapacity(t *testing.T) {
	rows := []struct {
		title, presence string
		on              bool
		want            int
	}{
		{"ST16 (R312): the agent configuration's", "half_day", false, 3},
		{"ST16 (R312): the presence configuration's", "half_day", true, 2},
		{"ST16 (R312): no presence configuration is no capacity", "", true, 0},
		{"ST16 (R312): nor is one that is gone", "gone", true, 0},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			c, p := changed(func(c *Configuration) { c.Organisation.CapacityFromPresence = r.on }), noor()
			p.Presence = r.presence
			if s, ok := c.Standing(p); !ok || s.Capacity != r.want {
				t.Errorf("got %d, %t", s.Capacity, ok)
			}
		})
	}
	bounds := []struct {
		title, field string
		set          func(*Configuration)
	}{
		{"ST14 (R47): a capacity of 1", "", func(c *Configuration) { c.AgentConfigurations[0].Capacity = 1 }},
		{"ST14 (R47): of 100", "", func(c *Configuration) { c.AgentConfigurations[0].Capacity = 100 }},
		{"ST14 (R47): of 0", "agentConfigurations.standard.capacity", func(c *Configuration) { c.AgentConfigurations[0].Capacity = 0 }},
		{"ST14 (R47): of 101", "agentConfigurations.standard.capacity", func(c *Configuration) { c.AgentConfigurations[0].Capacity = 101 }},
		{"ST14 (R47, R312): the other provider's too", "presenceConfigurations.half_day.capacity",
			func(c *Configuration) { c.PresenceConfigurations[0].Capacity = 101 }},
		{"ST14 (R26): a critical wait of a day", "", func(c *Configuration) { c.AgentConfigurations[0].CriticalWait = 86400 }},
		{"ST14 (R26): of more", "agentConfigurations.standard.criticalWait", func(c *Configuration) { c.AgentConfigurations[0].CriticalWait = 86401 }},
		{"ST2 (R26, R200): no fourth status to begin with", "agentConfigurations.standard.defaultStatus",
			func(c *Configuration) { c.AgentConfigurations[0].DefaultStatus = "online" }},
	}
	for _, r := range bounds {
		t.Run(r.title, func(t *testing.T) { refused(t, changed(r.set).Check(), fault.Invalid, r.field) })
	}
}
