package desk_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

func TestR205R206R207Whispering(t *testing.T) {
	t.Run("R205, R207: to all its agents", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.meets(w.noor, w.ilse, chat)
		w.must(w.whispers(w.dana, chat, "Ask for the order number."))
		for name, by := range map[string]caller{"noor": w.noor, "ilse": w.ilse} {
			heard, ok := newest[protocol.Events](w, by, "events")
			if !ok || len(heard.Private) != 1 || heard.Private[0].Kind != "whispered" ||
				heard.Private[0].Text != "Ask for the order number." || heard.Private[0].Name != "Dana W." {
				t.Errorf("%s hears %+v", name, heard)
			}
		}
		w.same("R205: public", w.public(chat, 4))
		for _, text := range []string{"", " \n"} {
			w.refuses("saying nothing", fault.Invalid, w.whispers(w.dana, chat, text))
		}
	})
	t.Run("R206: off, it is refused", func(t *testing.T) {
		w := newTeam(t, underConfiguration("leading", func(set *settings.AgentConfiguration) { set.Whisper = false }))
		chat := w.engages(w.noor, w.mara)
		w.refuses("a whisper", fault.Forbidden, w.whispers(w.dana, chat, "Psst"))
		w.same("private", w.private(chat, 3))
		if me, err := w.desk.Me(w.ctx, w.dana.Identity); err != nil || me.Can.Whisper {
			t.Errorf("she is told that she may: %v", err)
		}
	})
	t.Run("R206: agents do not whisper", func(t *testing.T) {
		w := newTeam(t, nil)
		chat := w.engages(w.noor, w.mara)
		w.refuses("who is in it", fault.Forbidden, w.whispers(w.noor, chat, "Psst"))
		w.refuses("a colleague", fault.NotFound, w.whispers(w.ilse, chat, "Psst"))
		w.refuses("the visitor", fault.Forbidden, w.whispers(w.mara, chat, "Psst"))
	})
}

// R205: the visitor reads it nowhere: not in what is pushed to her, not in any answer that she gets, not in what is kept
// of the conversation.
func TestR205TheVisitorNeverReadsAWhisper(t *testing.T) {
	const secret = "zebra-crossing-41"
	w := newTeam(t, nil)
	chat := w.asks(w.mara)
	stream := w.pushes.Take(w.mara.Conn)
	answers := func(all ...any) {
		for _, a := range all {
			body, err := json.Marshal(a)
			w.must(err)
			stream = append(stream, body)
		}
	}
	w.accepts(w.noor, chat)
	w.must(w.whispers(w.dana, chat, secret+" one"))
	answers(w.resumes(w.mara))
	w.must(w.confers(w.noor, chat, "general", "ilse"))
	_, err := w.comes(w.ilse, chat)
	w.must(err)
	w.must(w.whispers(w.dana, chat, secret+" two"))
	said, err := w.desk.Message(w.ctx, w.mara, protocol.Message{Action: "message", ID: w.id(), Chat: chat, After: w.tail(chat), Text: "Hello"})
	w.must(err)
	beaten, err := w.desk.Beat(w.ctx, w.mara, protocol.Beat{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 1, AfterPrivate: 1}}})
	w.must(err)
	resumed, err := w.desk.Resume(w.ctx, w.mara, protocol.Resume{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 1, AfterPrivate: 0}}})
	w.must(err)
	again, err := w.desk.Request(w.ctx, w.mara, protocol.Request{Action: "request", ID: w.id(), Button: "support"})
	w.must(err)
	ended, err := w.desk.End(w.ctx, w.mara, protocol.End{Action: "end", ID: w.id(), Chat: chat, After: w.tail(chat)})
	w.must(err)
	answers(said, beaten, resumed, again, ended, w.resumes(w.mara))
	stream = append(stream, w.pushes.Take(w.mara.Conn)...)
	if len(stream) < 9 {
		t.Fatalf("only %d frames were looked at", len(stream))
	}
	w.neverRead("R205", stream, secret, "whisper", "private", "dana")

	w.must(w.shuts(w.noor, chat))
	w.must(w.shuts(w.ilse, chat))
	w.passes(settled)
	doc, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	if strings.Contains(doc.Body, secret) {
		t.Errorf("R205: it is in the body: %s", doc.Body)
	}
	for _, l := range doc.Lines {
		if strings.Contains(l.Text, secret) {
			t.Errorf("R205: it is in the lines: %+v", l)
		}
	}
	private, err := store.New(w.driver).Events(w.ctx, chat, store.Private, 1, 0)
	w.must(err)
	kept := slices.ContainsFunc(private, func(e log.Event) bool { return e.Payload.Text == secret+" two" })
	if !kept {
		t.Error("R205: it is not kept in the private log")
	}
}
