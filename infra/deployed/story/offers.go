package story

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
)

// recalled tells of a transfer that is taken back, and of one that is declined: the chat stays where it was.
func recalled(t *testing.T, s client.Site) {
	_, noor, chat := engaged(t, s, "Mara", "noor")
	ilse := joins(t, s, "ilse")
	asks := func() frame {
		t.Helper()
		noor.Does(frame{"action": "transfer", "chat": chat, "to": "agent", "target": s.Subject("ilse")})
		return ilse.Awaits("the transfer", waiting(chat, "transfer"))
	}
	shown := asks()
	noor.Does(frame{"action": "withdraw", "chat": chat})
	ilse.Awaits("it is taken back (R148)", released(chat, shown))
	asked := asks().Inner("request")
	ilse.Does(frame{"action": "decline", "chat": chat, "after": asked.Number("after")})
	noor.Awaits("she declined (R146)", private(chat, "refused"))
	noor.Does(frame{"action": "transfer", "chat": chat, "to": "skill", "target": "general"})
	ilse.Awaits("the transfer to her skill (R138)", waiting(chat, "transfer"))
	noor.Does(frame{"action": "withdraw", "chat": chat})
	ilse.Awaits("it is taken back too", func(f frame) bool { return f.Text("type") == "withdrawn" && f.Text("chat") == chat })
	noor.Says(chat, "I shall see to it myself.")
	ends(noor, chat)
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}

// handedOn tells of a chat that goes to another queue, where an agent with room is asked.
func handedOn(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "It is about my order")
	noor.Beats(chat)
	ilse := joins(t, s, "ilse")
	noor.Does(frame{"action": "transfer", "chat": chat, "to": "button", "target": "orders"})
	mara.Awaits("it waits again (R145)", carries(chat, "handedOn"))
	noor.Awaits("her tab goes (R145)", func(f frame) bool { return f.Text("type") == "shut" && f.Text("chat") == chat })
	taker := offered(t, []*person{noor, ilse}, chat)
	asked := taker.Awaits("the chat is offered (R139)", waiting(chat, "push")).Inner("request")
	taker.Does(frame{"action": "accept", "chat": chat, "after": asked.Number("after")})
	mara.Awaits("transferred (R143)", carries(chat, "transferred"))
	if got := taker.Said(chat); !slices.Equal(got, []string{"It is about my order"}) {
		t.Errorf("R145: who takes it holds %q", got)
	}
	ends(taker, chat)
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}

// pushed tells of a request that goes from one agent to the next: one declines it, one lets it lapse although her
// console shows it, and in the next round it is taken.
func pushed(t *testing.T, s client.Site) {
	agents := []*person{joins(t, s, "noor"), joins(t, s, "ilse")}
	mara := client.Visitor(t, s, "Mara")
	mara.Connects()
	chat := mara.Asks("orders")
	first := offered(t, agents, chat)
	asked := first.Awaits("the offer (R80)", waiting(chat, "push")).Inner("request")
	first.Send(frame{"action": "offered", "chat": chat})
	first.Does(frame{"action": "decline", "chat": chat, "after": asked.Number("after")})
	second := agents[0]
	if second == first {
		second = agents[1]
	}
	shown := second.Awaits("the next one is asked (R82)", waiting(chat, "push"))
	second.Send(frame{"action": "offered", "chat": chat})
	left := time.Until(time.UnixMilli(int64(shown.Inner("request").Number("until"))))
	second.AwaitsFor(left+client.Patience, "it is too late for her (R81)", released(chat, shown))
	taker := offered(t, agents, chat)
	asked = taker.Awaits("another round (R86)", waiting(chat, "push")).Inner("request")
	view := taker.Does(frame{"action": "accept", "chat": chat, "after": asked.Number("after")}).Inner("view")
	if got, want := offersTold(view), []string{"declined " + s.Subject(first.Name), "lapsed " + s.Subject(second.Name)}; len(got) < 2 || !slices.Equal(got[:2], want) {
		t.Errorf("R81, R82: the log has %q, want %q", got, want)
	}
	taker.Says(chat, "Good day.")
	mara.Awaits("an agent's word", carries(chat, "said"))
	ends(taker, chat)
	for _, a := range agents[1:] {
		a.Does(frame{"action": "presence", "status": "Offline"})
	}
}

// offered waits until one of the agents is offered a chat, and returns her.
func offered(t *testing.T, agents []*person, chat string) (asked *person) {
	t.Helper()
	match := waiting(chat, "push")
	client.Eventually(t, "the offer to one of them", client.Patience, func() bool {
		for _, a := range agents {
			for _, f := range a.Unread() {
				if match(f) {
					asked = a
					return true
				}
			}
		}
		return false
	})
	return asked
}

// offersTold are the refusals in a chat's private log, each with the person it is about.
func offersTold(view frame) []string {
	var all []string
	for _, e := range view.List("private") {
		if kind := e.Text("kind"); kind == "declined" || kind == "lapsed" {
			all = append(all, kind+" "+e.Text("agent"))
		}
	}
	return all
}

// hurried gives a button another push time-out, so that nobody waits for the demo's, and returns what puts it back.
func hurried(t *testing.T, s client.Site, button string, timeout time.Duration) (back func()) {
	t.Helper()
	ari := client.Agent(t, s, client.Administrator)
	set := func(to any) (was any) {
		t.Helper()
		_, held := ari.Call(http.MethodGet, "/configuration", nil)
		for _, b := range held.List("buttons") {
			if b.Text("button") == button {
				was, b["pushTimeout"] = b["pushTimeout"], to
			}
		}
		if status, body := ari.Call(http.MethodPut, "/configuration", held); status != http.StatusOK {
			t.Fatalf("the push time-out of %s: %d %v", button, status, body)
		}
		return was
	}
	was := set(timeout.Seconds())
	return func() { set(was) }
}

// released matches the standing, later than that with which an offer was shown, in which the offer is no more.
func released(chat string, shown frame) func(frame) bool {
	rev := shown.Inner("screen").Number("rev")
	return func(f frame) bool {
		screen := f.Inner("screen")
		offers, _ := screen["offers"].([]any)
		return screen.Number("rev") > rev && !slices.Contains(offers, any(chat))
	}
}
