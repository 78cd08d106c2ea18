// Package store is the seam to durable state. People call Store, which knows every key and how each thing is written
// down; behind it stands a Driver, which knows only items and conditions: memory and dynamo, both proved by storetest.
// Nothing here decides anything: rules decide, a Commit makes it so or says why not.
package store

import (
	"context"
	"errors"
	"fmt"
)

// Store is durable state. It holds nothing of its own and may be shared.
type Store struct{ driver Driver }

// New makes a Store over a driver.
func New(d Driver) *Store { return &Store{driver: d} }

// Failure is what it means that an operation's condition did not hold. Of several, Stale wins over Moved over a refusal.
type Failure struct {
	kind    int
	refusal error
}

// What a failed condition may mean.
var (
	Stale = Failure{kind: 2} // what was decided on has changed: read and decide again
	Moved = Failure{kind: 1} // somebody wrote the slot first: try the next one
)

// Refused means that the person is refused with this fault.
func Refused(err error) Failure { return Failure{refusal: err} }

// ErrStale and ErrMoved are returned by Commit when a condition of that meaning failed.
var (
	ErrStale = errors.New("store: stale")
	ErrMoved = errors.New("store: moved")
)

// Again reports whether err says that whoever decided should read and decide once more.
func Again(err error) bool { return errors.Is(err, ErrStale) || errors.Is(err, ErrMoved) }

// Commit does all operations or none. It returns ErrStale, ErrMoved or the fault that a failed operation names; any
// other error leaves open whether the commit happened: a retry with the same ids finds out. What several operations
// write or check of one item's numbers becomes one operation: two agents may move the counts of one queue.
func (s *Store) Commit(ctx context.Context, ops ...Op) error {
	if len(ops) == 0 {
		return nil
	}
	ops = merge(ops)
	if err := distinct(ops); err != nil {
		return err
	}
	err := s.driver.Write(ctx, ops)
	var unmet *Unmet
	if !errors.As(err, &unmet) {
		return err
	}
	worst := Failure{kind: -1}
	for _, i := range unmet.Ops {
		if f := ops[i].Else; f.kind > worst.kind {
			worst = f
		}
	}
	switch worst.kind {
	case Stale.kind:
		return ErrStale
	case Moved.kind:
		return ErrMoved
	}
	if worst.refusal == nil {
		return ErrStale // an operation that names no meaning was decided on what it read
	}
	return worst.refusal
}

func distinct(ops []Op) error {
	if len(ops) > MaxOps {
		return fmt.Errorf("store: %d operations in one commit, at most %d", len(ops), MaxOps)
	}
	seen := make(map[Key]bool, len(ops))
	for _, op := range ops {
		if seen[op.Item.Key] {
			return fmt.Errorf("store: %s/%s stands twice in one commit", op.Item.PK, op.Item.SK)
		}
		seen[op.Item.Key] = true
	}
	return nil
}
