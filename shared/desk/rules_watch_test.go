package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// newLed is a team whose supervisor sees agents with the skill lamps, which only petra has.
func newLed(t *testing.T) *team {
	t.Helper()
	w := newTeam(t, func(c *settings.Configuration) {
		lighting(nil)(c)
		underConfiguration("leading", func(set *settings.AgentConfiguration) {
			set.SupervisedSkills, set.AgentSneakPeek = []string{"lamps"}, true
			set.DefaultSkill, set.DefaultButton, set.DefaultStatus = "lamps", "lighting", "Online"
		})(c)
	})
	p, err := w.desk.ReadPerson(w.ctx, "petra")
	w.must(err)
	p.Skills = []string{"lamps"}
	_, err = w.desk.PutPerson(w.ctx, p)
	w.must(err)
	return w
}

// seenBy are the queues of a panel, each with the people in it.
func seenBy(panels []protocol.Panel) []string {
	var all []string
	for _, p := range panels {
		line := p.Queue
		for _, a := range p.Agents {
			line += " " + a.Person
		}
		all = append(all, line)
	}
	return all
}

func TestR200R201ThePanelShowsWhomSheSupervises(t *testing.T) {
	t.Run("R200: it opens with the filters of her configuration", func(t *testing.T) {
		w := newLed(t)
		me, err := w.desk.Me(w.ctx, w.dana.Identity)
		w.must(err)
		if f := me.Panel; f.Skill != "lamps" || f.Button != "lighting" || f.Status != "Online" {
			t.Errorf("got %+v", f)
		}
	})
	t.Run("R200, R201: within her skills", func(t *testing.T) {
		w := newLed(t)
		ack, err := w.watches(w.dana, "")
		w.must(err)
		w.same("panel", seenBy(ack.Panels), "skill:lamps petra", "lighting")
	})
	t.Run("R200: who is restricted to none sees all", func(t *testing.T) {
		w := newTeam(t, nil)
		ack, err := w.watches(w.dana, "")
		w.must(err)
		w.same("panel", seenBy(ack.Panels), "skill:general ilse noor petra", "support")
	})
}

func TestR201AgentsOfOthersDoNotExistForHer(t *testing.T) {
	w := newLed(t)
	chat := w.engages(w.noor, w.mara)
	w.must(w.raises(w.noor, chat, "Help"))
	_, watched := w.watches(w.dana, chat)
	_, status := w.desk.Presence(w.ctx, w.dana, protocol.Presence{Action: "presence", ID: w.id(), Status: "Away", Person: "noor"})
	for deed, err := range map[string]error{
		"watches": watched, "whispers": w.whispers(w.dana, chat, "Psst"), "lowers the flag": w.lowers(w.dana, chat), "sets the status": status,
	} {
		w.refuses("she "+deed, fault.NotFound, err)
	}
	if got := w.resumes(w.dana).Chats; len(got) != 0 {
		t.Errorf("she resumes %+v", got)
	}
	r, err := w.desk.Resume(w.ctx, w.dana, protocol.Resume{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 1}}})
	w.must(err)
	if len(r.Chats) != 0 || !slices.Equal(r.Gone, []string{chat}) {
		t.Errorf("asked for by name she gets %+v", r)
	}
	w.same("nothing was written", w.private(chat, 4))
	w.same("she hears", w.hears(w.dana))

	hers := w.asksAt(w.tomas, "lighting")
	w.accepts(w.petra, hers)
	if _, err := w.watches(w.dana, hers); err != nil {
		t.Errorf("petra's chat: %v", err)
	}
}

func TestR202ThePanelFollowsWithinTwoSeconds(t *testing.T) {
	w := newTeam(t, nil)
	_, err := w.watches(w.dana, "")
	w.must(err)
	w.hushes()
	newestOf := func() map[string]protocol.Panel {
		panels := map[string]protocol.Panel{}
		for _, frame := range w.pushes.Take(w.dana.Conn) {
			var f protocol.PanelShown
			w.must(json.Unmarshal(frame, &f))
			if f.Type == "panel" && f.Panel.Rev >= panels[f.Panel.Queue].Rev {
				panels[f.Panel.Queue] = f.Panel
			}
		}
		return panels
	}
	noorIn := func(p protocol.Panel) protocol.PanelAgent {
		i := slices.IndexFunc(p.Agents, func(a protocol.PanelAgent) bool { return a.Person == "noor" })
		if i < 0 {
			t.Fatalf("noor is not in %+v", p)
		}
		return p.Agents[i]
	}

	chat := w.asks(w.mara)
	w.passes(2 * time.Second)
	if p := newestOf()["support"]; p.Waiting != 1 || p.Longest != epoch.UnixMilli() || p.Online != 3 || p.Open != 6 {
		t.Errorf("a request waits: %+v", p)
	}
	w.accepts(w.noor, chat)
	w.must(w.raises(w.noor, chat, "Help"))
	w.passes(2 * time.Second)
	panels := newestOf()
	line := noorIn(panels["skill:general"])
	if line.Chats != 1 || line.Load != 1 || line.Capacity != 2 || line.Status != "Online" || line.LastAt != epoch.Add(2*time.Second).UnixMilli() {
		t.Errorf("she has a chat: %+v", line)
	}
	if line.LoginAt != epoch.UnixMilli() || len(line.Flags) != 1 || line.Flags[0].Chat != chat {
		t.Errorf("R197: she raised the flag: %+v", line)
	}
	if p := panels["support"]; p.Waiting != 0 || p.Open != 5 {
		t.Errorf("nothing waits: %+v", p)
	}
	w.goes(w.noor, routing.Away)
	w.passes(2 * time.Second)
	if line := noorIn(newestOf()["skill:general"]); line.Status != "Away" {
		t.Errorf("she went Away: %+v", line)
	}
}

func TestR203WatchingIsLiveAndNobodyNotices(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.writes(w.mara, chat, "Hello")
	w.hushes()
	before := w.resumes(w.noor).Chats[0]
	ack, err := w.watches(w.dana, chat)
	w.must(err)
	w.same("the log", kindsOf(ack.View.Events), "requested", "accepted", "said")
	w.same("public", w.public(chat, 4))
	w.same("private", w.private(chat, 3))
	w.same("noor hears", w.hears(w.noor))
	w.same("mara hears", w.hears(w.mara))
	if after := w.resumes(w.noor).Chats[0]; !alike(before, after) {
		t.Errorf("noor sees another chat: %+v, before %+v", after, before)
	}
	for _, p := range w.resumes(w.mara).Chats[0].Parties {
		if strings.Contains(strings.ToLower(p.Name), "dana") {
			t.Errorf("mara sees %+v", p)
		}
	}

	w.writes(w.noor, chat, "Good day")
	w.writes(w.mara, chat, "My lamp")
	w.must(w.types(w.mara, chat, "", 0))
	w.same("R203: it is live", w.hears(w.dana), "events said", "events said", "typing")
	w.refuses("R203: she writes", fault.NotFound, w.tries(w.dana, chat, "Boo"))
	w.refuses("R203: she ends it", fault.NotFound, w.ends(w.dana, chat))
	w.hushes()
	w.refuses("R203: she types", fault.NotFound, w.types(w.dana, chat, "Boo", 1))
	w.same("mara hears of her typing", w.hears(w.mara))
}

// alike compares two chats as the wire shows them.
func alike(a, b protocol.Chat) bool {
	one, err := json.Marshal(a)
	two, other := json.Marshal(b)
	return err == nil && other == nil && string(one) == string(two)
}

func TestR203WatchingStopsAndNeedsTheSwitch(t *testing.T) {
	t.Run("R203: off, it is refused", func(t *testing.T) {
		w := newTeam(t, underConfiguration("leading", func(set *settings.AgentConfiguration) { set.Monitoring = false }))
		chat := w.engages(w.noor, w.mara)
		_, err := w.watches(w.dana, chat)
		w.refuses("watching", fault.Forbidden, err)
		w.writes(w.mara, chat, "Hello")
		w.same("dana hears", w.hears(w.dana))
	})
	t.Run("R203: agents do not watch", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		for _, by := range []caller{w.ilse, w.mara} {
			_, err := w.watches(by, chat)
			w.refuses("watching", fault.Forbidden, err)
		}
	})
	t.Run("R203: she stops", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		_, err := w.watches(w.dana, chat)
		w.must(err)
		_, err = w.desk.Watch(w.ctx, w.dana, protocol.Watch{Action: "watch", ID: w.id(), Chat: chat, Off: true})
		w.must(err)
		w.writes(w.mara, chat, "Hello")
		w.same("dana hears", w.hears(w.dana))
	})
}

func TestR204TheAgentsDraftIsForTheSupervisorAlone(t *testing.T) {
	for title, on := range map[string]bool{"R204: on": true, "R204: off": false} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, func(c *settings.Configuration) {
				c.AgentConfigurations[0].SneakPeek = true // of what visitors write, which is another matter
				underConfiguration("leading", func(set *settings.AgentConfiguration) { set.AgentSneakPeek = on })(c)
			})
			chat := w.engages(w.noor, w.mara)
			w.meets(w.noor, w.ilse, chat)
			_, err := w.watches(w.dana, chat)
			w.must(err)
			w.must(w.types(w.noor, chat, "Honestly, ", 1))
			for name, by := range map[string]caller{"mara": w.mara, "ilse": w.ilse} {
				if seen, ok := newest[protocol.TypingSeen](w, by, "typing"); !ok || seen.Who != "a1" || seen.Text != "" {
					t.Errorf("%s sees %+v", name, seen)
				}
			}
			want := ""
			if on {
				want = "Honestly, "
			}
			if seen, ok := newest[protocol.TypingSeen](w, w.dana, "typing"); !ok || seen.Text != want {
				t.Errorf("dana sees %+v", seen)
			}
		})
	}
}

func TestR25R201ASupervisorSetsTheStatusOfWhomSheSupervises(t *testing.T) {
	w := newLed(t)
	w.hushes()
	_, err := w.desk.Presence(w.ctx, w.dana, protocol.Presence{Action: "presence", ID: w.id(), Status: "Away", Person: "petra"})
	w.must(err)
	w.same("petra hears", w.hears(w.petra), "screen")
	if got := w.standing("petra").Status; got != routing.Away {
		t.Errorf("she is %s", got)
	}
	colleague := w.ilse
	colleague.Groups = slices.DeleteFunc(slices.Clone(colleague.Groups), func(g string) bool { return g == session.GroupSupervisor })
	_, err = w.desk.Presence(w.ctx, colleague, protocol.Presence{Action: "presence", ID: w.id(), Status: "Away", Person: "petra"})
	w.refuses("a colleague", fault.Forbidden, err)
}

// What she may see cannot be read: she sees that somebody writes and no more, and whoever runs the product reads why.
func TestR204ADraftThatMayNotBeShownForAnErrorIsLogged(t *testing.T) {
	w := newTeam(t, underConfiguration("leading", func(set *settings.AgentConfiguration) { set.AgentSneakPeek = true }))
	chat := w.engages(w.noor, w.mara)
	_, err := w.watches(w.dana, chat)
	w.must(err)
	broken := errors.New("the settings are not to be read")
	w.hook = func(_ context.Context, m storememory.Moment, c storememory.Call) error {
		if m == storememory.Before && c.Name == "get" && c.Key.Table == store.Desk {
			return broken
		}
		return nil
	}
	w.must(w.types(w.noor, chat, "Honestly, ", 1))
	w.hook = nil
	if seen, ok := newest[protocol.TypingSeen](w, w.dana, "typing"); !ok || seen.Text != "" {
		t.Errorf("dana sees %+v", seen)
	}
	if !strings.Contains(w.log.String(), broken.Error()) {
		t.Errorf("nothing tells why: %s", w.log.String())
	}
}
