package desk_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

// meets lets an agent come into a chat by a conference.
func (w *team) meets(from, to caller, chat string) {
	w.t.Helper()
	w.must(w.confers(from, chat, "general", to.Person))
	_, err := w.comes(to, chat)
	w.must(err)
	w.hushes()
}

func TestR157ConferencesNeedThePermissionAndTheSwitch(t *testing.T) {
	t.Run("R157: turning them on without the permission is refused", func(t *testing.T) {
		w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.Conferences = false }))
		w.employs("olga", "Olga", "Roth")
		olga := session.Identity{Role: session.Agent, Person: "olga", Groups: []string{session.GroupAdministrator}}
		c, err := w.desk.ReadConfiguration(w.ctx)
		w.must(err)
		underConfiguration("standard", func(set *settings.AgentConfiguration) { set.Conferences = true })(&c)
		_, err = w.desk.ConfigureAs(w.ctx, olga, c)
		w.refuses("without it", fault.Forbidden, err)
		p, err := w.desk.ReadPerson(w.ctx, "olga")
		w.must(err)
		p.Permissions = append(p.Permissions, settings.ConferencePermission)
		_, err = w.desk.PutPerson(w.ctx, p)
		w.must(err)
		_, err = w.desk.ConfigureAs(w.ctx, olga, c)
		w.must(err)
	})
	t.Run("R39, R157: while they are off calls are refused", func(t *testing.T) {
		w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.Conferences = false }))
		chat := w.engages(w.noor, w.mara)
		w.refuses("to one agent", fault.Forbidden, w.confers(w.noor, chat, "general", "ilse"))
		w.refuses("to all", fault.Forbidden, w.confers(w.noor, chat, "general", ""))
		w.same("private", w.private(chat, 3))
		me, err := w.desk.Me(w.ctx, w.noor.Identity)
		w.must(err)
		if me.Can.Conferences {
			t.Error("she is told that she may")
		}
	})
}

func TestR158R159R160AskingAgentsIntoAChat(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.confers(w.noor, chat, "general", ""))
	for name, by := range map[string]caller{"ilse": w.ilse, "petra": w.petra} {
		if shown, ok := newest[protocol.WaitingShown](w, by, "waiting"); !ok || shown.Request.Chat != chat || shown.Request.Kind != "conference" {
			t.Errorf("R158: %s was shown %+v", name, shown.Request)
		}
	}
	w.same("R161: mara hears nothing of the asking", w.hears(w.mara))
	_, err := w.comes(w.ilse, chat)
	w.must(err)
	w.same("R158: petra's request vanishes", w.hears(w.petra), "withdrawn")
	_, err = w.comes(w.petra, chat)
	w.refuses("R158: petra comes late", fault.Conflict, err)
	w.same("R160: public", w.public(chat, 3), "joined a2")
	w.same("private", w.private(chat, 3), "invited a1 conference skill general noor", "took system ilse")
	if news, ok := newest[protocol.Events](w, w.mara, "events"); !ok || news.Events[0].Kind != "joined" || news.Events[0].Name != "Ilse B." {
		t.Errorf("R160: mara is told %+v", news)
	}

	w.must(w.confers(w.noor, chat, "general", "petra")) // R159: a further agent, a further request
	_, err = w.comes(w.petra, chat)
	w.must(err)
	w.hushes()
	w.writes(w.ilse, chat, "Good day")
	for name, by := range map[string]caller{"mara": w.mara, "noor": w.noor, "petra": w.petra} {
		w.same("R160: "+name+" hears ilse", w.hears(by), "events said")
	}
	w.writes(w.mara, chat, "So many of you!")
	for name, by := range map[string]caller{"noor": w.noor, "ilse": w.ilse, "petra": w.petra} {
		w.same("R160: "+name+" hears mara", w.hears(by), "events said")
	}
	w.same("public", w.public(chat, 3), "joined a2", "joined a3", "said a2 Good day", "said v So many of you!")
	if got := w.loads("noor", "ilse", "petra"); got != "noor 1, ilse 1, petra 1" {
		t.Errorf("each member's load counts it: %s", got)
	}
}

// Her list still shows a request that waits, and it has become a conference, which would take no place of hers.
func TestR72R158WhoChoosesARequestJoinsNoConference(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.confers(w.noor, chat, "general", ""))
	accept := protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1, Kind: "choice"}
	_, err := w.desk.Accept(w.ctx, w.ilse, accept)
	w.refuses("as a request that waits", fault.Conflict, err)
	accept.Kind = "transfer"
	_, err = w.desk.Accept(w.ctx, w.ilse, accept)
	w.refuses("as a transfer", fault.Conflict, err)
	w.same("nobody joined", w.public(chat, 3))
	accept.Kind = "conference"
	_, err = w.desk.Accept(w.ctx, w.ilse, accept)
	w.must(err)
	w.same("as what it is", w.public(chat, 3), "joined a2")
}

func TestR158AConferenceGoesBeyondCapacity(t *testing.T) {
	w := newTeam(t, nil)
	w.engages(w.ilse, w.visitor("anna"))
	w.engages(w.ilse, w.visitor("bert"))
	w.meets(w.noor, w.ilse, w.engages(w.noor, w.mara))
	if got := w.loads("ilse"); got != "ilse 3" {
		t.Errorf("loads are %s", got)
	}
}

func TestR161R162AConferenceThatDoesNotCome(t *testing.T) {
	for _, r := range []struct {
		title   string
		agent   string
		deed    func(w *team, chat string)
		private string
	}{
		{"R161: one agent declines", "ilse", func(w *team, chat string) { w.must(w.declines(w.ilse, chat)) }, "refused system conference agent ilse ilse"},
		{"R161: all decline", "", func(w *team, chat string) { w.must(w.declines(w.ilse, chat)); w.must(w.declines(w.petra, chat)) },
			"refused system conference skill general petra"},
		{"R162: taken back before an answer", "ilse", func(w *team, chat string) { w.must(w.withdraws(w.noor, chat)) },
			"recalled a1 conference agent ilse noor"},
		{"R162: one to all, too", "", func(w *team, chat string) { w.must(w.withdraws(w.noor, chat)) }, "recalled a1 conference skill general noor"},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, nil)
			chat := w.engages(w.noor, w.mara)
			w.must(w.confers(w.noor, chat, "general", r.agent))
			w.hushes()
			r.deed(w, chat)
			w.same("private", w.private(chat, 4), r.private)
			w.same("R161: mara hears", w.hears(w.mara))
			if heard := w.hears(w.noor); heard[len(heard)-1] != "chat" {
				t.Errorf("noor hears %v", heard)
			}
			if list := w.resumes(w.ilse).Requests; len(list) != 0 {
				t.Errorf("ilse is asked still: %+v", list)
			}
			_, err := w.comes(w.ilse, chat)
			w.refuses("ilse comes after it", fault.Conflict, err)
			w.writes(w.noor, chat, "I am alone with you.")
		})
	}
}

func TestR163R164LeavingAConference(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.refuses("R164: the only agent leaves", fault.Conflict, w.leaves(w.noor, chat))
	w.meets(w.noor, w.ilse, chat)
	w.refuses("R164: one of two ends it", fault.Conflict, w.ends(w.noor, chat))
	w.must(w.leaves(w.noor, chat))
	w.same("R163: public", w.public(chat, 3), "joined a2", "left a1")
	w.same("R163: mara hears", w.hears(w.mara), "events left")
	w.same("R163: ilse hears", w.hears(w.ilse), "events left", "chat")
	if got := w.loads("noor", "ilse"); got != "noor 0, ilse 1" {
		t.Errorf("loads are %s", got)
	}
	w.refuses("noor writes on", fault.Forbidden, w.tries(w.noor, chat, "One more thing"))
	w.refuses("R164: the last leaves", fault.Conflict, w.leaves(w.ilse, chat))
	w.must(w.ends(w.ilse, chat))
	w.same("R164: the last ends it", w.public(chat, 5), "ended a2 agent ended")
	w.must(w.shuts(w.ilse, chat))
	w.passes(settled)
	w.same("transcripts", w.transcripts(), chat+" Completed Agent")
}

func TestR169TheVisitorEndsItForAll(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.meets(w.noor, w.ilse, chat)
	w.must(w.ends(w.mara, chat))
	w.same("public", w.public(chat, 4), "ended v visitor ended")
	for name, by := range map[string]caller{"noor": w.noor, "ilse": w.ilse} {
		if heard := w.hears(by); !slices.Contains(heard, "events ended") {
			t.Errorf("%s hears %v", name, heard)
		}
		w.refuses(name+" writes on", fault.Conflict, w.tries(by, chat, "Hello?"))
	}
}

func TestR170NoTransferAmongSeveral(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.confers(w.noor, chat, "general", "ilse"))
	w.refuses("while a conference is asked", fault.Conflict, w.transfers(w.noor, chat, "agent", "petra", ""))
	_, err := w.comes(w.ilse, chat)
	w.must(err)
	for _, to := range [][2]string{{"agent", "petra"}, {"skill", "general"}, {"button", "support"}} {
		w.refuses("to an "+to[0]+" with two in it", fault.Conflict, w.transfers(w.noor, chat, to[0], to[1], ""))
	}
	w.must(w.leaves(w.ilse, chat))
	w.must(w.transfers(w.noor, chat, "agent", "petra", ""))
	w.refuses("a conference while a transfer pends", fault.Conflict, w.confers(w.noor, chat, "general", "ilse"))
}

func TestR171AMemberWhoIsLostLeavesAfterTheGraceTime(t *testing.T) {
	t.Run("R171: the others go on", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.meets(w.noor, w.ilse, chat)
		w.beats(w.noor, chat)
		w.stays(120*time.Second, chat, w.ilse, w.mara)
		w.same("within lease and grace", w.public(chat, 4))
		w.stays(30*time.Second, chat, w.ilse, w.mara)
		w.same("after it", w.public(chat, 4), "left a1")
		w.same("ilse hears", w.hears(w.ilse), "events left", "chat")
		w.writes(w.ilse, chat, "I am still here.")
	})
	t.Run("R171, R23: the last one's loss ends it", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.meets(w.noor, w.ilse, chat)
		w.must(w.leaves(w.ilse, chat))
		w.beats(w.noor, chat)
		w.stays(150*time.Second, chat, w.mara)
		w.same("public", w.public(chat, 5), "ended system system agentGone")
	})
	t.Run("R17: one who logs out leaves, the chat goes on", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.meets(w.noor, w.ilse, chat)
		w.goes(w.noor, routing.Offline)
		w.same("public", w.public(chat, 4), "left a1")
		w.writes(w.ilse, chat, "I am still here.")
	})
}

func TestR172TheOriginatorOwnsWhatTheOtherLeaves(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.meets(w.noor, w.ilse, chat)
	w.must(w.leaves(w.ilse, chat))
	w.must(w.ends(w.noor, chat))
	w.must(w.shuts(w.noor, chat))
	w.passes(settled)
	doc, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	if doc.OwnerPerson != "noor" {
		t.Errorf("R172: owned by %q", doc.OwnerPerson)
	}
}

func TestR173EachMemberPeeksByHerOwnConfiguration(t *testing.T) {
	w := newTeam(t, func(c *settings.Configuration) {
		peeking := c.AgentConfigurations[0]
		peeking.ID, peeking.SneakPeek = "peeking", true
		c.AgentConfigurations = append(c.AgentConfigurations, peeking)
	})
	w.under("ilse", "peeking")
	chat := w.engages(w.noor, w.mara)
	w.must(w.types(w.mara, chat, "I am so ang", 1))
	if seen, ok := newest[protocol.TypingSeen](w, w.noor, "typing"); !ok || seen.Text != "" {
		t.Errorf("noor, who may not, sees %+v", seen)
	}
	w.meets(w.noor, w.ilse, chat)
	w.must(w.types(w.mara, chat, "I am so angry", 2))
	if seen, ok := newest[protocol.TypingSeen](w, w.ilse, "typing"); !ok || seen.Text != "I am so angry" || seen.Position != 2 {
		t.Errorf("ilse, who may, sees %+v", seen)
	}
	if seen, ok := newest[protocol.TypingSeen](w, w.noor, "typing"); !ok || seen.Text != "" || seen.Position != 0 {
		t.Errorf("noor, who may not, sees %+v", seen)
	}
}
