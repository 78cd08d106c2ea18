// Package routing is who gets the next request: agents with their status, load and capacity, the lists in which the free
// ones stand, the counts on which a refusal rests, and the choice itself. Like every rule here it takes what it must
// know as arguments, time included, and returns what then holds. SPEC.md states the rules.
package routing

import (
	"slices"
	"time"

	"switchboard/shared/fault"
)

// Status is an agent's presence (R13).
type Status string

// The three statuses.
const (
	Online  Status = "Online"
	Away    Status = "Away"
	Offline Status = "Offline"
)

// ParseStatus refuses anything but the three (R13).
func ParseStatus(s string) (Status, error) {
	switch Status(s) {
	case Online, Away, Offline:
		return Status(s), nil
	}
	return "", fault.InvalidField("status", "must be Online, Away or Offline")
}

// Agent is an agent's standing: small, and raised in Rev by every change, so that of two screens the newer is known.
type Agent struct {
	Person   string   `cbor:"1,keyasint"`
	Name     string   `cbor:"2,keyasint"` // as visitors see her where no button says otherwise
	Status   Status   `cbor:"3,keyasint"`
	Capacity int      `cbor:"4,keyasint"`
	Load     int      `cbor:"5,keyasint"` // places taken: engaged chats, ended ones that keep their place, offers (R61)
	Rev      int      `cbor:"6,keyasint"`
	Epoch    int      `cbor:"7,keyasint"`           // raised by each log-in and each leaving
	Out      int      `cbor:"8,keyasint"`           // the newest epoch that she left: its chats are let go
	Exit     bool     `cbor:"9,keyasint,omitempty"` // she left by herself, and was not lost
	Busy     int64    `cbor:"10,keyasint"`          // when she last went from no place taken to one, milliseconds
	Tab      string   `cbor:"11,keyasint,omitempty"`
	Buttons  []string `cbor:"12,keyasint,omitempty"` // the buttons she serves

	Configuration string   `cbor:"13,keyasint,omitempty"` // her agent configuration
	Skills        []string `cbor:"14,keyasint,omitempty"`
	Ranks         []Rank   `cbor:"15,keyasint,omitempty"` // the orders in which she is looked for while she is free
	Engaged       int      `cbor:"16,keyasint,omitempty"` // chats that she is in and that have not ended
	Offers        []Offer  `cbor:"17,keyasint,omitempty"` // asked of her and of nobody else
	Silent        bool     `cbor:"18,keyasint,omitempty"` // her console did not answer an offer; her next frame clears it
	Last          int64    `cbor:"19,keyasint,omitempty"` // when she was last given a chat, milliseconds
	Flags         []Flag   `cbor:"20,keyasint,omitempty"` // chats in which she asked for help
	Session       Session  `cbor:"21,keyasint"`
	Settings      int64    `cbor:"22,keyasint,omitempty"` // the version of the settings that she stands under
	Acted         []string `cbor:"23,keyasint,omitempty"` // the newest frames that set her status, by their ids
}

// OfferKind says what is offered to one agent.
type OfferKind string

// The kinds of offers. The first two take a place (R61), the others may go beyond her capacity (R136).
const (
	Push       OfferKind = "push"       // the router chose her
	Direct     OfferKind = "direct"     // the visitor asked for her (R68)
	Transfer   OfferKind = "transfer"   // a colleague wants to hand a chat over
	Conference OfferKind = "conference" // a colleague wants her in a chat
)

func (k OfferKind) takesPlace() bool { return k == Push || k == Direct }

// Offer is what is offered to one agent.
type Offer struct {
	Chat string    `cbor:"1,keyasint"`
	Kind OfferKind `cbor:"2,keyasint"`
	At   int64     `cbor:"3,keyasint"`
}

// Flag is a call for help (R197).
type Flag struct {
	Chat string `cbor:"1,keyasint"`
	Text string `cbor:"2,keyasint"`
	At   int64  `cbor:"3,keyasint"`
}

// Free reports whether an ordinary request may come to her (RT3).
func (a Agent) Free() bool { return a.Open() > 0 }

// Open is how many ordinary requests she may still be given: none unless she is Online and her console answers.
func (a Agent) Open() int {
	if a.Status != Online || a.Silent {
		return 0
	}
	return max(0, a.Capacity-a.Load)
}

// Active is what the push rules count: chats she is in and requests that are offered to her (R77, R78).
func (a Agent) Active() int {
	n := a.Engaged
	for _, o := range a.Offers {
		if o.Kind.takesPlace() {
			n++
		}
	}
	return n
}

// Offered returns the offer of a chat to her, if there is one.
func (a Agent) Offered(chat string) (Offer, bool) {
	i := slices.IndexFunc(a.Offers, func(o Offer) bool { return o.Chat == chat })
	if i < 0 {
		return Offer{}, false
	}
	return a.Offers[i], true
}

// LostAt is when an agent who was last heard of at seen counts as lost (RT5): soon once she has renewed with a chat,
// later while she has none or has not yet renewed since she got one.
func (a Agent) LostAt(seen time.Time, held, idle time.Duration) time.Time {
	if a.Load > 0 && seen.UnixMilli() >= a.Busy {
		return seen.Add(held)
	}
	return seen.Add(idle)
}

// changed begins every change of an agent: her times are accounted up to it, her revision rises, and nothing of the
// agent that was passed in is touched.
func (a Agent) changed(at time.Time) Agent {
	a.Session = a.account(at)
	a.Offers, a.Flags = slices.Clone(a.Offers), slices.Clone(a.Flags)
	a.Rev++
	return a
}
