package memory_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"switchboard/shared/store"
	"switchboard/shared/store/memory"
)

var errOnPurpose = errors.New("on purpose")

func key(sk string) store.Key { return store.Key{Table: store.Chats, PK: "CHAT#1", SK: sk} }

func put(sk string) store.Op {
	return store.Op{Verb: store.Put, Item: store.Item{Key: key(sk), Body: []byte(sk)}}
}

// failing fails one operation at one moment, once, and counts that it did.
type failing struct {
	name  string
	at    memory.Moment
	fired int
}

func (f *failing) hook(_ context.Context, m memory.Moment, c memory.Call) error {
	if f.fired > 0 || m != f.at || c.Name != f.name {
		return nil
	}
	f.fired++
	return errOnPurpose
}

func TestF20AnErrorBeforeAWriteMeansNothingHappenedAndOneAfterThatItDid(t *testing.T) {
	for at, want := range map[memory.Moment]bool{memory.Before: false, memory.After: true} {
		f := &failing{name: "write", at: at}
		d := memory.NewWithHook(f.hook)
		if err := d.Write(t.Context(), []store.Op{put("A"), put("B")}); !errors.Is(err, errOnPurpose) {
			t.Errorf("moment %d: %v", at, err)
		}
		for _, sk := range []string{"A", "B"} {
			item, err := d.Get(t.Context(), key(sk))
			if err != nil || (item != nil) != want {
				t.Errorf("moment %d: %s is %v, %v", at, sk, item, err)
			}
		}
		if f.fired != 1 {
			t.Errorf("moment %d: fired %d times", at, f.fired)
		}
	}
}

func TestReadsFailWhereTheyAreToldTo(t *testing.T) {
	stretch := store.Range{Table: store.Chats, PK: "CHAT#1", From: "A", To: "Z"}
	for _, f := range []*failing{
		{name: "get", at: memory.Before}, {name: "get", at: memory.After},
		{name: "query", at: memory.Before}, {name: "query", at: memory.Between}, {name: "query", at: memory.After},
	} {
		d := memory.NewWithHook(f.hook)
		if err := d.Write(t.Context(), []store.Op{put("A")}); err != nil {
			t.Fatal(err)
		}
		item, get := d.Get(t.Context(), key("A"))
		items, query := d.Query(t.Context(), stretch)
		if (get != nil) != (f.name == "get") || (query != nil) != (f.name == "query") || f.fired != 1 {
			t.Errorf("%+v: get %v, query %v", f, get, query)
		}
		if get != nil && item != nil || query != nil && items != nil {
			t.Errorf("%+v: an answer beside an error", f)
		}
	}
}

func TestF30AWriteMayLandBetweenTwoItemsOfAQuery(t *testing.T) {
	var d *memory.Driver
	wrote := 0
	d = memory.NewWithHook(func(ctx context.Context, m memory.Moment, c memory.Call) error {
		if m != memory.Between || wrote > 0 {
			return nil
		}
		wrote++
		return d.Write(ctx, []store.Op{put("0"), put("C"), {Verb: store.Delete, Item: store.Item{Key: key("B")}}})
	})
	if err := d.Write(t.Context(), []store.Op{put("A"), put("B"), put("D")}); err != nil {
		t.Fatal(err)
	}
	items, err := d.Query(t.Context(), store.Range{Table: store.Chats, PK: "CHAT#1", To: "Z"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range items {
		got = append(got, item.SK)
	}
	if want := []string{"A", "C", "D"}; !slices.Equal(got, want) || wrote != 1 {
		t.Errorf("read %v, want %v", got, want)
	}
}

func TestAHookSeesTheWholeOperation(t *testing.T) {
	var seen []memory.Call
	d := memory.NewWithHook(func(_ context.Context, m memory.Moment, c memory.Call) error {
		if m == memory.Before {
			seen = append(seen, c)
		}
		return nil
	})
	ops := []store.Op{put("A"), put("B")}
	stretch := store.Range{Table: store.Chats, PK: "CHAT#1", From: "A", To: "Z"}
	if err := d.Write(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(t.Context(), key("A")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Query(t.Context(), stretch); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 || len(seen[0].Ops) != 2 || seen[1].Key != key("A") || seen[2].Range != stretch {
		t.Errorf("saw %+v", seen)
	}
}

func TestAfterIsNotReachedByAWriteThatWasUnmet(t *testing.T) {
	f := &failing{name: "write", at: memory.After}
	d := memory.NewWithHook(f.hook)
	op := put("A")
	op.If.Present = true
	var unmet *store.Unmet
	if err := d.Write(t.Context(), []store.Op{op}); !errors.As(err, &unmet) || f.fired != 0 {
		t.Errorf("%v, fired %d", err, f.fired)
	}
}
