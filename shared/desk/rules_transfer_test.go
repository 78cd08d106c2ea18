package desk_test

import (
	"fmt"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

func TestR136R143R144R156R315AnAgentAtCapacityTakesAChatOver(t *testing.T) {
	w := newTeam(t, nil)
	w.engages(w.ilse, w.visitor("anna"))
	w.engages(w.ilse, w.visitor("bert"))
	chat := w.engages(w.noor, w.mara)
	w.writes(w.mara, chat, "Where is my lamp?")
	w.hushes()

	w.must(w.transfers(w.noor, chat, "agent", "ilse", "She waits for a lamp."))
	asked, ok := newest[protocol.WaitingShown](w, w.ilse, "waiting")
	if !ok || asked.Request.Chat != chat || asked.Request.Kind != "transfer" ||
		asked.Request.Note != "She waits for a lamp." || asked.Request.From != "Noor K." {
		t.Errorf("R136, R315: she was shown %+v", asked.Request)
	}
	w.same("R144: mara hears nothing of it", w.hears(w.mara))
	w.writes(w.mara, chat, "Hello?")
	w.writes(w.noor, chat, "My colleague knows more.")
	w.hushes()
	ack, err := w.comes(w.ilse, chat)
	w.must(err)

	w.same("R143, R144: public", w.public(chat, 2), "accepted a1", "said v Where is my lamp?", "said v Hello?",
		"said a1 My colleague knows more.", "transferred a2")
	w.same("R144: what the receiver is given", kindsOf(ack.View.Events), "requested", "accepted", "said", "said", "said", "transferred")
	w.same("R149: private", w.private(chat, 3), "invited a1 transfer agent ilse noor She waits for a lamp.", "took system ilse")
	if news, ok := newest[protocol.Events](w, w.mara, "events"); !ok || len(news.Events) != 1 || news.Events[0].Name != "Ilse B." {
		t.Errorf("R143: mara is told of %+v", news)
	}
	w.same("R141: noor hears", w.hears(w.noor), "screen", "shut")
	if got := w.loads("noor", "ilse"); got != "noor 0, ilse 3" {
		t.Errorf("R156, R317: loads are %s", got)
	}
	w.refuses("the sender writes after it", fault.Forbidden, w.tries(w.noor, chat, "One more thing"))
	w.writes(w.ilse, chat, "Good day, I am Ilse.")

	w.hushes()
	next := w.asks(w.tomas)
	w.same("R156: ilse hears of no ordinary request", w.hears(w.ilse))
	_, err = w.comes(w.ilse, next)
	w.refuses("R156: she takes an ordinary request", fault.Forbidden, err)
}

func TestR137ATransferReachesNobodyWhoIsAwayOrOffline(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.goes(w.ilse, routing.Away)
	w.goes(w.petra, routing.Offline)
	w.hushes()
	for _, person := range []string{"ilse", "petra"} {
		w.refuses("a transfer to "+person, fault.Conflict, w.transfers(w.noor, chat, "agent", person, ""))
	}
	w.refuses("a transfer to nobody", fault.Invalid, w.transfers(w.noor, chat, "agent", "nobody", ""))
	w.refuses("a transfer to herself", fault.Conflict, w.transfers(w.noor, chat, "agent", "noor", ""))
	w.refuses("a transfer to a skill of which nobody is Online", fault.Conflict, w.transfers(w.noor, chat, "skill", "general", ""))
	w.same("private", w.private(chat, 3))
	w.same("ilse hears", w.hears(w.ilse))
	colleagues, err := w.desk.Colleagues(w.ctx, w.noor.Identity, "general")
	w.must(err)
	if len(colleagues) != 1 || colleagues[0].Person != "ilse" || colleagues[0].Status != "Away" {
		t.Errorf("noor may choose among %+v", colleagues)
	}
}

func TestR138R158ASkillRequestReachesEachAgentOfTheSkill(t *testing.T) {
	asked := func(t *testing.T) (*team, string) {
		w := newTeam(t, func(c *settings.Configuration) {
			c.Skills = append(c.Skills, settings.Skill{ID: "lamps", Name: "Lamps"})
		})
		w.employs("anton", "Anton", "Berg", "lamps")
		w.online("anton")
		w.engages(w.ilse, w.visitor("anna"))
		w.engages(w.ilse, w.visitor("bert"))
		chat := w.engages(w.noor, w.mara)
		w.must(w.transfers(w.noor, chat, "skill", "general", "Who knows lamps?"))
		return w, chat
	}
	t.Run("R138: to all who are Online, at capacity too, and to nobody else", func(t *testing.T) {
		w, chat := asked(t)
		for name, by := range map[string]caller{"ilse": w.ilse, "petra": w.petra} {
			shown, ok := newest[protocol.WaitingShown](w, by, "waiting")
			if !ok || shown.Request.Chat != chat || shown.Request.Kind != "transfer" || shown.Request.Note != "Who knows lamps?" {
				t.Errorf("%s was shown %+v", name, shown.Request)
			}
			if list := w.resumes(by).Requests; len(list) != 1 || list[0].Chat != chat {
				t.Errorf("%s has in her list %+v", name, list)
			}
		}
		w.same("anton, who has another skill, hears", w.hears(w.agent("anton")))
		if list := w.resumes(w.noor).Requests; len(list) != 0 {
			t.Errorf("R138: the sender is asked herself: %+v", list)
		}
		_, err := w.comes(w.agent("anton"), chat)
		w.refuses("anton takes it", fault.NotFound, err)
	})
	t.Run("R138: the first has it, the others lose it", func(t *testing.T) {
		w, chat := asked(t)
		w.hushes()
		_, err := w.comes(w.ilse, chat)
		w.must(err)
		w.same("petra hears", w.hears(w.petra), "withdrawn")
		_, err = w.comes(w.petra, chat)
		w.refuses("petra comes late", fault.Conflict, err)
		w.same("public", w.public(chat, 3), "transferred a2")
		w.same("private", w.private(chat, 3), "invited a1 transfer skill general noor Who knows lamps?", "took system ilse")
		if got := w.loads("noor", "ilse", "petra"); got != "noor 0, ilse 3, petra 0" {
			t.Errorf("loads are %s", got)
		}
	})
	t.Run("R138, R146: declined only when all have", func(t *testing.T) {
		w, chat := asked(t)
		w.must(w.declines(w.ilse, chat))
		w.same("private after the first", w.private(chat, 4))
		if list := w.resumes(w.ilse).Requests; len(list) != 0 {
			t.Errorf("she declined and is asked still: %+v", list)
		}
		w.hushes()
		w.must(w.declines(w.petra, chat))
		w.same("private after the last", w.private(chat, 4), "refused system transfer skill general petra")
		w.same("noor hears", w.hears(w.noor), "events (refused)", "chat")
		w.writes(w.noor, chat, "I am still here.")
	})
	t.Run("R138, R147: nobody answers in time", func(t *testing.T) {
		w, chat := asked(t)
		w.must(w.declines(w.ilse, chat))
		w.hushes()
		w.stays(70*time.Second, chat, w.noor, w.mara, w.ilse, w.petra)
		w.same("private", w.private(chat, 4), "lapsed system transfer skill general")
		if list := w.resumes(w.petra).Requests; len(list) != 0 {
			t.Errorf("she is asked still: %+v", list)
		}
	})
}

func TestR146R147R148HowATransferFails(t *testing.T) {
	type row struct {
		title   string
		deed    func(w *team, chat string)
		private string
		noor    []string
		ilse    []string
		session string // declined and timed out of ilse
	}
	for _, r := range []row{
		{"R146, R149: declined", func(w *team, chat string) { w.must(w.declines(w.ilse, chat)) },
			"refused system transfer agent ilse ilse", []string{"events (refused)", "chat"}, nil, "1 0"},
		{"R147: timed out", func(w *team, chat string) { w.passes(61 * time.Second) },
			"lapsed system transfer agent ilse ilse", []string{"events (lapsed)", "chat"}, []string{"screen"}, "0 1"},
		{"R148, R149: cancelled by the sender", func(w *team, chat string) { w.must(w.withdraws(w.noor, chat)) },
			"recalled a1 transfer agent ilse noor", []string{"chat"}, []string{"screen"}, "0 0"},
		{"R20: she is not there any more", func(w *team, chat string) { w.goes(w.ilse, routing.Away) },
			"recalled a1 transfer agent ilse noor", []string{"events (recalled)", "chat"}, []string{"screen"}, "0 0"},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, nil)
			chat := w.engages(w.noor, w.mara)
			w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
			w.beats(w.noor, chat)
			w.hushes()
			r.deed(w, chat)
			w.same("private", w.private(chat, 4), r.private)
			w.same("public", w.public(chat, 2), "accepted a1")
			w.same("noor hears", w.hears(w.noor), r.noor...)
			w.same("ilse hears", w.hears(w.ilse), r.ilse...)
			w.same("mara hears", w.hears(w.mara))
			s := w.standing("ilse").Session
			if got := fmt.Sprint(s.Declined, s.TimedOut); got != r.session || s.Assigned != 1 || s.Engaged != 0 {
				t.Errorf("R209: her session counts %+v", s)
			}
			if got := w.loads("noor", "ilse"); got != "noor 1, ilse 0" {
				t.Errorf("loads are %s", got)
			}
			_, err := w.comes(w.ilse, chat)
			w.refuses("she comes after that", fault.Conflict, err)
			w.writes(w.noor, chat, "I am still here.")
			w.must(w.transfers(w.noor, chat, "agent", "petra", "Can you?"))
		})
	}
}

func TestR147TheRequestStandsAsLongAsTheButtonsPushTimeout(t *testing.T) {
	w := newTeam(t, func(c *settings.Configuration) { c.Buttons[0].PushTimeout = 20 })
	chat := w.engages(w.noor, w.mara)
	w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
	w.passes(19 * time.Second)
	w.same("after 19 s", w.private(chat, 4))
	w.passes(2 * time.Second)
	w.same("after 20 s", w.private(chat, 4), "lapsed system transfer agent ilse ilse")
}

func TestR151R170OneRequestAtATime(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
	w.refuses("R151: a second transfer", fault.Conflict, w.transfers(w.noor, chat, "agent", "petra", ""))
	w.refuses("R151: one to a skill", fault.Conflict, w.transfers(w.noor, chat, "skill", "general", ""))
	w.refuses("R151: one to a button", fault.Conflict, w.transfers(w.noor, chat, "button", "support", ""))
	w.refuses("R170: a conference", fault.Conflict, w.confers(w.noor, chat, "general", ""))
	w.same("private", w.private(chat, 3), "invited a1 transfer agent ilse noor")
}

func TestR152R153WhatPendsEndsWithTheChat(t *testing.T) {
	for title, r := range map[string]struct {
		deed   func(w *team, chat string)
		public string
	}{
		"R152: the visitor ends":         {func(w *team, chat string) { w.must(w.ends(w.mara, chat)) }, "ended v visitor ended"},
		"R153: the sender goes Offline":  {func(w *team, chat string) { w.goes(w.noor, routing.Offline) }, "ended a1 agent agentLeft"},
		"R152: to all with a skill, too": {func(w *team, chat string) { w.must(w.ends(w.mara, chat)) }, "ended v visitor ended"},
	} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, nil)
			chat := w.engages(w.noor, w.mara)
			recalled := "recalled a1 transfer agent ilse noor"
			if title == "R152: to all with a skill, too" {
				w.must(w.transfers(w.noor, chat, "skill", "general", ""))
				recalled = "recalled a1 transfer skill general noor"
			} else {
				w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
			}
			w.hushes()
			r.deed(w, chat)
			w.same("public", w.public(chat, 3), r.public)
			w.same("private", w.private(chat, 4)[:1], recalled)
			if list := w.resumes(w.ilse).Requests; len(list) != 0 {
				t.Errorf("ilse is asked still: %+v", list)
			}
			_, err := w.comes(w.ilse, chat)
			w.refuses("ilse comes after it", fault.Conflict, err)
			if got := w.loads("ilse"); got != "ilse 0" {
				t.Errorf("loads are %s", got)
			}
		})
	}
}

func TestR154OneTranscriptForAllItsAgents(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.writes(w.noor, chat, "Good day")
	w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
	_, err := w.comes(w.ilse, chat)
	w.must(err)
	w.writes(w.ilse, chat, "Good day to you")
	w.writes(w.mara, chat, "Hello")
	w.must(w.ends(w.ilse, chat))
	w.must(w.shuts(w.ilse, chat))
	w.passes(settled)
	w.same("transcripts", w.transcripts(), chat+" Completed Agent")
	doc, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	if doc.AgentMessages != 2 || doc.VisitorMessages != 1 || !doc.Chain.Intact {
		t.Errorf("got %+v", doc.Summary)
	}
}

func TestR317ATransferFreesThePlaceAtOnce(t *testing.T) {
	for title, hand := range map[string]func(w *team, chat string){
		"R317: to an agent": func(w *team, chat string) { w.must(w.transfers(w.noor, chat, "agent", "ilse", "")) },
		"R317: to a skill":  func(w *team, chat string) { w.must(w.transfers(w.noor, chat, "skill", "general", "")) },
	} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, pushes)
			w.goes(w.petra, routing.Away)
			held := w.fills(w.noor, w.ilse)
			waiting := w.asks(w.tomas)
			hand(w, held[0])
			if got := w.standing("noor").Offers; len(got) != 0 {
				t.Fatalf("she is offered %+v before it is taken", got)
			}
			_, err := w.comes(w.ilse, held[0])
			w.must(err)
			if got := w.standing("noor"); len(got.Offers) != 1 || got.Offers[0].Chat != waiting || got.Load != 2 {
				t.Errorf("she stands at %d and is offered %+v", got.Load, got.Offers)
			}
		})
	}
}
