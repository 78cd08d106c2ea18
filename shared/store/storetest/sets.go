package storetest

import (
	"time"

	"switchboard/shared/store"
)

var sets = []sentence{
	{"Set changes the named numbers and nothing else", setChangesNumbers},
	{"Set ignores everything of its item but the key", setIgnoresItem},
	{"Set of an item that is not there is unmet and makes none", setOfMissing},
	{"Adds count from zero where the number is missing, and may take away", addsFromZero},
	{"Numbers and Adds of one Set are both done", setAndAdd},
	{"a number both set and added to is refused", setAndAddOne},
	{"Set of nothing only wants the item to be there", setNothing},
}

func (f *fixture) set(sk string, numbers map[string]int64) store.Op {
	op := f.op(store.Set, sk)
	op.Numbers = numbers
	return op
}

func (f *fixture) add(sk string, adds map[string]int64) store.Op {
	op := f.op(store.Set, sk)
	op.Adds = adds
	return op
}

func setChangesNumbers(f *fixture) {
	op := f.put("A", "body", number{"keep", 1}, number{"change", 2})
	op.Item.Payload, op.Item.Salt = []byte("payload"), []byte{}
	op.Item.Expires = time.Unix(4_000_000_000, 0)
	f.write(op)
	f.write(f.set("A", map[string]int64{"change": 3, "new": 4}))
	op.Item.N = map[string]int64{"keep": 1, "change": 3, "new": 4}
	f.is("A", &op.Item)
	f.write(f.set("A", map[string]int64{"change": 5}), f.put("B", "b"))
	op.Item.N["change"] = 5
	f.is("A", &op.Item)
}

func setIgnoresItem(f *fixture) {
	op := f.put("A", "body", number{"n", 1})
	f.write(op)
	set := f.set("A", map[string]int64{"n": 2})
	set.Item.Body, set.Item.N = []byte("other"), map[string]int64{"x": 1}
	f.write(set)
	op.Item.N["n"] = 2
	f.is("A", &op.Item)
}

func setOfMissing(f *fixture) {
	set, add := f.set("A", map[string]int64{"n": 1}), f.add("A", map[string]int64{"n": 1})
	f.unmet([]int{0}, set)
	f.unmet([]int{0}, add)
	f.unmet([]int{1}, f.put("B", "b"), set)
	f.is("A", nil)
	f.is("B", nil)
}

func addsFromZero(f *fixture) {
	f.write(f.put("A", "a"))
	f.write(f.add("A", map[string]int64{"n": 3}))
	f.write(f.add("A", map[string]int64{"n": -5, "m": 0}))
	f.is("A", &store.Item{Key: f.key("A"), Body: []byte("a"), N: map[string]int64{"n": -2, "m": 0}})
}

func setAndAdd(f *fixture) {
	f.write(f.put("A", "a", number{"x", 1}, number{"y", 1}))
	op := f.set("A", map[string]int64{"x": 10})
	op.Adds = map[string]int64{"y": 10}
	f.write(op)
	f.is("A", &store.Item{Key: f.key("A"), Body: []byte("a"), N: map[string]int64{"x": 10, "y": 11}})
}

func setAndAddOne(f *fixture) {
	before := f.put("A", "a", number{"x", 1})
	f.write(before)
	op := f.set("A", map[string]int64{"x": 10})
	op.Adds = map[string]int64{"x": 1}
	f.refused(op)
	f.refused(op, f.put("B", "b"))
	f.is("A", &before.Item)
	f.is("B", nil)
}

func setNothing(f *fixture) {
	here := f.put("A", "a", number{"x", 1})
	f.write(here)
	f.write(f.op(store.Set, "A"))
	f.write(f.op(store.Set, "A"), f.put("B", "b"))
	f.unmet([]int{0}, f.op(store.Set, "missing"))
	f.unmet([]int{0}, f.op(store.Set, "missing"), f.put("C", "c"))
	f.is("A", &here.Item)
	f.is("missing", nil)
}
