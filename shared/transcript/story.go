package transcript

import (
	"slices"
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
	holders   []log.Party // who held the chat, up to its end; who came last stands last
	shut      log.Party   // whose tab was the last to be closed after the end
	shutSeq   int         // and its private seq
	offered   Agent       // the last agent to whom it was offered
	agents    map[log.Party]Agent
	people    []Agent
}

// tell reads the merged logs once.
func tell(in Ended) story {
	s := story{entries: merge(in.Public, in.Private), agents: map[log.Party]Agent{}, people: in.Agents, offered: system}
	for _, a := range in.Agents {
		s.agents[a.Party] = a
	}
	for _, e := range s.entries {
		s.read(e)
	}
	return s
}

func (s *story) read(e log.Event) {
	switch e.Kind {
	case log.Requested:
		s.requested = e.At
	case log.Accepted:
		s.join(e)
	case log.Ended:
		s.ended, s.end, s.endedWho = e.At, e.Payload, e.Who
	case log.Routed, log.Declined:
		if e.Payload.Agent != "" {
			s.offered = s.person(e.Payload)
		}
	case log.TabShut:
		s.leave(e)
	case log.Closed:
		s.closed = e.At
	}
}

func (s *story) join(e log.Event) {
	if s.answered.IsZero() {
		s.answered = e.At
	}
	if _, known := s.agents[e.Who]; !known {
		s.agents[e.Who] = Agent{Party: e.Who, Name: e.Payload.Name}
	}
	s.holders = append(s.holders, e.Who)
}

// leave notes a closed tab: before the end its agent holds the chat no longer, after it she was the last to hold it.
func (s *story) leave(e log.Event) {
	switch {
	case s.ended.IsZero():
		s.holders = without(s.holders, e.Who)
	case slices.Contains(s.holders, e.Who):
		s.shut, s.shutSeq = e.Who, e.Seq
	}
}

// ownership returns who owns the transcript and who created it (TR9, R230).
func (s story) ownership() (owner, creator Agent) {
	switch {
	case s.answered.IsZero():
		return s.offered, system
	case s.shutSeq > 0:
		owner = s.agents[s.shut]
	case slices.Contains(s.holders, s.endedWho):
		owner = s.agents[s.endedWho]
	case len(s.holders) > 0:
		owner = s.agents[s.holders[len(s.holders)-1]]
	default:
		owner = system
	}
	return owner, owner
}

func (s story) status() Status {
	switch {
	case !s.answered.IsZero():
		return Completed
	case s.end.Reason == blocked:
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

// person finds the agent whom a private entry names by her person.
func (s story) person(p log.Payload) Agent {
	for _, a := range s.people {
		if a.Person == p.Agent {
			return a
		}
	}
	return Agent{Person: p.Agent, Name: p.Name}
}

func without(parties []log.Party, p log.Party) []log.Party {
	return slices.DeleteFunc(parties, func(q log.Party) bool { return q == p })
}

// merge puts the private entries behind the public one that each followed (TR17). That is the order in which they were
// committed, whatever the clocks of those who wrote them said. A request comes before everything.
func merge(public, private []log.Event) []log.Event {
	all := make([]log.Event, 0, len(public)+len(private))
	for _, p := range public {
		for len(private) > 0 && max(private[0].After, 1) < p.Seq {
			all, private = append(all, private[0]), private[1:]
		}
		all = append(all, p)
	}
	return append(all, private...)
}
