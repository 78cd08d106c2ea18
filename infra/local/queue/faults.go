package queue

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// Faults are what a timer queue may do to messages sent from now on. Shares are within 0 and 1.
type Faults struct {
	Lose   float64       // share that is accepted and never comes
	Double float64       // share that comes twice
	Late   time.Duration // every message comes this much later
	Early  time.Duration // every message comes this much sooner, at most 1 s
	Seed   uint64        // of the choice which
}

// maxEarly is how far SQS's clock and ours may differ.
const maxEarly = time.Second

// SetFaults replaces the faults; the zero value switches them off.
func (q *Queue) SetFaults(f Faults) error {
	if f.Lose < 0 || f.Lose > 1 || f.Double < 0 || f.Double > 1 {
		return fmt.Errorf("queue: shares of lost (%v) and doubled (%v) messages are within 0 and 1", f.Lose, f.Double)
	}
	if f.Late < 0 || f.Early < 0 || f.Early > maxEarly {
		return fmt.Errorf("queue: late (%v) is not negative, early (%v) is at most %v", f.Late, f.Early, maxEarly)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.faults, q.chance = f, rand.New(rand.NewPCG(f.Seed, f.Seed)).Float64
	return nil
}

// copies says how many copies of the next message enter the queue. The caller holds the lock.
func (q *Queue) copies() int {
	if q.faults.Lose > 0 && q.chance() < q.faults.Lose {
		q.stats.Lost++
		return 0
	}
	if q.faults.Double > 0 && q.chance() < q.faults.Double {
		q.stats.Doubled++
		return 2
	}
	return 1
}

// shift moves a message's time. The caller holds the lock.
func (q *Queue) shift(at time.Time) time.Time {
	if q.faults.Late > 0 {
		q.stats.Late++
	}
	if q.faults.Early > 0 {
		q.stats.Early++
	}
	return at.Add(q.faults.Late - q.faults.Early)
}
