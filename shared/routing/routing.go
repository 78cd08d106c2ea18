// Package routing is who gets the next request: agents with their status, load and capacity, buttons with their rules.
// Like every rule here it takes what it must know as arguments and returns what then holds. SPEC.md states the rules.
package routing

import (
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
	Name     string   `cbor:"2,keyasint"` // as visitors see her
	Status   Status   `cbor:"3,keyasint"`
	Capacity int      `cbor:"4,keyasint"`
	Load     int      `cbor:"5,keyasint"` // places taken: engaged chats and ended ones with an open tab (R61)
	Rev      int      `cbor:"6,keyasint"`
	Epoch    int      `cbor:"7,keyasint"`           // raised by each log-in
	Out      int      `cbor:"8,keyasint"`           // the newest epoch that she left: its chats are let go
	Exit     bool     `cbor:"9,keyasint,omitempty"` // she left by herself, and was not lost
	Busy     int64    `cbor:"10,keyasint"`          // when she last went from no place taken to one, milliseconds
	Tab      string   `cbor:"11,keyasint,omitempty"`
	Buttons  []string `cbor:"12,keyasint,omitempty"` // the buttons she serves
}

// Present is a log-in or a change of status (RT1, R13, R18).
func (a Agent) Present(status Status, tab string) Agent {
	if a.Status == "" || a.Status == Offline {
		a.Epoch++
		a.Exit = false
	}
	a.Status, a.Tab = status, tab
	a.Rev++
	return a
}

// Leave is a log-out, an exit or a loss: Offline under a new epoch, so that whatever was held under the old one is let
// go, however late (RT2, R17, R22).
func (a Agent) Leave(exit bool) Agent {
	a.Status, a.Exit, a.Out, a.Tab = Offline, exit, a.Epoch, ""
	a.Epoch++
	a.Rev++
	return a
}

// Take lets an agent take a request: only Online, only below capacity (RT3, R14–R16, R61, R74).
func (a Agent) Take(at time.Time) (Agent, error) {
	switch {
	case a.Status != Online:
		return a, fault.New(fault.Conflict, "Go Online to accept chats.")
	case a.Load >= a.Capacity:
		return a, fault.New(fault.Conflict, "All your %d places are taken. Close the tab of an ended chat first.", a.Capacity)
	}
	if a.Load == 0 {
		a.Busy = at.UnixMilli()
	}
	a.Load++
	a.Rev++
	return a, nil
}

// Release gives a place back (RT4, R120).
func (a Agent) Release() Agent {
	a.Load--
	a.Rev++
	return a
}

// Free reports whether an ordinary request may come to her (RT3).
func (a Agent) Free() bool { return a.Status == Online && a.Load < a.Capacity }

// LostAt is when an agent who was last heard of at seen counts as lost (RT5): soon once she has renewed with a chat,
// later while she has none or has not yet renewed since she got one.
func (a Agent) LostAt(seen time.Time, held, idle time.Duration) time.Time {
	if a.Load > 0 && seen.UnixMilli() >= a.Busy {
		return seen.Add(held)
	}
	return seen.Add(idle)
}

// Button is what visitors press; its agents serve it.
type Button struct {
	ID   string `json:"button" cbor:"1,keyasint"`
	Name string `json:"name" cbor:"2,keyasint"`
}

// Roster is a queue's count of agents and requests, on which every refusal rests (R63).
type Roster struct {
	Online  int // agents Online for this button
	Waiting int // requests waiting
	Rev     int // raised by every change of the list of waiting requests
}

// Admits reports whether a request may wait here (RT6, R63).
func (r Roster) Admits() bool { return r.Online > 0 }
