package stream

import (
	"slices"
	"time"
)

// policy is how a mapping batches and gives up.
type policy struct {
	batchSize int
	retries   int           // after the first attempt; -1 for as long as the record lives
	maxAge    time.Duration // 0: no limit of ours
	bisect    bool
}

// outcome of one invocation.
type outcome int

const (
	succeeded outcome = iota
	failed            // the function answered with an error, or with a report that makes no sense
	partial           // the function named what failed
	throttled         // the function was not reached
)

// discard is what is given up, and why.
type discard struct {
	records   []Record
	condition string // RetryAttemptsExhausted or RecordAgeExceeded, Lambda's words
	attempts  int
}

// backlog is one shard's records on their way to the function: what is next, and what an outcome means for them.
// It knows neither the stream nor the function nor the clock. One batch is under way at a time, in order.
type backlog struct {
	policy     policy
	waiting    []Record // read, not yet in a batch
	chunks     []chunk  // the current batch and what it was split into; the first is next
	through    string   // sequence number of the last record read, passed by the filter or not
	checkpoint string   // everything up to it is settled
	notBefore  time.Time
	failures   int // in a row, for the pause before the next attempt

	retried, bisected int
}

type chunk struct {
	records  []Record
	attempts int
}

func newBacklog(p policy, after string) *backlog {
	return &backlog{policy: p, checkpoint: after, through: after}
}

// add takes a record that was read; one that the filter stopped only moves the checkpoint.
func (b *backlog) add(r Record, passes bool) {
	b.through = r.Change.SequenceNumber
	if passes {
		b.waiting = append(b.waiting, r)
	}
	b.advance("")
}

func (b *backlog) empty() bool { return len(b.chunks) == 0 && len(b.waiting) == 0 }

// oldest is the record that everything else waits for.
func (b *backlog) oldest() (Record, bool) {
	switch {
	case len(b.chunks) > 0:
		return b.chunks[0].records[0], true
	case len(b.waiting) > 0:
		return b.waiting[0], true
	}
	return Record{}, false
}

// next is the batch to invoke with, empty while nothing may be sent. Records beyond the age limit are given up first.
func (b *backlog) next(now time.Time) (batch []Record, old *discard) {
	if len(b.chunks) == 0 {
		b.form()
	}
	if len(b.chunks) == 0 {
		return nil, nil
	}
	if old := b.dropOld(now); old != nil {
		return nil, old
	}
	if now.Before(b.notBefore) {
		return nil, nil
	}
	return b.chunks[0].records, nil
}

// payloadRoom keeps a batch's items within the 6 MiB that an invocation takes once they are written as JSON.
const payloadRoom = 3 << 20

// form makes the next batch out of what waits.
func (b *backlog) form() {
	n, size := 0, int64(0)
	for n < len(b.waiting) && n < b.policy.batchSize {
		size += b.waiting[n].Change.SizeBytes
		if n > 0 && size > payloadRoom {
			break
		}
		n++
	}
	if n > 0 {
		b.chunks = []chunk{{records: slices.Clone(b.waiting[:n])}}
		b.waiting = b.waiting[n:]
	}
}

func (b *backlog) dropOld(now time.Time) *discard {
	head := &b.chunks[0]
	n := 0
	for b.policy.maxAge > 0 && n < len(head.records) && now.Sub(head.records[n].Time()) > b.policy.maxAge {
		n++
	}
	if n == 0 {
		return nil
	}
	old := &discard{records: head.records[:n], condition: "RecordAgeExceeded", attempts: head.attempts}
	b.done(n)
	return old
}

// settle tells what came of the batch that next returned. For a partial outcome, first is the index of the first
// failed record. What is given up is returned.
func (b *backlog) settle(now time.Time, o outcome, first int) *discard {
	switch {
	case o == succeeded:
		b.failures = 0
		b.done(len(b.chunks[0].records))
		return nil
	case o == throttled:
		b.pause(now)
		return nil
	case o == partial && first > 0:
		b.done(first)
		if b.policy.bisect { // split where the function said
			b.bisected++
			return nil
		}
	case b.policy.bisect && len(b.chunks[0].records) > 1:
		b.split()
		b.pause(now)
		return nil
	}
	return b.retry(now)
}

// split halves the batch; that is no attempt (F33).
func (b *backlog) split() {
	head := b.chunks[0]
	middle := len(head.records) / 2
	b.bisected++
	b.chunks = slices.Replace(b.chunks, 0, 1,
		chunk{head.records[:middle], head.attempts}, chunk{head.records[middle:], head.attempts})
}

func (b *backlog) retry(now time.Time) *discard {
	head := &b.chunks[0]
	head.attempts++
	if b.policy.retries >= 0 && head.attempts > b.policy.retries {
		given := &discard{records: head.records, condition: "RetryAttemptsExhausted", attempts: head.attempts}
		b.failures = 0
		b.done(len(head.records))
		return given
	}
	b.retried++
	b.pause(now)
	return nil
}

// done removes the first n records of the batch and moves the checkpoint.
func (b *backlog) done(n int) {
	head := &b.chunks[0]
	last := head.records[n-1].Change.SequenceNumber
	head.records = head.records[n:]
	if len(head.records) == 0 {
		b.chunks = b.chunks[1:]
		b.notBefore = time.Time{}
	}
	b.advance(last)
}

// advance moves the checkpoint to last, or over everything read when nothing is left.
func (b *backlog) advance(last string) {
	if last != "" {
		b.checkpoint = last
	}
	if b.empty() {
		b.checkpoint = b.through
	}
}

// pauses between attempts: twice as long each time, from 100 ms to 5 s.
func (b *backlog) pause(now time.Time) {
	b.failures++
	wait := min(100*time.Millisecond<<min(b.failures-1, 10), 5*time.Second)
	b.notBefore = now.Add(wait)
}
