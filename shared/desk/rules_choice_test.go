package desk_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// gallery is a staffed world in which noor has room, ilse is at capacity, petra is Away, gus lacks the skill, and fay is
// not there.
func gallery(t *testing.T) (w *world, by map[string]caller) {
	w = staffed(t)
	w.configures(func(c *settings.Configuration) {
		c.Skills = append(c.Skills, settings.Skill{ID: "other", Name: "Other"})
	})
	w.employs("gus", "Gus", "", "other")
	w.employs("fay", "Fay", "", "general")
	w.suits("ilse", places(1))
	by = map[string]caller{"fay": w.agent("fay")}
	for _, name := range []string{"noor", "ilse", "petra", "gus"} {
		by[name] = w.online(name)
	}
	w.busy(by["ilse"], 1)
	w.goes(by["petra"], routing.Away)
	for _, agent := range by {
		w.shown(agent)
	}
	return w, by
}

func TestR71R74WhoSeesARequest(t *testing.T) {
	w, by := gallery(t)
	chat := w.asks(w.visitor("mara"))
	same(t, "R71: the private log", w.backstage(chat), []string{"routed"})
	for name, agent := range by {
		hint, list := []string(nil), []string(nil)
		if name == "noor" {
			hint, list = []string{"waiting " + chat}, []string{chat}
		}
		same(t, "R71, R74: pushed to "+name, w.shown(agent), hint)
		same(t, "R71, R74: the list of "+name, w.choicesOf(agent), list)
	}
	for name, kind := range map[string]fault.Kind{"ilse": fault.Forbidden, "petra": fault.Forbidden, "fay": fault.NotFound, "gus": fault.NotFound} {
		w.wantKind(w.triesToAccept(by[name], chat), kind, "R14–R16, R61: an accept by "+name)
	}
	w.accepts(by["noor"], chat)
	same(t, "R71: the public log", w.onstage(chat), []string{"requested v", "accepted a1 Noor K."})
}

func TestR72OfManyWhoAcceptAtOnceOneWins(t *testing.T) {
	w := staffed(t)
	agents := []caller{w.online("noor"), w.online("ilse"), w.online("petra")}
	chat := w.asks(w.visitor("mara"))
	for _, by := range agents {
		w.shown(by)
	}
	errs := make([]error, len(agents))
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i, by := range agents {
		done.Go(func() {
			ready.Wait()
			_, errs[i] = w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: by.Person, Chat: chat, After: 1})
		})
	}
	ready.Done()
	done.Wait()
	winner := strings.TrimPrefix(w.backstage(chat)[1], "took ")
	same(t, "R72: one acceptance stands", w.backstage(chat), []string{"routed", "took " + winner})
	for i, by := range agents {
		none(t, "R72: the list of "+by.Person, w.choicesOf(by))
		if by.Person == winner {
			w.must(errs[i])
			w.loadIs(winner, 1)
			continue
		}
		name := w.standing(winner).Name
		w.loadIs(by.Person, 0)
		if w.wantKind(errs[i], fault.Conflict, "R72: "+by.Person); errs[i] != nil && errs[i].Error() != "Already taken by "+name+"." {
			t.Errorf("R72: %s is told %q", by.Person, errs[i])
		}
		same(t, "R72: "+by.Person+" loses the request", w.shown(by), []string{"withdrawn " + chat + " " + name})
	}
}

func TestR73R74WhoComesLaterSeesWhatStillWaitsOldestFirst(t *testing.T) {
	waiting := func(w *world, names ...string) (chats []string) {
		for _, name := range names {
			chats = append(chats, w.asks(w.visitor(name)))
			w.now = w.now.Add(time.Second)
		}
		return chats
	}
	t.Run("R73: she comes Online", func(t *testing.T) {
		w := staffed(t)
		noor := w.online("noor")
		chats := waiting(w, "mara", "tomas", "eve")
		w.accepts(noor, chats[1])
		petra := w.online("petra")
		same(t, "her list", w.choicesOf(petra), []string{chats[0], chats[2]})
		same(t, "she is hinted", w.shown(petra)[:2], []string{"waiting " + chats[0], "waiting " + chats[2]})
	})
	t.Run("R73: she comes back from Away", func(t *testing.T) {
		w := staffed(t)
		w.online("noor")
		petra := w.online("petra")
		w.goes(petra, routing.Away)
		chats := waiting(w, "mara", "tomas")
		none(t, "while she is Away", w.choicesOf(petra))
		w.shown(petra)
		w.goes(petra, routing.Online)
		same(t, "her list", w.choicesOf(petra), chats)
		same(t, "she is hinted", w.shown(petra), []string{"waiting " + chats[0], "waiting " + chats[1]})
	})
	t.Run("R74: she has room again", func(t *testing.T) {
		w := staffed(t)
		w.suits("petra", places(1))
		w.online("noor")
		petra := w.online("petra")
		visitors, own := w.busy(petra, 1)
		chats := waiting(w, "mara", "tomas")
		none(t, "at capacity", w.choicesOf(petra))
		w.finishes(visitors[0], own[0])
		none(t, "R61: the tab of her ended chat is open", w.choicesOf(petra))
		w.shown(petra)
		w.closes(petra, own[0])
		same(t, "her list", w.choicesOf(petra), chats)
		same(t, "she is hinted", w.shown(petra)[:2], []string{"waiting " + chats[0], "waiting " + chats[1]})
	})
}

func TestR75NothingOfPushHappensToAChoice(t *testing.T) {
	w := staffed(t)
	w.sets(queueing, func(b *settings.Button) { b.PushTimeout = 5 })
	w.suits("noor", places(1))
	noor, mara := w.online("noor"), w.visitor("mara")
	w.busy(noor, 1)
	chat := w.wants(mara, func(r *protocol.Request) { r.Position = true })
	same(t, "R90: everybody is at capacity", w.backstage(chat), []string{"queued support"})
	if v := w.resumes(mara).Chats[0]; v.Place != 0 {
		t.Errorf("R75: she is told place %d", v.Place)
	}
	w.stays(time.Minute, noor, mara)
	same(t, "R75: a push time-out later", w.backstage(chat), []string{"queued support"})
	none(t, "R75: she is told no place", w.shown(mara))
	petra := w.online("petra")
	w.goes(noor, routing.Away)
	w.stays(time.Minute, petra, noor, mara)
	same(t, "R75: nobody is made to take it", w.onstage(chat), []string{"requested v"})
	w.accepts(petra, chat)
}

func TestR76DecliningAChoice(t *testing.T) {
	t.Run("R76: when all who are there have declined it fails", func(t *testing.T) {
		w := staffed(t)
		noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		w.declines(noor, chat)
		none(t, "R76: it is hidden from her", w.choicesOf(noor))
		same(t, "R76: and from nobody else", w.choicesOf(ilse), []string{chat})
		same(t, "it goes on waiting", w.onstage(chat), []string{"requested v"})
		w.shown(mara)
		w.declines(ilse, chat)
		same(t, "R85: the public log", w.onstage(chat), []string{"requested v", "ended system system agentsUnavailable"})
		same(t, "the private log", w.backstage(chat)[:3], []string{"routed", "declined noor", "declined ilse"})
		same(t, "R85: the visitor is told", w.shown(mara), []string{"events ended"})
		for _, name := range []string{"noor", "ilse"} {
			if got := w.standing(name); got.Session.Declined != 0 || got.Load != 0 || got.Status != routing.Online {
				t.Errorf("a choice was no request of hers: %s stands as %+v", name, got.Agent)
			}
		}
	})
	t.Run("R76: one who has not declined and goes leaves nobody", func(t *testing.T) {
		w := staffed(t)
		noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		w.declines(noor, chat)
		w.goes(ilse, routing.Away)
		w.stays(65*time.Second, noor, ilse, mara)
		same(t, "the public log", w.onstage(chat), []string{"requested v", "ended system system agentsUnavailable"})
	})
	t.Run("R76, R86: or it is offered once more", func(t *testing.T) {
		w := staffed(t)
		w.sets(rerouting(1))
		noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		w.declines(noor, chat)
		w.shown(noor)
		w.declines(ilse, chat)
		same(t, "R86: it is in both lists again", append(w.choicesOf(noor), w.choicesOf(ilse)...), []string{chat, chat})
		same(t, "R86: and hinted again", w.shown(noor), []string{"waiting " + chat})
		same(t, "the private log", w.backstage(chat), []string{"routed", "declined noor", "declined ilse", "routed"})
		w.declines(noor, chat)
		w.declines(ilse, chat)
		same(t, "R86: at most so many rounds", w.onstage(chat), []string{"requested v", "ended system system agentsUnavailable"})
	})
}
