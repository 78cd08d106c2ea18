package chat

import (
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func TestSignal(t *testing.T) {
	send := func(c Chat, who log.Party, kind, data string) (log.Draft, error) {
		return Signal(c, who, "g1", kind, data)
	}
	for _, r := range []struct {
		title      string
		who        log.Party
		kind, data string
	}{
		{"CH35 (R121): from the visitor", log.Visitor, "cart", `{"items":2}`},
		{"CH35 (R121): from an agent", "a1", "coupon", "TEN"},
		{"CH35 (R121): without data", log.Visitor, "cart", ""},
		{"CH35 (R121): as long as it may be", "a1", strings.Repeat("é", MaxSignalType), strings.Repeat("é", MaxText)},
	} {
		t.Run(r.title, func(t *testing.T) {
			d, err := send(engaged(t), r.who, r.kind, r.data)
			if err != nil {
				t.Fatal(err)
			}
			wrote(t, []log.Draft{d}, log.Draft{Kind: log.Signalled, ID: "g1", Who: r.who, Payload: log.Payload{Detail: r.kind, Text: r.data}})
		})
	}
	longType, longData := strings.Repeat("é", MaxSignalType+1), strings.Repeat("é", MaxText+1)
	refusals(t, []no{
		{"CH35 (R121): not without a type", why(send(engaged(t), "a1", "", "x")), fault.Invalid, "must name the event"},
		{"CH35 (R121): no type of 256 characters", why(send(engaged(t), "a1", longType, "")), fault.Invalid, "256 characters, at most 255"},
		{"CH35 (R121): no data of 4,097", why(send(engaged(t), "a1", "x", longData)), fault.Invalid, "4097 characters, at most 4096"},
		{"CH35 (R105, R121): not before the answer", why(send(waiting(), log.Visitor, "x", "")), fault.Conflict, "Nobody has answered"},
		{"CH35 (R121, R145): not on its way to another agent", why(send(passed(t), log.Visitor, "x", "")), fault.Conflict, "on its way"},
		{"CH35 (R118, R121): not after the end", why(send(ended(t), "a1", "x", "")), fault.Conflict, "has ended"},
		{"CH35 (R121): not by an agent who has left", why(send(left(t), "a2", "x", "")), fault.Forbidden, "not in this chat"},
	})
}

func TestVisit(t *testing.T) {
	const page = "https://shop.example/refunds"
	for title, c := range map[string]Chat{
		"CH36 (R122): while she waits":       waiting(),
		"CH36 (R122): in an engaged chat":    engaged(t),
		"CH36 (R122): while it is passed on": passed(t),
	} {
		t.Run(title, func(t *testing.T) {
			d, err := Visit(c, log.Visitor, "n1", page)
			if err != nil {
				t.Fatal(err)
			}
			wrote(t, []log.Draft{d}, log.Draft{Kind: log.Visited, ID: "n1", Who: log.Visitor, Payload: log.Payload{Text: page}})
		})
	}
	t.Run("CH36 (R122): 2,048 characters", func(t *testing.T) {
		if _, err := Visit(engaged(t), log.Visitor, "n1", strings.Repeat("x", MaxPage)); err != nil {
			t.Error(err)
		}
	})
	long := strings.Repeat("x", MaxPage+1)
	refusals(t, []no{
		{"CH36 (R122): not 2,049", why(Visit(engaged(t), log.Visitor, "n1", long)), fault.Invalid, "2049 characters, at most 2048"},
		{"CH36 (R122): not by an agent", why(Visit(engaged(t), "a1", "n1", page)), fault.Forbidden, "Only the visitor"},
		{"CH36 (R122): not after the end", why(Visit(ended(t), log.Visitor, "n1", page)), fault.Conflict, "has ended"},
	})
}
