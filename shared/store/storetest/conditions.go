package storetest

import (
	"fmt"

	"switchboard/shared/store"
)

var conditions = []sentence{
	{"Put on each condition, single and in company", func(f *fixture) { everyCondition(f, store.Put) }},
	{"Set on each condition, single and in company", func(f *fixture) { everyCondition(f, store.Set) }},
	{"Delete on each condition, single and in company", func(f *fixture) { everyCondition(f, store.Delete) }},
	{"Check on each condition, single and in company", func(f *fixture) { everyCondition(f, store.Check) }},
}

type numbers = map[string]int64

// condition is one If and whether it holds of an item that is missing, bare (without numbers), or one that has a = 5
// and b = 0.
type condition struct {
	store.If
	missing, bare, five bool
}

var table = []condition{
	{store.If{}, true, true, true},
	{store.If{Absent: true}, true, false, false},
	{store.If{Present: true}, false, true, true},
	{store.If{Absent: true, Present: true}, false, false, false},
	{store.If{Equal: numbers{}, AtLeast: numbers{}}, true, true, true},
	{store.If{Equal: numbers{"a": 5}}, false, false, true},
	{store.If{Equal: numbers{"a": 4}}, false, false, false},
	{store.If{Equal: numbers{"a": 0}}, false, true, false},
	{store.If{Equal: numbers{"b": 0}}, false, true, true},
	{store.If{Equal: numbers{"c": 0}}, false, true, true},
	{store.If{Equal: numbers{"a": 5, "b": 0, "c": 0}}, false, false, true},
	{store.If{Equal: numbers{"a": 5, "b": 1}}, false, false, false},
	{store.If{AtLeast: numbers{"a": 5}}, false, false, true},
	{store.If{AtLeast: numbers{"a": 4}}, false, false, true},
	{store.If{AtLeast: numbers{"a": 6}}, false, false, false},
	{store.If{AtLeast: numbers{"a": 0}}, false, true, true},
	{store.If{AtLeast: numbers{"c": 0}}, false, true, true},
	{store.If{AtLeast: numbers{"c": -1}}, false, true, true},
	{store.If{AtLeast: numbers{"c": 1}}, false, false, false},
	{store.If{AtLeast: numbers{"a": 5, "c": 1}}, false, false, false},
	{store.If{AtMost: numbers{"a": 5}}, false, true, true},
	{store.If{AtMost: numbers{"a": 4}}, false, true, false},
	{store.If{AtMost: numbers{"a": 6}}, false, true, true},
	{store.If{AtMost: numbers{"c": 0}}, false, true, true},
	{store.If{AtMost: numbers{"c": -1}}, false, false, false},
	{store.If{AtLeast: numbers{"a": 5}, AtMost: numbers{"a": 5}}, false, false, true},
	{store.If{AtMost: numbers{"a": 5, "c": -1}}, false, false, false},
	{store.If{Absent: true, AtMost: numbers{"c": 0}}, false, false, false},
	{store.If{Present: true, Equal: numbers{"a": 5}, AtLeast: numbers{"a": 5, "b": 0}}, false, false, true},
	{store.If{Present: true, Equal: numbers{"a": 5}, AtLeast: numbers{"a": 6}}, false, false, false},
	{store.If{Absent: true, Equal: numbers{"a": 5}}, false, false, false},
	{store.If{Absent: true, AtLeast: numbers{"c": 0}}, false, false, false},
}

func everyCondition(f *fixture, verb store.Verb) {
	for i, c := range table {
		for state, holds := range map[string]bool{"missing": c.missing, "bare": c.bare, "five": c.five} {
			if verb == store.Set && state == "missing" {
				holds = false
			}
			oneCondition(f, verb, c.If, fmt.Sprintf("%02d#%s", i, state), state, holds)
		}
	}
}

// oneCondition writes on the condition twice, alone and beside another operation, to two items in the same state.
func oneCondition(f *fixture, verb store.Verb, c store.If, name, state string, holds bool) {
	f.Helper()
	alone, company, beside := name+"#alone", name+"#company", f.put(name+"#beside", "beside")
	f.arrange(state, alone, company)
	if !holds {
		f.unmet([]int{0}, f.change(verb, alone, c))
		f.unmet([]int{1}, beside, f.change(verb, company, c))
		f.is(alone, f.inState(state, alone))
		f.is(company, f.inState(state, company))
		f.is(name+"#beside", nil)
		return
	}
	f.write(f.change(verb, alone, c))
	f.write(beside, f.change(verb, company, c))
	f.is(alone, f.changed(verb, state, alone))
	f.is(company, f.changed(verb, state, company))
	f.is(name+"#beside", &beside.Item)
}

func (f *fixture) arrange(state string, sks ...string) {
	f.Helper()
	for _, sk := range sks {
		if item := f.inState(state, sk); item != nil {
			f.write(store.Op{Verb: store.Put, Item: *item})
		}
	}
}

func (f *fixture) inState(state, sk string) *store.Item {
	item := &store.Item{Key: f.key(sk), Body: []byte("before")}
	switch state {
	case "missing":
		return nil
	case "five":
		item.N = numbers{"a": 5, "b": 0}
	}
	return item
}

// change is an operation of this verb that would leave a trace.
func (f *fixture) change(verb store.Verb, sk string, c store.If) store.Op {
	op := store.Op{Verb: verb, Item: store.Item{Key: f.key(sk), Body: []byte("after")}, If: c}
	if verb == store.Set {
		op.Numbers, op.Adds = numbers{"x": 1}, numbers{"a": 1}
	}
	return op
}

// changed is what change leaves of an item that was in this state.
func (f *fixture) changed(verb store.Verb, state, sk string) *store.Item {
	item := f.inState(state, sk)
	switch verb {
	case store.Put:
		return &store.Item{Key: f.key(sk), Body: []byte("after")}
	case store.Delete:
		return nil
	case store.Set:
		if item.N == nil {
			item.N = numbers{}
		}
		item.N["x"], item.N["a"] = 1, item.N["a"]+1
	}
	return item
}
