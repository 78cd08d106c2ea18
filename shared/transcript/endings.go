package transcript

import "switchboard/shared/log"

// cancelled says which event a request that ended unanswered was for this reason.
var cancelled = map[log.Reason]EventType{
	log.Cancelled: CancelVisitor,
	log.NoAgent:   CancelNoAgent,
	log.QueueFull: CancelNoQueue,
	log.Barred:    CancelBlocked,
}

// endings returns what an end was: who pressed End, or why the request was cancelled, and who left. The visitor's part
// ends with the chat, so she leaves with it, once, whatever the reason (TR19, TR20, R244, R247).
func (s story) endings(e log.Event) []Event {
	var out []Event
	switch t, refused := cancelled[e.Payload.Reason]; {
	case refused && s.answered.IsZero():
		out = append(out, happened(t, e, Agent{}, ""))
	case s.barred: // AgentBlocked says it (R330)
	case e.Payload.Reason == log.Idle:
		out = append(out, happened(IdleTimeout, e, Agent{}, ""))
	case e.Payload.Reason == log.Finished && e.Payload.By == log.ByAgent:
		out = append(out, happened(EndAgent, e, s.agents[e.Who], ""))
	case e.Payload.Reason == log.Finished && e.Payload.By == log.ByVisitor:
		out = append(out, happened(EndVisitor, e, Agent{}, ""))
	case s.agentLeft():
		out = append(out, happened(LeaveAgent, e, s.lastAgent(), agentWords[e.Payload.Reason]))
	}
	return append(out, happened(LeaveVisitor, e, Agent{}, visitorWords[e.Payload.Reason]))
}

// The words of a leaving that was itself the reason of the end.
var (
	agentWords   = map[log.Reason]string{log.AgentGone: "connection lost", log.LoggedOut: "left Live Agent"}
	visitorWords = map[log.Reason]string{log.Gone: "connection lost or window closed"}
)

// agentLeft reports whether the end was the agent's leaving, so that no tab of hers is left to be closed.
func (s story) agentLeft() bool {
	_, left := agentWords[s.end.Reason]
	return left
}

// leaving is the last agent's part ending: the last tab closed after the end or, if none ever was, the closing of the
// chat; if nobody took a chat that was passed on, that passing (TR20, TR27, R247).
func (s story) leaving(e log.Event) []Event {
	if s.answered.IsZero() || s.ended.IsZero() || s.agentLeft() || !s.last(e) {
		return nil
	}
	return []Event{happened(LeaveAgent, e, s.lastAgent(), "")}
}

func (s story) last(e log.Event) bool {
	switch e.Kind {
	case log.HandedOn:
		return e.Seq == s.holding.passerSeq
	case log.TabShut:
		return e.Seq == s.shutSeq
	}
	return s.shutSeq == 0 && s.holding.passerSeq == 0
}

// lastAgent is the one who held the chat to its end: she owns it.
func (s story) lastAgent() Agent {
	owner, _ := s.ownership()
	return owner
}
