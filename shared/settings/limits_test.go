package settings

import (
	"encoding/json"
	"strings"
	"testing"

	"switchboard/shared/fault"
)

func TestTexts(t *testing.T) {
	rows := []struct {
		title, field string
		most         int
		set          func(*Configuration, string)
	}{
		{"ST3 (R43): a skill's name", "skills.lamps.name", 80, func(c *Configuration, s string) { c.Skills[0].Name = s }},
		{"ST3 (R43): a skill's description", "skills.lamps.description", 1000, func(c *Configuration, s string) { c.Skills[0].Description = s }},
		{"ST3 (R28): a profile's name", "profiles.agents.name", 80, func(c *Configuration, s string) { c.Profiles[0].Name = s }},
		{"ST3 (R26): a configuration's name", "agentConfigurations.standard.name", 80,
			func(c *Configuration, s string) { c.AgentConfigurations[0].Name = s }},
		{"ST3 (R26): its agent name", "agentConfigurations.standard.agentName", 255,
			func(c *Configuration, s string) { c.AgentConfigurations[0].AgentName = s }},
		{"ST3 (R26): its greeting", "agentConfigurations.standard.greeting", 1000,
			func(c *Configuration, s string) { c.AgentConfigurations[0].Greeting = s }},
		{"ST3 (R312): a presence configuration's name", "presenceConfigurations.half_day.name", 80,
			func(c *Configuration, s string) { c.PresenceConfigurations[0].Name = s }},
		{"ST3 (R44): a button's name", "buttons.support.name", 80, func(c *Configuration, s string) { c.Buttons[0].Name = s }},
		{"ST3 (R44): its agent name", "buttons.support.agentName", 255, func(c *Configuration, s string) { c.Buttons[0].AgentName = s }},
		{"ST3 (R44): its greeting", "buttons.support.greeting", 1000, func(c *Configuration, s string) { c.Buttons[0].Greeting = s }},
		{"ST3 (R49): a deployment's site", "deployments.demo.site", 80, func(c *Configuration, s string) { c.Deployments[0].Site = s }},
		{"ST3 (R49): its window title", "deployments.demo.windowTitle", 80, func(c *Configuration, s string) { c.Deployments[0].WindowTitle = s }},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			with := func(s string) Configuration { return changed(func(c *Configuration) { r.set(c, s) }) }
			refused(t, again(t, with(strings.Repeat("é", r.most))).Check(), "", "")
			refused(t, with(strings.Repeat("é", r.most+1)).Check(), fault.Invalid, r.field)
			if last := r.field[strings.LastIndex(r.field, ".")+1:]; last == "name" || last == "site" {
				refused(t, with(" \n").Check(), fault.Invalid, r.field)
			}
		})
	}
	t.Run("ST3 (R28): a person's names", func(t *testing.T) {
		c, long := lantern(), strings.Repeat("é", 80)
		refused(t, c.CheckPerson(Person{Person: strings.Repeat("p", 128), First: long, Last: long}), "", "")
		refused(t, c.CheckPerson(Person{Person: strings.Repeat("p", 129), First: "Noor"}), fault.Invalid, "person")
		refused(t, c.CheckPerson(Person{Person: " ", First: "Noor"}), fault.Invalid, "person")
		refused(t, c.CheckPerson(Person{Person: "p", First: long + "e"}), fault.Invalid, "first")
		refused(t, c.CheckPerson(Person{Person: "p", First: ""}), fault.Invalid, "first")
		refused(t, c.CheckPerson(Person{Person: "p", First: "Noor", Last: long + "e"}), fault.Invalid, "last")
	})
}

func TestIDs(t *testing.T) {
	good := []string{"support", "demo", "shop_1", "A", "a1_b2_c3", strings.Repeat("a", 80)}
	bad := []string{"", "1shop", "_shop", "shop_", "shop__1", "shop-1", "shop 1", "shöp", "shop\n", strings.Repeat("a", 81)}
	for _, id := range good {
		t.Run("ST1 (R27): a good id is "+id, func(t *testing.T) {
			refused(t, changed(func(c *Configuration) { c.Skills = append(c.Skills, Skill{ID: id, Name: "Any"}) }).Check(), "", "")
		})
	}
	kinds := map[string]func(*Configuration, string){
		"skills":                 func(c *Configuration, id string) { c.Skills[1].ID = id },
		"profiles":               func(c *Configuration, id string) { c.Profiles[1].ID = id },
		"agentConfigurations":    func(c *Configuration, id string) { c.AgentConfigurations[1].ID = id },
		"presenceConfigurations": func(c *Configuration, id string) { c.PresenceConfigurations[1].ID = id },
		"buttons":                func(c *Configuration, id string) { c.Buttons[1].ID = id },
		"deployments":            func(c *Configuration, id string) { c.Deployments[1].ID = id },
	}
	taken := map[string]string{
		"skills": "lamps", "profiles": "agents", "agentConfigurations": "standard", "presenceConfigurations": "half_day",
		"buttons": "support", "deployments": "demo",
	}
	for list, set := range kinds {
		t.Run("ST1 (R27): no other id, and none twice, among "+list, func(t *testing.T) {
			for _, id := range append(bad, taken[list]) {
				c := lantern()
				c.PresenceConfigurations = append(c.PresenceConfigurations, PresenceConfiguration{ID: "whole_day", Name: "A day", Capacity: 4})
				c.Deployments = append(c.Deployments, Deployment{ID: "blog", Site: "Blog"})
				set(&c, id)
				refused(t, c.Check(), fault.Invalid, list+"[1].id")
			}
		})
	}
	t.Run("ST1 (R27): two kinds may share an id", func(t *testing.T) {
		refused(t, changed(func(c *Configuration) { c.Skills = append(c.Skills, Skill{ID: "support", Name: "Support"}) }).Check(), "", "")
	})
}

func TestHowMany(t *testing.T) {
	rows := []struct {
		title, list string
		most        int
		fill        func(ids []string) Configuration
	}{
		{"ST5: at most 200 skills", "skills", 200, func(ids []string) Configuration { return Configuration{Skills: skillsNamed(ids)} }},
		{"ST5: at most 200 profiles", "profiles", 200, func(ids []string) (c Configuration) {
			for _, id := range ids {
				c.Profiles = append(c.Profiles, Profile{ID: id, Name: id})
			}
			return c
		}},
		{"ST5: at most 500 agent configurations", "agentConfigurations", 500, func(ids []string) (c Configuration) {
			for _, id := range ids {
				c.AgentConfigurations = append(c.AgentConfigurations, AgentConfiguration{ID: id, Name: id, Capacity: 1})
			}
			return c
		}},
		{"ST5: at most 500 presence configurations", "presenceConfigurations", 500, func(ids []string) (c Configuration) {
			for _, id := range ids {
				c.PresenceConfigurations = append(c.PresenceConfigurations, PresenceConfiguration{ID: id, Name: id, Capacity: 1})
			}
			return c
		}},
		{"ST5: at most 500 buttons", "buttons", 500, func(ids []string) (c Configuration) {
			for _, id := range ids {
				c.Buttons = append(c.Buttons, Button{ID: id, Name: id})
			}
			return c
		}},
		{"ST5: at most 100 deployments", "deployments", 100, func(ids []string) (c Configuration) {
			for _, id := range ids {
				c.Deployments = append(c.Deployments, Deployment{ID: id, Site: id})
			}
			return c
		}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			refused(t, r.fill(numbered("x", r.most)).Check(), "", "")
			refused(t, r.fill(numbered("x", r.most+1)).Check(), fault.Invalid, r.list)
		})
	}
}

func TestTheWholeDocumentHasALimit(t *testing.T) {
	t.Run("ST5: 350 KB of JSON, and not a byte more", func(t *testing.T) {
		c := Configuration{Skills: skillsNamed(numbered("x", 200))}
		for i := range c.Skills {
			c.Skills[i].Description = strings.Repeat("d", 1000)
		}
		for _, id := range numbered("b", 400) {
			c.Buttons = append(c.Buttons, Button{ID: id, Name: id, Greeting: "g"})
		}
		room := MaxBytes - size(t, c)
		for i := range c.Buttons {
			more := min(room, 999)
			c.Buttons[i].Greeting += strings.Repeat("g", more)
			room -= more
		}
		if got := size(t, c); got != MaxBytes {
			t.Fatalf("the test made %d bytes", got)
		}
		refused(t, c.Check(), "", "")
		c.Buttons[399].Greeting += "g"
		refused(t, c.Check(), fault.Invalid, "configuration")
	})
}

func size(t *testing.T, c Configuration) int {
	t.Helper()
	body, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return len(body)
}
