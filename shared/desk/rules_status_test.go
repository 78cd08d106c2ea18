package desk_test

import (
	"testing"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// asked asks an agent for something else than a waiting request: a transfer, a conference.
var asked = map[string]func(w *world, by caller, chat, whom string) error{
	"a transfer": func(w *world, by caller, chat, whom string) error {
		_, err := w.desk.Transfer(w.ctx, by, protocol.Transfer{Action: "transfer", ID: w.id(), Chat: chat, After: 2, To: "agent", Target: whom})
		return err
	},
	"a conference": func(w *world, by caller, chat, whom string) error {
		_, err := w.desk.Conference(w.ctx, by, protocol.Conference{
			Action: "conference", ID: w.id(), Chat: chat, After: 2, Skill: "general", Agent: whom})
		return err
	},
}

func TestR13ThreeStatuses(t *testing.T) {
	w := newWorld(t)
	noor := w.agent("noor")
	w.resumes(noor)
	for _, status := range []string{"Online", "Away", "Offline"} {
		ack, err := w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: w.id(), Status: status, Tab: "tab"})
		w.must(err)
		same(t, "R13", []string{ack.Screen.Status, w.screen(noor).Status}, []string{status, status})
	}
	for _, status := range []string{"", "online", "Busy", "Available", "Online "} {
		_, err := w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: w.id(), Status: status, Tab: "tab"})
		w.wantKind(err, fault.Invalid, "R13: "+status)
	}
	same(t, "R13: and nothing changes", []string{w.screen(noor).Status}, []string{"Offline"})
}

// Her client sends a frame again that was not answered; API Gateway may hand the copy over after newer frames.
func TestR13R17ACopyOfAnOlderFrameSetsNothing(t *testing.T) {
	w := newWorld(t)
	noor := w.agent("noor")
	w.resumes(noor)
	sets := func(id, status, want string) {
		t.Helper()
		ack, err := w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: id, Status: status, Tab: "tab"})
		w.must(err)
		same(t, id+" "+status, []string{ack.Screen.Status, w.screen(noor).Status}, []string{want, want})
	}
	sets("in", "Online", "Online")
	sets("out", "Offline", "Offline")
	sets("in", "Online", "Offline")
	sets("back", "Online", "Online")
	sets("out", "Offline", "Online")
	sets("pause", "Away", "Away")
	sets("back", "Online", "Away")
	sets("again", "Online", "Online")
}

func TestR14R15R16WhatAnAgentIsGiven(t *testing.T) {
	t.Run("R14: an Online agent receives and accepts chats, transfers and conferences", func(t *testing.T) {
		w := staffed(t)
		w.suits("ilse", places(1))
		noor, ilse := w.online("noor"), w.online("ilse")
		mara := w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(ilse, chat)
		for what, ask := range asked {
			own := w.wants(w.visitor("tomas"+what[:3]), targets(protocol.Target{Agent: "noor"}))
			w.accepts(noor, own)
			w.must(ask(w, noor, own, "ilse"))
			same(t, "R14: "+what+" reaches her, at capacity too", w.offersTo(ilse), []string{own})
			_, err := w.desk.Accept(w.ctx, ilse, protocol.Accept{Action: "accept", ID: w.id(), Chat: own, After: 2})
			w.must(err)
		}
		waits := w.asks(w.visitor("eve"))
		w.wantKind(w.triesToAccept(ilse, waits), fault.Forbidden, "R14: an ordinary request at capacity")
		none(t, "R14: is not in her list either", w.choicesOf(ilse))
	})
	for _, status := range []routing.Status{routing.Away, routing.Offline} {
		t.Run("R15, R16: nobody asks an agent who is "+string(status), func(t *testing.T) {
			w := pushing(t)
			ilse, noor := w.online("ilse"), w.online("noor")
			w.goes(ilse, status)
			w.shown(ilse)
			chat := w.asks(w.visitor("mara"))
			w.accepts(noor, chat)
			for what, ask := range asked {
				w.wantKind(ask(w, noor, chat, "ilse"), fault.Conflict, "R15, R16: "+what)
			}
			direct := w.wants(w.visitor("tomas"), targets(protocol.Target{Agent: "ilse"}))
			same(t, "R68: who asks for her by name", w.onstage(direct), turnedAway("agentsUnavailable"))
			none(t, "she is shown nothing", w.shown(ilse))
		})
		t.Run("R15, R16: an accept that arrives after she turned "+string(status), func(t *testing.T) {
			w := staffed(t)
			noor := w.online("noor")
			w.online("petra")
			chat := w.asks(w.visitor("mara"))
			w.goes(noor, status)
			if err := w.triesToAccept(noor, chat); err == nil {
				t.Error("she is in the chat")
			}
			same(t, "nothing happens", w.onstage(chat), []string{"requested v"})
		})
	}
	t.Run("R15: her chats go on while she is Away", func(t *testing.T) {
		w, noor, mara, chat := talk(t)
		w.goes(noor, routing.Away)
		seq := w.says(mara, chat, 2, "Are you there?")
		seq = w.says(noor, chat, seq, "I am.")
		w.stays(5*time.Minute, noor, mara)
		w.says(mara, chat, seq, "Good.")
		same(t, "the public log", w.onstage(chat), []string{
			"requested v", "accepted a1 Noor K.", "said v Are you there?", "said a1 I am.", "said v Good."})
		w.loadIs("noor", 1)
	})
}

func TestR17R18HowAnAgentLeaves(t *testing.T) {
	for _, row := range []struct {
		title string
		goes  func(w *world, noor caller, there ...caller)
		after time.Duration
	}{
		{"R17: she logs out", func(w *world, noor caller, _ ...caller) { w.goes(noor, routing.Offline) }, 0},
		{"R17: her last window closes", func(w *world, _ caller, there ...caller) {
			w.must(w.desk.AgentLeaves(w.ctx, "noor", "tab"))
			w.stays(17*time.Second, there...)
		}, 17 * time.Second},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := staffed(t)
			w.suits("noor", places(3))
			noor, ilse := w.online("noor"), w.online("ilse")
			visitors, chats := w.busy(noor, 2)
			for _, v := range visitors {
				w.shown(v)
			}
			row.goes(w, noor, append(visitors, ilse)...)
			if got := w.standing("noor"); got.Status != routing.Offline || got.Load != 0 || got.Engaged != 0 {
				t.Errorf("she stands as %+v", got.Agent)
			}
			w.passes(3 * time.Second)
			for i, chat := range chats {
				same(t, "R17: all her chats end", w.onstage(chat), []string{"requested v", "accepted a1 Noor K.", "ended a1 agent agentLeft"})
				same(t, "R17: the visitor is told", w.shown(visitors[i]), []string{"events ended"})
			}
			same(t, "R17: ended by her", w.transcripts(), []string{chats[1] + " Completed Agent", chats[0] + " Completed Agent"})
			for _, chat := range chats {
				if got := w.field(chat, "Ended By"); got != "Agent" {
					t.Errorf("R17: ended by %q", got)
				}
			}
		})
	}
	t.Run("R17: a reload is no exit", func(t *testing.T) {
		w, noor, mara, chat := talk(t)
		w.must(w.desk.AgentLeaves(w.ctx, "noor", "tab"))
		w.passes(10 * time.Second)
		w.must(w.desk.Wake(w.ctx, store.AgentThing("noor"))) // whoever looks early
		same(t, "her page is back with her chat", []string{w.resumes(noor).Chats[0].Chat}, []string{chat})
		w.stays(time.Minute, noor, mara)
		same(t, "the chat goes on", w.onstage(chat), []string{"requested v", "accepted a1 Noor K."})
		if got := w.screen(noor).Status; got != "Online" {
			t.Errorf("she is %s", got)
		}
	})
	t.Run("R17: another of her windows may close", func(t *testing.T) {
		w, noor, mara, chat := talk(t)
		w.must(w.desk.AgentLeaves(w.ctx, "noor", "an old tab"))
		w.passes(25 * time.Second) // less than she may be silent
		w.stays(time.Minute, noor, mara)
		same(t, "the chat goes on", w.onstage(chat), []string{"requested v", "accepted a1 Noor K."})
	})
}

func TestR22R23AConnectionIsLost(t *testing.T) {
	t.Run("R22: she is back within the grace time", func(t *testing.T) {
		w, noor, mara, chat := talk(t)
		other := w.wants(w.visitor("tomas"), targets(protocol.Target{Agent: "noor"}))
		w.accepts(noor, other)
		w.beats(noor, chat)
		w.must(w.desk.Disconnect(w.ctx, noor))
		seq := w.says(mara, chat, 2, "One")
		w.stays(60*time.Second, mara, w.visitor("tomas"))
		w.says(mara, chat, seq, "Two")
		w.stays(60*time.Second, mara, w.visitor("tomas"))
		r, err := w.desk.Resume(w.ctx, over(noor, "conn-noor-2"), protocol.Resume{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 2}}})
		w.must(err)
		var said, open []string
		for _, c := range r.Chats {
			open = append(open, c.Chat+" "+c.State)
			for _, e := range c.Events {
				if e.Kind == "said" {
					said = append(said, c.Chat+" "+e.Text)
				}
			}
		}
		same(t, "R22: her open chats", open, []string{chat + " engaged", other + " engaged"})
		same(t, "R22: what she missed, in order", said, []string{chat + " One", chat + " Two"})
	})
	t.Run("R23: she is not", func(t *testing.T) {
		w, noor, mara, chat := talk(t)
		w.now = w.now.Add(10 * time.Second)
		w.beats(noor, chat)
		lost := w.now
		w.must(w.desk.Disconnect(w.ctx, noor))
		w.stays(130*time.Second, mara)
		same(t, "R22: before it is over", w.onstage(chat), []string{"requested v", "accepted a1 Noor K."})
		w.shown(mara)
		w.stays(10*time.Second, mara)
		same(t, "R23: the system ends it", w.onstage(chat), []string{"requested v", "accepted a1 Noor K.", "ended system system agentGone"})
		same(t, "R23: the visitor is told", w.shown(mara), []string{"events ended"})
		same(t, "R23: the transcript", w.transcripts(), []string{chat + " Completed System"})
		page, err := w.desk.Sessions(w.ctx, "", 10)
		w.must(err)
		if got := page.Sessions[0]; got.Person != "noor" || got.LogoutAt != lost.UnixMilli() {
			t.Errorf("R23: the session of %s ends at %d, want the time of loss, %d", got.Person, got.LogoutAt, lost.UnixMilli())
		}
	})
}

// sessionOf is an agent's newest session record.
func (w *world) sessionOf(person string) desk.SessionRecord {
	w.t.Helper()
	page, err := w.desk.Sessions(w.ctx, "", 20)
	w.must(err)
	for _, s := range page.Sessions {
		if s.Person == person {
			return s
		}
	}
	w.t.Fatalf("%s has no session", person)
	return desk.SessionRecord{}
}

func TestR19R24ASessionKnowsHowLongSheWasWhat(t *testing.T) {
	w := newWorld(t)
	noor := w.agent("noor")
	w.resumes(noor)
	w.goes(noor, routing.Away) // R19: choosing it while Offline is a log-in
	login := w.now
	w.stays(30*time.Second, noor)
	w.goes(noor, routing.Online)
	w.stays(100*time.Second, noor)
	w.goes(noor, routing.Away)
	w.stays(20*time.Second, noor)
	w.goes(noor, routing.Offline)
	got := w.sessionOf("noor")
	if got.LoginAt != login.UnixMilli() || got.LogoutAt != w.now.UnixMilli() || got.Online != 100 || got.Away != 50 || got.Idle != 150 {
		t.Errorf("R24: the session says %+v", got)
	}
}

func TestR25ASupervisorSetsAnAgentsStatus(t *testing.T) {
	sets := func(w *world, by caller, person, status string) error {
		_, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: w.id(), Status: status, Person: person})
		return err
	}
	scene := func(t *testing.T) (w *world, noor, dana, mara caller, chat string) {
		w, noor, mara, chat = talk(t)
		w.configures(func(c *settings.Configuration) {
			c.Skills = append(c.Skills, settings.Skill{ID: "other", Name: "Other"})
		})
		w.employs("dana", "Dana", "Reuter")
		w.employs("gus", "Gus", "", "other")
		w.suits("dana", func(a *settings.AgentConfiguration) { a.SupervisedSkills = []string{"general"} })
		w.shown(noor)
		return w, noor, w.supervisor("dana"), mara, chat
	}
	t.Run("R25: Away and back, and she is told", func(t *testing.T) {
		w, noor, dana, _, chat := scene(t)
		w.must(sets(w, dana, "noor", "Away"))
		w.must(sets(w, dana, "noor", "Online"))
		same(t, "noor is told", w.shown(noor), []string{"screen Away 1/2", "screen Online 1/2"})
		same(t, "her chat goes on", w.onstage(chat), []string{"requested v", "accepted a1 Noor K."})
		if tab := w.screen(noor).Tab; tab != "tab" {
			t.Errorf("her own tab no longer rules: %q", tab)
		}
	})
	t.Run("R25, R17: Offline ends her chats", func(t *testing.T) {
		w, noor, dana, _, chat := scene(t)
		w.must(sets(w, dana, "noor", "Offline"))
		same(t, "her chat", w.onstage(chat), []string{"requested v", "accepted a1 Noor K.", "ended a1 agent agentLeft"})
		if got := w.shown(noor); len(got) == 0 || got[len(got)-1] != "screen Offline 0/2" {
			t.Errorf("noor is told %q", got)
		}
		w.wantKind(sets(w, dana, "noor", "Online"), fault.Conflict, "R25: nobody is logged in by somebody else")
	})
	t.Run("R25: of agents whom she supervises, and only a supervisor", func(t *testing.T) {
		w, noor, dana, mara, _ := scene(t)
		gus := w.online("gus")
		w.wantKind(sets(w, dana, "gus", "Away"), fault.NotFound, "an agent of another skill")
		w.wantKind(sets(w, dana, "nobody", "Away"), fault.NotFound, "nobody")
		w.wantKind(sets(w, noor, "gus", "Away"), fault.Forbidden, "an agent")
		w.wantKind(sets(w, mara, "noor", "Away"), fault.Forbidden, "a visitor")
		same(t, "nobody moved", []string{w.screen(gus).Status, w.screen(noor).Status}, []string{"Online", "Online"})
	})
}
