// Package chat is the conversation: its states, its parties and its rules. A rule takes a chat as it stands, who acts
// and what she wants, and returns a Change: the chat as it then stands, and the events that say so. It asks no clock,
// no network and no store. SPEC.md states each rule in a sentence; the tests carry the same ids.
package chat

import (
	"slices"
	"time"

	"switchboard/shared/log"
)

// State says where a chat stands.
type State string

// The states, in the order in which a chat goes through them; waiting may go straight to ended, and an engaged chat
// that its agent passed to a queue waits again.
const (
	Waiting State = "waiting" // asked for, and nobody is in it
	Engaged State = "engaged" // at least one agent is in it
	Ended   State = "ended"   // nobody may write; tabs may still be open
	Closed  State = "closed"  // the private log is complete: the transcript may be made
	Final   State = "final"   // the transcript is made
)

// Chat is the head of a conversation, at most 1 KB encoded once it is engaged. Times are milliseconds since 1970, 0 for
// not yet.
type Chat struct {
	ID         string `cbor:"1,keyasint"`
	State      State  `cbor:"2,keyasint"`
	StateSeq   int    `cbor:"3,keyasint"` // seq of the last change of state
	Visitor    string `cbor:"4,keyasint"` // the visitor's person: the hash of the chat's secret
	RequestID  string `cbor:"5,keyasint"`
	Button     string `cbor:"6,keyasint"` // the button that was pressed (R328)
	ButtonName string `cbor:"7,keyasint"`
	Deployment string `cbor:"8,keyasint"`
	Site       string `cbor:"9,keyasint"`

	RequestedAt int64       `cbor:"10,keyasint"`
	AcceptedAt  int64       `cbor:"11,keyasint,omitempty"`
	EndedAt     int64       `cbor:"12,keyasint,omitempty"`
	EndedBy     log.EndedBy `cbor:"13,keyasint,omitempty"`
	Reason      log.Reason  `cbor:"14,keyasint,omitempty"`

	Agents  []Agent  `cbor:"15,keyasint,omitempty"` // in the order they came; those who left stay
	Refused []string `cbor:"16,keyasint,omitempty"` // while it waits: persons who declined it or let it lapse (R76, R83)
	Alias   string   `cbor:"17,keyasint,omitempty"` // the visitor's name, for lists

	Queue     string  `cbor:"18,keyasint,omitempty"` // the button whose agents may take it now; "" if only one agent may
	Fallback  string  `cbor:"19,keyasint,omitempty"` // the button to go to if the one agent does not take it (R68)
	Offer     *Offer  `cbor:"20,keyasint,omitempty"` // while it is offered to one agent
	Round     int     `cbor:"21,keyasint,omitempty"` // how often it was offered anew to those who had refused (R86)
	Invite    *Invite `cbor:"22,keyasint,omitempty"` // a transfer or a conference that somebody was asked for
	Flag      *Flag   `cbor:"23,keyasint,omitempty"`
	Back      string  `cbor:"24,keyasint,omitempty"` // the agent who passed it on, to whom it returns (R318)
	FreePlace bool    `cbor:"25,keyasint,omitempty"` // its end frees the agents' places (R120)
	Settled   Settled `cbor:"26,keyasint"`
	Asking    bool    `cbor:"27,keyasint,omitempty"` // the visitor wants to know her place in the queue (R98)
	QueuedAt  int64   `cbor:"28,keyasint,omitempty"` // since when nobody was told of it alone: hints count from here
}

// Settled is what a chat copies of the settings at acceptance (R42): seconds, 0 for never.
type Settled struct {
	Critical int `cbor:"1,keyasint,omitempty"` // an unanswered visitor is critical (R130)
	Warning  int `cbor:"2,keyasint,omitempty"` // an idle visitor is warned (R126)
	Timeout  int `cbor:"3,keyasint,omitempty"` // and her chat ends (R128)
}

// Agent is an agent's part in a chat.
type Agent struct {
	Person  string    `cbor:"1,keyasint"`
	Party   log.Party `cbor:"2,keyasint"`
	Name    string    `cbor:"3,keyasint"` // as the visitor sees her (R37)
	Epoch   int       `cbor:"4,keyasint"` // her session's epoch under which she took it
	In      bool      `cbor:"5,keyasint,omitempty"`
	TabOpen bool      `cbor:"6,keyasint,omitempty"` // she has not shut its tab
	Peeks   bool      `cbor:"7,keyasint,omitempty"` // she sees what the visitor has not sent yet (R31, R173)
}

// Offer is a request as it is offered to one agent.
type Offer struct {
	Person string `cbor:"1,keyasint"`
	At     int64  `cbor:"2,keyasint"`
	Until  int64  `cbor:"3,keyasint,omitempty"` // 0: it stands until it is answered (R88)
	Shown  bool   `cbor:"4,keyasint,omitempty"` // her console has acknowledged it
	Epoch  int    `cbor:"5,keyasint"`           // hers when it was made
	Name   string `cbor:"6,keyasint,omitempty"` // as staff see her
}

// Invite is a transfer or a conference for which another agent is asked.
type Invite struct {
	Kind    log.Invite `cbor:"1,keyasint"`
	ID      string     `cbor:"2,keyasint"` // of the frame that asked
	From    string     `cbor:"3,keyasint"`
	To      log.Target `cbor:"4,keyasint"`
	Target  string     `cbor:"5,keyasint"` // a person or a skill
	Note    string     `cbor:"6,keyasint,omitempty"`
	At      int64      `cbor:"7,keyasint"`
	Until   int64      `cbor:"8,keyasint"`
	Refused []string   `cbor:"9,keyasint,omitempty"`
	Name    string     `cbor:"10,keyasint,omitempty"` // of the agent, skill or button, as staff see it
}

// Flag is a call for help (R197).
type Flag struct {
	Person string `cbor:"1,keyasint"`
	Text   string `cbor:"2,keyasint"`
	At     int64  `cbor:"3,keyasint"`
}

// Change is what a rule decided: the chat as it then stands and the events that say so.
type Change struct {
	Chat    Chat
	Public  []log.Draft
	Private []log.Draft
}

// Open reports whether the chat has not ended.
func (c Chat) Open() bool { return c.State == Waiting || c.State == Engaged }

// Answered reports whether an agent ever was in it: it will be Completed, never Missed.
func (c Chat) Answered() bool { return c.AcceptedAt > 0 }

// In returns the agents who are in the chat, in the order they came.
func (c Chat) In() []Agent {
	return slices.DeleteFunc(slices.Clone(c.Agents), func(a Agent) bool { return !a.In })
}

// Has reports whether a person is an agent in the chat.
func (c Chat) Has(person string) bool {
	return slices.ContainsFunc(c.Agents, func(a Agent) bool { return a.Person == person && a.In })
}

// Party returns the handle of a person in this chat, "" if she is not and never was in it.
func (c Chat) Party(person string) log.Party {
	if person == c.Visitor {
		return log.Visitor
	}
	for _, a := range c.Agents {
		if a.Person == person {
			return a.Party
		}
	}
	return ""
}

// Holder returns the agent who holds the chat: who is in it or, after its end, whose tab is open; nil if nobody.
func (c Chat) Holder() *Agent {
	for i := len(c.Agents) - 1; i >= 0; i-- {
		if a := &c.Agents[i]; a.In || a.TabOpen {
			return a
		}
	}
	return nil
}

// Holds reports whether this person is in the chat or has its tab open.
func (c Chat) Holds(person string) bool {
	for _, a := range c.Agents {
		if a.Person == person {
			return a.In || a.TabOpen
		}
	}
	return false
}

// Loads reports whether this person's load counts the chat: she is in it, or has its tab open and the end has not freed
// her place (R61, R120).
func (c Chat) Loads(person string) bool {
	for _, a := range c.Agents {
		if a.Person == person {
			return a.In || a.TabOpen && !c.FreePlace
		}
	}
	return false
}

// Name returns the visible name of a party.
func (c Chat) Name(p log.Party) string {
	for _, a := range c.Agents {
		if a.Party == p {
			return a.Name
		}
	}
	return c.Alias
}

// clone copies the parts of a chat that rules change, so that a rule never touches its argument.
func (c Chat) clone() Chat {
	c.Agents, c.Refused = slices.Clone(c.Agents), slices.Clone(c.Refused)
	if c.Offer != nil {
		o := *c.Offer
		c.Offer = &o
	}
	if c.Invite != nil {
		i := *c.Invite
		i.Refused = slices.Clone(i.Refused)
		c.Invite = &i
	}
	return c
}

func millis(t time.Time) int64 { return t.UnixMilli() }
