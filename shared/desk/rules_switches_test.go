package desk_test

import (
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/settings"
)

func TestR39R40R41TransfersThatAreSwitchedOffAreRefused(t *testing.T) {
	for _, r := range []struct{ title, to, target string }{
		{"R39, R41: to an agent", "agent", "ilse"}, {"R39, R41: to a skill", "skill", "general"}, {"R39, R41: to a button", "button", "support"},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) {
				set.TransferToAgent, set.TransferToSkill, set.TransferToButton = r.to != "agent", r.to != "skill", r.to != "button"
			}))
			chat := w.engages(w.noor, w.mara)
			w.refuses("the transfer", fault.Forbidden, w.transfers(w.noor, chat, r.to, r.target, ""))
			w.same("private", w.private(chat, 3))
			w.same("public", w.public(chat, 3))
		})
	}
	t.Run("R40: only to the skills and buttons that are configured", func(t *testing.T) {
		w := newTeam(t, func(c *settings.Configuration) {
			c.Skills = append(c.Skills, settings.Skill{ID: "lamps", Name: "Lamps"})
			c.Buttons = append(c.Buttons, button("lighting", "lamps"))
		})
		w.employs("anton", "Anton", "Berg", "lamps")
		w.online("anton")
		chat := w.engages(w.noor, w.mara)
		w.refuses("to another skill", fault.Forbidden, w.transfers(w.noor, chat, "skill", "lamps", ""))
		w.refuses("to another button", fault.Forbidden, w.transfers(w.noor, chat, "button", "lighting", ""))
		w.same("private", w.private(chat, 3))
		me, err := w.desk.Me(w.ctx, w.noor.Identity)
		w.must(err)
		if len(me.TransferSkills) != 1 || me.TransferSkills[0].ID != "general" || len(me.TransferButtons) != 1 || me.TransferButtons[0].ID != "support" {
			t.Errorf("she may choose %+v and %+v", me.TransferSkills, me.TransferButtons)
		}
	})
}
