package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	"switchboard/shared/timer"
)

// seenAt are the agents whom each decision of the router looked at: who, load of capacity, and why.
func (w *world) seenAt(chat string) (all [][]string) {
	w.t.Helper()
	for _, e := range w.privately(chat) {
		if e.Kind != log.Routed {
			continue
		}
		var seen []string
		for _, c := range e.Payload.Candidates {
			seen = append(seen, fmt.Sprintf("%s %d/%d %s", c.Agent, c.Load, c.Capacity, c.Why))
		}
		all = append(all, seen)
	}
	return all
}

func TestR77R79ADecisionSaysWhomItLookedAtAndWhy(t *testing.T) {
	w := pushing(t)
	w.suits("petra", places(5))
	ilse, noor, petra := w.online("ilse"), w.online("noor"), w.online("petra")
	_, own := w.busy(petra, 2)
	last := w.standing("petra").Last
	chat := w.asks(w.visitor("mara"))
	w.declines(ilse, chat)
	got := w.seenAt(chat)
	same(t, "the first decision looks at two", got[0], []string{"ilse 0/2 chosen: fewest active chats", "noor 0/2 not first in the order"})
	same(t, "the second at one more, for she who refused stands there too", got[1], []string{
		"noor 0/2 chosen: fewest active chats", "ilse 0/2 has refused this request", "petra 2/5 not first in the order"})
	if c := w.privately(chat)[2].Payload.Candidates[2]; c.Agent != "petra" || c.Last != last {
		t.Errorf("R79: the entry says that %s was last given a chat at %d, want petra, %d", c.Agent, c.Last, last)
	}
	same(t, "R68: who was asked for by name", w.seenAt(own[0])[0], []string{"petra 0/5 chosen: the visitor asked for her"})
	same(t, "who declined has it no more, noor has it", append(w.offersTo(ilse), w.offersTo(noor)...), []string{chat})
	for _, e := range w.resumes(w.visitor("mara")).Chats[0].Events {
		if e.Agent != "" || e.Kind == string(log.Routed) {
			t.Errorf("the visitor is told %+v", e)
		}
	}
}

func TestR80AnOfferThatNoConsoleShowsIsPassedOver(t *testing.T) {
	t.Run("R80: it goes to the next, and is not counted against her", func(t *testing.T) {
		w := pushing(t)
		ilse, noor, mara := w.online("ilse"), w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.passes(4 * time.Second)
		same(t, "within five seconds it is hers", w.backstage(chat), []string{"routed ilse"})
		w.passes(3 * time.Second)
		same(t, "then it is the next one's", w.backstage(chat), []string{"routed ilse", "passedOver ilse", "routed noor"})
		w.acknowledges(noor, chat)
		if s := w.standing("ilse"); s.Session.TimedOut+s.Session.Declined != 0 || !s.Silent || s.Status != routing.Online || s.Load != 0 {
			t.Errorf("ilse stands as %+v", s.Agent)
		}
		w.wantKind(w.triesToAccept(ilse, chat), "conflict", "an accept of what went on")
	})
	t.Run("R80: with nobody else it waits, and her next beat brings it back", func(t *testing.T) {
		w := pushing(t, queueing)
		ilse, mara := w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		w.passes(7 * time.Second)
		same(t, "it waits", w.backstage(chat), []string{"routed ilse", "passedOver ilse"})
		if w.available("support") != true {
			t.Error("R58: the queue has room, and the button is offline")
		}
		w.shown(ilse)
		w.beats(ilse)
		same(t, "it is hers again", w.backstage(chat), []string{"routed ilse", "passedOver ilse", "routed ilse"})
		same(t, "she is shown it", w.shown(ilse), []string{"waiting push " + chat})
		w.acknowledges(ilse, chat)
		w.stays(12*time.Second, ilse, mara)
		w.accepts(ilse, chat)
		same(t, "and takes it", w.backstage(chat)[2:], []string{"routed ilse", "took ilse"})
	})
}

func TestR20AnOfferOfOneWhoIsNotThereGoesOnWithoutCounting(t *testing.T) {
	for _, row := range []struct {
		title string
		goes  func(w *world, by caller)
	}{
		{"R20: she turns Away", func(w *world, by caller) { w.goes(by, routing.Away) }},
		{"R20: she turns Offline", func(w *world, by caller) { w.goes(by, routing.Offline) }},
		{"R20: her last window closes", func(w *world, by caller) {
			w.must(w.desk.AgentLeaves(w.ctx, by.Person, "tab"))
			w.stays(17*time.Second, w.agent("noor"), w.visitor("mara"))
		}},
		{"R20: she is unreachable", func(w *world, _ caller) { w.stays(4*time.Minute+5*time.Second, w.agent("noor"), w.visitor("mara")) }},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t, patient)
			ilse, noor, mara := w.online("ilse"), w.online("noor"), w.visitor("mara")
			chat := w.asks(mara)
			w.acknowledges(ilse, chat)
			row.goes(w, ilse)
			want := []string{"routed ilse", "withdrawn ilse", "routed noor"}
			if got := w.backstage(chat); !slices.Equal(got[:min(3, len(got))], want) {
				t.Fatalf("the private log: %q, want %q", got, want)
			}
			if s := w.standing("ilse"); s.Session.TimedOut+s.Session.Declined != 0 || len(s.Offers) != 0 || s.Load != 0 {
				t.Errorf("ilse stands as %+v", s.Agent)
			}
			same(t, "it is noor's", w.offersTo(noor), []string{chat})
			w.accepts(noor, chat)
		})
	}
}

// offered is an offer that ilse's console shows, with noor there as well.
func offered(t *testing.T) (w *world, ilse, noor, mara caller, chat string) {
	w = pushing(t)
	ilse, noor, mara = w.online("ilse"), w.online("noor"), w.visitor("mara")
	chat = w.asks(mara)
	return w, ilse, noor, mara, chat
}

// heard lets everybody be heard without anybody looking: word that wakes nothing.
func (w *world) heard(chat string, people ...string) {
	w.t.Helper()
	ops := []store.Op{store.SetSeen(store.ChatThing(chat), w.now)}
	for _, p := range people {
		ops = append(ops, store.SetSeen(store.AgentThing(p), w.now))
	}
	w.must(store.New(w.driver).Commit(w.ctx, ops...))
}

func TestR81SweepingAloneMovesAnOfferOn(t *testing.T) {
	for _, row := range []struct {
		title string
		shown bool
		want  []string
	}{
		{"R81: not answered in time", true, []string{"routed ilse", "lapsed ilse", "routed noor"}},
		{"R80: shown by no console", false, []string{"routed ilse", "passedOver ilse", "routed noor"}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w, ilse, noor, _, chat := offered(t)
			if row.shown {
				w.acknowledges(ilse, chat)
			}
			for range 6 { // no timer is delivered
				w.now = w.now.Add(time.Minute)
				w.heard(chat, "ilse", "noor")
				_, err := w.desk.Sweep(w.ctx)
				w.must(err)
			}
			same(t, "the private log", w.backstage(chat), row.want)
			same(t, "noor has it", w.offersTo(noor), []string{chat})
			w.accepts(noor, chat)
		})
	}
}

func TestR81R88WakesThatAreEarlyDoubleOrLateChangeNothing(t *testing.T) {
	w, ilse, noor, mara, chat := offered(t)
	w.acknowledges(ilse, chat)
	stale := timer.Look{Thing: store.ChatThing(chat).String(), At: w.now}
	everything := func() {
		for range 3 {
			for _, thing := range []store.Thing{store.ChatThing(chat), store.AgentThing("ilse"), store.AgentThing("noor"), store.QueueThing("support")} {
				w.must(w.desk.Wake(w.ctx, thing))
			}
			w.must(w.desk.Look(w.ctx, stale))
		}
	}
	unchanged := func(what string) {
		t.Helper()
		head, log := w.version(chat), w.backstage(chat)
		first, second := w.standing("ilse").Version, w.standing("noor").Version
		everything()
		same(t, what+": the private log", w.backstage(chat), log)
		if w.version(chat) != head || w.standing("ilse").Version != first || w.standing("noor").Version != second {
			t.Errorf("%s: something was written: %d %d %d", what, head, first, second)
		}
	}
	unchanged("R88: early, at once")
	w.stays(19*time.Second, ilse, noor, mara)
	unchanged("R81: early, a second before")
	w.stays(2*time.Second, ilse, noor, mara)
	w.acknowledges(noor, chat)
	unchanged("R81: double, after it went on")
	same(t, "it went on once", w.backstage(chat), []string{"routed ilse", "lapsed ilse", "routed noor"})
	w.accepts(noor, chat)
	unchanged("R87: late, after she took it")
	if got := w.standing("ilse").Session.TimedOut; got != 1 {
		t.Errorf("R81: ilse let %d lapse", got)
	}
}

func (w *world) version(chat string) int64 {
	w.t.Helper()
	standing, err := store.New(w.driver).Standing(w.ctx, chat)
	w.must(err)
	return standing.Head.Version
}

// lastSecond is an offer at the very end of its time.
func lastSecond(w *world) (ilse caller, chat string) {
	w.sets(leastActive, func(b *settings.Button) { b.PushTimeout = 20 })
	ilse = w.online("ilse")
	w.online("noor")
	chat = w.asks(w.visitor("mara"))
	w.acknowledges(ilse, chat)
	w.now = w.now.Add(20*time.Second - time.Millisecond)
	return ilse, chat
}

func TestR87AcceptAndTimeOutAtTheSameInstant(t *testing.T) {
	accept := func(w *world, by caller, chat string, err *error) func() {
		return func() {
			_, *err = w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1})
		}
	}
	then := func(w *world, chat string, err *error) func() {
		return func() {
			got, won := w.backstage(chat), slices.Equal(w.backstage(chat), []string{"routed ilse", "took ilse"})
			if won != (*err == nil) || !won && !slices.Equal(got, []string{"routed ilse", "lapsed ilse", "routed noor"}) {
				w.t.Errorf("R87: she was answered %v, and the log says %q", *err, got)
			}
		}
	}
	for _, r := range []race{
		{"R87: an accept comes while the time-out is worked on", func(w *world) (func(), func(), func()) {
			ilse, chat := lastSecond(w)
			w.now = w.now.Add(time.Millisecond)
			var err error
			return w.wakes(store.ChatThing(chat)), accept(w, ilse, chat, &err), then(w, chat, &err)
		}},
		{"R87: the time-out comes while an accept is worked on", func(w *world) (func(), func(), func()) {
			ilse, chat := lastSecond(w)
			var err error
			return accept(w, ilse, chat, &err), w.wakes(store.ChatThing(chat)), then(w, chat, &err)
		}},
	} {
		t.Run(r.name, func(t *testing.T) {
			at := 1
			for comesBetween(t, r, at) && !t.Failed() {
				at++
			}
			if at < 5 {
				t.Errorf("only %d moments", at)
			}
		})
	}
}
