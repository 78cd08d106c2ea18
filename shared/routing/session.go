package routing

import "time"

// Session is what is counted of an agent from log-in to log-out (R208–R210). Times are milliseconds, moments
// milliseconds since 1970.
type Session struct {
	LoginAt  int64 `cbor:"1,keyasint"`
	LogoutAt int64 `cbor:"2,keyasint,omitempty"`
	Since    int64 `cbor:"3,keyasint"` // up to when the times below are accounted

	Online     int64 `cbor:"4,keyasint,omitempty"`
	Away       int64 `cbor:"5,keyasint,omitempty"`
	InChats    int64 `cbor:"6,keyasint,omitempty"` // with at least one engaged chat
	AtCapacity int64 `cbor:"7,keyasint,omitempty"` // with every place taken

	Assigned          int `cbor:"8,keyasint,omitempty"` // what was offered to her alone, by the router or a colleague
	Engaged           int `cbor:"9,keyasint,omitempty"`
	Declined          int `cbor:"10,keyasint,omitempty"`
	TimedOut          int `cbor:"11,keyasint,omitempty"`
	FlagsRaised       int `cbor:"12,keyasint,omitempty"`
	LoweredAgent      int `cbor:"13,keyasint,omitempty"`
	LoweredSupervisor int `cbor:"14,keyasint,omitempty"`
}

// Idle is the time logged in without an engaged chat (R210).
func (s Session) Idle() int64 { return s.Online + s.Away - s.InChats }

// account adds the time since the last change to what she was doing meanwhile.
func (a Agent) account(at time.Time) Session {
	s := a.Session
	passed := at.UnixMilli() - s.Since
	if a.Status != Online && a.Status != Away || passed <= 0 {
		return s
	}
	s.Since = at.UnixMilli()
	if a.Status == Online {
		s.Online += passed
	} else {
		s.Away += passed
	}
	if a.Engaged > 0 {
		s.InChats += passed
	}
	if a.Load >= a.Capacity {
		s.AtCapacity += passed
	}
	return s
}
