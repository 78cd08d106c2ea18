package transcript

import (
	"fmt"

	"switchboard/shared/log"
)

// EventType is the API value of a derived event (R241).
type EventType string

// The types that follow from the logs.
const (
	ChatRequest    EventType = "ChatRequest"
	PushAssignment EventType = "PushAssignment"
	ChoiceRoute    EventType = "ChoiceRoute"
	Accept         EventType = "Accept"
	DeclineManual  EventType = "DeclineManual"
	CancelBlocked  EventType = "CancelBlocked"
	CancelNoAgent  EventType = "CancelNoAgent"
	CancelNoQueue  EventType = "CancelNoQueue"
	CancelVisitor  EventType = "CancelVisitor"
	LeaveAgent     EventType = "LeaveAgent"
	LeaveVisitor   EventType = "LeaveVisitor"
	EndAgent       EventType = "EndAgent"
	EndVisitor     EventType = "EndVisitor"
	Other          EventType = "Other"
)

var labels = map[EventType]string{
	ChatRequest:    "Chat Requested",
	PushAssignment: "Routed (Push)",
	ChoiceRoute:    "Routed (Choice)",
	Accept:         "Accepted",
	DeclineManual:  "Declined (Manual)",
	CancelBlocked:  "Canceled (Blocked)",
	CancelNoAgent:  "Canceled (No Agent)",
	CancelNoQueue:  "Canceled (No Queue)",
	CancelVisitor:  "Canceled by Visitor",
	LeaveAgent:     "Agent Left",
	LeaveVisitor:   "Visitor Left",
	EndAgent:       "Ended by Agent",
	EndVisitor:     "Ended by Visitor",
	Other:          "Other",
}

// maxDetail is the longest detail of an event, in characters (R242).
const maxDetail = 255

// events derives what happened from both logs, in time order (TR16, TR17).
func (r rendering) events() []Event {
	out := []Event{}
	for _, e := range r.story.entries {
		out = append(out, r.story.derive(e)...)
	}
	if r.cut > 0 {
		out = append(out, happened(Other, log.Event{At: r.story.closed}, Agent{}, fmt.Sprintf("body cut, messages not shown: %d", r.cut)))
	}
	for i := 1; i < len(out); i++ {
		out[i].At = max(out[i].At, out[i-1].At) // two clocks wrote the two logs
	}
	return out
}

func happened(t EventType, e log.Event, by Agent, detail string) Event {
	return Event{Type: t, Label: labels[t], At: millis(e.At), Agent: by.Name, Person: by.Person, Detail: cut(detail, maxDetail)}
}

// derive returns the events that one entry stands for.
func (s story) derive(e log.Event) []Event {
	switch e.Kind {
	case log.Requested:
		return []Event{happened(ChatRequest, e, Agent{}, "")}
	case log.Routed:
		return []Event{s.routed(e)}
	case log.Accepted:
		return []Event{happened(Accept, e, s.agents[e.Who], "")}
	case log.Declined:
		return []Event{happened(DeclineManual, e, s.person(e.Payload), e.Payload.Detail)}
	case log.Ended:
		return s.endings(e)
	case log.TabShut, log.Closed:
		return s.leaving(e)
	}
	return nil
}

// routed is an offer to one agent if the entry names her, else one to all (TR18).
func (s story) routed(e log.Event) Event {
	if e.Payload.Agent == "" {
		return happened(ChoiceRoute, e, Agent{}, e.Payload.Detail)
	}
	return happened(PushAssignment, e, s.person(e.Payload), e.Payload.Detail)
}
