package desk_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"switchboard/shared/protocol"
)

// Where she comes from rides on her socket's identity: staff read it, and so does her transcript; nothing that is sent to
// her ever names it.
func TestR123R227StaffAndTranscriptKnowWhereAVisitorIs(t *testing.T) {
	w := staffed(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	mara.Place, mara.Network, mara.Ticketed = "Berlin, Germany", "AS64500", "198.51.100.7"
	chat := w.asks(mara)
	ack, err := w.desk.Accept(w.ctx, noor, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	w.must(err)
	if v := ack.View.Visitor; v.Place != "Berlin, Germany" || v.Network != "AS64500" || v.Via != "198.51.100.7" {
		t.Errorf("R123: noor is told %+v", v)
	}
	w.says(noor, chat, 2, "Hello.")
	told, err := json.Marshal(w.resumes(mara))
	w.must(err)
	heard := string(told)
	for _, frame := range w.pushes.Take(mara.Conn) {
		heard += string(frame)
	}
	if !strings.Contains(heard, "Hello.") {
		t.Fatalf("she was told nothing: %s", heard)
	}
	for _, secret := range []string{"Berlin", "AS64500", mara.Address, mara.Ticketed} {
		if strings.Contains(heard, secret) {
			t.Errorf("R123: her own stream names %s: %s", secret, heard)
		}
	}
	w.finishes(noor, chat)
	w.closes(noor, chat)
	w.passes(5 * time.Second)
	doc, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	fields := map[string]any{}
	for _, f := range doc.Fields {
		fields[f.Label] = f.Value
	}
	if fields["Location"] != "Berlin, Germany" || fields["Network"] != "AS64500" {
		t.Errorf("R227: the transcript says %v, %v", fields["Location"], fields["Network"])
	}
}

// A frame that is sent again after a change of networks is still the same request.
func TestF50ARequestSentAgainFromElsewhereIsTheSame(t *testing.T) {
	w := staffed(t)
	mara := w.visitor("mara")
	mara.Place, mara.Network = "Berlin, Germany", "AS64500"
	frame := protocol.Request{Action: "request", ID: w.id(), Button: "support", Name: "Mara"}
	first, err := w.desk.Request(w.ctx, mara, frame)
	w.must(err)
	mara.Place, mara.Network, mara.Address = "Potsdam, Germany", "AS64501", "198.51.100.9"
	again, err := w.desk.Request(w.ctx, mara, frame)
	w.must(err)
	if again.Chat != first.Chat {
		t.Errorf("%s became %s", first.Chat, again.Chat)
	}
}
