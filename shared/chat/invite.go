package chat

import (
	"slices"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// MaxNote is how many characters the message of a transfer, a flag or a block holds.
const MaxNote = 1000

// Asking is an agent who asks others into a chat, or to take it.
type Asking struct {
	Person, ID string
	Kind       log.Invite
	To         log.Target
	Target     string // a person, a skill or a button
	Name       string // its name, as staff see it
	Note       string
	At, Until  time.Time
}

// Ask notes a transfer or a conference for which another agent is asked. There is one at a time, and no transfer while
// several agents are in the chat (CH21, R151, R158, R159, R170).
func Ask(c Chat, by Asking) (Change, error) {
	if err := mayAsk(c, by); err != nil {
		return Change{}, err
	}
	c = c.clone()
	c.Invite = &Invite{
		Kind: by.Kind, ID: by.ID, From: by.Person, To: by.To, Target: by.Target, Name: by.Name, Note: by.Note,
		At: millis(by.At), Until: millis(by.Until),
	}
	return Change{Chat: c, Private: []log.Draft{c.invited(log.Invited, by.ID, c.Party(by.Person), by.Person, by.Note)}}, nil
}

func mayAsk(c Chat, by Asking) error {
	switch {
	case c.State != Engaged:
		return fault.New(fault.Conflict, "Only a chat that is going on can be handed over or widened.")
	case !c.Has(by.Person):
		return errOut
	case c.Invite != nil:
		return fault.New(fault.Conflict, "Somebody is being asked already. Take that back first.")
	case by.Kind == log.Transfer && len(c.In()) > 1:
		return fault.New(fault.Conflict, "Several agents are in this chat. Leave it instead of handing it over.")
	case by.To == log.ToAgent && c.Has(by.Target):
		return fault.New(fault.Conflict, "This agent is in the chat already.")
	}
	return CheckNote(by.Note)
}

var errOut = fault.New(fault.Forbidden, "You are not in this chat any more.")

// CheckNote refuses a message of a transfer, flag or block that is too long.
func CheckNote(note string) error { return checkLength("note", note, MaxNote) }

func (c Chat) invited(kind log.Kind, id string, who log.Party, agent, text string) log.Draft {
	return log.Draft{Kind: kind, ID: id, Who: who, Payload: log.Payload{
		Invite: c.Invite.Kind, To: c.Invite.To, Target: c.Invite.Target, Name: c.Invite.Name, Agent: agent, Text: text,
	}}
}

// Invited reports whether an agent may answer the invitation: it is hers, or she has the skill, is not in the chat and
// has not declined.
func (c Chat) Invited(person string, skills []string) bool {
	if c.Invite == nil || c.State != Engaged || c.Has(person) {
		return false
	}
	if c.Invite.To == log.ToAgent {
		return c.Invite.Target == person
	}
	return slices.Contains(skills, c.Invite.Target) && !slices.Contains(c.Invite.Refused, person)
}

// Come is the first agent who answers an invitation: she takes the chat over and the one who asked is out of it, or she
// joins her (CH22, R138, R143, R158, R160).
func Come(c Chat, by Taking) (Change, error) {
	if c.Invite == nil {
		return Change{}, fault.New(fault.Conflict, "Nobody is asked to this chat any more.")
	}
	invite := *c.Invite
	c = c.clone()
	c.Invite = nil
	if invite.Kind == log.Transfer {
		c.let(invite.From)
		change := take(c, by, log.Transferred)
		return change, nil
	}
	party := c.come(by)
	return Change{
		Chat: c, Public: []log.Draft{{Kind: log.Joined, ID: by.ID, Who: party, Payload: log.Payload{Party: party, Name: by.Name}}},
		Private: []log.Draft{took(by)},
	}, nil
}

// Spurn is an agent who declines an invitation. One that was put to all with a skill stands until the last of them has
// (CH23, R138, R146, R161).
func Spurn(c Chat, by Taking, last bool) (Change, error) {
	if c.Invite == nil {
		return Change{}, fault.New(fault.Conflict, "Nobody is asked to this chat any more.")
	}
	c = c.clone()
	c.Invite.Refused = append(c.Invite.Refused, by.Person)
	change := Change{Chat: c}
	if c.Invite.To == log.ToAgent || last {
		change.Private = []log.Draft{c.invited(log.Refused, by.ID, log.System, by.Person, "")}
		change.Private[0].Payload.Name = by.Name
		change.Chat.Invite = nil
	}
	return change, nil
}

// Expire takes back an invitation that nobody answered in time (CH24, R147).
func Expire(c Chat) Change {
	agent := ""
	if c.Invite.To == log.ToAgent {
		agent = c.Invite.Target
	}
	draft := c.invited(log.Lapsed, "", log.System, agent, "")
	c = c.clone()
	c.Invite = nil
	return Change{Chat: c, Private: []log.Draft{draft}}
}

// Recall takes back an invitation: who asked changed her mind, or the one agent who was asked is not there any more
// (CH25, R148, R162, R20).
func Recall(c Chat, person, id string) (Change, error) {
	switch {
	case c.Invite == nil:
		return Change{}, fault.New(fault.Conflict, "Nobody is being asked any more.")
	case person != "" && !c.Has(person):
		return Change{}, errOut
	}
	c = c.clone()
	draft := c.recalled(id)
	c.Invite = nil
	return Change{Chat: c, Private: []log.Draft{draft}}, nil
}

func (c Chat) recalled(id string) log.Draft {
	return c.invited(log.Recalled, id, c.Party(c.Invite.From), c.Invite.From, "")
}
