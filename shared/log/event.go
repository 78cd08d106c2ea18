// Package log is the record of a conversation: two append-only logs per chat, one that the visitor may see and one for
// staff only. It holds the envelope of an event, every kind with its payload, the one encoding in which events are
// stored, and the chain that proves that nothing was changed. It knows no clock and no store: whoever decides passes
// the time in, whoever commits writes the bytes.
package log

import "time"

// Kind names what happened, in the past tense.
type Kind string

// Public kinds: what the visitor may see. Every change of who may speak is public. Ended is always the last.
const (
	Requested   Kind = "requested"
	Accepted    Kind = "accepted"    // an agent answered the request
	Greeted     Kind = "greeted"     // her automatic greeting (R38)
	Said        Kind = "said"        // a message
	HandedOn    Kind = "handedOn"    // its agent passed the chat to a queue: nobody may write until the next one comes
	Transferred Kind = "transferred" // another agent took the chat over
	Returned    Kind = "returned"    // nobody took it: it is back with the agent who passed it on (R318)
	Joined      Kind = "joined"      // a further agent came into the chat
	Left        Kind = "left"        // one of several agents went
	Signalled   Kind = "signalled"   // a custom event (R121)
	Ended       Kind = "ended"
)

// Private kinds: what only staff may see. Closed is always the last.
const (
	Queued      Kind = "queued"      // everybody was at capacity: the request waits in a queue
	Routed      Kind = "routed"      // offered to an agent, or shown to all who may take it
	PassedOver  Kind = "passedOver"  // the console of the agent to whom it was offered stayed silent
	Withdrawn   Kind = "withdrawn"   // the agent to whom it was offered is not available any more
	Declined    Kind = "declined"    // an agent declined it
	Lapsed      Kind = "lapsed"      // an offer or an invitation was not answered in time
	Took        Kind = "took"        // who took it and under which settings, with the time-outs that follow
	Invited     Kind = "invited"     // a transfer or a conference was asked of an agent or of all with a skill
	Refused     Kind = "refused"     // … and declined
	Recalled    Kind = "recalled"    // … and taken back by who asked, or by the system
	Passed      Kind = "passed"      // its agent passed the chat to a queue
	PassFailed  Kind = "passFailed"  // … and nobody took it, or nobody was there
	Whispered   Kind = "whispered"   // a supervisor wrote to the agents
	Flagged     Kind = "flagged"     // an agent asked for help
	FlagLowered Kind = "flagLowered" // … and was helped
	Blocked     Kind = "blocked"     // an agent blocked the visitor's addresses
	Visited     Kind = "visited"     // the visitor went to another page (R122)
	TabShut     Kind = "tabShut"
	Closed      Kind = "closed"
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
	Barred    Reason = "blocked" // an address rule stopped the request; the visitor sees "not available" (R104)
	Idle      Reason = "clientIdleTimeout"
	Gone      Reason = "visitorGone"
	AgentGone Reason = "agentGone"
	LoggedOut Reason = "agentLeft"
)

// Payload is what an event of its kind says; each field belongs to the kinds named beside it. It is stored beside the
// envelope, so that it can be destroyed later without breaking the chain.
type Payload struct {
	Text   string  `cbor:"1,keyasint,omitempty"` // said, greeted, whispered, flagged, blocked, invited, visited, signalled
	Party  Party   `cbor:"2,keyasint,omitempty"` // accepted, transferred, returned, joined, left, handedOn: whom it is about
	Name   string  `cbor:"3,keyasint,omitempty"` // her visible name
	Agent  string  `cbor:"4,keyasint,omitempty"` // private kinds: the agent's person id
	By     EndedBy `cbor:"5,keyasint,omitempty"` // ended; flagLowered: the side that lowered it
	Reason Reason  `cbor:"6,keyasint,omitempty"` // ended
	Detail string  `cbor:"7,keyasint,omitempty"` // routed: why it came to whom; signalled: the type of the custom event

	Invite Invite `cbor:"8,keyasint,omitempty"`  // invited, refused, recalled, lapsed: what was asked
	To     Target `cbor:"9,keyasint,omitempty"`  // invited, recalled, passed, passFailed, queued: of whom
	Target string `cbor:"10,keyasint,omitempty"` // … the agent's person id, the skill or the button

	Critical int `cbor:"11,keyasint,omitempty"` // took: seconds until an unanswered visitor is critical; 0 for never
	Warning  int `cbor:"12,keyasint,omitempty"` // took: seconds until an idle visitor is warned
	Timeout  int `cbor:"13,keyasint,omitempty"` // took: seconds until an idle visitor's chat ends; 0 for never

	Candidates []Candidate `cbor:"14,keyasint,omitempty"` // routed: who was looked at
}

// Invite is what an agent asks of others.
type Invite string

// The two invitations.
const (
	Transfer   Invite = "transfer"
	Conference Invite = "conference"
)

// Target is of whom it is asked.
type Target string

// The three targets.
const (
	ToAgent  Target = "agent"
	ToSkill  Target = "skill"
	ToButton Target = "button"
)

// Candidate is an agent whom the router looked at: her numbers then, and why she was chosen or left out.
type Candidate struct {
	Agent    string `cbor:"1,keyasint"`
	Load     int    `cbor:"2,keyasint"`
	Capacity int    `cbor:"3,keyasint"`
	Last     int64  `cbor:"4,keyasint,omitempty"` // when she was last given a chat, milliseconds since 1970
	Why      string `cbor:"5,keyasint"`
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
