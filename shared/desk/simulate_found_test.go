package desk_test

import (
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// What simulated histories have found, in the fewest steps.

func TestR150APassThatFailedFailsAgainWhenItIsSentAgain(t *testing.T) {
	w := newWorld(t)
	noor := w.online("noor")
	chat := w.asks(w.visitor("mara"))
	w.accepts(noor, chat)
	f := protocol.Transfer{Action: "transfer", ID: w.id(), Chat: chat, After: 2, To: "button", Target: "support"}
	for _, nth := range []string{"first", "second"} {
		if _, err := w.desk.Transfer(w.ctx, noor, f); !fault.Is(err, fault.Conflict) {
			t.Errorf("R150: sent for the %s time it is answered with %v", nth, err)
		}
	}
}

// An agent's beat that read the chat before she was out of it puts her connection back after.
func TestR214WhoIsOutOfAChatHearsNothingOverAConnectionLeftUnderIt(t *testing.T) {
	w := newWorld(t)
	noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
	chat := w.asks(mara)
	w.accepts(noor, chat)
	_, err := w.desk.Transfer(w.ctx, noor, protocol.Transfer{Action: "transfer", ID: w.id(), Chat: chat, After: 2, To: "agent", Target: "ilse"})
	w.must(err)
	w.accepts(ilse, chat)
	w.must(w.desk.Store.Commit(w.ctx, store.PutPartyConn(chat, log.Party("a1"), noor.Conn, w.now)))
	w.pushes.Take(noor.Conn)
	w.pushes.Take(ilse.Conn)
	w.says(mara, chat, 3, "Are you still there?")
	w.must(w.desk.Typing(w.ctx, mara, protocol.Typing{Action: "typing", Chat: chat, On: true}))
	if heard := w.pushes.Take(noor.Conn); len(heard) > 0 {
		t.Errorf("R214: who handed the chat over still hears %q", heard)
	}
	if heard := w.pushes.Take(ilse.Conn); len(heard) != 2 {
		t.Errorf("R214: who took it over hears %q", heard)
	}
}
