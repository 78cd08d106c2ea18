package story

import (
	"slices"
	"testing"

	"switchboard/infra/deployed/client"
)

// gone tells of sockets that are gone and of which nobody has heard. Whatever is sent meets one: it costs the sender
// nothing, everybody else hears it, and a visitor who has no other counts as away from then on.
func gone(t *testing.T, s client.Site) {
	defer without(t, "$disconnect", s.Disconnects)()
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	misses(t, noor, mara, chat, func() { noor.Says(chat, "Are you there?") })
	misses(t, noor, mara, chat, func() { noor.Does(frame{"action": "signal", "chat": chat, "type": "nudge"}) })
	misses(t, noor, mara, chat, func() { noor.Send(frame{"action": "typing", "chat": chat, "on": true}) })

	another(t, s, noor).Goes()
	mara.Does(frame{"action": "visit", "chat": chat, "page": "https://shop.example/lamps"})
	noor.Awaits("the page she went to", private(chat, "visited"))

	colleagues(t, s, mara, noor, chat)
	supervisors(t, s, noor, chat)

	another(t, s, noor).Goes()
	other := client.Visitor(t, s, "Ada")
	other.Connects()
	asked := other.Asks("support")
	noor.Awaits("another request", waiting(asked, ""))
	another(t, s, noor).Goes()
	other.Does(frame{"action": "end", "chat": asked})
	mara.Goes()
	ends(noor, chat)
}

// colleagues hands over and confers while pages of both agents, and then the visitor's only one, are gone.
func colleagues(t *testing.T, s client.Site, mara, noor *person, chat string) {
	t.Helper()
	ilse := joins(t, s, "ilse")
	asks := func(f frame) int {
		t.Helper()
		another(t, s, ilse).Goes()
		noor.Does(f)
		return ilse.Awaits("she is asked", waiting(chat, f.Text("action"))).Inner("request").Number("after")
	}
	transfer := frame{"action": "transfer", "chat": chat, "to": "agent", "target": s.Subject("ilse")}
	asks(transfer)
	another(t, s, ilse).Goes()
	noor.Does(frame{"action": "withdraw", "chat": chat})
	transfer["after"] = nil
	after := asks(transfer)
	another(t, s, noor).Goes()
	ilse.Does(frame{"action": "decline", "chat": chat, "after": after})
	after = asks(frame{"action": "conference", "chat": chat, "skill": "general", "agent": s.Subject("ilse")})
	mara.Goes()
	noor.Beats(chat)
	ilse.Does(frame{"action": "accept", "chat": chat, "after": after})
	mara.Connects()
	mara.Goes()
	noor.Beats(chat)
	ilse.Does(frame{"action": "leave", "chat": chat})
	mara.Connects()
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}

// supervisors flags, watches and whispers while pages of both are gone.
func supervisors(t *testing.T, s client.Site, noor *person, chat string) {
	t.Helper()
	dana := client.Agent(t, s, "dana")
	dana.Connects()
	dana.Does(frame{"action": "watch"})
	lost := another(t, s, dana)
	lost.Does(frame{"action": "watch"})
	lost.Goes()
	noor.Does(frame{"action": "flag", "chat": chat, "text": "Is it covered?"})
	dana.Awaits("the flag in the panel", func(f frame) bool { return f.Text("type") == "panel" && flagged(f.Inner("panel"), chat) })
	dana.Does(frame{"action": "watch", "chat": chat})
	another(t, s, noor).Goes()
	dana.Does(frame{"action": "whisper", "chat": chat, "text": "It is."})
	noor.Awaits("the whisper", private(chat, "whispered"))
	dana.Does(frame{"action": "watch", "off": true})
}

// another is one more page of a person, with a socket of its own.
func another(t *testing.T, s client.Site, p *person) *person {
	t.Helper()
	again := client.Agent(t, s, p.Name)
	again.Connects()
	return again
}

// misses has the visitor's only socket close, and the agent send something until it meets the closed one: a gateway needs
// a moment to notice, and takes what comes meanwhile. The agent is told, and the visitor comes back.
func misses(t *testing.T, noor, mara *person, chat string, sends func()) {
	t.Helper()
	away := func(f frame) bool { return f.Text("type") == "absent" && f.Text("chat") == chat && f["on"] == true }
	mara.Goes()
	client.Eventually(t, "the visitor is away (R135)", client.Patience, func() bool {
		sends()
		return slices.ContainsFunc(noor.Unread(), away)
	})
	noor.Awaits("it once", away)
	mara.Connects()
}
