// Package desk is what every function works at: the store, the pushes, the timers, the clock and the settings, and the
// verbs that people and time set off. Each verb follows one order: read, let a rule decide, commit, tell. A verb that
// meets somebody faster reads and decides again; one that is asked twice with the same id answers twice and acts once.
package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"time"

	"switchboard/shared/directory"
	"switchboard/shared/fault"
	"switchboard/shared/files"
	"switchboard/shared/log"
	"switchboard/shared/push"
	"switchboard/shared/session"
	"switchboard/shared/store"
	"switchboard/shared/timer"
)

// Desk is everything that a function needs. Fields left out of New's argument get their defaults.
type Desk struct {
	Parts
	known   *known
	watched *watched
}

// Parts are what a desk is made of.
type Parts struct {
	Store     *store.Store
	Push      push.Sender
	Timers    timer.Sender
	Documents files.Documents
	Directory directory.Directory // who may sign in; nil where nobody asks
	Now       func() time.Time    // the server's clock; time.Now by default
	Random    io.Reader           // crypto/rand by default
	Log       *slog.Logger        // slog.Default by default
	SocketURL string              // where clients open their sockets

	// Wait waits for as long, or for the end of the context; a timer by default.
	Wait func(ctx context.Context, d time.Duration) error
}

// New makes a desk.
func New(p Parts) *Desk {
	if p.Now == nil {
		p.Now = func() time.Time { return time.Now().UTC() }
	}
	if p.Random == nil {
		p.Random = rand.Reader
	}
	if p.Log == nil {
		p.Log = slog.Default()
	}
	if p.Wait == nil {
		p.Wait = wait
	}
	return &Desk{Parts: p, known: &known{}, watched: &watched{}}
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Caller is who sent a frame, and over which connection it came.
type Caller struct {
	session.Identity
	Conn     string
	Ticketed string // the address from which her ticket was got, if it is another than her socket's
}

// attempts is how often a verb reads and decides again before it gives up.
const attempts = 10

// decide runs one attempt of a verb until it is neither stale nor moved.
func decide(ctx context.Context, attempt func(ctx context.Context) error) error {
	for range attempts {
		err := attempt(ctx)
		if !store.Again(err) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return fault.New(fault.Limited, "Too much happens here at once. Try again.")
}

// append makes the events that follow prev in a log. A draft that changes the state is under its own seq, others under
// stateSeq.
func (d *Desk) append(prev *log.Event, drafts []log.Draft, stateSeq int, changesState bool) ([]log.Event, error) {
	events := make([]log.Event, 0, len(drafts))
	for _, draft := range drafts {
		salt := make([]byte, log.SaltSize)
		if _, err := io.ReadFull(d.Random, salt); err != nil {
			return nil, err
		}
		under := stateSeq
		if changesState {
			under = 0
		}
		e, err := log.Append(prev, draft, d.Now(), under, salt)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
		prev = &events[len(events)-1]
	}
	return events, nil
}

// errAbsent is what somebody is told of a chat that is not there or not hers: nobody can tell which.
var errAbsent = fault.New(fault.NotFound, "There is no such chat for you.")

// errBehind asks a client to resume, because it holds too little of the chat to be sure.
var errBehind = fault.New(fault.Behind, "You have not seen all of this chat yet. It is being read again.")

func isStale(err error) bool { return errors.Is(err, store.ErrStale) }
