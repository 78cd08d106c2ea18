package memory_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"switchboard/shared/store"
	"switchboard/shared/store/memory"
)

var noon = time.Unix(1_800_000_000, 0)

func expiring(sk string, at time.Time) store.Op {
	op := put(sk)
	op.Item.Expires = at
	return op
}

func write(t *testing.T, d *memory.Driver, ops ...store.Op) {
	t.Helper()
	if err := d.Write(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
}

// gone wants Expire to return these, and that they can be read no more.
func gone(t *testing.T, d *memory.Driver, now time.Time, want ...string) {
	t.Helper()
	var got []string
	for _, item := range d.Expire(now) {
		got = append(got, item.SK)
		if string(item.Body) != item.SK {
			t.Errorf("%s came back as %q", item.SK, item.Body)
		}
		if left, err := d.Get(t.Context(), item.Key); err != nil || left != nil {
			t.Errorf("%s is still there: %v", item.SK, err)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("at %s: %v, want %v", now.Sub(noon), got, want)
	}
}

func TestF40F41ExpireReturnsWhatItDeletesInTheOrderOfKeys(t *testing.T) {
	d := memory.New()
	other := expiring("E", noon)
	other.Item.PK = "CHAT#0"
	write(t, d, expiring("B", noon), expiring("A", noon), expiring("LATER", noon.Add(time.Minute)), put("NEVER"), other)
	gone(t, d, noon.Add(-time.Second))
	gone(t, d, noon, "E", "A", "B")
	gone(t, d, noon)
	gone(t, d, noon.Add(time.Hour), "LATER")
	if item, err := d.Get(t.Context(), key("NEVER")); err != nil || item == nil {
		t.Errorf("NEVER: %v, %v", item, err)
	}
}

func TestExpireRoundsUp(t *testing.T) {
	d := memory.New()
	write(t, d, expiring("A", noon.Add(time.Millisecond)))
	gone(t, d, noon.Add(999*time.Millisecond))
	gone(t, d, noon.Add(time.Second), "A")
}

func TestF42ExpireLeavesWhatIsFiveYearsOld(t *testing.T) {
	d := memory.New()
	write(t, d, expiring("A", noon))
	gone(t, d, noon.AddDate(5, 0, 2))
}

func TestOnlyChatsExpire(t *testing.T) {
	d := memory.New()
	op := expiring("A", noon)
	op.Item.Table = store.Desk
	write(t, d, op)
	gone(t, d, noon.Add(time.Hour))
}

func TestF40AnExpiredItemWrittenAgainLives(t *testing.T) {
	d := memory.New()
	write(t, d, expiring("A", noon))
	write(t, d, put("A"))
	write(t, d, expiring("B", noon))
	write(t, d, store.Op{Verb: store.Set, Item: store.Item{Key: key("B")}, Numbers: map[string]int64{"n": 1}})
	gone(t, d, noon, "B")
}

func TestANumberDoesNotWrapAround(t *testing.T) {
	for start, by := range map[int64]int64{math.MaxInt64: 1, math.MinInt64: -1} {
		d := memory.New()
		op := put("A")
		op.Item.N = map[string]int64{"n": start}
		write(t, d, op)
		add := store.Op{Verb: store.Set, Item: store.Item{Key: key("A")}, Adds: map[string]int64{"n": by}}
		if err := d.Write(t.Context(), []store.Op{put("B"), add}); err == nil {
			t.Errorf("%d + %d: no error", start, by)
		}
		if item, err := d.Get(t.Context(), key("B")); err != nil || item != nil {
			t.Errorf("B: %v, %v", item, err)
		}
	}
}

func TestALongQueueIsTakenFromItsHead(t *testing.T) {
	d := memory.New()
	name := func(i int) string { return fmt.Sprintf("W#%06d", i) }
	for i := range 2000 {
		write(t, d, put(name(i)))
	}
	for i := range 2000 {
		items, err := d.Query(t.Context(), store.Range{Table: store.Chats, PK: "CHAT#1", From: "W#", To: "W#~", Limit: 1})
		if err != nil || len(items) != 1 || items[0].SK != name(i) {
			t.Fatalf("head %d: %v, %v", i, items, err)
		}
		write(t, d, store.Op{Verb: store.Delete, Item: store.Item{Key: key(name(i))}}, put(name(i+2000)))
	}
}
