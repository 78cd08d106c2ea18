package storetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"switchboard/shared/store"
)

// random makes operations over so few keys and numbers that conditions hold about as often as they fail.
type random struct {
	*rand.Rand
	tables     []store.Table
	pks        []string
	sks, names []string
}

func partitionsOf(seed uint64) []string {
	return []string{fmt.Sprintf("COMPARE#%d#1", seed), fmt.Sprintf("COMPARE#%d#2", seed)}
}

func pick[T any](r *random, of []T) T { return of[r.IntN(len(of))] }

func (r *random) key() store.Key {
	return store.Key{Table: pick(r, r.tables), PK: pick(r, r.pks), SK: pick(r, r.sks)}
}

func (r *random) stretch() store.Range {
	ends := append([]string{"A", "E#2x", "Z"}, r.sks...)
	return store.Range{Table: pick(r, r.tables), PK: pick(r, r.pks), From: pick(r, append(ends, "")), To: pick(r, ends),
		Limit: r.IntN(4), Backward: r.IntN(2) == 0}
}

// ops is one operation half of the time, else up to five; now and then one key stands in two of them.
func (r *random) ops() []store.Op {
	n := 1
	if r.IntN(2) == 0 {
		n += r.IntN(5)
	}
	ops, seen := make([]store.Op, 0, n), map[store.Key]bool{}
	for len(ops) < n {
		op := r.op()
		if seen[op.Item.Key] && r.IntN(20) > 0 {
			continue
		}
		seen[op.Item.Key] = true
		ops = append(ops, op)
	}
	return ops
}

func (r *random) op() store.Op {
	op := store.Op{Verb: store.Verb(r.IntN(4)), Item: store.Item{Key: r.key()}, If: r.condition()}
	switch op.Verb {
	case store.Put:
		op.Item = r.item(op.Item.Key)
	case store.Set:
		op.Numbers, op.Adds = r.numbers(2), r.numbers(2)
		if r.IntN(10) > 0 {
			for name := range op.Numbers {
				delete(op.Adds, name)
			}
		}
	}
	return op
}

func (r *random) item(key store.Key) store.Item {
	item := store.Item{Key: key, Body: r.bytes(), Payload: r.bytes(), Salt: r.bytes(), N: r.numbers(3)}
	if r.IntN(3) == 0 {
		item.Expires = time.Unix(4_000_000_000+r.Int64N(1000), r.Int64N(2)*r.Int64N(1e9))
	}
	return item
}

// bytes is absent, empty, or a few of any value.
func (r *random) bytes() []byte {
	n := r.IntN(10) - 1
	if n < 0 {
		return nil
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func (r *random) numbers(atMost int) map[string]int64 {
	m := map[string]int64{}
	for range r.IntN(atMost + 1) {
		m[pick(r, r.names)] = r.Int64N(5) - 2
	}
	return m
}

// condition is none a third of the time, else a few fields at once.
func (r *random) condition() store.If {
	c := store.If{}
	for range r.IntN(3) {
		switch r.IntN(5) {
		case 0:
			c.Absent = true
		case 1:
			c.Present = true
		case 2:
			c.Equal = r.numbers(1)
		case 3:
			c.AtLeast = r.numbers(2)
		case 4:
			c.AtMost = r.numbers(2)
		}
	}
	return c
}
