package desk_test

import (
	"context"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
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

// A decline that read her standing before a request was offered to her, and the request after.
func TestR61R82ADeclineThatAnOfferOvertookTakesTheOfferBack(t *testing.T) {
	w := newWorld(t)
	w.configures(func(c *settings.Configuration) {
		c.Buttons[0].Routing, c.Buttons[0].Queue = settings.LeastActive, true
		c.AgentConfigurations[0].Capacity = 1
	})
	w.now = w.now.Add(settled)
	noor, ilse := w.online("noor"), w.agent("ilse")
	_, err := w.desk.Presence(w.ctx, ilse, protocol.Presence{Action: "presence", ID: w.id(), Status: "Away", Tab: "tab"})
	w.must(err)
	w.asks(w.visitor("tomas"))
	chat := w.asks(w.visitor("mara"))
	offered := false
	w.hook = func(ctx context.Context, m storememory.Moment, c storememory.Call) error {
		if m != storememory.After || c.Name != "get" || c.Key.PK != "AGENT#ilse" || c.Key.SK != "STATE" || offered {
			return nil
		}
		offered = true
		_, err := w.desk.Presence(ctx, ilse, protocol.Presence{Action: "presence", ID: "back", Status: "Online", Tab: "tab"})
		return err
	}
	_, err = w.desk.Decline(w.ctx, ilse, protocol.Decline{Action: "decline", ID: w.id(), Chat: chat, After: 1})
	w.must(err)
	if !offered || len(w.screen(noor).Offers) != 1 {
		t.Errorf("R82: the scene is wrong: %v, %v", offered, w.screen(noor).Offers)
	}
	if s := w.screen(ilse); s.Load != 0 || len(s.Offers) != 0 {
		t.Errorf("R61, R82: her load is %d and she is offered %v, which she declined", s.Load, s.Offers)
	}
}
