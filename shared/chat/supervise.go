package chat

import (
	"strings"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// RaiseFlag lets an agent in the chat call for help (CH32, R197).
func RaiseFlag(c Chat, who log.Party, id, text string, at time.Time) (Change, error) {
	switch {
	case c.State != Engaged:
		return Change{}, fault.New(fault.Conflict, "A flag can be raised only while the chat goes on.")
	case who == log.Visitor || !c.mayWrite(who):
		return Change{}, errOut
	case c.Flag != nil:
		return Change{}, fault.New(fault.Conflict, "The flag is up already.")
	case strings.TrimSpace(text) == "":
		return Change{}, fault.InvalidField("text", "must say what you need help with")
	}
	if err := checkLength("text", text, MaxNote); err != nil {
		return Change{}, err
	}
	c = c.clone()
	person := c.personOf(who)
	c.Flag = &Flag{Person: person, Text: text, At: millis(at)}
	return Change{Chat: c, Private: []log.Draft{{Kind: log.Flagged, ID: id, Who: who, Payload: log.Payload{Agent: person, Text: text}}}}, nil
}

// LowerFlag takes it down: an agent in the chat, or a supervisor (CH33, R198).
func LowerFlag(c Chat, person, id string, by log.EndedBy) (Change, error) {
	if c.Flag == nil {
		return Change{}, fault.New(fault.Conflict, "No flag is up.")
	}
	c = c.clone()
	draft := c.lowered(id, log.System, by)
	draft.Payload.Agent = person
	c.Flag = nil
	return Change{Chat: c, Private: []log.Draft{draft}}, nil
}

// LoweredBySupervisor is the side that a supervisor is on; agents are log.ByAgent, an end is log.BySystem.
const LoweredBySupervisor log.EndedBy = "supervisor"

func (c Chat) lowered(id string, who log.Party, by log.EndedBy) log.Draft {
	return log.Draft{Kind: log.FlagLowered, ID: id, Who: who, Payload: log.Payload{Agent: c.Flag.Person, By: by}}
}

// Whisper lets a supervisor write to the agents of a chat, and to nobody else (CH34, R205, R207).
func Whisper(c Chat, person, name, id, text string) (log.Draft, error) {
	if c.State != Engaged {
		return log.Draft{}, fault.New(fault.Conflict, "Nobody is in this chat to read it.")
	}
	if err := CheckText(text); err != nil {
		return log.Draft{}, err
	}
	return private(log.Whispered, id, log.Payload{Agent: person, Name: name, Text: text}), nil
}
