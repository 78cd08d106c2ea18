package routing

import (
	"slices"
	"time"

	"switchboard/shared/fault"
)

// Take lets an agent take a request from the list: only Online, only below capacity (RT3, R14–R16, R61, R74).
func (a Agent) Take(at time.Time) (Agent, error) {
	switch {
	case a.Status != Online:
		return a, errNotOnline
	case a.Load >= a.Capacity:
		return a, fault.New(fault.Forbidden, "All your %d places are taken. Close the tab of an ended chat first.", a.Capacity)
	}
	return a.engage(at, 1), nil
}

var errNotOnline = fault.New(fault.Forbidden, "Go Online to accept chats.")

// Assign gives an ordinary request to an agent who is free, and only to one who is (RT9, R80, R89).
func (a Agent) Assign(o Offer, at time.Time) (Agent, bool) {
	if !a.Free() {
		return a, false
	}
	a = a.changed(at)
	a.takePlace(at)
	a.Offers = append(a.Offers, o)
	a.Last = at.UnixMilli()
	a.Session.Assigned++
	return a, true
}

// Ask puts a colleague's transfer or conference to an agent: only Online, at capacity too (RT10, R136, R137).
func (a Agent) Ask(o Offer, at time.Time) (Agent, error) {
	if a.Status != Online {
		return a, fault.New(fault.Conflict, "%s is not Online.", a.Name)
	}
	a = a.changed(at)
	a.Offers = append(a.Offers, o)
	a.Session.Assigned++
	return a, nil
}

// Answer is her acceptance of what was offered to her alone: a place that the offer has taken stays taken (R61, R84).
func (a Agent) Answer(chat string, at time.Time) (Agent, error) {
	o, ok := a.Offered(chat)
	switch {
	case !ok:
		return a, fault.New(fault.Conflict, "This request is not offered to you any more.")
	case a.Status != Online:
		return a, errNotOnline
	}
	a = a.without(chat, at)
	if o.Kind.takesPlace() {
		return a.engage(at, 0), nil
	}
	return a.engage(at, 1), nil
}

// Join is an agent who comes into a chat by an invitation to all with a skill: at capacity too (RT10, R138, R156).
func (a Agent) Join(at time.Time) (Agent, error) {
	if a.Status != Online {
		return a, errNotOnline
	}
	return a.engage(at, 1), nil
}

// Refusal says how an offer ended that nobody accepted.
type Refusal int

// How an offer may end. Only the first two count in her session (R20, R81, R82).
const (
	ByHand    Refusal = iota // she declined
	TimedOut                 // she did not answer in time
	TakenBack                // she or her console was not there, the visitor left, or it was recalled
)

// Unoffer takes an offer back and frees its place (RT9).
func (a Agent) Unoffer(chat string, how Refusal, at time.Time) Agent {
	o, ok := a.Offered(chat)
	if !ok {
		return a
	}
	a = a.without(chat, at)
	if o.Kind.takesPlace() {
		a.Load--
	}
	switch how {
	case ByHand:
		a.Session.Declined++
	case TimedOut:
		a.Session.TimedOut++
	}
	return a
}

// Finish is the end of a chat that she is in: its place stays hers until she shuts the tab, unless the organisation
// frees it at the end (RT4, R120).
func (a Agent) Finish(free bool, at time.Time) Agent {
	a = a.changed(at)
	a.Engaged--
	if free {
		a.Load--
	}
	return a
}

// Shut gives the place of an ended chat back (RT4, R120).
func (a Agent) Shut(at time.Time) Agent {
	a = a.changed(at)
	a.Load--
	return a
}

// Go is her leaving a chat that goes on without her: handed over, left, or let go of (RT4, R317).
func (a Agent) Go(at time.Time) Agent { return a.Finish(true, at) }

// Return gives a chat back to the agent who passed it on and whom nobody relieved, over capacity if need be (R318).
func (a Agent) Return(at time.Time) Agent { return a.engage(at, 1) }

func (a Agent) engage(at time.Time, places int) Agent {
	a = a.changed(at)
	if places > 0 {
		a.takePlace(at)
	}
	a.Engaged++
	a.Last = at.UnixMilli()
	a.Session.Engaged++
	return a
}

func (a *Agent) takePlace(at time.Time) {
	if a.Load == 0 {
		a.Busy = at.UnixMilli()
	}
	a.Load++
}

func (a Agent) without(chat string, at time.Time) Agent {
	a = a.changed(at)
	a.Offers = slices.DeleteFunc(a.Offers, func(o Offer) bool { return o.Chat == chat })
	return a
}

// RaiseFlag and LowerFlag keep her calls for help, and count them (R197–R199). An end lowers without counting.
func (a Agent) RaiseFlag(f Flag, at time.Time) Agent {
	a = a.changed(at)
	a.Flags = append(a.Flags, f)
	a.Session.FlagsRaised++
	return a
}

// Lowering says who lowers a flag.
type Lowering int

// Who may lower a flag.
const (
	ByEnd Lowering = iota
	ByAgent
	BySupervisor
)

// LowerFlag takes a flag down.
func (a Agent) LowerFlag(chat string, by Lowering, at time.Time) Agent {
	i := slices.IndexFunc(a.Flags, func(f Flag) bool { return f.Chat == chat })
	if i < 0 {
		return a
	}
	a = a.changed(at)
	a.Flags = slices.Delete(a.Flags, i, i+1)
	switch by {
	case ByAgent:
		a.Session.LoweredAgent++
	case BySupervisor:
		a.Session.LoweredSupervisor++
	}
	return a
}
