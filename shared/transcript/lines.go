package transcript

import "switchboard/shared/log"

// lines is the conversation in the order of the public log (TR22, R112, R331): nothing private is in it.
func lines(in Ended, s story) []Line {
	out := []Line{}
	for _, e := range in.Public {
		l := Line{At: millis(e.At), Elapsed: elapsed(s.start(), e.At), Who: "system"}
		if e.Kind == log.Said || e.Kind == log.Greeted {
			l.Who, l.Name, l.Text = speaker(e.Who), s.name(in, e.Who), e.Payload.Text
		} else {
			l.Text = s.notice(in, e)
		}
		if l.Text != "" {
			out = append(out, l)
		}
	}
	return out
}

func speaker(p log.Party) string {
	switch p {
	case log.Visitor:
		return "visitor"
	case log.System:
		return "system"
	}
	return "agent"
}

func (s story) name(in Ended, p log.Party) string {
	switch p {
	case log.Visitor:
		return in.visitorName()
	case log.System:
		return ""
	}
	return oneLine(either(s.agents[p].Name, string(p)))
}

// notice says in a sentence what a public entry without words did.
func (s story) notice(in Ended, e log.Event) string {
	switch e.Kind {
	case log.Requested:
		return in.visitorName() + " asked for a chat."
	case log.Accepted, log.Joined:
		return s.name(in, e.Who) + " joined the chat."
	case log.Left:
		return s.name(in, e.Who) + " left the chat."
	case log.HandedOn:
		return s.name(in, e.Who) + " passed the chat on to other agents."
	case log.Transferred:
		return s.name(in, e.Who) + " took the chat over."
	case log.Returned:
		return s.name(in, e.Who) + " is back in the chat."
	case log.Ended:
		return s.farewell(in, e)
	}
	return ""
}

func (s story) farewell(in Ended, e log.Event) string {
	switch e.Payload.Reason {
	case log.Cancelled:
		return in.visitorName() + " canceled the request."
	case log.NoAgent:
		if !s.answered.IsZero() {
			return "The chat ended: no agent was available."
		}
		return "The request ended: no agent was available."
	case log.Idle:
		return "The chat ended: " + in.visitorName() + " did not answer in time."
	case log.QueueFull:
		return "The request ended: the queue was full."
	case log.Barred:
		return "The request was blocked."
	case log.Gone:
		return in.visitorName() + " left the chat."
	case log.AgentGone:
		return "The chat ended: the connection to the agent was lost."
	case log.LoggedOut:
		return s.name(in, e.Who) + " left, and the chat ended."
	case log.Finished:
		return s.name(in, e.Who) + " ended the chat."
	}
	return "The chat ended."
}
