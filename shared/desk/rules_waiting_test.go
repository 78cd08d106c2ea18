package desk_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// field is a field of a chat's transcript.
func (w *world) field(chat, label string) string {
	w.t.Helper()
	doc, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	for _, f := range doc.Fields {
		if f.Label == label {
			return f.Value
		}
	}
	w.t.Errorf("there is no field %q", label)
	return ""
}

func TestR97R98R99R100PlacesInTheQueue(t *testing.T) {
	w, ilse, talker, own := crowded(t)
	mara, tomas, eve := w.visitor("mara"), w.visitor("tomas"), w.visitor("eve")
	var chats []string
	for i, by := range []caller{mara, tomas, eve} {
		w.resumes(by)
		ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: w.id(), Button: "support", Position: by.Conn != tomas.Conn})
		w.must(err)
		if want := []int{1, 0, 3}[i]; ack.View.Place != want {
			t.Errorf("R99, R100: number %d is answered place %d, want %d", i+1, ack.View.Place, want)
		}
		none(t, "R97: nothing of the queue comes before the answer", w.shown(by))
		chats = append(chats, ack.Chat)
	}
	there := []caller{ilse, talker, mara, tomas, eve}
	w.stays(7*time.Second, there...)
	same(t, "R100: mara", w.shown(mara), []string{"place 1"})
	none(t, "R98: tomas did not ask", w.shown(tomas))
	same(t, "R100: eve", w.shown(eve), []string{"place 3"})
	w.stays(30*time.Second, there...)
	none(t, "R98: nothing has changed for mara", w.shown(mara))
	none(t, "R98: nor for eve", w.shown(eve))
	w.finishes(talker, own)
	w.closes(ilse, own)
	if v := w.resumes(mara).Chats[0]; v.Place != 0 {
		t.Errorf("R99: assigned, and told place %d", v.Place)
	}
	w.accepts(ilse, chats[0])
	w.stays(7*time.Second, there...)
	same(t, "R97: mara's place came before her agent", w.shown(mara), []string{"events accepted Ilse B."})
	none(t, "R98: tomas did not ask, however far he has come", w.shown(tomas))
	same(t, "R98: eve has moved up", w.shown(eve), []string{"place 2"})
	if v := w.resumes(eve).Chats[0]; v.Place != 2 {
		t.Errorf("R100: eve resumes at place %d", v.Place)
	}
}

func TestR99WhenAPlaceIsShown(t *testing.T) {
	for _, row := range []struct {
		title  string
		change func(b *settings.Button)
		free   bool
		place  int
	}{
		{"R99: queue on, all at capacity, not assigned", queueing, false, 1},
		{"R99: somebody has room", queueing, true, 0},
		{"R75, R99: a choice", func(b *settings.Button) { b.Queue, b.Routing = true, settings.Choice }, false, 0},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t, row.change)
			w.suits("ilse", places(1))
			w.busy(w.online("ilse"), 1)
			if row.free {
				w.online("noor")
			}
			mara := w.visitor("mara")
			w.wants(mara, func(r *protocol.Request) { r.Position = true })
			if v := w.resumes(mara).Chats[0]; v.Place != row.place {
				t.Errorf("she is told place %d, want %d", v.Place, row.place)
			}
		})
	}
}

func TestR101R102R103HowAVisitorGoes(t *testing.T) {
	t.Run("R101: she cancels, and the offer vanishes", func(t *testing.T) {
		w := pushing(t, patient)
		ilse, mara := w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		w.acknowledges(ilse, chat)
		w.stays(7*time.Second, ilse, mara)
		w.shown(ilse)
		w.finishes(mara, chat)
		same(t, "the public log", w.onstage(chat), []string{"requested v", "ended v visitor cancelled"})
		same(t, "ilse's console", w.shown(ilse), []string{"screen Online 0/2"})
		none(t, "she is offered nothing", w.offersTo(ilse))
		if s := w.standing("ilse").Session; s.Declined+s.TimedOut != 0 {
			t.Errorf("R20: it counts against her: %+v", s)
		}
		w.passes(3 * time.Second)
		same(t, "the transcript", w.transcripts(), []string{chat + " Missed Visitor"})
		if got := w.field(chat, "Abandoned After"); got != "7" {
			t.Errorf("R101: abandoned after %q", got)
		}
		w.wantKind(w.triesToAccept(ilse, chat), fault.Conflict, "an accept of what was cancelled")
	})
	t.Run("R101: it vanishes from the list of those who may choose", func(t *testing.T) {
		w := staffed(t)
		noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		w.shown(noor)
		w.shown(ilse)
		w.finishes(mara, chat)
		for _, by := range []caller{noor, ilse} {
			same(t, by.Person, w.shown(by), []string{"withdrawn " + chat})
			none(t, by.Person, w.choicesOf(by))
		}
	})
	t.Run("R102: her window closes", func(t *testing.T) {
		w := staffed(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.passes(10 * time.Second)
		w.must(w.desk.VisitorLeaves(w.ctx, mara.Identity, chat))
		w.stays(55*time.Second, noor)
		same(t, "within a minute she may be back", w.onstage(chat), []string{"requested v"})
		w.stays(15*time.Second, noor)
		same(t, "then she has left", w.onstage(chat), []string{"requested v", "ended system visitor visitorGone"})
		same(t, "the transcript", w.transcripts(), []string{chat + " Missed Visitor"})
		if got := w.field(chat, "Abandoned After"); got == "" || got == "0" {
			t.Errorf("R102: abandoned after %q", got)
		}
		none(t, "the offer vanishes", w.choicesOf(noor))
	})
	t.Run("R103: after acceptance it is an end and not a cancellation", func(t *testing.T) {
		w, _, mara, chat := talk(t)
		w.finishes(mara, chat)
		same(t, "the public log", w.onstage(chat), []string{"requested v", "accepted a1 Noor K.", "ended v visitor ended"})
		same(t, "her view", []string{w.resumes(mara).Chats[0].State}, []string{"ended"})
	})
}

func TestR104WhatAVisitorIsToldWhenNobodyComes(t *testing.T) {
	for _, row := range []struct {
		title, reason string
		scene         func(w *world)
	}{
		{"R63, R104: nobody is there", protocol.ReasonNoAgent, func(*world) {}},
		{"R64, R104: the queue is full", protocol.ReasonNoQueue, func(w *world) {
			w.sets(leastActive, queueing, func(b *settings.Button) { b.OverallQueue = 1 })
			w.suits("ilse", places(1))
			w.busy(w.online("ilse"), 1)
			w.asks(w.visitor("tomas"))
		}},
		{"R62, R104: she is blocked, and only the reason says so", protocol.ReasonBlocked, func(w *world) {
			w.online("ilse")
			w.blocks("203.0.113.24")
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := staffed(t)
			row.scene(w)
			mara := w.visitor("mara")
			w.resumes(mara)
			ack, err := w.request(mara, "r1", "Where?")
			w.must(err)
			e := ack.View.Events[len(ack.View.Events)-1]
			if ack.View.State != "ended" || e.Kind != "ended" || e.By != "system" || e.Reason != row.reason || e.Text+e.Name != "" {
				t.Errorf("she is answered %s, %+v", ack.View.State, e)
			}
			kinds := []string{ack.View.Events[0].Kind, e.Kind}
			if !slices.Equal(kinds, []string{"requested", "ended"}) || len(ack.View.Parties) != 1 {
				t.Errorf("and %v, %+v", kinds, ack.View.Parties)
			}
		})
	}
}

func TestR105NothingIsSaidBeforeAnAgentIsThere(t *testing.T) {
	for _, row := range []struct {
		title string
		scene func(w *world)
	}{
		{"R105: while it waits to be chosen", func(w *world) { w.online("noor") }},
		{"R105: while it is offered", func(w *world) { w.sets(leastActive); w.online("noor") }},
		{"R105: while it is queued", func(w *world) {
			w.sets(leastActive, queueing)
			w.suits("noor", places(1))
			w.busy(w.online("noor"), 1)
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := staffed(t)
			row.scene(w)
			mara := w.visitor("mara")
			chat := w.asks(mara)
			w.shown(w.agent("noor"))
			_, err := w.desk.Message(w.ctx, mara, protocol.Message{Action: "message", ID: "m1", Chat: chat, After: 1, Text: "Hello?"})
			w.wantKind(err, fault.Conflict, "a message")
			same(t, "nothing is stored", w.onstage(chat), []string{"requested v"})
			none(t, "nothing is told", w.shown(w.agent("noor")))
		})
	}
}

// takesAfter lets a visitor ask at a button, wait so long, and be accepted.
func (w *world) takesAfter(by caller, name string, d time.Duration) {
	w.t.Helper()
	v := w.visitor(name)
	chat := w.asks(v)
	w.stays(d, by, v)
	w.accepts(by, chat)
	w.finishes(v, chat)
	w.closes(by, chat)
}

func TestR106TheEstimatedWait(t *testing.T) {
	w := staffed(t)
	w.sets(func(b *settings.Button) { b.Queue = true })
	w.suits("noor", places(1))
	noor := w.online("noor")
	estimate := func() int64 {
		r, err := store.New(w.driver).Roster(w.ctx, "support")
		w.must(err)
		return r.Wait
	}
	w.takesAfter(noor, "mara", 100*time.Second)
	if got := estimate(); got != 100_000 {
		t.Errorf("R106: after the first wait of 100 s the estimate is %d ms", got)
	}
	w.takesAfter(noor, "tomas", 200*time.Second)
	if got := estimate(); got != 110_000 {
		t.Errorf("R106: 0.9 × 100 + 0.1 × 200 is %d ms", got)
	}
	t.Run("R106: what is told is the estimate without what she has waited", func(t *testing.T) {
		w.sets(leastActive)
		w.beats(noor) // she stands under the new rule
		w.busy(noor, 1)
		eve := w.visitor("eve")
		chat := w.wants(eve, func(r *protocol.Request) { r.Position = true })
		for _, row := range []struct {
			passes time.Duration
			wait   int64
		}{{0, 110_000}, {60 * time.Second, 50_000}, {60 * time.Second, 0}} {
			w.stays(row.passes, noor, eve, w.visitor("noor-visitor-0"))
			if v := w.resumes(eve).Chats[0]; v.Place != 1 || v.Wait != row.wait || v.Chat != chat {
				t.Errorf("R106: she is told place %d and %d ms, want %d", v.Place, v.Wait, row.wait)
			}
		}
	})
	t.Run("R106: unknown is -1, and each button has its own", func(t *testing.T) {
		w.configures(func(c *settings.Configuration) {
			sales := c.Buttons[0]
			sales.ID, sales.Name = "sales", "Sales"
			c.Buttons = append(c.Buttons, sales)
			c.Deployments[0].Buttons = append(c.Deployments[0].Buttons, "sales")
		})
		w.beats(noor)
		gus := w.visitor("gus")
		w.wants(gus, func(r *protocol.Request) { r.Button, r.Position = "sales", true })
		if v := w.resumes(gus).Chats[0]; v.Place != 1 || v.Wait != -1 {
			t.Errorf("R106: he is told place %d and %d ms", v.Place, v.Wait)
		}
	})
}

// blocks writes an address rule.
func (w *world) blocks(from string) {
	w.t.Helper()
	_, err := w.desk.PutBlockingRule(w.ctx, w.agent("dana").Identity, settings.BlockingRule{From: from})
	w.must(err)
}
