package desk_test

import (
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
)

func (w *world) request(by caller, id, question string) (*protocol.Ack, error) {
	return w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: id, Button: "support", Name: "Mara", Question: question})
}

func TestR67OneRunningChatPerButton(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	first, err := w.request(mara, "r1", "Where?")
	w.must(err)
	again, err := w.request(mara, "r1", "Where?")
	w.must(err)
	second, err := w.request(mara, "r2", "And now?")
	w.must(err)
	if again.Chat != first.Chat || second.Chat != first.Chat {
		t.Fatalf("three chats: %s %s %s", first.Chat, again.Chat, second.Chat)
	}
	w.accepts(noor, first.Chat)
	_, err = w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: "e1", Chat: first.Chat, After: 2})
	w.must(err)

	t.Run("after its end another may be asked for", func(t *testing.T) {
		third, err := w.request(mara, "r3", "Once more")
		w.must(err)
		if third.Chat == first.Chat || third.View.State != "waiting" {
			t.Fatalf("got %+v", third)
		}
		_, err = w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: "e2", Chat: third.Chat, After: 1})
		w.must(err)
	})
	t.Run("a stalled duplicate of the first finds the first", func(t *testing.T) {
		late, err := w.request(mara, "r1", "Where?")
		w.must(err)
		if late.Chat != first.Chat {
			t.Errorf("got %s, want %s", late.Chat, first.Chat)
		}
	})
	t.Run("F50: the same id with other words is refused", func(t *testing.T) {
		_, err := w.request(mara, "r1", "Something else")
		w.wantKind(err, fault.Conflict, "another question under the same id")
	})
}

func TestR101ACancelledRequestIsMissed(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	w.pushes.Take(noor.Conn)
	_, err := w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: "e1", Chat: chat, After: 1})
	w.must(err)
	if got := w.pushes.Take(noor.Conn); len(got) != 1 {
		t.Errorf("the offer did not vanish: %s", got)
	}
	_, err = w.desk.Accept(w.ctx, noor, protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1})
	w.wantKind(err, fault.Conflict, "an accept of what was cancelled")
	w.passes(settled)
	if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Missed Visitor" {
		t.Errorf("got %v", got)
	}
}

func TestR76ADeclinedRequestIsHiddenFromThatAgentOnly(t *testing.T) {
	w := newWorld(t)
	noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
	chat := w.asks(mara)
	_, err := w.desk.Decline(w.ctx, noor, protocol.Decline{Action: "decline", ID: "d1", Chat: chat, After: 1})
	w.must(err)
	if got := w.resumes(noor).Requests; len(got) != 0 {
		t.Errorf("she declined and still sees %+v", got)
	}
	if got := w.resumes(ilse).Requests; len(got) != 1 || got[0].Chat != chat {
		t.Errorf("her colleague sees %+v", got)
	}
	w.accepts(ilse, chat)
}

func TestR72WhoComesLateLearnsWhoWasFaster(t *testing.T) {
	w := newWorld(t)
	noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
	chat := w.asks(mara)
	w.accepts(noor, chat)
	for i := range 80 {
		w.says(mara, chat, 2+i, "Hello")
	}
	_, err := w.desk.Accept(w.ctx, ilse, protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1})
	w.wantKind(err, fault.Conflict, "an accept after eighty messages")
}
