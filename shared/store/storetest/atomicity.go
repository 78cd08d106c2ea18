package storetest

import (
	"bytes"
	"fmt"

	"switchboard/shared/store"
)

var atomicity = []sentence{
	{"all operations of a write happen, of every verb and in both tables", allHappen},
	{"one unmet condition keeps all from happening", noneHappens},
	{"Unmet names exactly the operations whose conditions failed", unmetIsExact},
	{"conditions see the state before the write, not its own effects", conditionsSeeBefore},
}

func allHappen(f *fixture) {
	f.write(f.put("SET", "set", number{"n", 1}), f.put("DELETE", "delete"), f.put("CHECK", "check"))
	desk := f.put("PUT", "desk")
	desk.Item.Table = store.Desk
	check := f.op(store.Check, "CHECK")
	check.If.Present = true
	f.write(desk, f.put("PUT", "put"), f.add("SET", numbers{"n": 1}), f.op(store.Delete, "DELETE"), check)
	f.wants(store.Range{From: "A", To: "Z"}, "CHECK", "PUT", "SET")
	if got := f.get("SET").N["n"]; got != 2 {
		f.Errorf("set: n is %d", got)
	}
	got, err := f.Get(f.ctx, desk.Item.Key)
	if err != nil || !same(got, &desk.Item) {
		f.Errorf("desk: %s, %v", show(got), err)
	}
}

func noneHappens(f *fixture) {
	f.write(f.put("SET", "set", number{"n", 1}), f.put("DELETE", "delete"), f.put("OLD", "old"))
	before := f.all()
	no := f.op(store.Check, "MISSING")
	no.If.Present = true
	ops := []store.Op{f.put("NEW", "new"), f.put("OLD", "new"), f.add("SET", numbers{"n": 1}), f.op(store.Delete, "DELETE")}
	for at := range len(ops) + 1 {
		mixed := append(append(append([]store.Op{}, ops[:at]...), no), ops[at:]...)
		f.unmet([]int{at}, mixed...)
		if after := f.all(); !sameAll(before, after) {
			f.Fatalf("with the check at %d: %s, want %s", at, showAll(after), showAll(before))
		}
	}
}

// unmetIsExact tries every set of failing operations among four.
func unmetIsExact(f *fixture) {
	const n = 4
	for i := range n {
		f.write(f.put(fmt.Sprint(i), "before"))
	}
	for mask := 1; mask < 1<<n; mask++ {
		var ops []store.Op
		var want []int
		for i := range n {
			op := f.put(fmt.Sprint(i), "after")
			op.If = store.If{Present: true}
			if mask&(1<<i) != 0 {
				op.If = store.If{Absent: true}
				want = append(want, i)
			}
			ops = append(ops, op)
		}
		f.unmet(want, ops...)
	}
	for _, item := range f.all() {
		if !bytes.Equal(item.Body, []byte("before")) {
			f.Errorf("changed: %s", show(&item))
		}
	}
}

func conditionsSeeBefore(f *fixture) {
	f.write(f.put("A", "a"))
	need, gone := f.op(store.Check, "B"), f.op(store.Check, "A")
	need.If.Present, gone.If.Absent = true, true
	f.unmet([]int{1}, f.put("C", "c"), need)
	f.unmet([]int{0, 1}, need, gone, f.put("C", "c"))
	f.wants(store.Range{From: "A", To: "Z"}, "A")
}
