// Package memory keeps looks until somebody who moves the clock asks for those that are due.
package memory

import (
	"context"
	"slices"
	"sync"
	"time"

	"switchboard/shared/timer"
)

// Queue is a timer.Sender whose looks are taken by Due.
type Queue struct {
	now func() time.Time

	mu    sync.Mutex
	looks []kept
}

type kept struct {
	look timer.Look
	at   time.Time
}

// New makes an empty Queue on a clock.
func New(now func() time.Time) *Queue { return &Queue{now: now} }

// Send implements timer.Sender.
func (q *Queue) Send(_ context.Context, look timer.Look, delay time.Duration) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := q.now().Add(time.Duration(timer.Seconds(delay)) * time.Second)
	q.looks = append(q.looks, kept{look, at})
	slices.SortStableFunc(q.looks, func(a, b kept) int { return a.at.Compare(b.at) })
	return nil
}

// Due takes the looks whose delay has passed, in order.
func (q *Queue) Due(now time.Time) []timer.Look {
	q.mu.Lock()
	defer q.mu.Unlock()
	var due []timer.Look
	for len(q.looks) > 0 && !q.looks[0].at.After(now) {
		due = append(due, q.looks[0].look)
		q.looks = q.looks[1:]
	}
	return due
}

// Next returns when the earliest look is due; false if there is none.
func (q *Queue) Next() (time.Time, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.looks) == 0 {
		return time.Time{}, false
	}
	return q.looks[0].at, true
}
