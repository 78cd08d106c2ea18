package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// counted is what a stretch of a test asked of the store: reads and writes.
func (w *world) counted(do func()) (reads, writes int) {
	w.hook = func(_ context.Context, m storememory.Moment, c storememory.Call) error {
		if m == storememory.Before && c.Name == "write" {
			writes++
		} else if m == storememory.Before {
			reads++
		}
		return nil
	}
	do()
	w.hook = nil
	return reads, writes
}

// looks counts and forgets the looks that are on their way.
func (w *world) looks() int { return len(w.timers.Due(w.now.Add(time.Hour))) }

func TestP1AMessageIsOneReadAndOneWrite(t *testing.T) {
	w, _, mara, chat := talk(t)
	w.looks()
	reads, writes := w.counted(func() { w.says(mara, chat, 2, "Hello") })
	if reads != 1 || writes != 1 || w.looks() != 0 {
		t.Errorf("%d reads, %d writes", reads, writes)
	}
}

func TestWhatIsWokenAtOnceNeedsNoSecondLook(t *testing.T) {
	w := newWorld(t)
	noor, chat := ended(w)
	w.looks()
	_, err := w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: "c1", Chat: chat, After: 3})
	w.must(err)
	if n := w.looks(); n > 1 {
		t.Errorf("close sent %d looks, want at most the one ahead of its commit", n)
	}
	_, err = w.desk.Presence(w.ctx, noor, protocol.Presence{Action: "presence", ID: "p1", Status: "Offline"})
	w.must(err)
	if n := w.looks(); n > 3 {
		t.Errorf("the log-out sent %d looks, want one for her and one for each of her queues", n)
	}
}

func TestAQuietHourCostsALookEachTimeOneFires(t *testing.T) {
	w, noor, mara, chat := talk(t)
	woken := 0
	for range 40 { // ten minutes
		for range 15 {
			w.now = w.now.Add(time.Second)
			for _, look := range w.timers.Due(w.now) {
				if strings.HasPrefix(look.Thing, "agent") {
					woken++
				}
				w.must(w.desk.Look(w.ctx, look))
			}
		}
		for _, by := range []caller{noor, mara} {
			_, err := w.desk.Beat(w.ctx, by, protocol.Beat{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 2}}})
			w.must(err)
		}
		if n, err := w.desk.Sweep(w.ctx); n > 0 || err != nil {
			t.Fatalf("the sweep found %d things (%v) although no timer was lost", n, err)
		}
	}
	if woken > 11 {
		t.Errorf("an agent who was there for ten minutes was looked at %d times", woken)
	}
	if got := w.events(chat); len(got) != 2 {
		t.Errorf("the log holds %v", got)
	}
}

func TestABeatFindsATimerThatNeverCame(t *testing.T) {
	w, noor, mara, chat := talk(t)
	w.looks() // all are lost
	for range 20 {
		w.now = w.now.Add(15 * time.Second)
		for _, by := range []caller{noor, mara} {
			_, err := w.desk.Beat(w.ctx, by, protocol.Beat{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 2}}})
			w.must(err)
		}
	}
	for _, thing := range []store.Thing{store.AgentThing("noor"), store.ChatThing(chat)} {
		c, err := store.New(w.driver).Clock(w.ctx, thing)
		w.must(err)
		if w.now.UnixMilli() > c.Timer+31_000 {
			t.Errorf("nobody armed the clock of %s again: %d s ago", thing.Kind, (w.now.UnixMilli()-c.Timer)/1000)
		}
	}
}

func TestOneSlowReadOfTheSettingsHoldsNobodyUp(t *testing.T) {
	w := newWorld(t)
	w.passes(settled)
	inside := false
	w.hook = func(ctx context.Context, m storememory.Moment, c storememory.Call) error {
		if m != storememory.Before || inside || c.Key.PK != "SETTINGS" {
			return nil
		}
		inside = true // the read is under way; somebody else comes along
		second := make(chan error, 1)
		go func() {
			_, err := w.desk.Configuration(w.ctx)
			second <- err
		}()
		select {
		case err := <-second:
			return err
		case <-time.After(5 * time.Second):
			return errors.New("the second caller waits for the first")
		}
	}
	_, err := w.desk.Configuration(w.ctx)
	w.must(err)
	if !inside {
		t.Error("the settings were not read")
	}
}

func TestTheWordOfAVisitorIsFoundBehindALongMonologue(t *testing.T) {
	w, noor, mara, chat := talk(t)
	w.now = w.now.Add(100 * time.Second)
	w.says(mara, chat, 2, "One moment")
	for i := range 150 {
		w.says(noor, chat, 3+i, "…")
	}
	for range 15 { // 210 s after her word, 310 s after she was seen
		w.passes(14 * time.Second)
		w.screen(noor)
	}
	if got := w.events(chat); got[len(got)-1] == "ended" {
		t.Error("she was counted as gone less than 300 s after her word")
	}
}
