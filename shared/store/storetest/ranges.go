package storetest

import (
	"bytes"
	"fmt"
	"slices"

	"switchboard/shared/store"
)

var ranges = []sentence{
	{"a range is inclusive at both ends and ordered by the bytes of its keys", rangesInclusive},
	{"Backward reverses the order and keeps the ends", rangesBackward},
	{"Limit takes the first in the direction of reading, zero takes all", rangesLimited},
	{"a range stays in its partition and its table", rangesStay},
	{"a range without a start begins at the first, one that ends before it starts is empty", rangesOpen},
	{"a range without an end is refused", rangeWithoutEnd},
	{"a range larger than a page of 1 MB is read to its end (F28)", rangesPaged},
}

// ladder is in the order of bytes, which is not the order of an alphabet.
var ladder = []string{"E#0001", "E#0002", "E#0010", "HEAD", "a", "Ä", "😀"}

func (f *fixture) ladder() {
	ops := make([]store.Op, 0, len(ladder))
	for _, i := range []int{3, 6, 0, 5, 2, 4, 1} {
		ops = append(ops, f.put(ladder[i], ladder[i]))
	}
	f.write(ops...)
}

// wants compares the sort keys of a range with these.
func (f *fixture) wants(r store.Range, want ...string) {
	f.Helper()
	r.Table, r.PK = store.Chats, f.pk
	if got := sortKeys(f.query(r)); !slices.Equal(got, want) {
		f.Errorf("%q to %q limit %d backward %t: %q, want %q", r.From, r.To, r.Limit, r.Backward, got, want)
	}
}

func rangesInclusive(f *fixture) {
	f.wants(store.Range{From: "A", To: "Z"})
	f.ladder()
	f.wants(store.Range{From: "E#0001", To: "😀"}, ladder...)
	f.wants(store.Range{From: "E#0002", To: "HEAD"}, ladder[1:4]...)
	f.wants(store.Range{From: "E#0002", To: "E#0002"}, ladder[1])
	f.wants(store.Range{From: "E#00011", To: "E#0009"}, ladder[1])
	f.wants(store.Range{From: "HEADS", To: "Z"})
}

func rangesBackward(f *fixture) {
	f.ladder()
	back := slices.Clone(ladder)
	slices.Reverse(back)
	f.wants(store.Range{From: "E#0001", To: "😀", Backward: true}, back...)
	f.wants(store.Range{From: "E#0002", To: "HEAD", Backward: true}, back[3:6]...)
	f.wants(store.Range{From: "E#00011", To: "E#0009", Backward: true}, ladder[1])
	f.wants(store.Range{From: "HEADS", To: "Z", Backward: true})
}

func rangesLimited(f *fixture) {
	f.ladder()
	for limit := range len(ladder) + 3 {
		n := min(limit, len(ladder))
		if limit == 0 {
			n = len(ladder)
		}
		back := slices.Clone(ladder[len(ladder)-n:])
		slices.Reverse(back)
		f.wants(store.Range{From: "E", To: "😀", Limit: limit}, ladder[:n]...)
		f.wants(store.Range{From: "E", To: "😀", Limit: limit, Backward: true}, back...)
	}
}

func rangesStay(f *fixture) {
	other, desk := f.put("B", "other"), f.put("C", "desk")
	other.Item.PK += "#other"
	desk.Item.Table = store.Desk
	f.write(f.put("A", "a"), other, desk)
	f.wants(store.Range{From: "A", To: "Z"}, "A")
}

func rangesOpen(f *fixture) {
	f.ladder()
	f.wants(store.Range{To: "HEAD"}, ladder[:4]...)
	f.wants(store.Range{To: "HEAD", Backward: true, Limit: 1}, "HEAD")
	f.wants(store.Range{From: "HEAD", To: "E#0001"})
	f.wants(store.Range{From: "HEAD", To: "E#0001", Backward: true})
}

func rangeWithoutEnd(f *fixture) {
	if _, err := f.Query(f.ctx, store.Range{Table: store.Chats, PK: f.pk, From: "A"}); err == nil {
		f.Error("no error")
	}
}

func rangesPaged(f *fixture) {
	const items, size = 9, 300 << 10
	var want []string
	for i := range items {
		sk := fmt.Sprintf("E#%02d", i)
		want = append(want, sk)
		op := f.put(sk, "")
		op.Item.Body = bytes.Repeat([]byte{byte(i)}, size)
		f.write(op)
	}
	f.wants(store.Range{From: "E", To: "F"}, want...)
	f.wants(store.Range{From: "E", To: "F", Limit: 7}, want[:7]...)
	slices.Reverse(want)
	f.wants(store.Range{From: "E", To: "F", Backward: true}, want...)
	for i, item := range f.all() {
		if len(item.Body) != size || item.Body[size-1] != byte(i) {
			f.Fatalf("%s is not what was written", item.SK)
		}
	}
}
