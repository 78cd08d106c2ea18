package transcript

import "switchboard/shared/log"

// moved is an agent who came or went. Who takes a chat that was passed to a queue accepts it as she would a new one
// (TR26, TR27, R149, R150).
func (t telling) moved(e log.Event) Event {
	agent := t.agents[e.Who]
	switch {
	case e.Kind == log.Joined:
		return happened(OperatorJoinedConference, e, agent, t.asker("invited by "))
	case e.Kind == log.Left:
		return happened(OperatorLeftConference, e, agent, "")
	case e.Kind == log.Accepted:
		return happened(Accept, e, agent, "")
	case t.passed:
		return happened(Accept, e, agent, from(t.passer))
	}
	return happened(Transfer, e, agent, t.asker("from "))
}

// requests are the events of an invitation by what was asked. An answer that did not come in time is a time-out of the
// receiver, never her decline (R147).
var requests = map[log.Kind]map[log.Invite]EventType{
	log.Invited:  {log.Transfer: TransferRequest, log.Conference: ConferenceRequest},
	log.Refused:  {log.Transfer: TransferDeclined, log.Conference: ConferenceRequestDeclined},
	log.Recalled: {log.Transfer: TransferCancelled, log.Conference: ConferenceRequestCanceled},
}

// invited is a step of a transfer or a conference for which others were asked. Who asked or answered is the event's
// agent, the other party stands in its detail (TR26, TR28, R149); an offer that lapsed is hers to whom it was made.
func (t telling) invited(e log.Event) Event {
	p, agent := e.Payload, t.person(e.Payload)
	kind := requests[e.Kind][p.Invite]
	switch {
	case e.Kind == log.Lapsed && p.Invite == "":
		return happened(DeclineTimeout, e, agent, "")
	case e.Kind == log.Lapsed:
		return happened(DeclineTimeout, e, agent, t.unanswered(p))
	case e.Kind == log.Refused:
		return happened(kind, e, agent, t.asker("from "))
	}
	return happened(kind, e, agent, noted("to "+t.target(p), p.Text))
}

// unanswered says what nobody answered, and of whom it was asked if that was not one agent.
func (t telling) unanswered(p log.Payload) string {
	text := string(p.Invite) + t.asker(" from ")
	if p.Agent == "" {
		text += " to " + t.target(p)
	}
	return text
}

// asker names who sent the newest invitation.
func (t telling) asker(before string) string {
	if t.asked.Agent == "" {
		return ""
	}
	return before + t.person(t.asked).Name
}

// passedOn is a transfer to a button, or its failing; both are the agent's who passed the chat on (TR27, R150, R318).
func (s story) passedOn(e log.Event) Event {
	kind := TransferredToButton
	if e.Kind == log.PassFailed {
		kind = TransferToButtonFailed
	}
	return happened(kind, e, s.person(e.Payload), noted("to "+s.target(e.Payload), e.Payload.Text))
}

// target says of whom something is asked.
func (s story) target(p log.Payload) string {
	name := either(s.targets[p.Target], p.Target)
	switch p.To {
	case log.ToAgent:
		return s.person(log.Payload{Agent: p.Target, Name: p.Name}).Name
	case log.ToSkill:
		return "all with the skill " + name
	}
	return "the button " + name
}

func from(a Agent) string {
	if a.Name == "" {
		return ""
	}
	return "from " + a.Name
}

func noted(text, note string) string {
	if note == "" {
		return text
	}
	return text + ": " + note
}
