// Package log is the record of a conversation: two append-only logs per chat, one that the visitor may see and one for
// staff only. It holds the envelope of an event, every kind with its payload, the one encoding in which events are
// stored, and the chain that proves that nothing was changed. It knows no clock and no store: whoever decides passes
// the time in, whoever commits writes the bytes.
package log

import "time"

// Kind names what happened, in the past tense.
type Kind string

// Public kinds: what the visitor may see. Ended is always the last.
const (
	Requested Kind = "requested"
	Accepted  Kind = "accepted"
	Said      Kind = "said"
	Ended     Kind = "ended"
)

// Private kinds: what only staff may see. Closed is always the last.
const (
	Routed   Kind = "routed"
	Declined Kind = "declined"
	TabShut  Kind = "tabShut"
	Closed   Kind = "closed"
)

// Party is the handle of somebody in a chat: Visitor, System, or "a1", "a2" … for agents in the order they came. The
// public log holds handles only, so that nothing in it names a person whom the visitor may not know (R37).
type Party string

// The parties that every chat has.
const (
	Visitor Party = "v"
	System  Party = "system"
)

// EndedBy says which side ended a chat (R226).
type EndedBy string

// The sides that may end a chat.
const (
	ByVisitor EndedBy = "visitor"
	ByAgent   EndedBy = "agent"
	BySystem  EndedBy = "system"
)

// Reason says why a chat ended.
type Reason string

// The reasons; protocol says the same words on the wire.
const (
	Finished  Reason = "ended"
	Cancelled Reason = "cancelled"
	NoAgent   Reason = "agentsUnavailable"
	QueueFull Reason = "queueFull"
	Gone      Reason = "visitorGone"
	AgentGone Reason = "agentGone"
	LoggedOut Reason = "agentLeft"
)

// Payload is what an event of its kind says; each field belongs to the kinds named beside it. It is stored beside the
// envelope, so that it can be destroyed later without breaking the chain.
type Payload struct {
	Text   string  `cbor:"1,keyasint,omitempty"` // said
	Party  Party   `cbor:"2,keyasint,omitempty"` // accepted: the handle of the agent who joined
	Name   string  `cbor:"3,keyasint,omitempty"` // accepted, declined: the visible name
	Agent  string  `cbor:"4,keyasint,omitempty"` // private kinds: the agent's person id
	By     EndedBy `cbor:"5,keyasint,omitempty"` // ended
	Reason Reason  `cbor:"6,keyasint,omitempty"` // ended
	Detail string  `cbor:"7,keyasint,omitempty"` // routed: why it came to whom
}

// Draft is an event that a rule decided and nobody has stored yet. ID is the id of the frame that caused it; After is
// for private events the public seq they followed.
type Draft struct {
	Kind    Kind
	ID      string
	Who     Party
	After   int
	Payload Payload
}

// Event is an event as it stands in a log.
type Event struct {
	Seq      int
	ID       string
	At       time.Time
	Who      Party
	Kind     Kind
	StateSeq int // seq of the last change of state under which it was written
	After    int
	Payload  Payload

	stored Stored
}

// Stored returns the bytes that hold the event.
func (e Event) Stored() Stored { return e.stored }
