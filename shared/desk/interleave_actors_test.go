package desk_test

import (
	"context"
	"iter"
	"slices"
	"strings"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/store"
)

// An interleaving is a walk of several actors through the message path over one store. Each actor is a coroutine that
// rests before each of its steps: reading the events, reading the head, writing. Whatever else a verb touches (clocks,
// timers, screens) goes on within a step, because no other actor of the path reads it.

// actor is one run of a verb.
type actor struct {
	name      string
	headFirst bool // a query is no snapshot: its head may be older than its events, or newer
	blind     bool // planted: takes every head for new enough
	do        func(ctx context.Context) error

	yield func(struct{}) bool
	next  func() (struct{}, bool)
	stop  func()
	done  bool
	asked bool
	err   error
	saw   strings.Builder // what the store told it in this attempt: its local state follows from that
}

type actorKey struct{}

func (a *actor) start(ctx context.Context) {
	a.next, a.stop = iter.Pull(func(yield func(struct{}) bool) {
		a.yield = yield
		if yield(struct{}{}) {
			a.err = a.do(context.WithValue(ctx, actorKey{}, a))
		}
	})
	a.step()
}

// rest ends a step.
func (a *actor) rest() {
	a.saw.WriteByte('.')
	a.yield(struct{}{})
}

func (a *actor) step() {
	if _, more := a.next(); !more {
		a.done = true
	}
}

// schedule is a store.Driver that lets actors go step by step.
type schedule struct{ store.Driver }

func restOf(ctx context.Context) *actor {
	a, _ := ctx.Value(actorKey{}).(*actor)
	return a
}

// Query splits a message's one query into its two halves, in the order its actor drew.
func (s schedule) Query(ctx context.Context, r store.Range) ([]store.Item, error) {
	a := restOf(ctx)
	if a == nil || !strings.HasPrefix(r.From, "E#") || r.To != "HEAD" {
		return s.Driver.Query(ctx, r)
	}
	if a.asked {
		a.saw.Reset() // a second attempt forgets the first
		a.rest()      // and others may come between them
	}
	a.asked = true
	var head *store.Item
	var events []store.Item
	halves := []func() error{
		func() (err error) {
			events, err = s.Driver.Query(ctx, store.Range{Table: r.Table, PK: r.PK, From: r.From, To: "HD", Limit: r.Limit})
			return err
		},
		func() (err error) {
			head, err = s.Driver.Get(ctx, store.Key{Table: r.Table, PK: r.PK, SK: "HEAD"})
			return err
		},
	}
	if a.headFirst {
		halves[0], halves[1] = halves[1], halves[0]
	}
	for i, half := range halves {
		if i > 0 {
			a.rest()
		}
		if err := half(); err != nil {
			return nil, err
		}
		a.notes(head, events)
	}
	items := append(slices.Clone(events), *head)
	if a.blind {
		newEnough(&items[len(items)-1], events)
	}
	a.rest() // what follows is a write, or nothing
	return items, nil
}

// notes keeps what an actor has been told.
func (a *actor) notes(head *store.Item, events []store.Item) {
	for _, it := range events {
		a.saw.WriteString(it.SK)
		a.saw.Write(it.Body)
	}
	if head != nil {
		a.saw.Write(head.Body)
	}
}

// Write notes what became of it.
func (s schedule) Write(ctx context.Context, ops []store.Op) error {
	err := s.Driver.Write(ctx, ops)
	if a := restOf(ctx); a != nil && err != nil {
		a.saw.WriteString("refused;")
	} else if a != nil {
		a.saw.WriteString("written;")
	}
	return err
}

// newEnough is the planted mistake of whoever does not look a second time: the head claims to be as new as anything.
func newEnough(head *store.Item, events []store.Item) {
	last := events[0]
	for _, it := range events {
		if strings.HasPrefix(it.SK, "E#") {
			last = it
		}
	}
	e, err := log.Read(log.Stored{Envelope: last.Body, Payload: last.Payload, Salt: last.Salt})
	var c chat.Chat
	if err != nil || log.Decode(head.Body, &c) != nil {
		return
	}
	c.StateSeq = max(c.StateSeq, e.StateSeq)
	if body, err := log.Encode(c); err == nil {
		head.Body = body
	}
}

// zeroes is a source of randomness without any, so that equal walks leave equal bytes.
type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
