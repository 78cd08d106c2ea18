package dynamo

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"switchboard/shared/store"
	"switchboard/shared/store/dynamotest"
)

// TestF30 writes between the pages of one Query, on the wire. What was there is read once each and in order; what came
// on the way is read if it lies ahead, and not if it lies behind.
func TestF30AWriteBetweenTwoPagesNeitherDoublesNorHidesWhatWasThere(t *testing.T) {
	b := newBench(t, first())
	var want []string
	for i := range 8 {
		op := putOf(fmt.Sprintf("E#%02d", 2*i+2), "")
		op.Item.Body = bytes.Repeat([]byte("e"), 300<<10)
		if err := b.Write(t.Context(), []store.Op{op}); err != nil {
			t.Fatal(err)
		}
		want = append(want, op.Item.SK)
	}
	other := New(dynamotest.Client(t), b.names())
	b.start()
	b.wire.plan = func(n int, _ sent) fate {
		if n == 1 {
			late := []store.Op{putOf("E#01", "behind"), putOf("E#99", "ahead")}
			if err := other.Write(t.Context(), late); err != nil {
				t.Error(err)
			}
		}
		return passes
	}
	items, err := b.Query(t.Context(), store.Range{Table: store.Chats, PK: "CHAT#1", From: "E#", To: "F"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range items {
		got = append(got, item.SK)
	}
	if want = append(want, "E#99"); !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
	if len(b.wire.sent) < 2 {
		t.Error("it was one page: nothing was written between two")
	}
}

func (b *bench) names() map[store.Table]string {
	names := map[store.Table]string{}
	for table, name := range b.tables {
		names[table] = *name
	}
	return names
}
