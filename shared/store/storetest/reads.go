package storetest

import (
	"context"
	"errors"
	"math"
	"time"

	"switchboard/shared/store"
)

var reads = []sentence{
	{"Get of an item that is not there is nil without an error", func(f *fixture) { f.is("A", nil) }},
	{"an item comes back byte for byte", bytesComeBack},
	{"empty bytes stay empty and absent ones absent", emptyIsNotAbsent},
	{"numbers come back over the whole range of int64, and zero is a number", numbersComeBack},
	{"Expires is rounded up to whole seconds and zero is never (F42)", expiresInWholeSeconds},
	{"an expired item stays readable until it is deleted (F40)", expiredStaysReadable},
	{"two tables with one key hold two items", twoTables},
	{"what was handed in and out is a copy", copies},
	{"Get and Query see what was written just before (F27)", readsAreConsistent},
	{"an empty part of a key is refused", emptyKeys},
	{"a table that does not exist is an error", unknownTable},
	{"a cancelled context ends every call and nothing is written", cancelled},
}

func bytesComeBack(f *fixture) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	item := store.Item{Key: f.key("E#1"), Body: every, Payload: every[128:], Salt: []byte{0},
		N: map[string]int64{"seq": 1}, Expires: time.Unix(4_000_000_000, 0)}
	f.write(store.Op{Verb: store.Put, Item: item})
	f.is("E#1", &item)
}

func emptyIsNotAbsent(f *fixture) {
	empty := store.Item{Key: f.key("empty"), Body: []byte{}, Payload: []byte{}, Salt: []byte{}}
	absent := store.Item{Key: f.key("absent")}
	f.write(store.Op{Verb: store.Put, Item: empty}, store.Op{Verb: store.Put, Item: absent})
	f.is("empty", &empty)
	f.is("absent", &absent)
	if all := f.all(); !sameAll(all, []store.Item{absent, empty}) {
		f.Fatalf("query: %s", showAll(all))
	}
}

func numbersComeBack(f *fixture) {
	item := store.Item{Key: f.key("HEAD"), N: map[string]int64{
		"zero": 0, "one": 1, "minus": -1, "most": math.MaxInt64, "least": math.MinInt64}}
	f.write(store.Op{Verb: store.Put, Item: item})
	f.is("HEAD", &item)
}

func expiresInWholeSeconds(f *fixture) {
	for _, row := range []struct{ in, out time.Time }{
		{time.Unix(4_000_000_000, 0), time.Unix(4_000_000_000, 0)},
		{time.Unix(4_000_000_000, 1), time.Unix(4_000_000_001, 0)},
		{time.Unix(4_000_000_000, 999_999_999), time.Unix(4_000_000_001, 0)},
		{time.Time{}, time.Time{}},
	} {
		op := f.put("A", "a")
		op.Item.Expires = row.in
		f.write(op)
		got := f.get("A").Expires
		if !got.Equal(row.out) || got.IsZero() != row.in.IsZero() {
			f.Fatalf("%s came back as %s, want %s", row.in, got, row.out)
		}
	}
}

func expiredStaysReadable(f *fixture) {
	op := f.put("TICKET", "a")
	op.Item.Expires = time.Unix(1_700_000_000, 0)
	f.write(op)
	f.is("TICKET", &op.Item)
	if all := f.all(); !sameAll(all, []store.Item{op.Item}) {
		f.Fatalf("query: %s", showAll(all))
	}
}

func twoTables(f *fixture) {
	chat, desk := f.put("A", "chat"), f.put("A", "desk")
	desk.Item.Table = store.Desk
	f.write(chat)
	f.write(desk)
	f.is("A", &chat.Item)
	got, err := f.Get(f.ctx, desk.Item.Key)
	if err != nil || !same(got, &desk.Item) {
		f.Fatalf("desk: %s, %v", show(got), err)
	}
}

func copies(f *fixture) {
	op := f.put("A", "body", number{"n", 1})
	f.write(op)
	op.Item.Body[0], op.Item.N["n"] = 'X', 2
	out := f.get("A")
	out.Body[1], out.N["n"] = 'X', 3
	all := f.all()
	all[0].Body[2], all[0].N["n"] = 'X', 4
	f.is("A", &store.Item{Key: f.key("A"), Body: []byte("body"), N: map[string]int64{"n": 1}})
}

func readsAreConsistent(f *fixture) {
	for i := range int64(50) {
		op := f.put("A", "a", number{"n", i})
		f.write(op)
		f.is("A", &op.Item)
		if all := f.all(); !sameAll(all, []store.Item{op.Item}) {
			f.Fatalf("query after write %d: %s", i, showAll(all))
		}
	}
}

func emptyKeys(f *fixture) {
	noSK, noPK := f.put("", "a"), f.put("A", "a")
	noPK.Item.PK = ""
	f.refused(noSK)
	f.refused(noPK)
	f.refused(f.put("B", "b"), noSK)
	f.is("B", nil)
	if _, err := f.Get(f.ctx, noSK.Item.Key); err == nil {
		f.Error("get without a sort key: no error")
	}
	if _, err := f.Query(f.ctx, store.Range{Table: store.Chats, To: "~"}); err == nil {
		f.Error("query without a partition: no error")
	}
}

func unknownTable(f *fixture) {
	op := f.put("A", "a")
	op.Item.Table = "lost"
	f.refused(op)
	f.refused(f.put("B", "b"), op)
	if _, err := f.Get(f.ctx, op.Item.Key); err == nil {
		f.Error("get: no error")
	}
	if _, err := f.Query(f.ctx, store.Range{Table: "lost", PK: f.pk, To: "~"}); err == nil {
		f.Error("query: no error")
	}
}

func cancelled(f *fixture) {
	ctx, cancel := context.WithCancel(f.ctx)
	cancel()
	_, get := f.Get(ctx, f.key("A"))
	_, query := f.Query(ctx, store.Range{Table: store.Chats, PK: f.pk, To: "~"})
	single := f.Write(ctx, []store.Op{f.put("A", "a")})
	both := f.Write(ctx, []store.Op{f.put("A", "a"), f.put("B", "b")})
	for name, err := range map[string]error{"get": get, "query": query, "single": single, "both": both} {
		if !errors.Is(err, context.Canceled) {
			f.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
	if all := f.all(); len(all) != 0 {
		f.Fatalf("written: %s", showAll(all))
	}
}
