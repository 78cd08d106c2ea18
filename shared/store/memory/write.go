package memory

import (
	"fmt"
	"maps"
	"slices"

	"switchboard/shared/store"
)

// commit looks at every condition before it changes anything.
func (d *Driver) commit(ops []store.Op) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var unmet []int
	for i, op := range ops {
		if !met(op, d.find(op.Item.Key)) {
			unmet = append(unmet, i)
		}
	}
	if len(unmet) > 0 {
		return &store.Unmet{Ops: unmet}
	}
	changed, err := d.prepare(ops)
	if err != nil {
		return err
	}
	for i, op := range ops {
		d.apply(op, changed[i])
	}
	return nil
}

// prepare makes the items that Puts and Sets leave behind. It may refuse, because nothing is written yet.
func (d *Driver) prepare(ops []store.Op) ([]*store.Item, error) {
	changed := make([]*store.Item, len(ops))
	for i, op := range ops {
		switch op.Verb {
		case store.Put:
			changed[i] = stored(op.Item)
		case store.Set:
			item, err := set(*d.find(op.Item.Key), op)
			if err != nil {
				return nil, err
			}
			changed[i] = item
		default:
			continue
		}
		if err := validSize(changed[i]); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func (d *Driver) apply(op store.Op, item *store.Item) {
	at := partitionKey{op.Item.Table, op.Item.PK}
	p := d.partitions[at]
	switch {
	case op.Verb == store.Delete && p != nil:
		d.drop(at, p, op.Item.SK)
	case item != nil:
		if p == nil {
			p = &partition{items: map[string]*store.Item{}}
			d.partitions[at] = p
		}
		p.put(item)
		d.noteExpiry(item)
	}
}

func (d *Driver) drop(at partitionKey, p *partition, sk string) {
	p.remove(sk)
	if len(p.items) == 0 {
		delete(d.partitions, at)
	}
}

// set returns a new item and leaves the old one alone: another operation of the same write may still be refused.
func set(old store.Item, op store.Op) (*store.Item, error) {
	item := old
	item.N = maps.Clone(old.N)
	if item.N == nil {
		item.N = map[string]int64{}
	}
	maps.Copy(item.N, op.Numbers)
	for name, by := range op.Adds {
		sum := item.N[name] + by
		if (sum > item.N[name]) != (by > 0) && by != 0 {
			return nil, fmt.Errorf("memory: %s of %s/%s leaves the range of a number", name, old.PK, old.SK)
		}
		item.N[name] = sum
	}
	return &item, nil
}

// stored is the item as the database would keep it: nothing shared with the caller, whole seconds, no empty map.
func stored(item store.Item) *store.Item {
	c := clone(item)
	c.Expires = wholeSeconds(c.Expires)
	return c
}

// clone shares nothing with the original. Absent bytes stay absent, empty ones empty.
func clone(item store.Item) *store.Item {
	item.Body = slices.Clone(item.Body)
	item.Payload = slices.Clone(item.Payload)
	item.Salt = slices.Clone(item.Salt)
	if len(item.N) == 0 {
		item.N = nil
	}
	item.N = maps.Clone(item.N)
	return &item
}
