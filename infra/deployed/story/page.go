package story

import (
	"testing"

	"switchboard/infra/deployed/client"
)

// page tells of what a page beside the conversation has to say: events of its own, both ways, and where the visitor is.
func page(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Does(frame{"action": "signal", "chat": chat, "type": "basket", "data": "lamp 3"})
	got := signalled(noor.Awaits("her page's event (R121)", carries(chat, "signalled")))
	if got.Text("type") != "basket" || got.Text("text") != "lamp 3" || got.Text("who") != "v" {
		t.Errorf("R121: the agent's page has %v", got)
	}
	noor.Does(frame{"action": "signal", "chat": chat, "type": "voucher", "data": "10 %"})
	got = signalled(mara.Awaits("the console's event (R121)", func(f frame) bool { return signalled(f).Text("type") == "voucher" }))
	if got.Text("text") != "10 %" || got.Text("who") != "a1" {
		t.Errorf("R121: the visitor's page has %v", got)
	}
	const there = "https://shop.example/refunds"
	mara.Does(frame{"action": "visit", "chat": chat, "page": there})
	shown := noor.Awaits("the page she went to (R122)", private(chat, "visited")).List("private")
	if last := shown[len(shown)-1]; last.Text("text") != there {
		t.Errorf("R122: the agent sees %v", last)
	}
	if mara.Received(there) {
		t.Error("R122: it comes back to the visitor")
	}
	noor.Beats(chat)
	ends(noor, chat)
}

func signalled(f frame) frame {
	for _, e := range f.List("events") {
		if e.Text("kind") == "signalled" {
			return e
		}
	}
	return nil
}

// silence tells of somebody whose socket is gone without a word: what the other sends meets it, costs the sender
// nothing, and is there when she is back.
func silence(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Vanishes()
	noor.Send(frame{"action": "typing", "chat": chat, "on": true})
	noor.Says(chat, "Are you there?")
	noor.Does(frame{"action": "signal", "chat": chat, "type": "nudge"})
	mara.Connects()
	if got := mara.Said(chat); len(got) != 1 || got[0] != "Are you there?" {
		t.Errorf("F4, R22: back again she holds %q", got)
	}
	mara.Says(chat, "I am now")
	noor.Awaits("her answer", carries(chat, "said"))
	ends(noor, chat)
}
