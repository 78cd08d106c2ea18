package story

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"switchboard/infra/deployed/client"
)

// supervised tells of a supervisor who sees a call for help, watches, whispers and lowers the flag, and of whom nobody
// in the chat hears but for her whisper.
func supervised(t *testing.T, s client.Site) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	dana := client.Agent(t, s, "dana")
	dana.Connects()
	opened := dana.Does(frame{"action": "watch"})
	if !lists(opened.List("panels"), s.Subject("noor")) {
		t.Errorf("R200, R201: noor is not in her panel: %v", opened)
	}
	view := dana.Does(frame{"action": "watch", "chat": chat}).Inner("view")
	if view["watching"] != true || view.Text("state") != "engaged" {
		t.Errorf("R203: she watches %v", view)
	}
	mara.Says(chat, "Is a lost lamp covered?")
	dana.Awaits("what is said, live (R203)", carries(chat, "said"))
	noor.Send(frame{"action": "typing", "chat": chat, "on": true, "text": "I belie", "position": 1})
	dana.Awaits("the agent's draft (R204)", func(f frame) bool { return f.Text("type") == "typing" && f.Text("text") == "I belie" })
	helped(t, dana, noor, mara, chat)
	dana.Does(frame{"action": "watch", "chat": chat, "off": true})
	dana.Does(frame{"action": "watch", "off": true})
	if got := dana.Tries(frame{"action": "message", "chat": chat, "text": "Hello, I am the boss"}); got.Text("type") != "error" {
		t.Errorf("R203: a watcher writes: %v", got)
	}
	ends(noor, chat)
	overseen(t, transcript(noor, chat))
	for _, secret := range []string{"I belie", "goodwill", "Is it covered?", "Dana"} {
		if mara.Received(secret) {
			t.Errorf("R203, R204, R205: the visitor received %q", secret)
		}
	}
}

// helped raises the flag, has it seen and answered, and lowers it.
func helped(t *testing.T, dana, noor, mara *person, chat string) {
	t.Helper()
	noor.Does(frame{"action": "flag", "chat": chat, "text": "Is it covered?"})
	dana.Awaits("the flag in the panel (R197, R202)", func(f frame) bool { return f.Text("type") == "panel" && flagged(f.Inner("panel"), chat) })
	dana.Does(frame{"action": "whisper", "chat": chat, "text": "Offer her goodwill."})
	noor.Awaits("the whisper (R205)", private(chat, "whispered"))
	noor.Says(chat, "We shall replace it.")
	mara.Awaits("the answer", carries(chat, "said"))
	dana.Does(frame{"action": "flag", "chat": chat, "lower": true})
	noor.Awaits("the flag is lowered (R198)", func(f frame) bool {
		return f.Text("type") == "chat" && f.Text("chat") == chat && f.Inner("flag") == nil
	})
}

// overseen checks what a transcript says of the supervisor's part.
func overseen(t *testing.T, doc frame) {
	t.Helper()
	var flags []string
	for _, e := range doc.List("events") {
		if kind := e.Text("type"); strings.HasPrefix(kind, "Flag") {
			flags = append(flags, kind)
		}
	}
	if want := []string{"FlagRaised", "FlagLoweredSupervisor"}; !slices.Equal(flags, want) {
		t.Errorf("R197, R198: the transcript has %q, want %q", flags, want)
	}
	for _, f := range doc.List("fields") {
		if name := f.Text("name"); name == "SupervisorTranscriptBody" && !strings.Contains(f.Text("value"), "goodwill") {
			t.Errorf("R205: the whisper is not in %v", f)
		}
	}
	if strings.Contains(doc.Text("body"), "goodwill") {
		t.Errorf("R205: the whisper is in the body: %v", doc.Text("body"))
	}
}

// away has a supervisor set an agent Away, and nobody is offered to visitors meanwhile.
func away(t *testing.T, s client.Site) {
	noor, dana, mara := joins(t, s, "noor"), client.Agent(t, s, "dana"), client.Visitor(t, s, "Mara")
	dana.Connects()
	dana.Does(frame{"action": "presence", "status": "Away", "person": s.Subject("noor")})
	noor.Awaits("her status is set (R25)", func(f frame) bool {
		return f.Text("type") == "screen" && f.Inner("screen").Text("status") == "Away"
	})
	if _, there := mara.Call(http.MethodGet, "/deployments/demo", nil); available(there, "support") {
		t.Errorf("R54, R58: all are Away: %v", there)
	}
	noor.IsOnline()
	client.Eventually(t, "she is Online again, and visitors see it", client.Patience, func() bool {
		_, there := mara.Call(http.MethodGet, "/deployments/demo", nil)
		return available(there, "support")
	})
	noor.Does(frame{"action": "presence", "status": "Away"})
	noor.IsOnline()
}

func available(site frame, button string) bool {
	for _, b := range site.List("buttons") {
		if b.Text("button") == button {
			return b["available"] == true
		}
	}
	return false
}

func lists(panels []frame, person string) bool {
	for _, p := range panels {
		for _, a := range p.List("agents") {
			if a.Text("person") == person {
				return true
			}
		}
	}
	return false
}

func flagged(panel frame, chat string) bool {
	for _, a := range panel.List("agents") {
		for _, raised := range a.List("flags") {
			if raised.Text("chat") == chat {
				return true
			}
		}
	}
	return false
}

// private matches the frame that carries an event for staff alone.
func private(chat, kind string) func(frame) bool {
	return func(f frame) bool {
		for _, e := range f.List("private") {
			if f.Text("chat") == chat && e.Text("kind") == kind {
				return true
			}
		}
		return false
	}
}
