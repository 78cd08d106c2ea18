package desk_test

import (
	"context"
	"testing"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// race is something that happens while something else is under way: at each moment of each of its calls in turn.
type race struct {
	name string
	// scene returns what is under way, what comes between, and what must hold then.
	scene func(w *world) (do, meanwhile func(), then func())
}

func TestWhateverComesBetween(t *testing.T) {
	for _, r := range races {
		t.Run(r.name, func(t *testing.T) {
			for at := 1; at < 500 && !t.Failed(); at++ {
				if !comesBetween(t, r, at) {
					t.Logf("%d moments", at-1)
					if at < 5 {
						t.Error("too few")
					}
					return
				}
			}
		})
	}
}

// comesBetween lets a race happen at a moment; false if there are fewer.
func comesBetween(t *testing.T, r race, at int) bool {
	w := newWorld(t)
	do, meanwhile, then := r.scene(w)
	moments, happened := 0, false
	w.hook = func(context.Context, storememory.Moment, storememory.Call) error {
		if moments++; moments == at && !happened {
			happened = true
			w.hook = nil
			w.now = w.now.Add(time.Millisecond)
			meanwhile()
		}
		return nil
	}
	do()
	w.hook = nil
	if !happened {
		return false
	}
	then()
	if t.Failed() {
		t.Logf("at moment %d", at)
	}
	return true
}

func (w *world) wakes(t store.Thing) func() {
	return func() { w.must(w.desk.Wake(w.ctx, t)) }
}

func (w *world) beats(by caller, chats ...string) {
	w.t.Helper()
	var have []protocol.Held
	for _, chat := range chats {
		have = append(have, protocol.Held{Chat: chat, After: 1})
	}
	_, err := w.desk.Beat(w.ctx, by, protocol.Beat{ID: w.id(), Have: have})
	w.must(err)
}

func (w *world) goes(by caller, status routing.Status) {
	w.t.Helper()
	_, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: w.id(), Status: string(status), Tab: "tab"})
	w.must(err)
}

func (w *world) standing(name string) store.AgentState {
	w.t.Helper()
	a, err := store.New(w.driver).Agent(w.ctx, name)
	w.must(err)
	return a
}

// hasEnded reports whether a chat has ended.
func (w *world) hasEnded(chat string) bool {
	got := w.events(chat)
	return got[len(got)-1] == "ended"
}

// seen is when a thing was last heard of, zero if it is finished.
func (w *world) seen(t store.Thing) time.Time {
	w.t.Helper()
	c, err := store.New(w.driver).Clock(w.ctx, t)
	w.must(err)
	if c == nil {
		return time.Time{}
	}
	return time.UnixMilli(c.Seen).UTC()
}
