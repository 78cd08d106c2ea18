package desk_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// lighting adds a button of its own, whose agents are ilse and petra; how it finds them the test says.
func lighting(change func(b *settings.Button)) func(c *settings.Configuration) {
	return func(c *settings.Configuration) {
		c.Skills = append(c.Skills, settings.Skill{ID: "lamps", Name: "Lamps"})
		b := button("lighting", "lamps")
		if change != nil {
			change(&b)
		}
		c.Buttons = append(c.Buttons, b)
		c.Deployments[0].Buttons = append(c.Deployments[0].Buttons, "lighting")
		c.AgentConfigurations[0].TransferButtons = []string{"lighting"}
	}
}

// newPassing is a team of which ilse and petra serve the button lighting, and noor the button support.
func newPassing(t *testing.T, change func(b *settings.Button)) *team {
	t.Helper()
	w := newTeam(t, lighting(change))
	for _, person := range []string{"ilse", "petra"} {
		p, err := w.desk.ReadPerson(w.ctx, person)
		w.must(err)
		p.Skills = []string{"lamps"}
		_, err = w.desk.PutPerson(w.ctx, p)
		w.must(err)
	}
	return w
}

// asksAt lets a visitor ask at a button.
func (w *team) asksAt(by caller, button string) string {
	w.t.Helper()
	w.resumes(by)
	ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: w.id(), Button: button, Name: "Tomas"})
	w.must(err)
	return ack.Chat
}

func TestR145R150R317PassingAChatToAButton(t *testing.T) {
	t.Run("of which agents choose", func(t *testing.T) {
		w := newPassing(t, nil)
		second := over(w.noor, "conn-noor-2")
		w.resumes(second)
		chat := w.engages(w.noor, w.mara)
		w.pushes.Take(second.Conn)
		w.must(w.transfers(w.noor, chat, "button", "lighting", "She waits for a lamp."))
		w.same("R150: private", w.private(chat, 3), "passed a1 button lighting noor She waits for a lamp.", "routed system")
		w.same("R145: public", w.public(chat, 3), "handedOn a1")
		w.same("R145: mara hears", w.hears(w.mara), "events handedOn")
		w.same("R145: her tab goes in each of her windows", w.hears(second), "screen", "shut")
		w.same("ilse hears", w.hears(w.ilse), "waiting")
		if got := w.loads("noor"); got != "noor 0" {
			t.Errorf("R317: %s", got)
		}
		if v := w.resumes(w.mara).Chats; len(v) != 1 || !v[0].Passed || v[0].State != "waiting" {
			t.Errorf("R145: mara sees %+v", v)
		}
		w.refuses("R145: a message of hers all the same", fault.Conflict, w.tries(w.mara, chat, "Hello?"))
		w.refuses("R145: one of noor's", fault.Conflict, w.tries(w.noor, chat, "Hello?"))
		w.same("R145: nothing was stored", w.public(chat, 4))

		ack, err := w.comes(w.ilse, chat)
		w.must(err)
		w.same("R143: public", w.public(chat, 3), "handedOn a1", "transferred a2")
		w.same("R150: private", w.private(chat, 5), "took system ilse")
		w.same("the receiver's log", kindsOf(ack.View.Events), "requested", "accepted", "handedOn", "transferred")
		if news, ok := newest[protocol.Events](w, w.mara, "events"); !ok || news.Events[0].Kind != "transferred" || news.Events[0].Name != "Ilse B." {
			t.Errorf("R143: mara is told %+v", news)
		}
		w.writes(w.mara, chat, "Here I am.")
		if got := w.loads("noor", "ilse"); got != "noor 0, ilse 1" {
			t.Errorf("loads are %s", got)
		}
	})
	t.Run("which offers to one agent at a time", func(t *testing.T) {
		w := newPassing(t, func(b *settings.Button) { b.Routing = settings.LeastActive })
		chat := w.engages(w.noor, w.mara)
		w.must(w.transfers(w.noor, chat, "button", "lighting", ""))
		w.same("R150: private", w.private(chat, 3), "passed a1 button lighting noor", "routed system ilse")
		w.shows(w.ilse, chat)
		_, err := w.comes(w.ilse, chat)
		w.must(err)
		w.same("R150: private", w.private(chat, 5), "took system ilse")
		w.same("public", w.public(chat, 3), "handedOn a1", "transferred a2")
	})
	t.Run("R317: the sender is offered a waiting request at once", func(t *testing.T) {
		w := newPassing(t, nil)
		w.configures(func(c *settings.Configuration) { c.Buttons[0].Routing, c.Buttons[0].Queue = settings.LeastActive, true })
		w.noorServes()
		held := w.fills(w.noor)
		waiting := w.asks(w.tomas)
		w.must(w.transfers(w.noor, held[0], "button", "lighting", ""))
		if got := w.standing("noor"); len(got.Offers) != 1 || got.Offers[0].Chat != waiting || got.Load != 2 {
			t.Errorf("she stands at %d and is offered %+v", got.Load, got.Offers)
		}
	})
}

// noorServes puts noor under settings that have changed.
func (w *team) noorServes() {
	w.t.Helper()
	p, err := w.desk.ReadPerson(w.ctx, "noor")
	w.must(err)
	_, err = w.desk.PutPerson(w.ctx, p)
	w.must(err)
}

func TestR139R150R95APassedChatWaitsByItsAge(t *testing.T) {
	for title, change := range map[string]func(b *settings.Button){
		"R95, R139: with a queue":               func(b *settings.Button) { b.Routing, b.Queue = settings.LeastActive, true },
		"R139, R150: with the queue off":        func(b *settings.Button) { b.Routing = settings.LeastActive },
		"R139, R150: with a queue that is full": func(b *settings.Button) { b.Routing, b.Queue, b.OverallQueue = settings.LeastActive, true, 1 },
	} {
		t.Run(title, func(t *testing.T) {
			w := newPassing(t, change)
			chat := w.engages(w.noor, w.mara) // the oldest of all
			w.passes(time.Second)
			var crowd []string
			for _, name := range []string{"anna", "bert", "cleo", "dirk"} {
				crowd = append(crowd, w.asksAt(w.visitor(name), "lighting"))
			}
			for _, c := range crowd {
				for _, by := range []caller{w.ilse, w.petra} {
					if _, mine := w.standing(by.Person).Offered(c); mine {
						_, err := w.comes(by, c)
						w.must(err)
					}
				}
			}
			younger := w.asksAt(w.tomas, "lighting")
			w.passes(time.Second)
			w.must(w.transfers(w.noor, chat, "button", "lighting", ""))
			w.same("private", w.private(chat, 3), "passed a1 button lighting noor", "queued system button lighting")
			if got := w.loads("ilse", "petra"); got != "ilse 2, petra 2" {
				t.Fatalf("R139: an agent at capacity was given it: %s", got)
			}
			w.beats(w.ilse, chat)
			w.must(w.ends(w.ilse, crowd[0]))
			w.must(w.shuts(w.ilse, crowd[0]))
			if got := w.standing("ilse").Offers; len(got) != 1 || got[0].Chat != chat {
				t.Errorf("R95: she is offered %+v, not %s; %s is younger", got, chat, younger)
			}
		})
	}
}

func TestR150APassThatNobodyCanTakeFails(t *testing.T) {
	t.Run("nobody qualified but the sender is Online", func(t *testing.T) {
		w := newPassing(t, nil)
		w.goes(w.ilse, routing.Away)
		w.goes(w.petra, routing.Offline)
		chat := w.engages(w.noor, w.mara)
		w.refuses("the pass", fault.Conflict, w.transfers(w.noor, chat, "button", "lighting", ""))
		w.same("private", w.private(chat, 3), "passFailed system button lighting noor")
		w.same("public", w.public(chat, 3))
		w.same("mara hears", w.hears(w.mara))
		w.writes(w.noor, chat, "I am still here.")
	})
	t.Run("the sender serves the button, alone", func(t *testing.T) {
		w := newTeam(t, nil)
		w.goes(w.ilse, routing.Away)
		w.goes(w.petra, routing.Away)
		chat := w.engages(w.noor, w.mara)
		w.refuses("the pass", fault.Conflict, w.transfers(w.noor, chat, "button", "support", ""))
		w.same("private", w.private(chat, 3), "passFailed system button support noor")
	})
	t.Run("the button is no allowed target", func(t *testing.T) {
		w := newPassing(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.refuses("the pass", fault.Forbidden, w.transfers(w.noor, chat, "button", "support", ""))
		w.writes(w.noor, chat, "I am still here.")
	})
}

func TestR155R318APassedChatThatNobodyTakes(t *testing.T) {
	type row struct {
		title string
		fails func(w *team, chat string)
	}
	push := func(b *settings.Button) { b.Routing, b.PushTimeout = settings.LeastActive, 20 }
	rows := []row{
		{"all refuse", func(w *team, chat string) { w.must(w.declines(w.ilse, chat)); w.must(w.declines(w.petra, chat)) }},
		{"one lets it lapse, the other refuses", func(w *team, chat string) {
			w.shows(w.ilse, chat)
			w.stays(21*time.Second, chat, w.mara, w.noor, w.ilse, w.petra)
			w.must(w.declines(w.petra, chat))
		}},
		{"the last qualified agent goes", func(w *team, chat string) { w.goes(w.petra, routing.Away); w.goes(w.ilse, routing.Offline) }},
	}
	for _, r := range rows {
		t.Run("R318: "+r.title+": it returns to the sender, over capacity", func(t *testing.T) {
			w := newPassing(t, push)
			chat := w.engages(w.noor, w.mara)
			w.engages(w.noor, w.visitor("anna"))
			w.must(w.transfers(w.noor, chat, "button", "lighting", ""))
			w.engages(w.noor, w.visitor("bert"))
			r.fails(w, chat)
			w.same("public", w.public(chat, 3), "handedOn a1", "returned a1")
			private := w.private(chat, 3)
			w.same("private", private[len(private)-2:], "passFailed system button lighting noor", "took system noor")
			if got := w.loads("noor", "ilse", "petra"); got != "noor 3, ilse 0, petra 0" {
				t.Errorf("loads are %s", got)
			}
			if got := w.hears(w.noor); !slices.Contains(got, "opened") {
				t.Errorf("noor hears %v", got)
			}
			w.writes(w.mara, chat, "Are you back?")
			w.writes(w.noor, chat, "I am.")
			if r.title != "the last qualified agent goes" {
				w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
			}
		})
		t.Run("R318: "+r.title+": it ends, Completed, if the sender is gone as well", func(t *testing.T) {
			w := newPassing(t, push)
			chat := w.engages(w.noor, w.mara)
			w.must(w.transfers(w.noor, chat, "button", "lighting", ""))
			w.goes(w.noor, routing.Away)
			r.fails(w, chat)
			w.same("public", w.public(chat, 3), "handedOn a1", "ended system system agentsUnavailable")
			private := w.private(chat, 3)
			if !slices.Contains(private, "passFailed system button lighting noor") {
				t.Errorf("private %v", private)
			}
			w.passes(settled)
			w.same("transcripts", w.transcripts(), chat+" Completed System")
		})
	}
}

func TestR328TheRecordKeepsWhatTheVisitorAskedFor(t *testing.T) {
	w := newPassing(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.confers(w.noor, chat, "lamps", "ilse"))
	_, err := w.comes(w.ilse, chat)
	w.must(err)
	w.must(w.leaves(w.noor, chat))
	w.stays(30*time.Second, chat, w.mara, w.noor, w.ilse, w.petra)
	w.must(w.transfers(w.ilse, chat, "button", "lighting", ""))
	_, err = w.comes(w.petra, chat)
	w.must(err)
	w.must(w.ends(w.petra, chat))
	w.must(w.shuts(w.petra, chat))
	w.passes(settled)
	doc, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	if doc.Button != "Support" || doc.Site != "Lantern" || doc.RequestedAt != epoch.UnixMilli() {
		t.Errorf("R328: got %+v", doc.Summary)
	}
}

func TestR150TheSenderIsNotAskedForWhatShePassesOn(t *testing.T) {
	for title, rule := range map[string]settings.Routing{"R150: offered": settings.LeastActive, "R150: chosen from the list": settings.Choice} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, func(c *settings.Configuration) { c.Buttons[0].Routing = rule })
			w.goes(w.petra, routing.Away)
			other := w.asks(w.tomas)
			for _, by := range []caller{w.ilse, w.noor} {
				if _, mine := w.standing(by.Person).Offered(other); mine || rule == settings.Choice && by.Person == "ilse" {
					w.accepts(by, other) // whoever has it is the busier one now
				}
			}
			chat := w.asks(w.mara)
			sender, colleague := w.noor, w.ilse
			if _, hers := w.standing("ilse").Offered(chat); hers {
				sender, colleague = w.ilse, w.noor
			}
			w.accepts(sender, chat)
			w.must(w.transfers(sender, chat, "button", "support", ""))
			if list := w.resumes(sender).Requests; len(list) != 0 {
				t.Errorf("she is asked herself: %+v", list)
			}
			if list := w.resumes(colleague).Requests; len(list) != 1 || list[0].Chat != chat {
				t.Errorf("her colleague sees %+v", list)
			}
			w.hushes()
			_, err := w.comes(colleague, chat)
			w.must(err)
			w.same("public", w.public(chat, 3), "handedOn a1", "transferred a2")
		})
	}
}
