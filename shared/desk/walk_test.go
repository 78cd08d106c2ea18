package desk_test

import (
	"encoding/json"
	"testing"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
)

func TestAConversationFromRequestToTranscript(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)

	t.Run("R107: the request is hinted and listed with name and question", func(t *testing.T) {
		frames := w.pushes.Take("conn-noor")
		var hint protocol.WaitingShown
		if len(frames) == 0 || json.Unmarshal(frames[len(frames)-1], &hint) != nil || hint.Request.Chat != chat || hint.Request.Visitor.Name != "Mara" {
			t.Fatalf("got %s", frames)
		}
	})
	w.accepts(noor, chat)
	if got := w.says(mara, chat, 2, "Hello"); got != 3 {
		t.Fatalf("first message has seq %d, want 3", got)
	}
	if got := w.says(noor, chat, 2, "Good day"); got != 4 {
		t.Fatalf("second message has seq %d, want 4", got)
	}
	_, err := w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: w.id(), Chat: chat, After: 4})
	w.must(err)

	t.Run("R120: the place is held until the tab is closed", func(t *testing.T) {
		if s := w.screen(noor); s.Load != 1 {
			t.Errorf("load is %d before closing", s.Load)
		}
	})
	t.Run("R218: no transcript while the tab is open, exactly one once it is closed", func(t *testing.T) {
		w.says2(noor, chat)
		if got := w.transcripts(); len(got) != 0 {
			t.Fatalf("too early: %v", got)
		}
		_, err := w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: w.id(), Chat: chat})
		w.must(err)
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Completed Visitor" {
			t.Fatalf("got %v", got)
		}
		if s := w.screen(noor); s.Load != 0 {
			t.Errorf("load is %d after closing", s.Load)
		}
		w.passes(time.Hour)
		if got := w.transcripts(); len(got) != 1 {
			t.Errorf("an hour later: %v", got)
		}
	})
	t.Run("R237: the document holds the conversation and its chain is intact", func(t *testing.T) {
		doc, err := w.desk.Transcript(w.ctx, chat)
		w.must(err)
		if !doc.Chain.Intact || doc.Number != "T-00000001" || len(doc.Lines) < 2 {
			t.Errorf("got %+v", doc)
		}
	})
}

// says2 proves that nothing can be sent after the end (R118).
func (w *world) says2(by desk.Caller, chat string) {
	w.t.Helper()
	_, err := w.desk.Message(w.ctx, by, protocol.Message{Action: "message", ID: w.id(), Chat: chat, After: 4, Text: "late"})
	if !fault.Is(err, fault.Conflict) {
		w.t.Errorf("R118: a message after the end: %v", err)
	}
}

func TestSilence(t *testing.T) {
	t.Run("R134, R219: a visitor who vanishes leaves one transcript, without anybody acting", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		for range 25 {
			w.passes(15 * time.Second)
			w.screen(noor)
		}
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Completed System" {
			t.Fatalf("got %v", got)
		}
	})
	t.Run("R102: a visitor who leaves while waiting has abandoned her request", func(t *testing.T) {
		w := newWorld(t)
		w.online("noor")
		mara := w.visitor("mara")
		chat := w.asks(mara)
		w.must(w.desk.VisitorLeaves(w.ctx, mara.Identity, chat))
		w.passes(62 * time.Second)
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Missed Visitor" {
			t.Fatalf("got %v", got)
		}
	})
	t.Run("R23: a lost agent's chat ends by the system after lease and grace", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		for range 10 {
			w.passes(14 * time.Second)
			_, err := w.desk.Beat(w.ctx, mara, protocol.Beat{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 2}}})
			w.must(err)
		}
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Completed System" {
			t.Fatalf("got %v", got)
		}
	})
	t.Run("R219: with every timer lost, the sweep makes it within 30 minutes", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		for range 30 {
			w.now = w.now.Add(time.Minute)
			_, err := w.desk.Sweep(w.ctx)
			w.must(err)
		}
		if got := w.transcripts(); len(got) != 1 {
			t.Fatalf("got %v", got)
		}
	})
}

func TestExit(t *testing.T) {
	t.Run("R17: log-out ends her chats, ended by the agent, and frees her", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		_, err := w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: w.id(), Status: "Offline"})
		w.must(err)
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Completed Agent" {
			t.Fatalf("got %v", got)
		}
		if s := w.screen(noor); s.Load != 0 || s.Status != "Offline" {
			t.Errorf("got %+v", s)
		}
	})
	t.Run("R17: a reload within the close delay is no exit", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		w.must(w.desk.AgentLeaves(w.ctx, "noor", "tab"))
		w.passes(10 * time.Second)
		r, err := w.desk.Resume(w.ctx, noor, protocol.Resume{ID: w.id()})
		w.must(err)
		w.passes(30 * time.Second)
		if len(r.Chats) != 1 || r.Chats[0].State != "engaged" || len(w.transcripts()) != 0 {
			t.Errorf("got %+v, transcripts %v", r.Chats, w.transcripts())
		}
	})
	t.Run("R17: closing the last window is an exit after the close delay", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		w.must(w.desk.AgentLeaves(w.ctx, "noor", "tab"))
		w.passes(20 * time.Second)
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Completed Agent" {
			t.Fatalf("got %v", got)
		}
	})
	t.Run("R94: the last agent's leaving ends what waits", func(t *testing.T) {
		w := newWorld(t)
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		_, err := w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: w.id(), Status: "Away", Tab: "tab"})
		w.must(err)
		w.passes(5 * time.Second)
		if got := w.transcripts(); len(got) != 1 || got[0] != chat+" Missed System" {
			t.Fatalf("got %v", got)
		}
	})
}

func TestAcceptIsForOne(t *testing.T) {
	w := newWorld(t)
	noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
	chat := w.asks(mara)
	w.accepts(noor, chat)
	_, err := w.desk.Accept(w.ctx, ilse, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	if !fault.Is(err, fault.Conflict) || err.Error() != "Already taken by Noor K.." && err.Error() != "Already taken by Noor K." {
		t.Errorf("R72: got %v", err)
	}
	if s := w.screen(ilse); s.Load != 0 {
		t.Errorf("R72: the loser's load is %d", s.Load)
	}
}
