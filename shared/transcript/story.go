package transcript

import (
	"time"

	"switchboard/shared/log"
)

// story is what both logs say, in the order in which it happened.
type story struct {
	entries   []log.Event
	requested time.Time
	answered  time.Time // zero: never
	ended     time.Time
	closed    time.Time
	end       log.Payload
	endedWho  log.Party
	barred    bool      // its end was an agent's blocking the visitor
	holding   holding   // who held the chat, up to its end
	shut      log.Party // whose tab was the last to be closed after the end
	shutSeq   int       // and its private seq
	offered   Agent     // the last agent to whom it was offered
	agents    map[log.Party]Agent
	names     map[string]string // by person: the visible names
	targets   map[string]string // by id: the names of skills and buttons
}

// tell reads the merged logs twice: for the names, then for what happened.
func tell(in Ended) story {
	s := story{
		entries: merge(in.Public, in.Private), offered: system,
		agents: map[log.Party]Agent{}, names: map[string]string{}, targets: map[string]string{in.Button: in.ButtonName},
	}
	for _, a := range in.Agents {
		if a.Party != "" {
			s.agents[a.Party] = a
		}
		s.names[a.Person] = a.Name
	}
	for _, e := range s.entries {
		s.learn(e)
	}
	for _, e := range s.entries {
		s.read(e)
	}
	return s
}

// learn takes the names that an entry gives. What is known already stays: an agent's name among staff may be another
// than the one that visitors see.
func (s *story) learn(e log.Event) {
	p := e.Payload
	switch e.Kind {
	case log.Accepted, log.Transferred, log.Joined, log.Returned:
		if _, known := s.agents[e.Who]; !known {
			s.agents[e.Who] = Agent{Party: e.Who, Name: p.Name}
		}
	case log.Routed, log.Declined, log.Took, log.Refused, log.Whispered:
		name(s.names, p.Agent, p.Name)
	case log.Invited, log.Passed:
		if p.To != log.ToAgent {
			name(s.targets, p.Target, p.Name)
		}
	}
}

func name(names map[string]string, id, name string) {
	if names[id] == "" && name != "" {
		names[id] = name
	}
}

func (s *story) read(e log.Event) {
	switch e.Kind {
	case log.Requested:
		s.requested = e.At
	case log.Accepted:
		if s.answered.IsZero() {
			s.answered = e.At
		}
	case log.Ended:
		s.ended, s.end, s.endedWho = e.At, e.Payload, e.Who
	case log.Blocked:
		s.barred = true
	case log.Routed, log.Declined:
		if e.Payload.Agent != "" {
			s.offered = s.person(e.Payload)
		}
	case log.Closed:
		s.closed = e.At
	}
	s.hold(e)
}

// hold notes who holds the chat. A tab closed before the end gives it up, one closed after it was the last to hold it.
func (s *story) hold(e log.Event) {
	if s.ended.IsZero() {
		s.holding.follow(e)
		return
	}
	if e.Kind == log.TabShut && s.holding.has(e.Who) {
		s.shut, s.shutSeq = e.Who, e.Seq
	}
}

func (s story) status() Status {
	switch {
	case !s.answered.IsZero():
		return Completed
	case s.end.Reason == log.Barred:
		return Blocked
	}
	return Missed
}

func (s story) endedBy() string {
	switch s.end.By {
	case log.ByAgent:
		return "Agent"
	case log.ByVisitor:
		return "Visitor"
	case log.BySystem:
		return "System"
	}
	return ""
}

// start is from when elapsed time counts.
func (s story) start() time.Time {
	if s.answered.IsZero() {
		return s.requested
	}
	return s.answered
}

// person finds the agent whom a private entry names by her person; nobody if it names none. Whose name nobody knows is
// called by her id.
func (s story) person(p log.Payload) Agent {
	if p.Agent == "" {
		return Agent{}
	}
	for _, a := range s.agents {
		if a.Person == p.Agent {
			return a
		}
	}
	return Agent{Person: p.Agent, Name: either(either(s.names[p.Agent], p.Name), p.Agent)}
}
