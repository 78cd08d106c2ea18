package transcript

import (
	"fmt"

	"switchboard/shared/log"
)

// maxDetail is the longest detail of an event, in characters (R242).
const maxDetail = 255

// events derives what happened from both logs, in time order (TR16, TR17).
func (r rendering) events() []Event {
	out := []Event{}
	t, alerts := telling{story: r.story}, r.story.alerts()
	for i, e := range r.story.entries {
		out = append(out, alerts[i]...)
		out = append(out, t.derive(e)...)
		t.follow(e)
	}
	out = append(out, r.cuts()...)
	for i := 1; i < len(out); i++ {
		out[i].At = max(out[i].At, out[i-1].At) // two clocks wrote the two logs
	}
	return out
}

// cuts says which body does not hold everything (TR15, R248).
func (r rendering) cuts() []Event {
	var out []Event
	closed := log.Event{At: r.story.closed}
	if r.cut > 0 {
		out = append(out, happened(Other, closed, Agent{}, fmt.Sprintf("body cut, messages not shown: %d", r.cut)))
	}
	if r.whispersCut > 0 {
		out = append(out, happened(Other, closed, Agent{}, fmt.Sprintf("supervisor body cut, messages not shown: %d", r.whispersCut)))
	}
	return out
}

func happened(t EventType, e log.Event, by Agent, detail string) Event {
	return Event{Type: t, Label: labels[t], At: millis(e.At), Agent: by.Name, Person: by.Person, Detail: cut(detail, maxDetail)}
}

// telling is the story as it is told entry by entry: what an entry means may rest on one before.
type telling struct {
	story
	asked  log.Payload // the newest invitation
	passed bool        // the chat is on its way to a queue
	passer Agent       // from whom
}

// derive returns the events that one entry stands for. What passed over or withdrew an offer is no event: it counts
// against nobody.
func (t telling) derive(e log.Event) []Event {
	switch e.Kind {
	case log.Requested:
		return []Event{happened(ChatRequest, e, Agent{}, "")}
	case log.Queued, log.Routed, log.Declined:
		return []Event{t.routed(e)}
	case log.Accepted, log.Transferred, log.Joined, log.Left:
		return []Event{t.moved(e)}
	case log.Invited, log.Refused, log.Recalled, log.Lapsed:
		return []Event{t.invited(e)}
	case log.Passed, log.PassFailed:
		return []Event{t.passedOn(e)}
	case log.Flagged, log.FlagLowered:
		return []Event{t.flagged(e)}
	case log.Blocked:
		return []Event{happened(AgentBlocked, e, t.person(e.Payload), e.Payload.Text)}
	case log.Ended:
		return t.endings(e)
	case log.TabShut, log.Closed, log.HandedOn:
		return t.leaving(e)
	}
	return nil
}

// follow keeps what later entries rest on.
func (t *telling) follow(e log.Event) {
	switch e.Kind {
	case log.Invited:
		t.asked = e.Payload
	case log.HandedOn:
		t.passed, t.passer = true, t.agents[e.Who]
	case log.Transferred, log.Returned:
		t.passed = false
	}
}

// routed is an offer to one agent if the entry names her, else one to all; or a place in a queue; or a decline (TR18).
func (s story) routed(e log.Event) Event {
	p := e.Payload
	switch {
	case e.Kind == log.Queued:
		return happened(Enqueue, e, Agent{}, s.target(p))
	case e.Kind == log.Declined:
		return happened(DeclineManual, e, s.person(p), p.Detail)
	case p.Agent == "":
		return happened(ChoiceRoute, e, Agent{}, p.Detail)
	}
	return happened(PushAssignment, e, s.person(p), either(p.Detail, why(p)))
}

// why is the router's reason for the agent whom it chose.
func why(p log.Payload) string {
	for _, c := range p.Candidates {
		if c.Agent == p.Agent {
			return c.Why
		}
	}
	return ""
}

// flagged is a call for help or its end (TR31, R197-R199, R248).
func (s story) flagged(e log.Event) Event {
	agent := s.person(e.Payload)
	switch {
	case e.Kind == log.Flagged:
		return happened(FlagRaised, e, agent, e.Payload.Text)
	case e.Payload.By == log.ByAgent:
		return happened(FlagLoweredAgent, e, agent, "")
	case e.Payload.By == log.BySystem:
		return happened(Other, e, agent, "assistance flag lowered by the end of the chat")
	}
	return happened(FlagLoweredSupervisor, e, agent, "")
}
