package queue_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/infra/local/queue"
)

func (b *bench) faults(f queue.Faults) {
	b.t.Helper()
	if err := b.queue.SetFaults(f); err != nil {
		b.t.Fatal(err)
	}
}

func TestF14ALostMessageIsAcceptedAndNeverComes(t *testing.T) {
	b := newBench(t, queue.Config{})
	b.faults(queue.Faults{Lose: 1})
	if id := b.send("lost", 0); id == "" {
		t.Error("the sender could tell")
	}
	b.faults(queue.Faults{})
	b.send("kept", 0)
	b.pass(time.Hour)
	b.expect("an hour later", "kept")
	if s := b.queue.Stats(); s.Lost != 1 || s.Accepted != 2 {
		t.Errorf("stats %+v", s)
	}
}

func TestF14ADoubledMessageComesTwiceUnderOneID(t *testing.T) {
	b := newBench(t, queue.Config{})
	b.faults(queue.Faults{Double: 1})
	id := b.send("twice", 1)
	b.pass(time.Second)
	b.expect("both copies", "twice", "twice")
	for _, m := range b.batches[0] {
		if m.MessageId != id {
			t.Errorf("id %s, sent %s", m.MessageId, id)
		}
	}
	if s := b.queue.Stats(); s.Doubled != 1 || s.Delivered != 2 {
		t.Errorf("stats %+v", s)
	}
}

func TestLateAndEarlyMessages(t *testing.T) {
	b := newBench(t, queue.Config{})
	b.faults(queue.Faults{Late: 20 * time.Minute})
	b.send("late", 10)
	b.faults(queue.Faults{Early: time.Second})
	b.send("early", 10)
	b.pass(9 * time.Second)
	b.expect("a second early", "early")
	b.pass(20 * time.Minute)
	b.expect("not quite 20 minutes late")
	b.pass(time.Second)
	b.expect("20 minutes late", "late")
	if s := b.queue.Stats(); s.Late != 1 || s.Early != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestFaultsReplayFromTheirSeed(t *testing.T) {
	run := func() string {
		b := newBench(t, queue.Config{})
		b.faults(queue.Faults{Lose: 0.3, Double: 0.3, Seed: 7})
		for range 20 {
			b.send("m", 0)
		}
		s := b.queue.Stats()
		if s.Lost == 0 || s.Doubled == 0 {
			t.Errorf("the faults did not fire: %+v", s)
		}
		return strings.Join(b.step(), "") + string(rune('0'+s.Lost))
	}
	if first, second := run(), run(); first != second {
		t.Errorf("%q and %q", first, second)
	}
}

func TestFaultsOutOfRangeAreRefused(t *testing.T) {
	b := newBench(t, queue.Config{})
	for _, f := range []queue.Faults{{Lose: 1.1}, {Double: -1}, {Late: -1}, {Early: 2 * time.Second}} {
		if err := b.queue.SetFaults(f); err == nil {
			t.Errorf("%+v was taken", f)
		}
	}
}
