package story

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
)

func talk(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Send(frame{"action": "typing", "chat": chat, "on": true})
	noor.Awaits("typing (R114)", func(f frame) bool { return f.Text("type") == "typing" && f.Text("who") == "v" })
	seqs := []int{mara.Says(chat, "Where is my lamp?")}
	noor.Awaits("her question, pushed", carries(chat, "said"))
	seqs = append(seqs, noor.Says(chat, "In the van."))
	mara.Awaits("the answer, pushed", carries(chat, "said"))
	seqs = append(seqs, mara.Says(chat, "Thank you!"))
	if !slices.IsSorted(seqs) || seqs[0] < 3 {
		t.Errorf("the acks name the seqs %v", seqs)
	}
	noor.Beats(chat)
	want := []string{"Where is my lamp?", "In the van.", "Thank you!"}
	if a, b := mara.Said(chat), noor.Said(chat); !slices.Equal(a, want) || !slices.Equal(b, want) {
		t.Errorf("R112: the visitor has %q, the agent %q", a, b)
	}
	mara.Does(frame{"action": "end", "chat": chat})
	noor.Awaits("ended (R117)", carries(chat, "ended"))
	if doc := transcript(noor, chat); doc != nil {
		t.Errorf("R218: a transcript while the tab is open: %v", doc)
	}
	noor.Does(frame{"action": "close", "chat": chat})
	doc := transcript(noor, chat)
	if doc.Text("status") != "Completed" || doc.Number("visitorMessages") != 2 || doc.Number("agentMessages") != 1 || doc.Inner("chain")["intact"] != true {
		t.Errorf("R218, R224: transcript %v", doc)
	}
}

func reload(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "before")
	again := client.Visitor(t, s, "Mara")
	again.Chat = mara.Chat
	again.Connects()
	fresh := client.Agent(t, s, "noor")
	fresh.Connects()
	for who, said := range map[string][]string{"visitor": again.Said(chat), "agent": fresh.Said(chat)} {
		if !slices.Equal(said, []string{"before"}) {
			t.Errorf("the %s's new page shows %q", who, said)
		}
	}
	ends(noor, chat)
}

func cancelled(t *testing.T, s client.Site) {
	noor, mara := joins(t, s, "noor"), client.Visitor(t, s, "Mara")
	mara.Connects()
	chat := mara.Asks("support")
	mara.Does(frame{"action": "end", "chat": chat})
	noor.Awaits("the request goes", func(f frame) bool { return f.Text("type") == "withdrawn" && f.Text("chat") == chat })
	client.Eventually(t, "the transcript of a missed chat", client.Patience, func() bool {
		doc := transcript(noor, chat)
		return doc.Text("status") == "Missed" && doc.Text("endedBy") == "Visitor"
	})
}

func vanished(t *testing.T, s client.Site) {
	leaves(t, s, client.Patience, func(string) {})
}

// late is when the sweep looks at a chat that the timers have forgotten, and the time that takes.
const late = 5*time.Minute + client.Patience

// swept takes the timers away, so that the sweep alone is left to find the chat.
func swept(t *testing.T, s client.Site) {
	defer without(t, "timers", s.Timers)()
	leaves(t, s, late+2*s.Sweep, func(string) {})
}

// expired takes the timers away and has TTL come long before the sweep.
func expired(t *testing.T, s client.Site) {
	defer without(t, "timers", s.Timers)()
	leaves(t, s, client.Patience, func(chat string) {
		if err := s.Expires(t.Context(), chat); err != nil {
			t.Fatal(err)
		}
	})
}

// without switches something off and returns what switches it on again.
func without(t *testing.T, what string, turn func(context.Context, bool) error) (again func()) {
	t.Helper()
	if err := turn(t.Context(), false); err != nil {
		t.Fatalf("%s off: %v", what, err)
	}
	return func() {
		if err := turn(context.WithoutCancel(t.Context()), true); err != nil {
			t.Errorf("%s on again: %v", what, err)
		}
	}
}

// leaves has a visitor close her page in the middle of a chat, and waits for its transcript while no person acts; each
// look at it comes after what happens meanwhile.
func leaves(t *testing.T, s client.Site, within time.Duration, meanwhile func(chat string)) {
	t.Helper()
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "bye")
	if status, body := mara.Call(http.MethodPost, "/visitor/leave", frame{"chat": chat}); status != http.StatusNoContent {
		t.Fatalf("leave: %d %v", status, body)
	}
	mara.Vanishes()
	client.Eventually(t, "the transcript, nobody having acted", within, func() bool {
		meanwhile(chat)
		return transcript(noor, chat).Text("endedBy") == "System"
	})
}

func nobody(t *testing.T, s client.Site) {
	for _, name := range []string{"noor", "ilse", "dana"} {
		p := client.Agent(t, s, name)
		p.Connects()
		p.Does(frame{"action": "presence", "status": "Offline"})
	}
	mara := client.Visitor(t, s, "Mara")
	mara.Connects()
	ack := mara.Does(frame{"action": "request", "button": "support", "name": "Mara"})
	if state := ack.Inner("view").Text("state"); state != "ended" {
		t.Errorf("the request is %q", state)
	}
	chat := ack.Text("chat")
	client.Eventually(t, "the transcript of a request that nobody could take (R63, R225)", client.Patience, func() bool {
		doc := transcript(client.Agent(t, s, "noor"), chat)
		return doc.Text("status") == "Missed" && doc.Text("endedBy") == "System"
	})
	if _, site := mara.Call(http.MethodGet, "/availability?deployment=demo", nil); site.Inner("buttons")["support"] != false {
		t.Errorf("R54: %v", site)
	}
}
