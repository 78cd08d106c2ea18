package chat

import (
	"fmt"
	"slices"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// Taking is an agent who accepts or declines.
type Taking struct {
	Person, Name string
	Epoch        int
	ID           string
	Greeting     string // her automatic greeting, "" for none (R38)
	Peeks        bool   // she sees what the visitor has not sent yet (R31)
	Settled      Settled
	At           time.Time
}

// Accept makes an agent a party of a waiting chat; of many, the first one wins (CH3, R72, R84, R87). Who has
// declined it may think again as long as it waits in a list; nobody takes what is offered to somebody else.
func Accept(c Chat, by Taking) (Change, error) {
	switch {
	case c.State == Engaged:
		return Change{}, fault.New(fault.Conflict, "Already taken by %s.", c.Holder().Name)
	case c.State != Waiting:
		return Change{}, errNotWaiting
	case c.Offer != nil && !c.OfferedTo(by.Person):
		return Change{}, fault.New(fault.Conflict, "This request is offered to a colleague now.")
	case c.Offer == nil && c.Queue == "":
		return Change{}, errNotWaiting
	}
	kind := log.Accepted
	if c.Answered() {
		kind = log.Transferred // it was passed to this queue: the visitor learns who is here now (R143)
	}
	return take(c, by, kind), nil
}

// take makes an agent the one who is in the chat, with her greeting if nobody was in it before (CH38, R38, R42).
func take(c Chat, by Taking, kind log.Kind) Change {
	greet := !c.Answered() && by.Greeting != ""
	c = c.clone()
	c.State, c.Offer, c.Refused, c.Round, c.Back, c.Queue, c.Fallback = Engaged, nil, nil, 0, "", "", ""
	c.Settled = by.Settled
	if c.AcceptedAt == 0 {
		c.AcceptedAt = millis(by.At)
	}
	party := c.come(by)
	public := []log.Draft{{Kind: kind, ID: by.ID, Who: party, Payload: log.Payload{Party: party, Name: by.Name}}}
	if greet {
		public = append(public, log.Draft{Kind: log.Greeted, Who: party, Payload: log.Payload{Text: by.Greeting}})
	}
	return Change{Chat: c, Public: public, Private: []log.Draft{took(by)}}
}

func took(by Taking) log.Draft {
	return private(log.Took, by.ID, log.Payload{
		Agent: by.Person, Name: by.Name, Critical: by.Settled.Critical, Warning: by.Settled.Warning, Timeout: by.Settled.Timeout,
	})
}

// come makes an agent a party, under the handle that she had if she was here before, and as the newest.
func (c *Chat) come(by Taking) log.Party {
	party := c.Party(by.Person)
	if party == "" {
		party = log.Party(fmt.Sprintf("a%d", len(c.Agents)+1))
	}
	c.Agents = slices.DeleteFunc(c.Agents, func(a Agent) bool { return a.Person == by.Person })
	c.Agents = append(c.Agents, Agent{
		Person: by.Person, Party: party, Name: by.Name, Epoch: by.Epoch, In: true, TabOpen: true, Peeks: by.Peeks,
	})
	return party
}

// let lets an agent out of the chat, her tab with it.
func (c *Chat) let(person string) log.Party {
	for i := range c.Agents {
		if c.Agents[i].Person == person {
			c.Agents[i].In, c.Agents[i].TabOpen = false, false
			return c.Agents[i].Party
		}
	}
	return ""
}
