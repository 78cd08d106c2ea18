package memory

import (
	"context"

	"switchboard/shared/store"
)

// Moment is a point of an operation at which a Hook is called.
type Moment int

// The moments of an operation.
const (
	Before  Moment = iota // nothing has happened: an error from the hook means that nothing will
	Between               // of a Query only: one item is taken, the next is not; whatever the hook writes may be seen
	After                 // it is done: an error from the hook means that the answer is lost
)

// Call is the operation that a Hook is called for. Name is get, query or write; only the field of that name's argument
// is filled. Ops is the caller's own slice: to be read, not to be changed.
type Call struct {
	Name  string
	Key   store.Key
	Range store.Range
	Ops   []store.Op
}

// Hook is called at each moment of each operation, without a lock held: it may use the driver itself, wait, or return
// the error that the operation then returns. After is not reached by an operation that failed.
type Hook func(ctx context.Context, m Moment, c Call) error

// at is also where an operation notices that nobody waits for it any more.
func (d *Driver) at(ctx context.Context, m Moment, c Call) error {
	if m == Before && ctx.Err() != nil {
		return ctx.Err()
	}
	if d.hook == nil {
		return nil
	}
	return d.hook(ctx, m, c)
}
