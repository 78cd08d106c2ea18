package chat

import (
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// End lets a party end the chat, or the visitor cancel her request while it waits for its first answer (CH7, CH8, R101,
// R116, R117). Of several agents only the last one ends it; the others leave (R164).
func End(c Chat, who log.Party, id string, at time.Time) (Change, error) {
	switch {
	case c.State == Waiting && who == log.Visitor && !c.Answered():
		return end(c, who, id, log.ByVisitor, log.Cancelled, at), nil
	case !c.Open():
		return Change{}, fault.New(fault.Conflict, "This chat has already ended.")
	case who == log.Visitor:
		return end(c, who, id, log.ByVisitor, log.Finished, at), nil
	case !c.mayWrite(who):
		return Change{}, errOut
	case len(c.In()) > 1:
		return Change{}, fault.New(fault.Conflict, "Others are in this chat. Leave it; the last one ends it.")
	}
	return end(c, who, id, log.ByAgent, log.Finished, at), nil
}

// Leave lets one of several agents out of the chat; the others go on (CH29, R163, R164).
func Leave(c Chat, who log.Party, id string) (Change, error) {
	switch {
	case c.State != Engaged:
		return Change{}, fault.New(fault.Conflict, "This chat is not going on.")
	case who == log.Visitor || !c.mayWrite(who):
		return Change{}, errOut
	case len(c.In()) == 1:
		return Change{}, fault.New(fault.Conflict, "You are the last one here. End the chat instead.")
	}
	return leave(c, c.personOf(who), id), nil
}

func leave(c Chat, person, id string) Change {
	c = c.clone()
	var private []log.Draft
	if c.Invite != nil && c.Invite.From == person {
		private = append(private, c.recalled(""))
		c.Invite = nil
	}
	party := c.let(person)
	return Change{Chat: c, Private: private, Public: []log.Draft{
		{Kind: log.Left, ID: id, Who: party, Payload: log.Payload{Party: party, Name: c.Name(party)}},
	}}
}

// EndUnanswered ends a waiting chat because no agent is there any more, or all have refused it (CH9, R85, R94). One that
// was passed on is not its business.
func EndUnanswered(c Chat, at time.Time) (Change, bool) {
	if c.State != Waiting || c.Answered() {
		return Change{}, false
	}
	return end(c, log.System, "", log.BySystem, log.NoAgent, at), true
}

// EndGone ends an open chat whose visitor has vanished: an answered one by the system, another by her own leaving
// (CH10, R102, R134, R226).
func EndGone(c Chat, at time.Time) (Change, bool) {
	if !c.Open() {
		return Change{}, false
	}
	by := log.ByVisitor
	if c.Answered() {
		by = log.BySystem
	}
	return end(c, log.System, "", by, log.Gone, at), true
}

// EndIdle ends an engaged chat whose visitor has not answered for too long (CH30, R128).
func EndIdle(c Chat, at time.Time) (Change, bool) {
	if c.State != Engaged {
		return Change{}, false
	}
	return end(c, log.System, "", log.BySystem, log.Idle, at), true
}

// Drop lets go of an agent who has left Live Agent or was lost: of several the others go on, of one the chat ends, by
// her if she logged out or closed her last window, by the system if she was lost. Leaving closes her tab as well (CH11,
// R17, R23, R171).
func Drop(c Chat, person string, exit bool, at time.Time) (Change, bool) {
	if c.State != Engaged || !c.Has(person) {
		return Change{}, false
	}
	if len(c.In()) > 1 {
		return leave(c, person, ""), true
	}
	by, why, who := log.BySystem, log.AgentGone, log.System
	if exit {
		by, why, who = log.ByAgent, log.LoggedOut, c.Party(person)
	}
	change := end(c, who, "", by, why, at)
	for i := range change.Chat.Agents {
		if change.Chat.Agents[i].Person == person {
			change.Chat.Agents[i].TabOpen = false
		}
	}
	return change, true
}

// Block ends a chat for all who are in it because its visitor's addresses are blocked; to her it is ended by an agent
// (CH31, R168, R189, R330).
func Block(c Chat, who log.Party, id, comment string, at time.Time) (Change, error) {
	switch {
	case c.State != Engaged:
		return Change{}, fault.New(fault.Conflict, "Only the visitor of a chat that is going on can be blocked.")
	case who == log.Visitor || !c.mayWrite(who):
		return Change{}, errOut
	}
	if err := CheckNote(comment); err != nil {
		return Change{}, err
	}
	change := end(c, who, id, log.ByAgent, log.Finished, at)
	change.Private = append(change.Private, log.Draft{Kind: log.Blocked, ID: id, Who: who, Payload: log.Payload{Agent: c.personOf(who), Text: comment}})
	return change, nil
}

// end ends a chat. Whatever was pending in it ends with it: an invitation, a flag (CH37, R152, R153,
// R199).
func end(c Chat, who log.Party, id string, by log.EndedBy, why log.Reason, at time.Time) Change {
	c = c.clone()
	var private []log.Draft
	if c.Invite != nil {
		private = append(private, c.recalled(""))
	}
	if c.Flag != nil {
		private = append(private, c.lowered("", log.System, log.BySystem))
	}
	c.Invite, c.Flag, c.Offer, c.Refused = nil, nil, nil, nil
	c.State, c.EndedAt, c.EndedBy, c.Reason = Ended, millis(at), by, why
	for i := range c.Agents {
		c.Agents[i].In = false
	}
	return Change{
		Chat: c, Private: private,
		Public: []log.Draft{{Kind: log.Ended, ID: id, Who: who, Payload: log.Payload{By: by, Reason: why}}},
	}
}

func (c Chat) personOf(p log.Party) string {
	for _, a := range c.Agents {
		if a.Party == p {
			return a.Person
		}
	}
	return ""
}
