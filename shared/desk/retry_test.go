package desk_test

import (
	"reflect"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// talk is an engaged chat between Mara and Noor; its public log holds two events.
func talk(t *testing.T) (w *world, noor, mara caller, chat string) {
	w = newWorld(t)
	noor, mara = w.online("noor"), w.visitor("mara")
	chat = w.asks(mara)
	w.accepts(noor, chat)
	return w, noor, mara, chat
}

func (w *world) events(chat string) []string {
	w.t.Helper()
	events, err := store.New(w.driver).Events(w.ctx, chat, store.Public, 1, 0)
	w.must(err)
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = string(e.Kind)
	}
	return ids
}

func (w *world) wantKind(err error, kind fault.Kind, what string) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Errorf("%s: got %v, want %s", what, err, kind)
	}
}

func TestAMessageSentTwiceIsOneMessage(t *testing.T) {
	w, noor, mara, chat := talk(t)
	f := protocol.Message{Action: "message", ID: "m1", Chat: chat, After: 2, Text: "Hello"}
	first, err := w.desk.Message(w.ctx, mara, f)
	w.must(err)
	w.says(noor, chat, 2, "Good day")
	again, err := w.desk.Message(w.ctx, mara, f)
	w.must(err)
	if again.Seq != first.Seq || again.At != first.At || len(w.events(chat)) != 4 {
		t.Errorf("first %+v, again %+v, log %v", first, again, w.events(chat))
	}
	f.Text = "Something else"
	_, err = w.desk.Message(w.ctx, mara, f)
	w.wantKind(err, fault.Conflict, "F50: the same id with another text")
	t.Run("another person's id is no retry", func(t *testing.T) {
		ack, err := w.desk.Message(w.ctx, noor, protocol.Message{Action: "message", ID: "m1", Chat: chat, After: 2, Text: "Mine"})
		w.must(err)
		if ack.Seq != 5 {
			t.Errorf("got %+v", ack)
		}
	})
}

func TestAnEndSentTwiceIsOneEnd(t *testing.T) {
	w, noor, mara, chat := talk(t)
	f := protocol.End{Action: "end", ID: "e1", Chat: chat, After: 2}
	first, err := w.desk.End(w.ctx, noor, f)
	w.must(err)
	again, err := w.desk.End(w.ctx, noor, f)
	w.must(err)
	if again.Seq != first.Seq || again.At != first.At {
		t.Errorf("first %+v, again %+v", first, again)
	}
	_, err = w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: "e2", Chat: chat, After: 2})
	w.wantKind(err, fault.Conflict, "an end after the end")
}

func TestAnAcceptSentTwiceTakesOnePlace(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	f := protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1}
	first, err := w.desk.Accept(w.ctx, noor, f)
	w.must(err)
	again, err := w.desk.Accept(w.ctx, noor, f)
	w.must(err)
	if again.Seq != first.Seq || again.Screen.Load != 1 || len(again.View.Events) != 2 {
		t.Errorf("first %+v, again %+v", first, again)
	}
}

func TestADeclineAndACloseMayBeSentTwice(t *testing.T) {
	w := newWorld(t)
	noor, _, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
	chat := w.asks(mara)
	for range 2 {
		_, err := w.desk.Decline(w.ctx, noor, protocol.Decline{Action: "decline", ID: "d1", Chat: chat, After: 1})
		w.must(err)
	}
	w.accepts(noor, chat)
	_, err := w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: "c1", Chat: chat, After: 2})
	w.wantKind(err, fault.Conflict, "a close before the end")
	_, err = w.desk.End(w.ctx, noor, protocol.End{Action: "end", ID: "e1", Chat: chat, After: 2})
	w.must(err)
	for range 2 {
		ack, err := w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: "c1", Chat: chat, After: 3})
		w.must(err)
		if ack.Screen.Load != 0 {
			t.Errorf("load is %d", ack.Screen.Load)
		}
	}
	if got := w.transcripts(); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestPresenceSentTwiceIsOneLogIn(t *testing.T) {
	w := newWorld(t)
	noor := w.online("noor")
	before := w.screen(noor)
	_, err := w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: "p1", Status: "Online", Tab: "tab"})
	w.must(err)
	if after := w.screen(noor); !reflect.DeepEqual(after, before) {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

func TestWhoHoldsTooLittleIsBehind(t *testing.T) {
	w, noor, mara, chat := talk(t)
	send := func(after int) error {
		_, err := w.desk.Message(w.ctx, mara, protocol.Message{Action: "message", ID: w.id(), Chat: chat, After: after, Text: "Hello"})
		return err
	}
	for _, after := range []int{0, 3, 99} {
		w.wantKind(send(after), fault.Behind, "a seq that she cannot hold")
	}
	for i := range 64 {
		w.says(noor, chat, 2+i, "one more")
	}
	w.wantKind(send(2), fault.Behind, "more than one query reads")
	w.must(send(66))
}
