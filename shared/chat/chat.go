// Package chat is the conversation: its states, its parties and its rules. A rule takes a chat as it stands, who acts
// and what she wants, and returns a Change: the chat as it then stands, and the events that say so. It asks no clock,
// no network and no store. SPEC.md states each rule in a sentence; the tests carry the same ids.
package chat

import (
	"time"

	"switchboard/shared/log"
)

// State says where a chat stands.
type State string

// The states, in the order in which a chat goes through them; waiting may go straight to ended.
const (
	Waiting State = "waiting" // requested, nobody has accepted
	Engaged State = "engaged" // at least one agent is in it
	Ended   State = "ended"   // nobody may write; tabs may still be open
	Closed  State = "closed"  // the private log is complete: the transcript may be made
	Final   State = "final"   // the transcript is made
)

// Chat is the head of a conversation, at most 1 KB encoded. Times are milliseconds since 1970, 0 for not yet.
type Chat struct {
	ID         string `cbor:"1,keyasint"`
	State      State  `cbor:"2,keyasint"`
	StateSeq   int    `cbor:"3,keyasint"` // seq of the last change of state
	Visitor    string `cbor:"4,keyasint"` // the visitor's person: the hash of the chat's secret
	RequestID  string `cbor:"5,keyasint"`
	Button     string `cbor:"6,keyasint"`
	ButtonName string `cbor:"7,keyasint"`
	Deployment string `cbor:"8,keyasint"`
	Site       string `cbor:"9,keyasint"`

	RequestedAt int64       `cbor:"10,keyasint"`
	AcceptedAt  int64       `cbor:"11,keyasint,omitempty"`
	EndedAt     int64       `cbor:"12,keyasint,omitempty"`
	EndedBy     log.EndedBy `cbor:"13,keyasint,omitempty"`
	Reason      log.Reason  `cbor:"14,keyasint,omitempty"`

	Agents   []Agent  `cbor:"15,keyasint,omitempty"` // in the order they came; those who left stay
	Declined []string `cbor:"16,keyasint,omitempty"` // persons from whom the request is hidden (R76)
	Alias    string   `cbor:"17,keyasint,omitempty"` // the visitor's name, for lists
}

// Agent is an agent's part in a chat.
type Agent struct {
	Person  string    `cbor:"1,keyasint"`
	Party   log.Party `cbor:"2,keyasint"`
	Name    string    `cbor:"3,keyasint"` // as the visitor sees her (R37)
	Epoch   int       `cbor:"4,keyasint"` // her session's epoch under which she took it
	In      bool      `cbor:"5,keyasint,omitempty"`
	TabOpen bool      `cbor:"6,keyasint,omitempty"` // she holds a place for it
}

// Change is what a rule decided: the chat as it then stands and the events that say so.
type Change struct {
	Chat    Chat
	Public  []log.Draft
	Private []log.Draft
}

// Open reports whether the chat has not ended.
func (c Chat) Open() bool { return c.State == Waiting || c.State == Engaged }

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

// Holds reports whether this person's load counts the chat (R61, R120).
func (c Chat) Holds(person string) bool {
	for _, a := range c.Agents {
		if a.Person == person {
			return a.In || a.TabOpen
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
	c.Agents = append([]Agent(nil), c.Agents...)
	c.Declined = append([]string(nil), c.Declined...)
	return c
}

func millis(t time.Time) int64 { return t.UnixMilli() }
