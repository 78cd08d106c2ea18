// Package probe is the synthetic chat: a visitor and an agent in one process who open two real sockets, talk, and say how
// long a message takes. It goes the way that people go, gateway and functions included, so that somebody is told before
// they find out. All that it uses is called desk.Probe and belongs to nobody else: no colleague is offered its requests,
// and its agent serves no other button. Its chats leave records and transcripts like any other.
package probe

import (
	"context"
	"fmt"
	"time"

	"switchboard/shared/desk"
)

// limit is how long a probe may take in all, farewell how long it may tidy up after that. Lambda gives it 30 s.
const (
	limit    = 22 * time.Second
	farewell = 3 * time.Second
)

// Outcome is what came of a probe that did not fail.
type Outcome string

// The outcomes. Only a chat says anything of the whole.
const (
	Talked    Outcome = "talked"    // the chat went well
	Furnished Outcome = "furnished" // its settings were missing and are there now; every function knows them in ten seconds
	Idle      Outcome = "idle"      // live chat is switched off, or nothing is configured yet: there is nothing to try
)

// Report is what a probe saw.
type Report struct {
	Outcome Outcome
	Took    []time.Duration // from sending a message to its arrival on the other side, one for each direction
}

// Once has one chat. A step that fails is named in the error; whatever came of it, the agent is logged out.
func Once(ctx context.Context, d *desk.Desk) (Report, error) {
	whole := context.WithoutCancel(ctx)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	outcome, err := furnish(ctx, d)
	if err != nil || outcome != Talked {
		return Report{Outcome: outcome}, named("the settings", err)
	}
	t := &talk{desk: d, agent: newSide("the agent"), visitor: newSide("the visitor")}
	defer t.leave(whole)
	for _, s := range t.steps() {
		if err := s.do(ctx); err != nil {
			return Report{Took: t.took}, named(s.name, err)
		}
	}
	return Report{Outcome: Talked, Took: t.took}, nil
}

func named(step string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("probe: %s: %w", step, err)
}
