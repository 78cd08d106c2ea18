package desk_test

import (
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/settings"
)

func leastActive(b *settings.Button)   { b.Routing = settings.LeastActive }
func mostAvailable(b *settings.Button) { b.Routing = settings.MostAvailable }
func queueing(b *settings.Button)      { b.Queue = true }
func patient(b *settings.Button)       { b.PushTimeout = 0 }
func automatic(b *settings.Button)     { b.AutoAccept = true }

func rerouting(rounds int) func(*settings.Button) {
	return func(b *settings.Button) { b.Reroute, b.RerouteAttempts = true, rounds }
}

func TestR77R78WhoIsChosen(t *testing.T) {
	type desk struct {
		who      string
		capacity int
		load     int
	}
	for _, row := range []struct {
		title  string
		rule   func(*settings.Button)
		desks  []desk
		chosen string
	}{
		{"R77: the fewest active chats", leastActive, []desk{{"noor", 8, 2}, {"ilse", 2, 1}, {"petra", 8, 3}}, "ilse"},
		{"R77: of those who have room", leastActive, []desk{{"noor", 8, 4}, {"ilse", 1, 1}, {"petra", 8, 3}}, "petra"},
		{"R78: the first published example, 8/2 beats 2/1", mostAvailable, []desk{{"noor", 8, 2}, {"ilse", 2, 1}}, "noor"},
		{"R78: the second, 5/1 beats 5/3", mostAvailable, []desk{{"noor", 5, 3}, {"ilse", 5, 1}}, "ilse"},
		{"R79: a tie goes to her whose last chat is oldest", leastActive, []desk{{"petra", 5, 1}, {"ilse", 5, 1}, {"noor", 5, 1}}, "petra"},
		{"R79: then to the lowest id", leastActive, []desk{{"petra", 5, 0}, {"noor", 5, 0}, {"ilse", 5, 0}}, "ilse"},
		{"R79: the same for the other rule", mostAvailable, []desk{{"petra", 5, 0}, {"noor", 5, 0}, {"ilse", 5, 0}}, "ilse"},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t, row.rule)
			by := map[string]caller{}
			for _, d := range row.desks {
				w.suits(d.who, places(d.capacity))
				by[d.who] = w.online(d.who)
				w.busy(by[d.who], d.load)
				w.now = w.now.Add(time.Second)
			}
			chat := w.asks(w.visitor("mara"))
			same(t, "the private log", w.backstage(chat), []string{"routed " + row.chosen})
			for who, agent := range by {
				if got := w.offersTo(agent); (who == row.chosen) != (len(got) == 1 && got[0] == chat) {
					t.Errorf("R80: %s is offered %v", who, got)
				}
			}
		})
	}
}

func TestR80OneHoldsTheOffer(t *testing.T) {
	w := pushing(t)
	ilse, noor := w.online("ilse"), w.online("noor")
	w.shown(ilse)
	w.shown(noor)
	chat := w.asks(w.visitor("mara"))
	same(t, "R80: ilse is shown it", w.shown(ilse), []string{"waiting push " + chat})
	none(t, "R80: noor is shown nothing", w.shown(noor))
	w.loadIs("ilse", 1)
	w.loadIs("noor", 0)

	t.Run("R80: nobody else can take it", func(t *testing.T) {
		w.wantKind(w.triesToAccept(noor, chat), fault.Conflict, "an accept of what is offered to a colleague")
		_, err := w.desk.Decline(w.ctx, noor, protocol.Decline{Action: "decline", ID: w.id(), Chat: chat, After: 1})
		w.wantKind(err, fault.Conflict, "a decline of what is offered to a colleague")
	})
	t.Run("R80: she takes it", func(t *testing.T) {
		w.accepts(ilse, chat)
		same(t, "the private log", w.backstage(chat), []string{"routed ilse", "took ilse"})
		same(t, "the public log", w.onstage(chat), []string{"requested v", "accepted a1 Ilse B."})
		w.loadIs("ilse", 1)
	})
}

func TestR81AnOfferThatIsNotAnsweredInTimeGoesOn(t *testing.T) {
	w := pushing(t)
	ilse, noor, mara := w.online("ilse"), w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	w.acknowledges(ilse, chat)
	w.shown(ilse)
	w.stays(19*time.Second, ilse, noor, mara)
	same(t, "R81: a second before the time-out it is hers", w.offersTo(ilse), []string{chat})
	w.stays(2*time.Second, ilse, noor, mara)
	same(t, "the private log", w.backstage(chat), []string{"routed ilse", "lapsed ilse", "routed noor"})
	same(t, "R81: it goes to the next", w.offersTo(noor), []string{chat})
	none(t, "R81: and is hers no more", w.offersTo(ilse))
	if got := w.standing("ilse").Session; got.TimedOut != 1 || got.Declined != 0 || got.Assigned != 1 {
		t.Errorf("R81: her session counts %+v", got)
	}
	w.wantKind(w.triesToAccept(ilse, chat), fault.Conflict, "R81: an accept after the time-out")
	if got := w.standing("ilse"); got.Status != "Online" || got.Load != 0 {
		t.Errorf("R35: she is %s with load %d", got.Status, got.Load)
	}
}

func TestR82R83ADeclinedOfferGoesOnAndDoesNotComeBack(t *testing.T) {
	w := pushing(t, queueing)
	ilse, noor, petra, mara := w.online("ilse"), w.online("noor"), w.online("petra"), w.visitor("mara")
	chat := w.asks(mara)
	w.declines(ilse, chat)
	w.acknowledges(noor, chat)
	same(t, "R82: the private log", w.backstage(chat), []string{"routed ilse", "declined ilse", "routed noor"})
	if got := w.standing("ilse").Session; got.Declined != 1 || got.TimedOut != 0 {
		t.Errorf("R82: her session counts %+v", got)
	}
	w.stays(21*time.Second, ilse, noor, petra, mara)
	same(t, "R83: who refused and who let it lapse are skipped", w.backstage(chat),
		[]string{"routed ilse", "declined ilse", "routed noor", "lapsed noor", "routed petra"})
	w.accepts(petra, chat)
	same(t, "R246: the decline chain", w.backstage(chat)[4:], []string{"routed petra", "took petra"})
}

func TestR84AutoAccept(t *testing.T) {
	w := pushing(t, automatic)
	ilse, mara := w.online("ilse"), w.visitor("mara")
	w.shown(ilse)
	chat := w.asks(mara)
	same(t, "R84: she is in it without a click", w.onstage(chat), []string{"requested v", "accepted a1 Ilse B."})
	same(t, "the private log", w.backstage(chat), []string{"routed ilse", "took ilse"})
	same(t, "R84: it is opened and never offered", w.shown(ilse), []string{"events accepted Ilse B.", "chat " + chat, "opened " + chat})
	same(t, "R97: the visitor learns of it after her request was answered", w.shown(mara), []string{"events accepted Ilse B."})
	w.loadIs("ilse", 1)
	if got := w.standing("ilse"); got.Engaged != 1 || len(got.Offers) != 0 || got.Session.Engaged != 1 {
		t.Errorf("R84: she is engaged in %d chats, offered %v, session %+v", got.Engaged, got.Offers, got.Session)
	}
}

func TestR85AllHaveRefused(t *testing.T) {
	w := pushing(t)
	ilse, noor, mara := w.online("ilse"), w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	w.declines(ilse, chat)
	w.acknowledges(noor, chat)
	w.shown(mara)
	w.stays(21*time.Second, ilse, noor, mara)
	same(t, "R85: the private log", w.backstage(chat)[:4], []string{"routed ilse", "declined ilse", "routed noor", "lapsed noor"})
	same(t, "R85: the public log", w.onstage(chat), []string{"requested v", "ended system system agentsUnavailable"})
	same(t, "R85: the visitor is told", w.shown(mara), []string{"events ended"})
	same(t, "R85: the transcript", w.transcripts(), []string{chat + " Missed System"})
}

func TestR86Reroute(t *testing.T) {
	for _, row := range []struct {
		title  string
		rounds int
	}{{"R86: no further round", 0}, {"R86: one further round", 1}, {"R86: two further rounds", 2}} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t, rerouting(row.rounds))
			ilse, noor, mara := w.online("ilse"), w.online("noor"), w.visitor("mara")
			chat := w.asks(mara)
			var want []string
			for range row.rounds + 1 {
				first, second := ilse, noor
				if got := w.offersTo(noor); len(got) == 1 {
					first, second = noor, ilse
				}
				w.declines(first, chat)
				w.declines(second, chat)
				want = append(want, "routed "+first.Person, "declined "+first.Person, "routed "+second.Person, "declined "+second.Person)
			}
			w.passes(2 * time.Second)
			same(t, "the private log", w.backstage(chat), append(want, "closed"))
			same(t, "then as R85", w.onstage(chat), []string{"requested v", "ended system system agentsUnavailable"})
		})
	}
}

func TestR88WithoutAPushTimeoutAnOfferStands(t *testing.T) {
	w := pushing(t, patient)
	ilse, noor, mara := w.online("ilse"), w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	w.acknowledges(ilse, chat)
	w.stays(45*time.Minute, ilse, noor, mara)
	same(t, "R88: after 45 minutes", w.backstage(chat), []string{"routed ilse"})
	same(t, "R88: it is still hers", w.offersTo(ilse), []string{chat})
	w.accepts(ilse, chat)
	same(t, "R88: and she takes it", w.backstage(chat), []string{"routed ilse", "took ilse"})
}

func TestR89OffersNeverRaiseLoadAboveCapacity(t *testing.T) {
	w := pushing(t, queueing)
	w.suits("ilse", places(1))
	w.suits("noor", places(2))
	ilse, noor := w.online("ilse"), w.online("noor")
	var chats []string
	for _, name := range []string{"mara", "tomas", "eve", "finn", "gus"} {
		chats = append(chats, w.asks(w.visitor(name)))
		w.now = w.now.Add(time.Millisecond)
	}
	w.loadIs("ilse", 1)
	w.loadIs("noor", 2)
	same(t, "R89: ilse", w.offersTo(ilse), []string{chats[0]})
	same(t, "R89: noor", w.offersTo(noor), []string{chats[1], chats[2]})
	same(t, "R90: the fourth is queued", w.backstage(chats[3]), []string{"queued support"})
	same(t, "R90: the fifth is queued", w.backstage(chats[4]), []string{"queued support"})
}
