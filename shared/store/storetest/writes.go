package storetest

import (
	"time"

	"switchboard/shared/store"
)

var writes = []sentence{
	{"Put writes the whole item and leaves nothing of the old one", putReplaces},
	{"Delete removes an item, and one that is not there is no failure", deletes},
	{"Delete of a missing item fails if its condition wants it there", deletesOnCondition},
	{"Check changes nothing, and without a condition always holds", checks},
	{"a ticket is consumed once by a conditional delete", ticketOnce},
	{"a write of no operations is done at once", func(f *fixture) { f.write() }},
	{"a verb that does not exist is refused", unknownVerb},
}

func putReplaces(f *fixture) {
	first := f.put("A", "body", number{"old", 1})
	first.Item.Payload, first.Item.Salt = []byte("payload"), []byte("salt")
	first.Item.Expires = time.Unix(4_000_000_000, 0)
	second := f.put("A", "other", number{"new", 2})
	f.write(first)
	f.write(second)
	f.is("A", &second.Item)
	f.write(first, f.put("B", "b"))
	f.write(second, f.put("B", "b"))
	f.is("A", &second.Item)
}

func deletes(f *fixture) {
	f.write(f.op(store.Delete, "A"))
	f.write(f.op(store.Delete, "A"), f.op(store.Delete, "B"))
	f.write(f.put("A", "a"), f.put("B", "b"), f.put("C", "c"))
	f.write(f.op(store.Delete, "A"))
	f.write(f.op(store.Delete, "B"), f.op(store.Delete, "X"))
	f.wants(store.Range{From: "A", To: "Z"}, "C")
}

func deletesOnCondition(f *fixture) {
	gone := f.op(store.Delete, "A")
	gone.If.Present = true
	f.unmet([]int{0}, gone)
	f.unmet([]int{1}, f.put("B", "b"), gone)
	f.is("B", nil)
}

func checks(f *fixture) {
	here := f.put("A", "a", number{"n", 1})
	f.write(here)
	f.write(f.op(store.Check, "A"))
	f.write(f.op(store.Check, "missing"))
	f.write(f.op(store.Check, "A"), f.op(store.Check, "missing"))
	f.is("A", &here.Item)
	f.is("missing", nil)
}

func ticketOnce(f *fixture) {
	use := f.op(store.Delete, "TICKET")
	use.If.Present = true
	f.write(f.put("TICKET", "t"))
	f.write(use)
	f.unmet([]int{0}, use)
}

func unknownVerb(f *fixture) {
	f.refused(f.op(store.Verb(99), "A"))
	f.refused(f.put("B", "b"), f.op(store.Verb(-1), "A"))
	f.is("B", nil)
}
