// Package memory is durable state that lasts as long as its process: the whole contract of store.Driver in one map
// under one mutex. Rules are simulated on it, tests start on it, and it runs the product where there is no database.
// It refuses what DynamoDB refuses and knows when TTL would delete, so that nothing passes here and fails there. Unlike
// the database it can be told to fail, at a chosen point of a chosen operation: see Hook.
package memory

import (
	"context"
	"sync"
	"time"

	"switchboard/shared/store"
)

// Driver is a store.Driver. It may be shared by goroutines.
type Driver struct {
	hook Hook

	mu         sync.Mutex
	partitions map[partitionKey]*partition
	firstOut   time.Time // no item with TTL expires before this; zero if none has a TTL
}

type partitionKey struct {
	table store.Table
	pk    string
}

// New makes an empty Driver.
func New() *Driver { return &Driver{partitions: map[partitionKey]*partition{}} }

// NewWithHook makes an empty Driver that calls the hook around each operation.
func NewWithHook(h Hook) *Driver {
	d := New()
	d.hook = h
	return d
}

// Get returns a copy of one item, or nil.
func (d *Driver) Get(ctx context.Context, key store.Key) (*store.Item, error) {
	call := Call{Name: "get", Key: key}
	if err := d.at(ctx, Before, call); err != nil {
		return nil, err
	}
	if err := validKey(key); err != nil {
		return nil, err
	}
	item := d.read(key)
	if err := d.at(ctx, After, call); err != nil {
		return nil, err
	}
	return item, nil
}

// Query returns copies of the items of a range. It takes them one by one, so that a write may land between two of
// them, as it may in DynamoDB.
func (d *Driver) Query(ctx context.Context, r store.Range) ([]store.Item, error) {
	call := Call{Name: "query", Range: r}
	if err := d.at(ctx, Before, call); err != nil {
		return nil, err
	}
	if err := validRange(r); err != nil {
		return nil, err
	}
	items, err := d.collect(ctx, r, call)
	if err != nil {
		return nil, err
	}
	if err := d.at(ctx, After, call); err != nil {
		return nil, err
	}
	return items, nil
}

func (d *Driver) collect(ctx context.Context, r store.Range, call Call) ([]store.Item, error) {
	var items []store.Item
	for next := startOf(r); ; {
		item := d.next(r, next)
		if item == nil {
			return items, nil
		}
		items = append(items, *item)
		if len(items) == r.Limit {
			return items, nil
		}
		next = beyond(item.SK)
		if err := d.at(ctx, Between, call); err != nil {
			return nil, err
		}
	}
}

// Write does all operations or none.
func (d *Driver) Write(ctx context.Context, ops []store.Op) error {
	call := Call{Name: "write", Ops: ops}
	if err := d.at(ctx, Before, call); err != nil {
		return err
	}
	if err := validOps(ops); err != nil {
		return err
	}
	if err := d.commit(ops); err != nil {
		return err
	}
	return d.at(ctx, After, call)
}

func (d *Driver) read(key store.Key) *store.Item {
	d.mu.Lock()
	defer d.mu.Unlock()
	item := d.find(key)
	if item == nil {
		return nil
	}
	return clone(*item)
}

func (d *Driver) next(r store.Range, c cursor) *store.Item {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.partitions[partitionKey{r.Table, r.PK}]
	if p == nil {
		return nil
	}
	item := p.next(r, c)
	if item == nil {
		return nil
	}
	return clone(*item)
}

// find returns the item itself; the caller holds the mutex.
func (d *Driver) find(key store.Key) *store.Item {
	p := d.partitions[partitionKey{key.Table, key.PK}]
	if p == nil {
		return nil
	}
	return p.items[key.SK]
}
