package transcript

import (
	"slices"

	"switchboard/shared/log"
)

// holding is who holds a chat as its log is read.
type holding struct {
	parties   []log.Party // who came last stands last
	passer    log.Party   // who passed the chat on when nobody holds it
	passerSeq int         // the public seq of that
}

// follow moves the holding on by one entry.
func (h *holding) follow(e log.Event) {
	switch e.Kind {
	case log.Accepted, log.Joined:
		h.parties = append(h.parties, e.Who)
	case log.Transferred, log.Returned:
		*h = holding{parties: []log.Party{e.Who}}
	case log.HandedOn:
		*h = holding{passer: e.Who, passerSeq: e.Seq}
	case log.Left, log.TabShut:
		h.parties = slices.DeleteFunc(slices.Clone(h.parties), func(p log.Party) bool { return p == e.Who })
	}
}

func (h holding) has(p log.Party) bool { return slices.Contains(h.parties, p) }

// sole is the one agent in the chat, "" if there are several or none.
func (h holding) sole() log.Party {
	if len(h.parties) == 1 {
		return h.parties[0]
	}
	return ""
}

// ownership returns who owns the transcript and who created it (TR9, R230).
func (s story) ownership() (owner, creator Agent) {
	held := s.holding.parties
	switch {
	case s.answered.IsZero():
		return s.offered, system
	case s.shutSeq > 0:
		owner = s.agents[s.shut]
	case s.holding.has(s.endedWho):
		owner = s.agents[s.endedWho]
	case len(held) > 0:
		owner = s.agents[held[len(held)-1]]
	case s.holding.passer != "":
		owner = s.agents[s.holding.passer]
	default:
		owner = system
	}
	return owner, owner
}
