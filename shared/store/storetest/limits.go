package storetest

import (
	"bytes"
	"fmt"
	"strings"

	"switchboard/shared/store"
)

var limits = []sentence{
	{"a write takes MaxOps operations", maxOps},
	{"one operation more is refused and nothing is written", beyondMaxOps},
	{"a key in two operations of one write is refused and nothing is written", duplicateKeys},
	{"an item of nearly 400 KB is taken, a larger one refused", largeItems},
	{"a partition key of 2,048 bytes and a sort key of 1,024 are taken, longer ones refused", longKeys},
	{"a write of nearly 4 MB is taken, a larger one refused and nothing is written", largeWrites},
	{"a Set that would make an item too large is refused", largeSet},
}

func (f *fixture) many(n int) []store.Op {
	ops := make([]store.Op, n)
	for i := range ops {
		ops[i] = f.put(fmt.Sprintf("A#%03d", i), "a")
		if i%2 == 1 {
			ops[i].Item.Table = store.Desk
		}
	}
	return ops
}

func maxOps(f *fixture) {
	ops := f.many(store.MaxOps)
	f.write(ops...)
	if got := len(f.all()); got != store.MaxOps/2 {
		f.Errorf("%d items in chats, want %d", got, store.MaxOps/2)
	}
	last := ops[store.MaxOps-1].Item
	if got, err := f.Get(f.ctx, last.Key); err != nil || !same(got, &last) {
		f.Errorf("the last: %s, %v", show(got), err)
	}
}

func beyondMaxOps(f *fixture) {
	f.refused(f.many(store.MaxOps + 1)...)
	if all := f.all(); len(all) != 0 {
		f.Errorf("written: %s", showAll(all))
	}
}

func duplicateKeys(f *fixture) {
	f.refused(f.put("A", "1"), f.put("B", "b"), f.put("A", "2"))
	f.refused(f.put("B", "b"), f.op(store.Check, "A"), f.op(store.Delete, "A"))
	unmet := f.op(store.Check, "A")
	unmet.If.Present = true
	f.refused(unmet, f.put("A", "a"))
	if all := f.all(); len(all) != 0 {
		f.Errorf("written: %s", showAll(all))
	}
}

func largeItems(f *fixture) {
	fits, big := f.put("A", "", number{"n", 1}), f.put("B", "")
	fits.Item.Body = bytes.Repeat([]byte("a"), 399<<10)
	big.Item.Body = bytes.Repeat([]byte("b"), 400<<10)
	f.write(fits)
	f.refused(big)
	f.refused(f.put("C", "c"), big)
	f.refused(f.add("A", numbers{"n": 1}), big)
	f.is("A", &fits.Item)
	f.wants(store.Range{From: "A", To: "Z"}, "A")
}

func longKeys(f *fixture) {
	long := f.put(strings.Repeat("s", 1024), "a")
	long.Item.PK += strings.Repeat("p", 2048-len(f.pk))
	f.write(long)
	longSK, longPK := long, long
	longSK.Item.SK += "s"
	longPK.Item.PK += "p"
	f.refused(longSK)
	f.refused(longPK)
	if got, err := f.Get(f.ctx, long.Item.Key); err != nil || !same(got, &long.Item) {
		f.Errorf("%s, %v", show(got), err)
	}
}

func largeWrites(f *fixture) {
	var ops []store.Op
	for i := range 11 {
		op := f.put(fmt.Sprintf("A#%02d", i), "")
		op.Item.Body = bytes.Repeat([]byte("a"), 399<<10)
		ops = append(ops, op)
	}
	f.refused(ops...)
	if got := f.query(store.Range{Table: store.Chats, PK: f.pk, To: "~", Limit: 1}); len(got) != 0 {
		f.Errorf("written: %s", showAll(got))
	}
	f.write(ops[:10]...)
}

func largeSet(f *fixture) {
	full := f.put("A", "")
	full.Item.Body = bytes.Repeat([]byte("a"), 400<<10-64)
	f.write(full)
	many := numbers{}
	for i := range 40 {
		many[fmt.Sprintf("number%d", i)] = 1
	}
	f.refused(f.set("A", many))
	f.is("A", &full.Item)
}
