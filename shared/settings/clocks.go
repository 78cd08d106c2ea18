package settings

import (
	"fmt"
	"time"
)

// Clocks are the waits that may be set; a zero one keeps its default (R309).
type Clocks struct {
	Ticket       Wait `json:"ticket,omitempty"`       // a one-time ticket lives
	Beat         Wait `json:"beat,omitempty"`         // a chat without news is beaten after
	VisitorGone  Wait `json:"visitorGone,omitempty"`  // a visitor without word is gone after
	Disconnected Wait `json:"disconnected,omitempty"` // … after her last socket closed
	Left         Wait `json:"left,omitempty"`         // … after her page said that it closes
	Lease        Wait `json:"lease,omitempty"`        // an agent with chats renews each
	LeaseLost    Wait `json:"leaseLost,omitempty"`    // … and is lost after
	Idle         Wait `json:"idle,omitempty"`         // an agent without chats renews each
	IdleLost     Wait `json:"idleLost,omitempty"`     // … and is lost after
	CloseDelay   Wait `json:"closeDelay,omitempty"`   // closing the last console tab counts after (R17)
	Grace        Wait `json:"grace,omitempty"`        // a lost agent's chats are kept for (R22)
	Offered      Wait `json:"offered,omitempty"`      // a console acknowledges an offer within
	Invite       Wait `json:"invite,omitempty"`       // a transfer or conference request stands, where no push time-out says otherwise
	Positions    Wait `json:"positions,omitempty"`    // places in a queue are told at most each
}

var defaultClocks = Clocks{
	Ticket: Wait(60 * time.Second), Beat: Wait(120 * time.Second), VisitorGone: Wait(300 * time.Second),
	Disconnected: Wait(120 * time.Second), Left: Wait(60 * time.Second), Lease: Wait(15 * time.Second),
	LeaseLost: Wait(45 * time.Second), Idle: Wait(60 * time.Second), IdleLost: Wait(150 * time.Second),
	CloseDelay: Wait(15 * time.Second), Grace: Wait(90 * time.Second),
	Offered: Wait(5 * time.Second), Invite: Wait(60 * time.Second), Positions: Wait(5 * time.Second),
}

type clock struct {
	name string
	wait *Wait
}

// all lists a set of clocks in the order of its fields, for defaults and checks.
func (c *Clocks) all() []clock {
	return []clock{
		{"ticket", &c.Ticket}, {"beat", &c.Beat}, {"visitorGone", &c.VisitorGone}, {"disconnected", &c.Disconnected},
		{"left", &c.Left}, {"lease", &c.Lease}, {"leaseLost", &c.LeaseLost}, {"idle", &c.Idle}, {"idleLost", &c.IdleLost},
		{"closeDelay", &c.CloseDelay}, {"grace", &c.Grace},
		{"offered", &c.Offered}, {"invite", &c.Invite}, {"positions", &c.Positions},
	}
}

func (c Clocks) withDefaults() Clocks {
	defaults := defaultClocks
	usual := defaults.all()
	for i, w := range c.all() {
		if *w.wait == 0 {
			*w.wait = *usual[i].wait
		}
	}
	return c
}

func (c Clocks) check(k *check) {
	k.at = "clocks"
	for _, w := range c.all() {
		k.must(*w.wait == 0 || w.wait.D() >= time.Second && w.wait.D() <= 24*time.Hour, w.name, "must lie between 1s and 24h")
	}
}

// Wait is a duration written as "90s" or "2m".
type Wait time.Duration

// MarshalText writes a wait as Go does.
func (w Wait) MarshalText() ([]byte, error) { return []byte(time.Duration(w).String()), nil }

// UnmarshalText reads a wait such as "90s".
func (w *Wait) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("a wait is written as 90s or 2m, not %q", text)
	}
	*w = Wait(d)
	return nil
}

// D is the wait as a duration.
func (w Wait) D() time.Duration { return time.Duration(w) }
