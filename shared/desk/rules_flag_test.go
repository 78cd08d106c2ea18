package desk_test

import (
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

// panelOf is an agent's line in the panel of a supervisor, as she would open it now.
func (w *team) panelOf(by caller, person string) (protocol.PanelAgent, bool) {
	w.t.Helper()
	ack, err := w.watches(by, "")
	w.must(err)
	for _, p := range ack.Panels {
		for _, a := range p.Agents {
			if a.Person == person {
				return a, true
			}
		}
	}
	return protocol.PanelAgent{}, false
}

// flags are the calls for help in an agent's line.
func (w *team) flags(by caller, person string) []string {
	w.t.Helper()
	line, _ := w.panelOf(by, person)
	var all []string
	for _, f := range line.Flags {
		all = append(all, f.Chat+" "+f.Text)
	}
	return all
}

func TestR197RaisingTheFlag(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	for title, text := range map[string]string{"empty": "", "blank": " \n\t"} {
		w.refuses("a flag that is "+title, fault.Invalid, w.raises(w.noor, chat, text))
	}
	w.refuses("one that says too much", fault.Invalid, w.raises(w.noor, chat, strings.Repeat("h", 1001)))
	w.same("private", w.private(chat, 3))
	w.must(w.raises(w.noor, chat, "Does this lamp dim?"))
	w.same("private", w.private(chat, 3), "flagged a1 noor Does this lamp dim?")
	w.same("dana sees agent, chat and text", w.flags(w.dana, "noor"), chat+" Does this lamp dim?")
	w.same("mara hears", w.hears(w.mara))
	if s := w.standing("noor").Session; s.FlagsRaised != 1 || s.LoweredAgent != 0 || s.LoweredSupervisor != 0 {
		t.Errorf("her session counts %+v", s)
	}
	w.refuses("a second flag", fault.Conflict, w.raises(w.noor, chat, "And this one?"))
}

func TestR39R197RaisingNeedsTheSwitch(t *testing.T) {
	w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.Flags = false }))
	chat := w.engages(w.noor, w.mara)
	w.refuses("a flag", fault.Forbidden, w.raises(w.noor, chat, "Help"))
	w.same("private", w.private(chat, 3))
	if me, err := w.desk.Me(w.ctx, w.noor.Identity); err != nil || me.Can.Flags {
		t.Errorf("she is told that she may: %v", err)
	}
}

func TestR197WhoIsCalled(t *testing.T) {
	w := newTeam(t, func(c *settings.Configuration) {
		c.Skills = append(c.Skills, settings.Skill{ID: "lamps", Name: "Lamps"})
		for id, skills := range map[string][]string{"leadingLamps": {"lamps"}, "leadingGeneral": {"general"}} {
			c.AgentConfigurations = append(c.AgentConfigurations, settings.AgentConfiguration{ID: id, Name: id, Capacity: 1, SupervisedSkills: skills})
		}
	})
	chat := w.engages(w.noor, w.mara)
	w.must(w.raises(w.noor, chat, "Does this lamp dim?"))
	for _, r := range []struct {
		title, configuration string
		want                 []string
	}{
		{"R197: who supervises nobody in particular supervises all", "leading", []string{chat + " Does this lamp dim?"}},
		{"R197: who supervises one of her skills", "leadingGeneral", []string{chat + " Does this lamp dim?"}},
		{"R197: who supervises others", "leadingLamps", nil},
	} {
		t.Run(r.title, func(t *testing.T) {
			w.under("dana", r.configuration)
			w.same("dana sees", w.flags(w.dana, "noor"), r.want...)
		})
	}
}

func TestR198R199R325LoweringTheFlag(t *testing.T) {
	for _, r := range []struct {
		title   string
		deed    func(w *team, chat string)
		private string
		counts  [2]int     // lowered by agent, by supervisor
		again   fault.Kind // how lowering it once more is refused
	}{
		{"R198: the agent", func(w *team, chat string) { w.must(w.lowers(w.noor, chat)) },
			"flagLowered system noor agent", [2]int{1, 0}, fault.Conflict},
		{"R198, R325: the supervisor", func(w *team, chat string) { w.must(w.lowers(w.dana, chat)) },
			"flagLowered system dana supervisor", [2]int{0, 1}, fault.Conflict},
		{"R199: the end of the chat, which counts for nobody", func(w *team, chat string) { w.must(w.ends(w.mara, chat)) },
			"flagLowered system noor system", [2]int{0, 0}, fault.NotFound},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, nil)
			chat := w.engages(w.noor, w.mara)
			w.must(w.raises(w.noor, chat, "Does this lamp dim?"))
			w.hushes()
			r.deed(w, chat)
			w.same("private", w.private(chat, 4), r.private)
			w.same("gone from the panel", w.flags(w.dana, "noor"))
			if v := w.resumes(w.noor).Chats; len(v) != 1 || v[0].Flag != nil {
				t.Errorf("noor sees it still: %+v", v)
			}
			if s := w.standing("noor").Session; s.FlagsRaised != 1 || [2]int{s.LoweredAgent, s.LoweredSupervisor} != r.counts {
				t.Errorf("her session counts %+v", s)
			}
			w.refuses("lowering it again", r.again, w.lowers(w.noor, chat))
		})
	}
}

func TestR198ASupervisorsLoweringReachesTheAgentAtOnce(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.raises(w.noor, chat, "Does this lamp dim?"))
	w.hushes()
	w.must(w.lowers(w.dana, chat))
	w.same("noor hears", w.hears(w.noor), "events (flagLowered)", "chat", "screen")
	w.same("mara hears", w.hears(w.mara))
}

func TestR325FromTheAlertToTheAnswer(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.writes(w.mara, chat, "Does it dim?")
	w.must(w.raises(w.noor, chat, "Does this lamp dim?"))
	ack, err := w.watches(w.dana, strings.Fields(w.flags(w.dana, "noor")[0])[0])
	w.must(err)
	if ack.View.Flag == nil || ack.View.Flag.Text != "Does this lamp dim?" || !ack.View.Watching {
		t.Errorf("she opens %+v", ack.View)
	}
	w.same("with its log", kindsOf(ack.View.Events), "requested", "accepted", "said")
	w.hushes()
	w.must(w.whispers(w.dana, chat, "It does, with the knob."))
	w.same("noor hears", w.hears(w.noor), "events (whispered)")
	w.must(w.lowers(w.dana, chat))
	w.same("private", w.private(chat, 4), "whispered system dana It does, with the knob.", "flagLowered system dana supervisor")
}

func TestR198NobodyElseLowersIt(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.raises(w.noor, chat, "Help"))
	w.refuses("a colleague", fault.NotFound, w.lowers(w.ilse, chat))
	w.refuses("the visitor", fault.Forbidden, w.lowers(w.mara, chat))
	supervising := w.ilse
	supervising.Groups = append(supervising.Groups, session.GroupSupervisor)
	w.must(w.lowers(supervising, chat)) // a supervisor who is an agent, too
}
