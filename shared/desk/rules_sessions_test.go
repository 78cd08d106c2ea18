package desk_test

import (
	"fmt"
	"testing"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// sessions are the records of a person, newest first.
func (w *team) sessions(person string) []desk.SessionRecord {
	w.t.Helper()
	page, err := w.desk.Sessions(w.ctx, "", 50)
	w.must(err)
	var all []desk.SessionRecord
	for _, s := range page.Sessions {
		if s.Person == person {
			all = append(all, s)
		}
	}
	return all
}

// logsOut ends a session and returns its record.
func (w *team) logsOut(by caller) desk.SessionRecord {
	w.t.Helper()
	w.goes(by, routing.Offline)
	all := w.sessions(by.Person)
	if len(all) == 0 {
		w.t.Fatalf("%s has no record", by.Person)
	}
	return all[0]
}

func TestR208OneRecordPerLogIn(t *testing.T) {
	w := newTeam(t, nil)
	if all := w.sessions("noor"); len(all) != 1 || all[0].LoginAt != epoch.UnixMilli() || all[0].LogoutAt != 0 {
		t.Fatalf("at log-in: %+v", all)
	}
	w.stays(100*time.Second, "", w.noor)
	w.goes(w.noor, routing.Away)
	w.stays(50*time.Second, "", w.noor)
	w.goes(w.noor, routing.Online)
	w.stays(30*time.Second, "", w.noor)
	s := w.logsOut(w.noor)
	if s.Online != 130 || s.Away != 50 || s.LogoutAt != epoch.Add(180*time.Second).UnixMilli() || s.LoginAt != epoch.UnixMilli() {
		t.Errorf("at log-out: %+v", s)
	}
	w.passes(10 * time.Second)
	w.goes(w.noor, routing.Online)
	if all := w.sessions("noor"); len(all) != 2 || all[0].LoginAt != epoch.Add(190*time.Second).UnixMilli() || all[0].LogoutAt != 0 || all[1] != s {
		t.Errorf("at the next log-in: %+v", all)
	}
}

func TestR23R208ALossEndsTheRecordWhenSheWasLastThere(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.stays(60*time.Second, chat, w.noor, w.mara)
	w.stays(150*time.Second, chat, w.mara)
	s := w.sessions("noor")[0]
	if want := epoch.Add(50 * time.Second).UnixMilli(); s.LogoutAt != want {
		t.Errorf("it ends at %d, her last word was at %d", s.LogoutAt, want)
	}
	if sum, whole := s.Online+s.Away, (s.LogoutAt-s.LoginAt)/1000; sum < whole-1 || sum > whole+1 {
		t.Errorf("R208: %d seconds in both statuses, %d logged in", sum, whole)
	}
}

func TestR209WhatIsCountedOfRequests(t *testing.T) {
	w := newTeam(t, func(c *settings.Configuration) { pushes(c); c.Buttons[0].PushTimeout = 10 })
	w.goes(w.ilse, routing.Away)
	w.goes(w.petra, routing.Away)
	offered := func(name string) (caller, string) {
		visitor := w.visitor(name)
		chat := w.asks(visitor)
		w.shows(w.noor, chat)
		return visitor, chat
	}
	counts := func(what, want string) {
		t.Helper()
		s := w.standing("noor").Session
		if got := fmt.Sprint(s.Assigned, s.Engaged, s.Declined, s.TimedOut); got != want {
			t.Errorf("%s: assigned, engaged, declined, timed out are %s, not %s", what, got, want)
		}
	}
	_, taken := offered("anna")
	_, err := w.comes(w.noor, taken)
	w.must(err)
	counts("she accepts", "1 1 0 0")
	_, declined := offered("bert")
	w.must(w.declines(w.noor, declined))
	counts("she declines", "2 1 1 0")
	offered("cleo")
	w.passes(12 * time.Second)
	counts("she lets one lapse", "3 1 1 1")
	dirk, cancelled := offered("dirk")
	w.must(w.ends(dirk, cancelled))
	counts("its visitor cancels one", "4 1 1 1")

	w.goes(w.ilse, routing.Online)
	chat := w.asks(w.mara)
	_, err = w.comes(w.ilse, chat)
	if err != nil { // offered to noor first: she has fewer chats or was given one longer ago
		w.must(w.declines(w.noor, chat))
		_, err = w.comes(w.ilse, chat)
	}
	w.must(err)
	before := w.standing("noor").Session
	w.must(w.transfers(w.ilse, chat, "agent", "noor", ""))
	_, err = w.comes(w.noor, chat)
	w.must(err)
	if s := w.standing("noor").Session; s.Assigned != before.Assigned+1 || s.Engaged != before.Engaged+1 {
		t.Errorf("a direct request: %+v, before %+v", s, before)
	}
	s := w.logsOut(w.noor)
	if s.Assigned < s.Engaged+s.Declined+s.TimedOut {
		t.Errorf("assigned %d, engaged %d, declined %d, timed out %d", s.Assigned, s.Engaged, s.Declined, s.TimedOut)
	}
}

func TestR209ADirectRequestOfAVisitorCounts(t *testing.T) {
	w := newTeam(t, nil)
	_, err := w.desk.Request(w.ctx, w.mara, protocol.Request{Action: "request", ID: w.id(), Button: "support", Targets: []protocol.Target{{Agent: "noor"}}})
	w.must(err)
	if s := w.standing("noor").Session; s.Assigned != 1 {
		t.Errorf("got %+v", s)
	}
}

func TestR210TimesInASession(t *testing.T) {
	w := newTeam(t, nil)
	there := func(d time.Duration) { w.stays(d, "", w.noor) }
	there(20 * time.Second) // nothing to do
	one := w.engages(w.noor, w.mara)
	there(30 * time.Second) // one chat of two
	two := w.engages(w.noor, w.tomas)
	there(40 * time.Second) // at capacity
	w.must(w.ends(w.noor, one))
	there(10 * time.Second) // one engaged, both places taken
	w.must(w.shuts(w.noor, one))
	there(20 * time.Second)
	w.must(w.ends(w.noor, two))
	there(60 * time.Second) // its tab is open, nobody is engaged
	s := w.logsOut(w.noor)
	if s.InChats != 100 || s.Idle != 80 || s.Capacity != 50 || s.Online != 180 {
		t.Errorf("in chats %d, idle %d, at capacity %d of %d seconds", s.InChats, s.Idle, s.Capacity, s.Online)
	}
}

func TestR197R198AFlagIsCountedInTheRecord(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.raises(w.noor, chat, "Help"))
	w.must(w.lowers(w.dana, chat))
	w.must(w.raises(w.noor, chat, "Help again"))
	w.must(w.lowers(w.noor, chat))
	w.must(w.raises(w.noor, chat, "And again"))
	s := w.logsOut(w.noor)
	if s.Raised != 3 || s.BySuperv != 1 || s.ByAgent != 1 {
		t.Errorf("raised %d, lowered by a supervisor %d, by an agent %d", s.Raised, s.BySuperv, s.ByAgent)
	}
}
