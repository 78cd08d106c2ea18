package chat

import (
	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// ShutTab notes that an agent closed the tab of an ended chat and gives her place back (CH12, R120).
func ShutTab(c Chat, person, id string) (Change, error) {
	if c.Open() {
		return Change{}, fault.New(fault.Conflict, "End the chat before you close it.")
	}
	if !c.Holds(person) {
		return Change{Chat: c}, nil
	}
	c = c.clone()
	for i := range c.Agents {
		if c.Agents[i].Person == person {
			c.Agents[i].TabOpen = false
		}
	}
	change := Change{Chat: c}
	if c.State == Ended { // the private log of a closed chat is complete
		change.Private = []log.Draft{{Kind: log.TabShut, ID: id, Who: c.Party(person), Payload: log.Payload{Agent: person}}}
	}
	return change, nil
}

// Close writes the last entry of an ended chat's private log; after it the transcript may be made (CH13).
func Close(c Chat) (Change, bool) {
	if c.State != Ended {
		return Change{}, false
	}
	c = c.clone()
	c.State = Closed
	return Change{Chat: c, Private: []log.Draft{{Kind: log.Closed, Who: log.System}}}, true
}
