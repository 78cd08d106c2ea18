package desk_test

import (
	"context"
	"maps"
	"slices"
	"strings"

	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// plant is a mistake that a history is played with: what becomes of each operation, of what a query answers, of looks and
// of pushes. What is left out is as it should be.
type plant struct {
	op     func(d *planted, op store.Op) (store.Op, bool) // false: the operation is left out
	query  func(r store.Range, items []store.Item) []store.Item
	swears func(ops []store.Op) bool // such a write is said to be done, and is not
	slow   bool                      // the functions of its histories are slow, so that people meet more often
	mute   bool                      // no look is ever sent
	spills bool                      // what staff are told of a chat goes to its visitor as well
}

// planted is a driver with a mistake. An empty one has none.
type planted struct {
	store.Driver
	plant plant
	lies  int
}

func (d *planted) Query(ctx context.Context, r store.Range) ([]store.Item, error) {
	items, err := d.Driver.Query(ctx, r)
	if d.plant.query != nil {
		items = d.plant.query(r, items)
	}
	return items, err
}

func (d *planted) Write(ctx context.Context, ops []store.Op) error {
	if d.plant.swears != nil && d.plant.swears(ops) {
		if d.lies++; d.lies%10 == 0 {
			return nil
		}
	}
	if d.plant.op == nil {
		return d.Driver.Write(ctx, ops)
	}
	var left []store.Op
	for _, op := range ops {
		if op, ok := d.plant.op(d, op); ok {
			left = append(left, op)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return d.Driver.Write(ctx, left)
}

// at says which operations a mistake concerns: by partition, by sort key, each as it begins, and by verb.
type at struct {
	pk, sk string
	verbs  []store.Verb
}

func (a at) meets(op store.Op) bool {
	return strings.HasPrefix(op.Item.PK, a.pk) && strings.HasPrefix(op.Item.SK, a.sk) && slices.Contains(a.verbs, op.Verb)
}

// unconditional forgets the condition.
func unconditional(where at) func(*planted, store.Op) (store.Op, bool) {
	return func(_ *planted, op store.Op) (store.Op, bool) {
		if where.meets(op) {
			op.If = store.If{}
		}
		return op, true
	}
}

// forgotten forgets the operation.
func forgotten(where at) func(*planted, store.Op) (store.Op, bool) {
	return func(_ *planted, op store.Op) (store.Op, bool) { return op, !where.meets(op) }
}

// misjudged writes an agent's standing after a mistake that knows what she was.
func misjudged(mistake func(was, is routing.Agent) routing.Agent) func(*planted, store.Op) (store.Op, bool) {
	return func(d *planted, op store.Op) (store.Op, bool) {
		it, err := d.Driver.Get(context.Background(), op.Item.Key)
		if op.Verb != store.Put || op.Item.SK != "STATE" || err != nil || it == nil {
			return op, true
		}
		var was, is routing.Agent
		if log.Decode(it.Body, &was) != nil || log.Decode(op.Item.Body, &is) != nil {
			return op, true
		}
		if body, err := log.Encode(mistake(was, is)); err == nil {
			op.Item.Body = body
		}
		return op, true
	}
}

// deaf does not look whether word came since a clock was read.
func deaf(_ *planted, op store.Op) (store.Op, bool) {
	if op.Item.SK == "HD" && op.Verb != store.Delete {
		op.If.Equal = maps.Clone(op.If.Equal)
		delete(op.If.Equal, "seen")
		delete(op.If.Equal, "lost")
	}
	return op, true
}

// stubborn keeps a notice or a lost connection although word came.
func stubborn(_ *planted, op store.Op) (store.Op, bool) {
	if _, word := op.Numbers["seen"]; word && op.Verb == store.Set && op.Item.SK == "HD" {
		op.Numbers = map[string]int64{"seen": op.Numbers["seen"]}
	}
	return op, true
}
