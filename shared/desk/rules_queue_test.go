package desk_test

import (
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// crowded is a world that pushes and queues, in which ilse has one place and a chat in it.
func crowded(t *testing.T, more ...func(*settings.Button)) (w *world, ilse, talker caller, own string) {
	w = pushing(t, append([]func(*settings.Button){queueing, patient}, more...)...)
	w.suits("ilse", places(1))
	ilse = w.online("ilse")
	visitors, chats := w.busy(ilse, 1)
	return w, ilse, visitors[0], chats[0]
}

// line lets visitors ask one after the other.
func (w *world) line(names ...string) (visitors []caller, chats []string) {
	w.t.Helper()
	for _, name := range names {
		v := w.visitor(name)
		visitors = append(visitors, v)
		chats = append(chats, w.wants(v, func(r *protocol.Request) { r.Position = true }))
		w.now = w.now.Add(time.Second)
	}
	return visitors, chats
}

func TestR90R91TheOldestOfTheQueueIsPushedFirst(t *testing.T) {
	w, ilse, talker, own := crowded(t)
	_, chats := w.line("mara", "tomas")
	same(t, "R90: mara waits", w.onstage(chats[0]), []string{"requested v"})
	same(t, "R90: in the queue", w.backstage(chats[0]), []string{"queued support"})
	none(t, "R61: nothing is offered at capacity", w.offersTo(ilse))
	w.finishes(talker, own)
	none(t, "R61: nor while the ended chat's tab is open", w.offersTo(ilse))
	w.shown(ilse)
	w.closes(ilse, own)
	same(t, "R91: mara, who waits longer, is pushed", w.offersTo(ilse), []string{chats[0]})
	same(t, "R245: queued before its first offer", w.backstage(chats[0]), []string{"queued support", "routed ilse"})
	same(t, "R91: tomas waits on", w.backstage(chats[1]), []string{"queued support"})
	same(t, "she is shown it", w.shown(ilse), []string{"waiting push " + chats[0]})

	t.Run("R80: nobody chooses where the router chooses", func(t *testing.T) {
		w.wantKind(w.triesToAccept(ilse, chats[1]), fault.Conflict, "an accept of what waits in the queue")
		same(t, "tomas waits on", w.backstage(chats[1]), []string{"queued support"})
	})
	t.Run("R91: who comes Online gets the next", func(t *testing.T) {
		noor := w.online("noor")
		same(t, "noor", w.offersTo(noor), []string{chats[1]})
	})
}

func TestR92TheOldestOverAllQueues(t *testing.T) {
	w := pushing(t, queueing, patient)
	w.configures(func(c *settings.Configuration) {
		sales := c.Buttons[0]
		sales.ID, sales.Name = "sales", "Sales"
		c.Buttons = append(c.Buttons, sales)
		c.Deployments[0].Buttons = append(c.Deployments[0].Buttons, "sales")
	})
	w.suits("ilse", places(1))
	ilse := w.online("ilse")
	visitors, own := w.busy(ilse, 1)
	var chats []string
	for _, ask := range []struct{ name, button string }{{"mara", "sales"}, {"tomas", "support"}, {"eve", "sales"}} {
		chats = append(chats, w.wants(w.visitor(ask.name), func(r *protocol.Request) { r.Button = ask.button }))
		w.now = w.now.Add(time.Second)
	}
	w.finishes(visitors[0], own[0])
	w.closes(ilse, own[0])
	for i, name := range []string{"mara of sales", "tomas of support", "eve of sales"} {
		same(t, "R92: "+name, w.offersTo(ilse), []string{chats[i]})
		w.accepts(ilse, chats[i])
		if i < 2 {
			w.finishes(ilse, chats[i])
			w.closes(ilse, chats[i])
		}
	}
}

func TestR93HowManyMayWait(t *testing.T) {
	limits := func(per, overall int) func(*settings.Button) {
		return func(b *settings.Button) { b.PerAgentQueue, b.OverallQueue = per, overall }
	}
	for _, row := range []struct {
		title        string
		per, overall int
		online       []string
		room         int
	}{
		{"R93: two for each of one agent", 2, 0, []string{"ilse"}, 2},
		{"R93: two for each of two agents", 2, 0, []string{"ilse", "noor"}, 4},
		{"R93: three in all", 0, 3, []string{"ilse", "noor"}, 3},
		{"R93: the smaller of both: in all", 2, 3, []string{"ilse", "noor"}, 3},
		{"R93: the smaller of both: for each", 1, 3, []string{"ilse", "noor"}, 2},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t, queueing, patient, limits(row.per, row.overall))
			for _, name := range row.online {
				w.suits(name, places(1))
				w.busy(w.online(name), 1)
			}
			names := []string{"mara", "tomas", "eve", "finn", "gus"}[:row.room+1]
			_, chats := w.line(names...)
			for i, chat := range chats {
				want := []string{"requested v"}
				if i == row.room {
					want = append(want, "ended system system queueFull")
				}
				same(t, names[i], w.onstage(chat), want)
			}
		})
	}
	t.Run("R93: fewer agents evict nobody, and count for the next", func(t *testing.T) {
		w, ilse, _, _ := crowded(t, limits(1, 0))
		w.suits("noor", places(1))
		noor := w.online("noor")
		w.busy(noor, 1)
		_, chats := w.line("mara", "tomas")
		w.goes(noor, routing.Away)
		w.stays(30*time.Second, ilse, noor, w.visitor("mara"), w.visitor("tomas"))
		same(t, "mara waits on", w.onstage(chats[0]), []string{"requested v"})
		same(t, "tomas waits on", w.onstage(chats[1]), []string{"requested v"})
		_, late := w.line("eve")
		same(t, "eve finds no room", w.onstage(late[0]), []string{"requested v", "ended system system queueFull"})
		w.goes(noor, routing.Online)
		petra := w.online("petra")
		same(t, "petra takes the oldest", w.offersTo(petra), chats)
	})
}

func TestR94WhenTheLastQualifiedAgentGoes(t *testing.T) {
	for _, row := range []struct {
		title string
		goes  func(w *world, by caller)
	}{
		{"R94: Away", func(w *world, by caller) { w.goes(by, routing.Away) }},
		{"R94: Offline", func(w *world, by caller) { w.goes(by, routing.Offline) }},
	} {
		t.Run(row.title, func(t *testing.T) {
			w, ilse, _, own := crowded(t)
			noor := w.online("noor")
			w.busy(noor, 2)
			visitors, chats := w.line("mara", "tomas")
			w.goes(noor, routing.Away)
			same(t, "while one is there", w.onstage(chats[0]), []string{"requested v"})
			w.shown(visitors[0])
			row.goes(w, ilse)
			w.passes(2 * time.Second)
			for i, chat := range chats {
				same(t, []string{"mara", "tomas"}[i], w.onstage(chat), []string{"requested v", "ended system system agentsUnavailable"})
			}
			if got := w.shown(visitors[0]); len(got) == 0 || got[len(got)-1] != "events ended" {
				t.Errorf("mara is told %q", got)
			}
			if ended := w.hasEnded(own); ended != (w.standing("ilse").Status == routing.Offline) {
				t.Errorf("R15, R17: her chat has ended: %v", ended)
			}
		})
	}
}

func TestR95ATransferredChatIsPlacedByItsAge(t *testing.T) {
	w, ilse, _, own := crowded(t)
	w.suits("petra", places(1))
	petra := w.online("petra")
	petras, hers := w.busy(petra, 1)
	_, chats := w.line("mara", "tomas")
	_, err := w.desk.Transfer(w.ctx, ilse, protocol.Transfer{Action: "transfer", ID: w.id(), Chat: own, After: 2, To: "button", Target: "support"})
	w.must(err)
	same(t, "R317: ilse has a place, and mara is pushed to her", w.offersTo(ilse), []string{chats[0]})
	same(t, "R95: the older chat waits for somebody else", w.onstage(own), []string{"requested v", "accepted a1 Ilse B.", "handedOn a1"})
	w.accepts(ilse, chats[0])
	w.finishes(petras[0], hers[0])
	w.closes(petra, hers[0])
	same(t, "R95: it goes before tomas", w.offersTo(petra), []string{own})
	same(t, "who asked before it was passed on", w.backstage(chats[1]), []string{"queued support"})
}

func TestR96AFreePlaceMovesTheOthersUp(t *testing.T) {
	for _, row := range []struct {
		title string
		goes  func(w *world, by caller, chat string, there ...caller)
	}{
		{"R96: a visitor cancels", func(w *world, by caller, chat string, _ ...caller) { w.finishes(by, chat) }},
		{"R96: a visitor vanishes", func(w *world, by caller, _ string, there ...caller) {
			w.must(w.desk.Disconnect(w.ctx, by))
			w.stays(2*time.Minute+5*time.Second, there...)
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w, ilse, talker, _ := crowded(t, func(b *settings.Button) { b.OverallQueue = 3 })
			visitors, chats := w.line("mara", "tomas", "eve")
			there := []caller{ilse, talker, visitors[1], visitors[2]}
			w.stays(10*time.Second, append(there, visitors[0])...)
			for _, v := range visitors {
				w.shown(v)
			}
			if w.available("support") {
				t.Error("R58: the queue is full, and the button is online")
			}
			row.goes(w, visitors[0], chats[0], there...)
			if !w.available("support") {
				t.Error("R96: her place is not free")
			}
			w.stays(10*time.Second, there...)
			same(t, "tomas moves up", w.shown(visitors[1]), []string{"place 1"})
			same(t, "eve moves up", w.shown(visitors[2]), []string{"place 2"})
			if !w.hasEnded(chats[0]) || w.hasEnded(chats[1]) {
				t.Errorf("mara: %q, tomas: %q", w.onstage(chats[0]), w.onstage(chats[1]))
			}
		})
	}
}
