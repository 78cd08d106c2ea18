package chat

import (
	"fmt"
	"slices"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// Taking is an agent who accepts a request.
type Taking struct {
	Person, Name string
	Epoch        int
	ID           string
	At           time.Time
}

// Accept makes the agent a party of a waiting chat; the first one wins (CH3, R72).
func Accept(c Chat, by Taking) (Change, error) {
	if c.State == Engaged {
		return Change{}, fault.New(fault.Conflict, "Already taken by %s.", c.Holder().Name)
	}
	if c.State != Waiting {
		return Change{}, fault.New(fault.Conflict, "This request is no longer waiting.")
	}
	c = c.clone()
	party := log.Party(fmt.Sprintf("a%d", len(c.Agents)+1))
	c.Agents = append(c.Agents, Agent{Person: by.Person, Party: party, Name: by.Name, Epoch: by.Epoch, In: true, TabOpen: true})
	c.State, c.AcceptedAt = Engaged, millis(by.At)
	return Change{Chat: c, Public: []log.Draft{{
		Kind: log.Accepted, ID: by.ID, Who: party, Payload: log.Payload{Party: party, Name: by.Name},
	}}}, nil
}

// Decline hides a waiting request from one agent (CH4, R76).
func Decline(c Chat, by Taking) (Change, error) {
	if c.State != Waiting {
		return Change{}, fault.New(fault.Conflict, "This request is no longer waiting.")
	}
	if slices.Contains(c.Declined, by.Person) {
		return Change{Chat: c}, nil
	}
	c = c.clone()
	c.Declined = append(c.Declined, by.Person)
	return Change{Chat: c, Private: []log.Draft{{
		Kind: log.Declined, ID: by.ID, Who: log.System, Payload: log.Payload{Agent: by.Person, Name: by.Name},
	}}}, nil
}
