package desk_test

import (
	"strings"
	"testing"

	"switchboard/shared/protocol"
)

// S6: what people say and who they are stands in no log line, whatever fails.
func TestS6NoTextInTheLog(t *testing.T) {
	const canary = "canary-4711"
	lines := 0
	for _, kind := range strikes {
		for at := 1; at <= 40; at++ {
			w := newWorld(t)
			noor, mara := w.online("noor"), w.visitor("mara")
			w.strike = &strike{at: at, after: kind.after, crash: kind.crash}
			ack, err := w.desk.Request(w.ctx, mara, protocol.Request{Action: "request", ID: "r1", Button: "support", Name: canary, Question: canary,
				Details: []protocol.Detail{{Label: canary, Value: canary, Shown: true}}, VisitorKey: canary, Page: "https://" + canary})
			if err == nil {
				_, _ = w.desk.Accept(w.ctx, noor, protocol.Accept{Action: "accept", ID: "a1", Chat: ack.Chat, After: 1})
				_, _ = w.desk.Message(w.ctx, mara, protocol.Message{Action: "message", ID: "m1", Chat: ack.Chat, After: 2, Text: canary})
				_, _ = w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: "e1", Chat: ack.Chat, After: 3})
				_, _ = w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: "c1", Chat: ack.Chat, After: 4})
			}
			lines += strings.Count(w.log.String(), "\n")
			if strings.Contains(w.log.String(), canary) {
				t.Fatalf("call %d: %s", at, w.log.String())
			}
		}
	}
	if lines < 10 {
		t.Errorf("only %d lines were logged: the faults did not strike where anything is logged", lines)
	}
}
