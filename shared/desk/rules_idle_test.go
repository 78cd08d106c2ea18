package desk_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/shared/settings"
)

// impatient lets a visitor who does not answer be warned after a minute and let go after two.
func impatient(c *settings.Configuration) {
	c.Buttons[0].IdleWarning, c.Buttons[0].IdleTimeout = 60, 120
}

// both lets time pass while the agent and the visitor of a chat are there.
func (w *team) both(d time.Duration, chat string) {
	w.t.Helper()
	w.stays(d, chat, w.noor, w.mara)
}

const idledOut = "ended system system clientIdleTimeout"

func TestR124R125R127R129WhenTheVisitorsClockRuns(t *testing.T) {
	for _, r := range []struct {
		title string
		story func(w *team, chat string)
		from  int      // the public entry to look from
		want  []string // what stands there after it
	}{
		{"R124: not before the first message of the agent", func(w *team, chat string) {
			w.writes(w.mara, chat, "Hello?")
			w.both(180*time.Second, chat)
		}, 4, nil},
		{"R124: not by her coming", func(w *team, chat string) { w.both(180*time.Second, chat) }, 3, nil},
		{"R124, R128: from it on", func(w *team, chat string) {
			w.writes(w.noor, chat, "Which lamp?")
			w.both(118*time.Second, chat)
			w.same("just before", w.public(chat, 4))
			w.both(5*time.Second, chat)
		}, 4, []string{idledOut}},
		{"R125: a message of the visitor stops it", func(w *team, chat string) {
			w.writes(w.noor, chat, "Which lamp?")
			w.both(100*time.Second, chat)
			w.writes(w.mara, chat, "The green one.")
			w.both(180*time.Second, chat)
		}, 5, nil},
		{"R125: then it starts anew with the next of the agent", func(w *team, chat string) {
			w.writes(w.noor, chat, "Which lamp?")
			w.both(100*time.Second, chat)
			w.writes(w.mara, chat, "The green one.")
			w.both(50*time.Second, chat)
			w.writes(w.noor, chat, "Which green?")
			w.both(118*time.Second, chat)
			w.same("just before", w.public(chat, 6))
			w.both(5*time.Second, chat)
		}, 6, []string{idledOut}},
		{"R127: another message of the agent starts it from zero", func(w *team, chat string) {
			w.writes(w.noor, chat, "Which lamp?")
			w.both(100*time.Second, chat)
			w.writes(w.noor, chat, "Are you there?")
			w.both(118*time.Second, chat)
			w.same("just before", w.public(chat, 5))
			w.both(5*time.Second, chat)
		}, 5, []string{idledOut}},
		{"R125: what is no message neither starts nor stops it", func(w *team, chat string) {
			w.writes(w.noor, chat, "Which lamp?")
			w.both(100*time.Second, chat)
			w.must(w.signals(w.mara, chat, "cart", ""))
			w.must(w.types(w.mara, chat, "", 0))
			w.both(23*time.Second, chat)
		}, 5, []string{idledOut}},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, impatient)
			chat := w.engages(w.noor, w.mara)
			r.story(w, chat)
			w.same("public", w.public(chat, r.from), r.want...)
		})
	}
	t.Run("R129: off, none of it", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.writes(w.noor, chat, "Which lamp?")
		if v := w.chatOf(w.mara, chat); v.Idle != nil {
			t.Errorf("she is told of %+v", v.Idle)
		}
		w.both(15*time.Minute, chat)
		w.same("public", w.public(chat, 4))
	})
}

func TestR126BothAreToldOfTheClock(t *testing.T) {
	w := newTeam(t, impatient)
	chat := w.engages(w.noor, w.mara)
	for name, by := range map[string]caller{"mara": w.mara, "noor": w.noor} {
		if v := w.chatOf(by, chat); v.Idle == nil || v.Idle.Warning != 60_000 || v.Idle.Timeout != 120_000 {
			t.Errorf("%s is told %+v", name, v.Idle)
		}
	}
}

func TestR128TheEndByTheClock(t *testing.T) {
	w := newTeam(t, impatient)
	chat := w.engages(w.noor, w.mara)
	w.writes(w.noor, chat, "Which lamp?")
	w.hushes()
	w.both(125*time.Second, chat)
	w.same("mara hears", w.hears(w.mara), "events ended")
	if heard := w.hears(w.noor); !slices.Contains(heard, "events ended") {
		t.Errorf("noor hears %v", heard)
	}
	w.both(settled, chat)
	w.same("transcripts", w.transcripts(), chat+" Completed System")
}

func TestR130R133AnAgentsSilence(t *testing.T) {
	w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.CriticalWait = 30 }))
	chat := w.engages(w.noor, w.mara)
	if v := w.chatOf(w.noor, chat); v.Critical != 30_000 {
		t.Errorf("R130: her console is told %d", v.Critical)
	}
	if v := w.chatOf(w.mara, chat); v.Critical != 0 {
		t.Errorf("R130: the visitor is told %d", v.Critical)
	}
	w.writes(w.mara, chat, "Hello?")
	w.both(30*time.Minute, chat)
	w.same("R133: public", w.public(chat, 4))
}

func TestR134R135AVisitorWhoIsGone(t *testing.T) {
	const gone = "ended system system visitorGone"
	t.Run("R134: no word of her for five minutes", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.stays(290*time.Second, chat, w.noor)
		w.same("before", w.public(chat, 3))
		w.hushes()
		w.stays(20*time.Second, chat, w.noor)
		w.same("after", w.public(chat, 3), gone)
		if heard := w.hears(w.noor); !slices.Contains(heard, "events ended") {
			t.Errorf("noor hears %v", heard)
		}
		w.stays(settled, chat, w.noor)
		w.same("transcripts", w.transcripts(), chat+" Completed System")
	})
	t.Run("R135: two minutes after her socket closed", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.must(w.desk.Disconnect(w.ctx, w.mara))
		w.stays(110*time.Second, chat, w.noor)
		w.same("before", w.public(chat, 3))
		w.stays(20*time.Second, chat, w.noor)
		w.same("after", w.public(chat, 3), gone)
	})
	t.Run("R135: not if she is back in time", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.must(w.desk.Disconnect(w.ctx, w.mara))
		w.stays(110*time.Second, chat, w.noor)
		w.resumes(w.mara)
		w.stays(110*time.Second, chat, w.noor)
		w.same("public", w.public(chat, 3))
	})
	t.Run("R135: who is idle but connected stays", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.both(30*time.Minute, chat)
		w.same("public", w.public(chat, 3))
	})
}
