package chat

import (
	"slices"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// MaxRefusals is how many agents may refuse one request; after that it counts as refused by all.
const MaxRefusals = 100

// Queue notes that a waiting request stands in a queue because everybody is at capacity (CH14, R90).
func Queue(c Chat) Change {
	return Change{Chat: c, Private: []log.Draft{private(log.Queued, "", log.Payload{To: log.ToButton, Target: c.Queue})}}
}

// Show notes that a waiting request is shown to all agents who may choose it (CH14, R71).
func Show(c Chat) Change {
	return Change{Chat: c, Private: []log.Draft{private(log.Routed, "", log.Payload{})}}
}

// Give offers a waiting request to one agent, until a time if there is one (CH15, R80, R88).
func Give(c Chat, o Offer, seen []log.Candidate) (Change, bool) {
	if c.State != Waiting || c.Offer != nil {
		return Change{}, false
	}
	c = c.clone()
	c.Offer = &o
	return Change{Chat: c, Private: []log.Draft{private(log.Routed, "", log.Payload{Agent: o.Person, Name: o.Name, Candidates: seen})}}, true
}

// Acknowledge notes that the console of the agent shows the offer: the console shows it (CH16).
func (c Chat) Acknowledge(person string) (Chat, bool) {
	if !c.OfferedTo(person) || c.Offer.Shown {
		return c, false
	}
	c = c.clone()
	c.Offer.Shown = true
	return c, true
}

// OfferedTo reports whether the request is offered to this agent alone.
func (c Chat) OfferedTo(person string) bool { return c.Offer != nil && c.Offer.Person == person }

// Decline is an agent who declines a waiting request: it is hidden from her, or, if it was offered to her alone, free
// for the next (CH4, R76, R82, R83).
func Decline(c Chat, by Taking) (Change, error) {
	switch {
	case c.State != Waiting || c.Offer != nil && !c.OfferedTo(by.Person):
		return Change{}, errNotWaiting
	case slices.Contains(c.Refused, by.Person):
		return Change{Chat: c}, nil
	}
	return unchosen(c, by.Person, private(log.Declined, by.ID, log.Payload{Agent: by.Person, Name: by.Name})), nil
}

var errNotWaiting = fault.New(fault.Conflict, "This request is no longer waiting.")

// Lapse takes back an offer that was not answered in time. She is skipped, and what the router offers she can accept no
// more: it is offered to the next, or to nobody (CH17, R81, R83).
func Lapse(c Chat) Change {
	return unchosen(c, c.Offer.Person, private(log.Lapsed, "", log.Payload{Agent: c.Offer.Person, Name: c.Offer.Name}))
}

// PassOver takes back an offer whose console stayed silent. It is not counted against her (CH18).
func PassOver(c Chat) Change { return unoffered(c, log.PassedOver) }

// TakeBack takes back an offer of an agent who is not available any more, and counts nothing against her (CH18, R20).
func TakeBack(c Chat) Change { return unoffered(c, log.Withdrawn) }

func unoffered(c Chat, kind log.Kind) Change {
	draft := private(kind, "", log.Payload{Agent: c.Offer.Person, Name: c.Offer.Name})
	c = c.clone()
	c.Offer = nil
	return Change{Chat: c, Private: []log.Draft{draft}}
}

func unchosen(c Chat, person string, draft log.Draft) Change {
	c = c.clone()
	c.Offer = nil
	c.Refused = append(c.Refused, person)
	return Change{Chat: c, Private: []log.Draft{draft}}
}

// Fall sends a request that its one agent did not take to the button it named as fallback (CH19, R68).
func Fall(c Chat, at time.Time) (Chat, bool) {
	if c.Queue != "" || c.Fallback == "" {
		return c, false
	}
	c = c.clone()
	c.Queue, c.Fallback, c.QueuedAt = c.Fallback, "", millis(at)
	return c, true
}

// Reoffer begins another round over all who refused, if the button allows one more (CH20, R86). Who passed the chat on is
// not among them: to her it returns when nobody takes it (R150, R318).
func Reoffer(c Chat, rounds int, at time.Time) (Chat, bool) {
	var out []string
	if c.Back != "" {
		out = []string{c.Back}
	}
	if c.Round >= rounds || len(c.Refused) <= len(out) {
		return c, false
	}
	c = c.clone()
	c.Round++
	c.Refused, c.QueuedAt = out, millis(at)
	return c, true
}

func private(kind log.Kind, id string, p log.Payload) log.Draft {
	return log.Draft{Kind: kind, ID: id, Who: log.System, Payload: p}
}
