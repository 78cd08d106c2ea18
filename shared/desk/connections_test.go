package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// over is the same person on another connection.
func over(by caller, conn string) caller {
	by.Conn = conn
	return by
}

func (w *world) resumes(by caller) *protocol.Resumed {
	w.t.Helper()
	r, err := w.desk.Resume(w.ctx, by, protocol.Resume{ID: w.id()})
	w.must(err)
	return r
}

func (w *world) conns(chat string) []string {
	w.t.Helper()
	standing, err := store.New(w.driver).Standing(w.ctx, chat)
	w.must(err)
	var conns []string
	for _, c := range standing.Conns {
		conns = append(conns, c.ID)
	}
	return conns
}

func (w *world) lost(chat string) int64 {
	w.t.Helper()
	c, err := store.New(w.driver).Clock(w.ctx, store.ChatThing(chat))
	w.must(err)
	return c.Lost
}

func TestF4AReceiverWhoIsGoneIsForgottenAndTheSenderIsNot(t *testing.T) {
	w, noor, mara, chat := talk(t)
	second := over(mara, "conn-mara-2")
	w.resumes(second)
	w.must(w.pushes.Drop(w.ctx, mara.Conn))
	w.pushes.Take(second.Conn)
	w.says(noor, chat, 2, "Hello")
	if got := fmt.Sprint(w.conns(chat)); got != fmt.Sprint([]string{noor.Conn, second.Conn}) {
		t.Errorf("left are %s", got)
	}
	if got := w.pushes.Take(second.Conn); len(got) != 1 || !strings.Contains(string(got[0]), "Hello") {
		t.Errorf("her second connection was told %s", got)
	}
	if w.lost(chat) != 0 {
		t.Error("she counts as disconnected although one connection is left")
	}
	w.must(w.pushes.Drop(w.ctx, second.Conn))
	w.says(noor, chat, 3, "Are you there?")
	if w.lost(chat) == 0 {
		t.Error("her last connection is gone and she does not count as disconnected")
	}
}

func TestF2ALateDisconnectTouchesNothingButItsOwnEntries(t *testing.T) {
	w, _, mara, chat := talk(t)
	second := over(mara, "conn-mara-2")
	w.resumes(second)
	for range 2 { // F3: twice is once
		w.must(w.desk.Disconnect(w.ctx, mara))
	}
	if got := w.conns(chat); len(got) != 2 || got[1] != second.Conn {
		t.Errorf("left are %v", got)
	}
	if w.lost(chat) != 0 {
		t.Error("she counts as disconnected although she is back")
	}
	w.must(w.desk.Disconnect(w.ctx, second))
	if w.lost(chat) == 0 {
		t.Error("her last socket closed and she does not count as disconnected")
	}
}

// F2: whoever returns at the very moment in which her old socket's end is worked on is there.
func TestF2AReturnWhileTheDisconnectIsWorkedOn(t *testing.T) {
	for at := 1; at < 40; at++ {
		w, _, mara, chat := talk(t)
		w.now = w.now.Add(time.Second)
		calls := 0
		w.hook = func(context.Context, storememory.Moment, storememory.Call) error {
			if calls++; calls == at {
				w.now = w.now.Add(time.Millisecond)
				w.hook = nil
				w.resumes(over(mara, "conn-mara-2"))
			}
			return nil
		}
		w.must(w.desk.Disconnect(w.ctx, mara))
		if w.hook != nil {
			if at < 10 {
				t.Errorf("a disconnect has only %d moments", at)
			}
			return
		}
		if w.lost(chat) != 0 {
			t.Errorf("back at moment %d, and counted as disconnected", at)
		}
	}
}

func TestF49AnotherTabIsNoLeaving(t *testing.T) {
	w, noor, mara, chat := talk(t)
	w.resumes(over(mara, "conn-mara-2"))
	w.must(w.desk.VisitorLeaves(w.ctx, mara.Identity, chat))
	for range 7 {
		w.passes(14 * time.Second)
		w.screen(noor)
	}
	if got := w.events(chat); got[len(got)-1] == "ended" {
		t.Errorf("the chat ended while she reads it in another tab: %v", got)
	}
}

func TestTheSocketThatClosesAfterThePagesNoticeDoesNotPutOffWhatItSaid(t *testing.T) {
	w, noor, mara, chat := talk(t)
	w.must(w.desk.VisitorLeaves(w.ctx, mara.Identity, chat))
	w.must(w.desk.Disconnect(w.ctx, mara))
	for range 5 { // 70 s: the notice counts after 60, the closed socket alone after 120
		w.passes(14 * time.Second)
		w.screen(noor)
	}
	if got := w.events(chat); got[len(got)-1] != "ended" {
		t.Errorf("R102: she closed her page 70 s ago: %v", got)
	}
}

func TestWhoeverReconnectsOftenIsNotShutOut(t *testing.T) {
	w, noor, mara, chat := talk(t)
	for i := range 120 { // no `$disconnect` comes (F1), and nothing is said that would find the dead ones
		w.resumes(over(mara, fmt.Sprint("conn-mara-", i)))
		w.resumes(over(noor, fmt.Sprint("conn-noor-", i)))
	}
	mara, noor = over(mara, "conn-mara-119"), over(noor, "conn-noor-119")
	w.says(mara, chat, 2, "Hello")
	if got := w.pushes.Take(noor.Conn); len(got) != 1 {
		t.Errorf("her newest connection was told %s", got)
	}
	_, err := w.desk.End(w.ctx, noor, protocol.End{Action: "end", ID: w.id(), Chat: chat, After: 3})
	w.must(err)
	_, err = w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: w.id(), Chat: chat, After: 4})
	w.must(err)
	if got := w.transcripts(); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestANewChatKnowsTheConnectionItWasAskedOver(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	for i := range 30 {
		w.resumes(over(mara, fmt.Sprint("conn-", i)))
	}
	mara = over(mara, "conn-9") // the last one in the order of the keys
	ack, err := w.desk.Request(w.ctx, mara, protocol.Request{Action: "request", ID: w.id(), Button: "support"})
	w.must(err)
	w.accepts(noor, ack.Chat)
	if got := w.pushes.Take(mara.Conn); len(got) != 1 {
		t.Errorf("she was told %s", got)
	}
}

func TestR17ANoticeThatThePageOvertookIsNoExit(t *testing.T) {
	w, noor, _, chat := talk(t)
	w.now = w.now.Add(time.Second)
	w.hook = func(_ context.Context, m storememory.Moment, _ storememory.Call) error {
		if m == storememory.After { // the first thing is read, and the reloaded page is there
			w.hook = nil
			w.now = w.now.Add(time.Millisecond)
			w.resumes(noor)
		}
		return nil
	}
	w.must(w.desk.AgentLeaves(w.ctx, "noor", "tab"))
	w.passes(20 * time.Second)
	if got := w.events(chat); got[len(got)-1] == "ended" {
		t.Error("her chats were ended as by an exit")
	}
}
