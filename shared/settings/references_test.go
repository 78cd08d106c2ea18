package settings

import (
	"errors"
	"strings"
	"testing"

	"switchboard/shared/fault"
)

func TestReferences(t *testing.T) {
	config := func(set func(*AgentConfiguration)) func(*Configuration) {
		return func(c *Configuration) { set(&c.AgentConfigurations[0]) }
	}
	rows := []struct {
		title, field, from string
		kind               string
		set                func(*Configuration)
	}{
		{"ST4 (R53): a profile's skill", "profiles.guests.skills", "profile guests (skills)", KindSkill,
			func(c *Configuration) { c.Profiles[1].Skills = []string{"gone"} }},
		{"ST4 (R53): a profile's configuration", "profiles.guests.configuration", "profile guests (agent configuration)", KindConfiguration,
			func(c *Configuration) { c.Profiles[1].Configuration = "gone" }},
		{"ST4 (R53, R40): a skill to transfer to", "agentConfigurations.standard.transferSkills", "agent configuration standard (transfer skills)",
			KindSkill,
			config(func(a *AgentConfiguration) { a.TransferSkills = []string{"lamps", "gone"} })},
		{"ST4 (R53, R40): a button to transfer to", "agentConfigurations.standard.transferButtons", "agent configuration standard (transfer buttons)",
			KindButton,
			config(func(a *AgentConfiguration) { a.TransferButtons = []string{"gone"} })},
		{"ST4 (R53, R200): a default skill", "agentConfigurations.standard.defaultSkill", "agent configuration standard (default skill)",
			KindSkill,
			config(func(a *AgentConfiguration) { a.DefaultSkill = "gone" })},
		{"ST4 (R53, R200): a default button", "agentConfigurations.standard.defaultButton", "agent configuration standard (default button)",
			KindButton,
			config(func(a *AgentConfiguration) { a.DefaultButton = "gone" })},
		{"ST4 (R53, R201): a supervised skill", "agentConfigurations.standard.supervisedSkills", "agent configuration standard (supervised skills)",
			KindSkill,
			config(func(a *AgentConfiguration) { a.SupervisedSkills = []string{"gone"} })},
		{"ST4 (R53): a primary skill", "buttons.orders.skill", "button orders (primary skill)", KindSkill,
			func(c *Configuration) { c.Buttons[1].Skill = "gone" }},
		{"ST4 (R53): a further skill", "buttons.orders.skills", "button orders (further skills)", KindSkill,
			func(c *Configuration) { c.Buttons[1].Skills = []string{"gone"} }},
		{"ST4 (R53): a deployment's button", "deployments.demo.buttons", "deployment demo (buttons)", KindButton,
			func(c *Configuration) { c.Deployments[0].Buttons = []string{"gone"} }},
		{"ST4 (R53): an empty id in a list", "buttons.orders.skills", "button orders (further skills)", KindSkill,
			func(c *Configuration) { c.Buttons[1].Skills = []string{""} }},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			c := changed(r.set)
			refused(t, c.Check(), fault.Invalid, r.field)
			spells(t, c.Check(), r.from)
			if !strings.Contains(r.title, "empty") {
				same(t, "users", c.ReferredBy(r.kind, "gone"), []string{r.from})
			}
		})
	}
	t.Run("ST4 (R53): leaving out a skill in use names all who use it", func(t *testing.T) {
		c := changed(func(c *Configuration) { c.Skills = c.Skills[1:] })
		same(t, "users", c.ReferredBy(KindSkill, "lamps"), []string{"profile agents (skills)", "button support (primary skill)"})
		refused(t, c.Check(), fault.Invalid, "profiles.agents.skills")
		spells(t, c.Check(), "profile agents (skills), button support (primary skill)")
	})
	t.Run("ST4 (R53): a message names ten users and says that there are more", func(t *testing.T) {
		c := Configuration{}
		for _, id := range numbered("b", 11) {
			c.Buttons = append(c.Buttons, Button{ID: id, Name: id, Skill: "gone"})
		}
		spells(t, c.Check(), "button b9 (primary skill) and others")
	})
	t.Run("ST4 (R53): what nobody uses may go", func(t *testing.T) {
		c := changed(func(c *Configuration) { c.Buttons = c.Buttons[:2]; c.Skills = c.Skills[:2] })
		same(t, "users", c.ReferredBy(KindSkill, "dutch"), nil)
		refused(t, c.Check(), "", "")
	})
	t.Run("ST4 (R53): kinds are not mixed up", func(t *testing.T) {
		c := changed(func(c *Configuration) { c.Deployments[0].Buttons = []string{"lamps"} })
		refused(t, c.Check(), fault.Invalid, "deployments.demo.buttons")
		same(t, "users", c.ReferredBy(KindSkill, "lamps"), []string{"profile agents (skills)", "button support (primary skill)"})
	})
	t.Run("ST4 (R53): nothing is named twice in one list", func(t *testing.T) {
		c := changed(func(c *Configuration) { c.Deployments[0].Buttons = []string{"orders", "orders"} })
		refused(t, c.Check(), fault.Invalid, "deployments.demo.buttons")
	})
}

// spells fails unless the refusal's words hold some text.
func spells(t *testing.T, err error, text string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || !strings.Contains(f.Message, text) {
		t.Errorf("%v does not say %q", err, text)
	}
}
