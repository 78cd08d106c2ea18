package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/shared/log"
)

// told writes events as "Type agent", in order.
func told(d Document) []string {
	var out []string
	for _, e := range d.Events {
		out = append(out, strings.TrimSpace(string(e.Type)+" "+e.Agent))
	}
	return out
}

func TestEvents(t *testing.T) {
	toAll := log.Payload{Detail: "2 agents were free"}
	rows := []struct {
		title string
		in    func(*testing.T) Ended
		want  []string
	}{
		{"TR19 (R244): no agent", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.NoAgent) },
			[]string{"ChatRequest", "CancelNoAgent", "LeaveVisitor"}},
		{"TR19: no room", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.QueueFull) },
			[]string{"ChatRequest", "CancelNoQueue", "LeaveVisitor"}},
		{"TR19: blocked", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.Barred) },
			[]string{"ChatRequest", "CancelBlocked", "LeaveVisitor"}},
		{"TR19 (R101): the visitor cancels", func(t *testing.T) Ended { return missed(t, log.Visitor, log.ByVisitor, log.Cancelled) },
			[]string{"ChatRequest", "CancelVisitor", "LeaveVisitor"}},
		{"TR19 (R102): the visitor disconnects while waiting", func(t *testing.T) Ended { return missed(t, log.System, log.ByVisitor, log.Gone) },
			[]string{"ChatRequest", "LeaveVisitor"}},

		{"TR18: offered to all, declined by one, accepted by another", func(t *testing.T) Ended {
			return requested(t).note(0, log.Routed, log.System, toAll).decline(2, dana).accept(4, noor).end(9, noor.Party, log.ByAgent, log.Finished).shut(12, noor).close(12)
		}, []string{"ChatRequest", "ChoiceRoute", "DeclineManual Dana", "Accept Noor K.", "EndAgent Noor K.", "LeaveVisitor", "LeaveAgent Noor K."}},
		{"TR18 (R245, R246): offered to one after another", func(t *testing.T) Ended {
			return requested(t).offer(0, dana).decline(2, dana).offer(2, noor).accept(4, noor).end(9, noor.Party, log.ByAgent, log.Finished).shut(12, noor).close(12)
		}, []string{"ChatRequest", "PushAssignment Dana", "DeclineManual Dana", "PushAssignment Noor K.", "Accept Noor K.", "EndAgent Noor K.", "LeaveVisitor", "LeaveAgent Noor K."}},

		{"TR20 (R247): the agent ends, her tab closes", ordinary,
			[]string{"ChatRequest", "Accept Noor K.", "EndAgent Noor K.", "LeaveVisitor", "LeaveAgent Noor K."}},
		{"TR20 (R247): the visitor ends", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(5, log.Visitor, log.ByVisitor, log.Finished).shut(8, noor).close(8)
		}, []string{"ChatRequest", "Accept Noor K.", "EndVisitor", "LeaveVisitor", "LeaveAgent Noor K."}},
		{"TR20 (R134, R247): the visitor vanishes", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(5, log.System, log.BySystem, log.Gone).shut(8, noor).close(8)
		}, []string{"ChatRequest", "Accept Noor K.", "LeaveVisitor", "LeaveAgent Noor K."}},
		{"TR20 (R247): the agent leaves by herself", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(5, noor.Party, log.ByAgent, log.LoggedOut).close(8)
		}, []string{"ChatRequest", "Accept Noor K.", "LeaveAgent Noor K.", "LeaveVisitor"}},
		{"TR20 (R247): the agent is lost", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(5, log.System, log.BySystem, log.AgentGone).close(8)
		}, []string{"ChatRequest", "Accept Noor K.", "LeaveAgent Noor K.", "LeaveVisitor"}},
		{"TR20 (R247): no tab was ever closed, so the agent leaves when the chat is closed", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(5, noor.Party, log.ByAgent, log.Finished).close(900)
		}, []string{"ChatRequest", "Accept Noor K.", "EndAgent Noor K.", "LeaveVisitor", "LeaveAgent Noor K."}},
		{"TR20 (R247): of two agents only the last one's leaving counts", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(2, ilse).end(5, noor.Party, log.ByAgent, log.Finished).shut(6, noor).shut(7, ilse).close(7)
		}, []string{"ChatRequest", "Accept Noor K.", "Accept Ilse", "EndAgent Noor K.", "LeaveVisitor", "LeaveAgent Ilse"}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			if got := told(Render(r.in(t))); !slices.Equal(got, r.want) {
				t.Errorf("got  %q\nwant %q", got, r.want)
			}
		})
	}
}

func TestEventFields(t *testing.T) {
	t.Run("TR16 (R241, R250): every API value has its label", func(t *testing.T) {
		want := map[EventType]string{
			"ChatRequest": "Chat Requested", "Enqueue": "Queued", "PushAssignment": "Routed (Push)", "ChoiceRoute": "Routed (Choice)", "Accept": "Accepted",
			"DeclineManual": "Declined (Manual)", "DeclineTimeout": "Declined (Time-Out)", "CancelBlocked": "Canceled (Blocked)",
			"CancelNoAgent": "Canceled (No Agent)", "CancelNoQueue": "Canceled (No Queue)", "CancelVisitor": "Canceled by Visitor",
			"AlertCriticalWaitChat": "Critical Wait Alert Time Reached", "ClearCriticalWaitChat": "Critical Wait Alert Cleared",
			"TransferRequest": "Transfer Requested", "Transfer": "Transfer Accepted", "TransferCancelled": "Transfer Request Canceled",
			"TransferDeclined": "Transfer Request Declined", "TransferredToButton": "Transferred to Button", "TransferToButtonFailed": "Transfer to Button Failed",
			"ConferenceRequest": "Chat Conference Requested", "ConferenceRequestCanceled": "Chat Conference Canceled",
			"ConferenceRequestDeclined": "Chat Conference Declined", "OperatorJoinedConference": "Agent Joined Conference",
			"OperatorLeftConference": "Agent Left Conference", "AgentBlocked": "Blocked by Agent", "LeaveAgent": "Agent Left",
			"LeaveVisitor": "Visitor Left", "EndAgent": "Ended by Agent", "EndVisitor": "Ended by Visitor", "Other": "Other",
			"ChasitorIdleTimeoutWarningTriggered": "Customer Time-Out Warning Shown", "ChasitorIdleTimeoutWarningCleared": "Customer Time-Out Warning Cleared",
			"ChasitorIdleTimeout": "Customer Time-Out", "FlagRaised": "Assistance Flag Raised", "FlagLoweredAgent": "Assistance Flag Lowered (Agent)",
			"FlagLoweredSupervisor": "Assistance Flag Lowered (Supervisor)",
		}
		if fmt.Sprint(labels) != fmt.Sprint(want) {
			t.Errorf("got %v", labels)
		}
	})
	t.Run("TR16 (R242): type, label, time, agent and a detail cut at 255", func(t *testing.T) {
		in := requested(t).note(1, log.Routed, log.System, log.Payload{Agent: noor.Person, Name: noor.Name, Detail: strings.Repeat("é", 300)}).
			accept(2, noor).end(5, noor.Party, log.ByAgent, log.Finished).shut(8, noor).close(8)
		e := Render(in).Events[1]
		detail := e.Detail
		e.Detail = ""
		if e != (Event{Type: PushAssignment, Label: "Routed (Push)", At: noon.UnixMilli() + 1000, Agent: "Noor K.", Person: "p-noor"}) || utf8.RuneCountInString(detail) != 255 {
			t.Errorf("got %+v with %d characters", e, utf8.RuneCountInString(detail))
		}
	})
	t.Run("TR17 (R243): a private entry stands behind the public one that it followed, and times never fall", func(t *testing.T) {
		s := requested(t)
		s.decline(9, dana) // by a clock that runs ahead
		d := Render(s.accept(4, noor).end(20, noor.Party, log.ByAgent, log.Finished).shut(21, noor).close(21))
		if got := told(d)[:3]; !slices.Equal(got, []string{"ChatRequest", "DeclineManual Dana", "Accept Noor K."}) {
			t.Errorf("got %q", got)
		}
		if !slices.IsSortedFunc(d.Events, func(a, b Event) int { return int(a.At - b.At) }) {
			t.Errorf("times fall: %+v", d.Events)
		}
		if d.StartedAt != noon.UnixMilli()+4000 {
			t.Errorf("started at %d", d.StartedAt)
		}
	})
	t.Run("TR17 (R243): a private entry that names no public one stands behind the request", func(t *testing.T) {
		s := requested(t)
		s.private = s.put(nil, 0, log.Draft{Kind: log.Routed, Who: log.System})
		if got := told(Render(s.accept(4, noor).end(5, noor.Party, log.ByAgent, log.Finished).close(6)))[:3]; !slices.Equal(got, []string{"ChatRequest", "ChoiceRoute", "Accept Noor K."}) {
			t.Errorf("got %q", got)
		}
	})
}
