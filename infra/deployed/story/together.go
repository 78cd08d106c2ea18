package story

import (
	"slices"
	"testing"

	"switchboard/infra/deployed/client"
)

func transfer(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	ilse := joins(t, s, "ilse")
	mara.Says(chat, "I want it repaired")
	noor.Beats(chat)
	noor.Does(frame{"action": "transfer", "chat": chat, "to": "agent", "target": s.Subject("ilse"), "note": "A repair."})
	asked := ilse.Awaits("the transfer", waiting(chat, "transfer")).Inner("request")
	if asked.Text("note") != "A repair." {
		t.Errorf("R315: she was asked %v", asked)
	}
	ilse.Does(frame{"action": "accept", "chat": chat, "after": asked.Number("after")})
	mara.Awaits("transferred (R143)", carries(chat, "transferred"))
	noor.Awaits("her tab goes (R141)", func(f frame) bool { return f.Text("type") == "shut" && f.Text("chat") == chat })
	if got := noor.Tries(frame{"action": "message", "chat": chat, "text": "One more thing"}); got.Text("kind") != "forbidden" {
		t.Errorf("the sender writes after it: %v", got)
	}
	if got := ilse.Said(chat); !slices.Equal(got, []string{"I want it repaired"}) {
		t.Errorf("R144: the receiver holds %q", got)
	}
	ilse.Says(chat, "Bring it in.")
	mara.Awaits("the colleague's answer", carries(chat, "said"))
	ends(ilse, chat)
	if doc := transcript(ilse, chat); doc.Text("status") != "Completed" {
		t.Errorf("transcript %v", doc)
	}
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}

func conference(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	ilse := joins(t, s, "ilse")
	noor.Does(frame{"action": "conference", "chat": chat, "skill": "general", "agent": s.Subject("ilse")})
	asked := ilse.Awaits("the conference", waiting(chat, "conference")).Inner("request")
	ilse.Does(frame{"action": "accept", "chat": chat, "after": asked.Number("after")})
	mara.Awaits("joined (R160)", carries(chat, "joined"))
	ilse.Says(chat, "Good day, both")
	for _, p := range []*person{mara, noor} {
		p.Awaits("what the second agent says", carries(chat, "said"))
	}
	ilse.Does(frame{"action": "leave", "chat": chat})
	mara.Awaits("she left (R163)", carries(chat, "left"))
	noor.Beats(chat)
	noor.Says(chat, "The two of us again")
	ends(noor, chat)
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}
