package chat

import (
	"slices"
	"testing"
	"time"

	"switchboard/shared/log"
)

// recent writes a public log, one second per event, and returns it newest first as the rule reads it.
func recent(events ...log.Draft) []log.Event {
	var out []log.Event
	for i, d := range events {
		out = append(out, log.Event{Seq: i + 1, At: noon.Add(time.Duration(i) * time.Second), Kind: d.Kind, Who: d.Who})
	}
	slices.Reverse(out)
	return out
}

func TestIdleSince(t *testing.T) {
	requested := log.Draft{Kind: log.Requested, Who: log.Visitor}
	accepted := log.Draft{Kind: log.Accepted, Who: "a1"}
	greeted := log.Draft{Kind: log.Greeted, Who: "a1"}
	mara, agent := log.Draft{Kind: log.Said, Who: log.Visitor}, log.Draft{Kind: log.Said, Who: "a1"}
	handed, next := log.Draft{Kind: log.HandedOn, Who: "a1"}, log.Draft{Kind: log.Transferred, Who: "a2"}
	joined := log.Draft{Kind: log.Joined, Who: "a2"}
	signal := log.Draft{Kind: log.Signalled, Who: log.Visitor}
	rows := []struct {
		title string
		in    []log.Event
		at    int // the second at which the clock began, -1 if it does not run
		known bool
	}{
		{"CH30 (R124): it does not run before the first message of an agent", recent(requested, accepted), -1, true},
		{"CH30 (R38, R124): her greeting starts it", recent(requested, accepted, greeted), 2, true},
		{"CH30 (R124): her message starts it", recent(requested, accepted, mara, agent), 3, true},
		{"CH30 (R125): the visitor's message stops it", recent(requested, accepted, agent, mara), -1, true},
		{"CH30 (R125): it stays stopped until the next message of an agent", recent(requested, accepted, agent, mara, mara), -1, true},
		{"CH30 (R125): which starts it from zero", recent(requested, accepted, agent, mara, agent), 4, true},
		{"CH30 (R127): a further one starts it anew", recent(requested, accepted, agent, agent), 3, true},
		{"CH30 (R125): a custom event is no answer", recent(requested, accepted, agent, signal), 2, true},
		{"CH30 (R160): a further agent who joins says nothing", recent(requested, accepted, agent, joined), 2, true},
		{"CH30 (R145): it does not run while the chat is passed on", recent(requested, accepted, agent, handed), -1, true},
		{"CH30 (R145): nor after that until the next agent writes", recent(requested, accepted, agent, handed, next), -1, true},
		{"CH30 (R145): whose message starts it", recent(requested, accepted, agent, handed, next, agent), 5, true},
		{"CH30 (R124): events that do not go back far enough tell nothing", recent(joined, signal), -1, false},
		{"CH30 (R124): nor does none", nil, -1, false},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			at, runs, known := IdleSince(r.in)
			same(t, "known", known, r.known)
			same(t, "runs", runs, r.at >= 0)
			if runs && !at.Equal(noon.Add(time.Duration(r.at)*time.Second)) {
				t.Errorf("since %s", at)
			}
		})
	}
}

func TestEndIdle(t *testing.T) {
	t.Run("CH30 (R128): the time-out ends the chat by the system", func(t *testing.T) {
		change, ok := EndIdle(engaged(t), end1)
		if c := change.Chat; !ok || c.State != Ended || c.EndedBy != log.BySystem || c.Reason != log.Idle || !c.Holds(noor.Person) {
			t.Errorf("got %+v, %v", c, ok)
		}
		wrote(t, change.Public, log.Draft{Kind: log.Ended, Who: log.System, Payload: log.Payload{By: log.BySystem, Reason: log.Idle}})
	})
	for title, c := range map[string]Chat{
		"CH30 (R124): not a chat that waits":         waiting(),
		"CH30 (R145): not one that is passed on":     passed(t),
		"CH30 (R128): not one that has ended before": ended(t),
		"CH30 (R128): not one that is closed":        closed(t),
	} {
		t.Run(title, func(t *testing.T) {
			if change, ok := EndIdle(c, end1); ok {
				t.Errorf("got %+v", change)
			}
		})
	}
}
