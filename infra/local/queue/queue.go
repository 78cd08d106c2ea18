// Package queue is the timer queue of one machine: an endpoint that speaks as much of SQS's JSON protocol as a
// sender of delayed messages needs, and a delivery that behaves as Lambda's SQS mapping does (batches, partial
// failures, a visibility time-out, dead letters). Messages live in memory: those that wait when the process ends
// are lost, and the sweep over due entries is the net that catches what they were to wake. Faults can be switched
// on: messages lost, doubled, late and early.
package queue

import (
	"container/heap"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Config says where messages go and how fast.
type Config struct {
	Name   string // of the queue, "timers" when empty
	Region string // us-east-1 when empty
	// Invoke delivers a payload to the function. An error leaves the whole batch in the queue; an answer may name
	// the messages that failed (batchItemFailures).
	Invoke     func(ctx context.Context, payload []byte) ([]byte, error)
	BatchSize  int           // 1..10; 10 when zero
	Visibility time.Duration // until a message that was not settled comes again; 30 s when zero
	MaxReceive int           // receives after which a message is a dead letter; 4 when zero
	Concurrent int           // deliveries at once; 5 when zero
	Now        func() time.Time
	Log        *slog.Logger
}

// Stats counts messages. Every accepted one is, in the end, delivered, dead, lost or still waiting.
type Stats struct {
	Accepted  int // by the endpoint
	Receives  int // messages handed to the function, each time anew
	Delivered int // settled by the function
	Failed    int // receives that did not settle their message
	Dead      int
	Lost      int // by fault
	Doubled   int // by fault
	Late      int // by fault
	Early     int // by fault
	Waiting   int // now, delayed ones among them
	InFlight  int // now
}

// Queue is the timer queue.
type Queue struct {
	cfg   Config
	woken chan struct{} // a message came

	mu       sync.Mutex
	waiting  byTime
	inFlight map[*message]struct{}
	dead     []Letter
	faults   Faults
	chance   func() float64
	stats    Stats
	endpoint string
}

// New checks the configuration; nothing runs yet: ServeHTTP takes messages, Deliver or Run hands them on.
func New(cfg Config) (*Queue, error) {
	cfg = cfg.withDefaults()
	if cfg.Invoke == nil {
		return nil, errors.New("queue: nothing to invoke")
	}
	if cfg.BatchSize < 1 || cfg.BatchSize > maxBatch {
		return nil, fmt.Errorf("queue: batch size %d is not within 1 and %d", cfg.BatchSize, maxBatch)
	}
	if cfg.Visibility < 0 || cfg.MaxReceive < 1 || cfg.Concurrent < 1 {
		return nil, errors.New("queue: visibility, receives and concurrency must be positive")
	}
	return &Queue{cfg: cfg, woken: make(chan struct{}, 1), inFlight: make(map[*message]struct{})}, nil
}

func (c Config) withDefaults() Config {
	if c.Name == "" {
		c.Name = "timers"
	}
	if c.Region == "" {
		c.Region = "us-east-1"
	}
	if c.BatchSize == 0 {
		c.BatchSize = maxBatch
	}
	if c.Visibility == 0 {
		c.Visibility = 30 * time.Second
	}
	if c.MaxReceive == 0 {
		c.MaxReceive = 4
	}
	if c.Concurrent == 0 {
		c.Concurrent = 5
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}

// message is one copy of what was sent; a doubled message is two with one id.
type message struct {
	id       string
	body     string
	sent     time.Time
	at       time.Time // not before
	received int
	first    time.Time // received first
	receipt  string
}

// send puts a message into the queue as the faults allow. The sender cannot tell.
func (q *Queue) send(body string, delay time.Duration) string {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.cfg.Now()
	m := &message{id: identity(), body: body, sent: now, at: now.Add(delay)}
	q.stats.Accepted++
	for range q.copies() {
		c := *m
		c.at = q.shift(m.at)
		heap.Push(&q.waiting, &c)
	}
	select {
	case q.woken <- struct{}{}:
	default:
	}
	return m.id
}

// Stats is what happened so far.
func (q *Queue) Stats() Stats {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.stats
	s.Waiting, s.InFlight, s.Dead = len(q.waiting), len(q.inFlight), len(q.dead)
	return s
}

// Letter is a message that was given up.
type Letter struct {
	MessageID string
	Body      string
	Sent      time.Time
	Receives  int
}

// DeadLetters are the messages given up so far, oldest first. They are kept until the process ends.
func (q *Queue) DeadLetters() []Letter {
	q.mu.Lock()
	defer q.mu.Unlock()
	return append([]Letter(nil), q.dead...)
}

func (q *Queue) arn() string {
	return "arn:aws:sqs:" + q.cfg.Region + ":" + account + ":" + q.cfg.Name
}

const account = "000000000000"

// identity has the form of a UUID.
func identity() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	id := hex.EncodeToString(b)
	return id[:8] + "-" + id[8:12] + "-4" + id[13:16] + "-a" + id[17:20] + "-" + id[20:]
}

// byTime is a heap: the message due first on top.
type byTime []*message

func (b byTime) Len() int           { return len(b) }
func (b byTime) Less(i, j int) bool { return b[i].at.Before(b[j].at) }
func (b byTime) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b *byTime) Push(x any)        { *b = append(*b, x.(*message)) }
func (b *byTime) Pop() any {
	last := (*b)[len(*b)-1]
	*b = (*b)[:len(*b)-1]
	return last
}
