package story

import (
	"net/http"
	"sync"
	"testing"

	"switchboard/infra/deployed/client"
)

func strangers(t *testing.T, s client.Site) {
	eve := client.Visitor(t, s, "Eve") // without a token
	for _, path := range []string{"/agent/me", "/configuration", "/transcripts", "/people"} {
		if status, body := eve.Call(http.MethodGet, path, nil); status != http.StatusUnauthorized {
			t.Errorf("GET %s without a token: %d %v", path, status, body)
		}
	}
	eve.Token = "made.up.token"
	if status, body := eve.Call(http.MethodGet, "/agent/me", nil); status != http.StatusUnauthorized {
		t.Errorf("a made-up token: %d %v", status, body)
	}
	noor := client.Agent(t, s, "noor")
	if status, body := noor.Call(http.MethodGet, "/configuration", nil); status != http.StatusForbidden {
		t.Errorf("an agent reads the configuration: %d %v", status, body)
	}
	mara, agent, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "secret")
	other := client.Visitor(t, s, "Eve")
	other.Connects()
	if got := other.Tries(frame{"action": "message", "chat": chat, "text": "hi", "after": 1}).Text("kind"); got != "not_found" {
		t.Errorf("another visitor writes: %s", got)
	}
	ends(agent, chat)
}

func tickets(t *testing.T, s client.Site) {
	mara := client.Visitor(t, s, "Mara")
	ticket := mara.Ticket()
	var opened sync.Map
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			ws, err := mara.Dial(ticket)
			if err == nil {
				opened.Store(n, true)
				_ = ws.CloseNow()
			}
		})
	}
	all.Wait()
	n := 0
	opened.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d of 10 sockets were opened with one ticket", n)
	}
	if _, err := mara.Dial(frame{"socket": ticket["socket"], "ticket": "made-up"}); err == nil {
		t.Error("a made-up ticket opened a socket")
	}
}

func block(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	noor.Does(frame{"action": "block", "chat": chat, "comment": "Shouts at everybody."})
	mara.Awaits("ended", carries(chat, "ended"))
	noor.Does(frame{"action": "close", "chat": chat})
	again := client.Visitor(t, s, "Mara")
	again.Connects()
	ack := again.Does(frame{"action": "request", "button": "support", "name": "Mara"})
	if state := ack.Inner("view").Text("state"); state != "ended" {
		t.Errorf("R190: a blocked address asks, and the chat is %q", state)
	}
	ari := client.Agent(t, s, client.Administrator)
	_, listed := ari.Call(http.MethodGet, "/blocking", nil)
	for _, rule := range listed.List("rules") {
		if status, body := ari.Call(http.MethodDelete, "/blocking/"+rule.Text("rule"), nil); status != http.StatusNoContent {
			t.Fatalf("R194: deleting %v: %d %v", rule, status, body)
		}
	}
	if len(listed.List("rules")) != 1 {
		t.Errorf("R188: the rules are %v", listed)
	}
	_, noor, chat = engaged(t, s, "Mara", "noor")
	ends(noor, chat)
}

// disabled refuses a person: who is disabled in the settings gets no ticket, whatever token she holds, and works again as
// soon as she is enabled.
func disabled(t *testing.T, s client.Site) {
	dana, ari := client.Agent(t, s, "dana"), client.Agent(t, s, client.Administrator)
	sets(t, s, ari, "dana", true)
	refusedTicket(t, dana)
	sets(t, s, ari, "dana", false)
	dana.Connects()
	dana.IsOnline()
	dana.Does(frame{"action": "presence", "status": "Offline"})
}

// sets disables a person in the settings, or enables her.
func sets(t *testing.T, s client.Site, ari *person, name string, disabled bool) {
	t.Helper()
	held := find(t, ari, s.Subject(name))
	held["disabled"] = disabled
	if status, body := ari.Call(http.MethodPut, "/people/"+s.Subject(name), held); status != http.StatusOK {
		t.Fatalf("disabled %t: %d %v", disabled, status, body)
	}
}

func refusedTicket(t *testing.T, p *person) {
	t.Helper()
	if status, body := p.Call(http.MethodPost, "/agent/ticket", nil); status != http.StatusForbidden || body.Text("kind") != "forbidden" {
		t.Errorf("F51: a disabled person asks for a ticket: %d %v", status, body)
	}
}

func find(t *testing.T, ari *person, id string) frame {
	t.Helper()
	_, page := ari.Call(http.MethodGet, "/people", nil)
	for _, p := range page.List("people") {
		if p.Text("person") == id {
			return p
		}
	}
	t.Fatalf("%s is not among %v", id, page)
	return nil
}
