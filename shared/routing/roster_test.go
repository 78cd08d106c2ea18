package routing

import (
	"testing"

	"pgregory.net/rapid"
)

var (
	unlimited = QueueLimit{}
	upTo3     = QueueLimit{Limit: 3, Limited: true}
	closed    = QueueLimit{Limited: true}
)

func TestAdmit(t *testing.T) {
	rows := []struct {
		title string
		in    Roster
		rule  Rule
		room  QueueLimit
		queue bool
		want  Admission
	}{
		{"RT6 (R63): nobody Online, with a queue", Roster{}, LeastActive, unlimited, true, NoAgent},
		{"RT6 (R63, R65): nobody Online, before the queue is looked at", Roster{Waiting: 9}, Choice, upTo3, true, NoAgent},
		{"RT6 (R57, R63): all at capacity, pushed, no queue", Roster{Online: 2}, MostAvailable, unlimited, false, NoAgent},
		{"RT6 (R57, R63): all at capacity, chosen, no queue", Roster{Online: 2}, Choice, unlimited, false, NoAgent},
		{"RT17 (R66): a free place for it, no queue", Roster{Online: 2, Open: 2, Waiting: 1}, LeastActive, unlimited, false, Admitted},
		{"RT17 (R66): every free place awaited, no queue", Roster{Online: 2, Open: 2, Waiting: 2}, LeastActive, unlimited, false, NoAgent},
		{"RT17 (R58): all at capacity, a queue without a limit", Roster{Online: 1, Waiting: 999}, LeastActive, unlimited, true, Admitted},
		{"RT17 (R58, R93): room for the last one", Roster{Online: 1, Waiting: 2}, LeastActive, upTo3, true, Admitted},
		{"RT17 (R64, R93): the queue is full", Roster{Online: 1, Waiting: 3}, LeastActive, upTo3, true, NoQueue},
		{"RT17 (R66, R93): free places come on top of the queue", Roster{Online: 1, Open: 2, Waiting: 4}, LeastActive, upTo3, true, Admitted},
		{"RT17 (R64, R66): those and the queue are full", Roster{Online: 1, Open: 2, Waiting: 5}, LeastActive, upTo3, true, NoQueue},
		{"RT17 (R93): a limit of nought, with a free place", Roster{Online: 1, Open: 1}, LeastActive, closed, true, Admitted},
		{"RT17 (R64, R93): a limit of nought, without", Roster{Online: 1}, LeastActive, closed, true, NoQueue},
		{"RT18 (R74): somebody is free, however many wait", Roster{Online: 1, Open: 1, Waiting: 999}, Choice, upTo3, true, Admitted},
		{"RT18 (R74): somebody is free, no queue", Roster{Online: 1, Open: 1, Waiting: 5}, Choice, unlimited, false, Admitted},
		{"RT18 (R58, R93): all at capacity, room for the last one", Roster{Online: 1, Waiting: 2}, Choice, upTo3, true, Admitted},
		{"RT18 (R64, R93): all at capacity, the queue is full", Roster{Online: 1, Waiting: 3}, Choice, upTo3, true, NoQueue},
		{"RT18 (R58): all at capacity, a queue without a limit", Roster{Online: 1, Waiting: 999}, Choice, unlimited, true, Admitted},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, "admission", r.in.Admit(r.rule, r.room, r.queue), r.want) })
	}
}

func TestWhatWaitsGoesOn(t *testing.T) {
	t.Run("RT6 (R94): it may while somebody is Online, at capacity too", func(t *testing.T) {
		same(t, "admits", (Roster{Online: 1, Waiting: 5}).Admits(), true)
	})
	t.Run("RT6 (R94): not when the last one has gone", func(t *testing.T) {
		same(t, "admits", (Roster{Waiting: 5}).Admits(), false)
	})
}

// An admission is checked when it is committed by the largest number that may wait; both must say the same.
func TestMostIsWhereAdmissionEnds(t *testing.T) {
	t.Run("RT17 (R66): with room for k exactly k come in", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			r := Roster{Online: rapid.IntRange(1, 3).Draw(t, "online"), Open: rapid.IntRange(0, 6).Draw(t, "open")}
			room := QueueLimit{Limit: rapid.IntRange(0, 6).Draw(t, "limit"), Limited: rapid.Bool().Draw(t, "limited")}
			rule := rapid.SampledFrom([]Rule{Choice, LeastActive, MostAvailable}).Draw(t, "rule")
			queue := rapid.Bool().Draw(t, "queue")
			for r.Waiting = range 20 {
				if in := r.Admit(rule, room, queue) == Admitted; in != (r.Waiting <= r.Most(rule, room, queue)) {
					t.Fatalf("%+v: admitted %v, at most %d", r, in, r.Most(rule, room, queue))
				}
			}
		})
	})
}

func TestEstimatedWait(t *testing.T) {
	rows := []struct {
		title                string
		before, waited, want int64
	}{
		{"RT14 (R106): the first wait is the estimate", 0, 30000, 30000},
		{"RT14 (R106): nine parts before, one part new", 30000, 10000, 28000},
		{"RT14 (R106): a longer one raises it", 10000, 30000, 12000},
		{"RT14 (R106): a first one of nothing is known all the same", 0, 0, 1},
		{"RT14 (R106): it never becomes unknown again", 1, 0, 1},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, "estimate", NextWait(r.before, r.waited), r.want) })
	}
	left := []struct {
		title                  string
		estimate, waited, want int64
	}{
		{"RT14 (R106): less what was waited", 30000, 10000, 20000},
		{"RT14 (R106): nothing when it has come", 30000, 30000, 0},
		{"RT14 (R106): never below nothing", 30000, 30001, 0},
		{"RT14 (R106): -1 while unknown", 0, 10000, -1},
	}
	for _, r := range left {
		t.Run(r.title, func(t *testing.T) { same(t, "left", WaitLeft(r.estimate, r.waited), r.want) })
	}
}
