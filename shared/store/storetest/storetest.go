// Package storetest is the contract of store.Driver: one list of sentences that must hold, proved in the same words for
// every driver. A driver joins by calling Run; two drivers are held against each other by Compare, which needs no
// opinion of its own about what is right; Race lets many contend for one item as often as it is told.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/shared/store"
)

// Run proves the contract. open returns a driver; all cases may get the same one, as each keeps to partitions that no
// other touches, also when the tests of a binary run more than once.
func Run(t *testing.T, open func(t *testing.T) store.Driver) {
	for _, group := range [][]sentence{reads, ranges, writes, sets, conditions, atomicity, limits, races} {
		for _, s := range group {
			t.Run(s.holds, func(t *testing.T) { s.prove(newFixture(t, open(t))) })
		}
	}
}

// sentence is one thing that must hold.
type sentence struct {
	holds string
	prove func(f *fixture)
}

// fixture is a driver with a partition that belongs to one case alone. Its methods end the test where an answer is not
// what the case goes on from.
type fixture struct {
	*testing.T
	store.Driver
	ctx context.Context
	pk  string
}

var partitions atomic.Int64

// deadline is far beyond what any case takes; it is there so that a hanging driver fails with a name.
const deadline = 2 * time.Minute

func newFixture(t *testing.T, d store.Driver) *fixture {
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return &fixture{T: t, Driver: d, ctx: ctx, pk: fmt.Sprintf("CASE#%d", partitions.Add(1))}
}

func (f *fixture) key(sk string) store.Key {
	return store.Key{Table: store.Chats, PK: f.pk, SK: sk}
}

func (f *fixture) put(sk, body string, numbers ...number) store.Op {
	item := store.Item{Key: f.key(sk), Body: []byte(body), N: numbersOf(numbers)}
	return store.Op{Verb: store.Put, Item: item}
}

func (f *fixture) op(verb store.Verb, sk string) store.Op {
	return store.Op{Verb: verb, Item: store.Item{Key: f.key(sk)}}
}

func (f *fixture) write(ops ...store.Op) {
	f.Helper()
	if err := f.Write(f.ctx, ops); err != nil {
		f.Fatalf("write: %v", err)
	}
}

// unmet wants exactly these operations to be named.
func (f *fixture) unmet(want []int, ops ...store.Op) {
	f.Helper()
	err := f.Write(f.ctx, ops)
	var unmet *store.Unmet
	if !errors.As(err, &unmet) {
		f.Fatalf("write: %v, want unmet %v", err, want)
	}
	if !slices.Equal(unmet.Ops, want) {
		f.Fatalf("unmet %v, want %v", unmet.Ops, want)
	}
}

// refused wants an error that is not about conditions.
func (f *fixture) refused(ops ...store.Op) {
	f.Helper()
	err := f.Write(f.ctx, ops)
	var unmet *store.Unmet
	if err == nil || errors.As(err, &unmet) {
		f.Fatalf("write: %v, want a refusal", err)
	}
}

func (f *fixture) get(sk string) *store.Item {
	f.Helper()
	item, err := f.Get(f.ctx, f.key(sk))
	if err != nil {
		f.Fatalf("get %s: %v", sk, err)
	}
	return item
}

// is wants the item under a sort key to be this one, or none.
func (f *fixture) is(sk string, want *store.Item) {
	f.Helper()
	if got := f.get(sk); !same(got, want) {
		f.Fatalf("%s is %s, want %s", sk, show(got), show(want))
	}
}

func (f *fixture) all() []store.Item {
	f.Helper()
	return f.query(store.Range{Table: store.Chats, PK: f.pk, To: "~"})
}

func (f *fixture) query(r store.Range) []store.Item {
	f.Helper()
	items, err := f.Query(f.ctx, r)
	if err != nil {
		f.Fatalf("query: %v", err)
	}
	return items
}
