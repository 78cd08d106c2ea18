package stack_test

import (
	"slices"
	"testing"

	"switchboard/infra/deployed/client"
	"switchboard/infra/local/gateway"
	"switchboard/infra/local/stack"
)

// TestF4WhoeverMeetsADeadSocketForgetsIt has each frame that is passed on meet a socket that the gateway calls gone: the
// connection is forgotten, nothing more is posted to it until it registers anew, and the sender keeps hers.
func TestF4WhoeverMeetsADeadSocketForgetsIt(t *testing.T) {
	s := start(t, true)
	for action, f := range map[string]frame{
		"typing":  {"action": "typing", "on": true},
		"message": {"action": "message", "text": "into the void"},
		"signal":  {"action": "signal", "type": "nudge"},
	} {
		t.Run("F4: "+action, func(t *testing.T) { forgets(t, s, f) })
	}
}

func forgets(t *testing.T, s *stack.Stack, f frame) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	faults := s.Gateway.Faults()
	t.Cleanup(func() { faults.Clear(gateway.PushGone) })
	if err := faults.Set(gateway.PushGone, gateway.Rule{Contains: chat}); err != nil {
		t.Fatal(err)
	}
	met := faults.Fired(gateway.PushGone)
	f["chat"] = chat
	if f["action"] == "typing" {
		noor.Send(f)
	} else {
		noor.Does(f)
	}
	client.Eventually(t, "the push meets a dead socket", client.Patience, func() bool { return faults.Fired(gateway.PushGone) > met })
	client.Eventually(t, "nothing more is posted to it", client.Patience, func() bool {
		met = faults.Fired(gateway.PushGone)
		noor.Says(chat, "unheard") // what is pushed is pushed before its sender is answered
		return faults.Fired(gateway.PushGone) == met
	})
	faults.Clear(gateway.PushGone)
	mara.Resumes()
	noor.Says(chat, "heard again")
	mara.Awaits("what is said once she has registered anew", carries(chat, "heard again"))
	if got := mara.Said(chat); !slices.Contains(got, "unheard") {
		t.Errorf("R22: she holds %q", got)
	}
	if err := noor.Lost(); err != nil {
		t.Errorf("the sender lost her socket: %v", err)
	}
	ends(noor, chat)
}

// carries matches the push of a message with this text.
func carries(chat, text string) func(frame) bool {
	return func(f frame) bool {
		return f.Text("type") == "events" && f.Text("chat") == chat &&
			slices.ContainsFunc(f.List("events"), func(e frame) bool { return e.Text("text") == text })
	}
}
