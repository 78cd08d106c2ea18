package chat

import (
	"reflect"
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func TestMessage(t *testing.T) {
	rows := []struct {
		title string
		in    Chat
		who   log.Party
		kind  fault.Kind // "" if it may be said
		words string
	}{
		{"CH5 (R105): the visitor of an engaged chat", engaged(t), log.Visitor, "", ""},
		{"CH5 (R105): the agent who is in it", engaged(t), "a1", "", ""},
		{"CH5 (R105): each of two agents who are in it", joined(t), "a2", "", ""},
		{"CH5 (R105): nobody before the answer", waiting(), log.Visitor, fault.Conflict, "Nobody has answered"},
		{"CH5 (R145): not the visitor of a chat that is passed on", passed(t), log.Visitor, fault.Conflict, "on its way"},
		{"CH5 (R118): not the visitor after the end", ended(t), log.Visitor, fault.Conflict, "has ended"},
		{"CH5 (R118): not the agent whose tab is still open", ended(t), "a1", fault.Conflict, "has ended"},
		{"CH5 (R118): nobody after the closing", closed(t), log.Visitor, fault.Conflict, "has ended"},
		{"CH5 (R118): not an agent who has left", left(t), "a2", fault.Forbidden, "not in this chat"},
		{"CH5 (R105): not somebody who never was in it", engaged(t), "a7", fault.Forbidden, "not in this chat"},
		{"CH5 (R105): not somebody without a part", engaged(t), "", fault.Forbidden, "not in this chat"},
		{"CH5 (R105): not the system", engaged(t), log.System, fault.Forbidden, "not in this chat"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			d, err := Message(r.in, r.who, "m1", "Hello")
			if r.kind != "" {
				refused(t, err, r.kind, r.words)
				return
			}
			if err != nil || !reflect.DeepEqual(d, log.Draft{Kind: log.Said, ID: "m1", Who: r.who, Payload: log.Payload{Text: "Hello"}}) {
				t.Errorf("got %+v, %v", d, err)
			}
		})
	}
}

func TestTextLimits(t *testing.T) {
	const clef = "𝄞" // one character, four bytes
	rows := []struct {
		title, text, words string // words "" if it may be said
	}{
		{"CH6 (R111): one character", "x", ""},
		{"CH6: 4,096 characters", strings.Repeat("x", 4096), ""},
		{"CH6: 4,097 characters", strings.Repeat("x", 4097), "4097 characters, at most 4096"},
		{"CH6: 4,096 characters of two bytes", strings.Repeat("é", 4096), ""},
		{"CH6: 4,097 characters of three bytes", strings.Repeat("€", 4097), "4097 characters, at most 4096"},
		{"CH6: 4,096 astral characters, exactly 16 KiB", strings.Repeat(clef, 4096), ""},
		{"CH6: one byte beyond 16 KiB", strings.Repeat(clef, 4096) + "x", "16385 bytes, at most 16384"},
		{"CH6: combining marks count one by one", strings.Repeat("e\u0301", 2048), ""},
		{"CH6: one combining mark too many", strings.Repeat("e\u0301", 2048) + "\u0301", "4097 characters"},
		{"CH6 (R111): nothing", "", "blank"},
		{"CH6 (R111): only blanks", " \t\r\n\u00a0\u2003\u3000", "blank"},
		{"CH6 (R111): blanks around a word stay", "  x\n", ""},
		{"CH6: not UTF-8", "a\xff", "UTF-8"},
		{"CH6: half a surrogate pair", "\xed\xa0\x80", "UTF-8"},
		{"CH6 (R113): markup is a text like any other", "<b>&amp;</b>", ""},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			d, err := Message(engaged(t), log.Visitor, "m1", r.text)
			if r.words == "" {
				if err != nil || d.Payload.Text != r.text {
					t.Errorf("got %d bytes, %v", len(d.Payload.Text), err)
				}
				return
			}
			refused(t, err, fault.Invalid, r.words)
			if fault.Of(err).Field != "text" {
				t.Errorf("names the field %q", fault.Of(err).Field)
			}
		})
	}
}
