// Package stream runs a function on the changes of a DynamoDB table, as a Lambda event source mapping does: records
// come in order within a shard and at least once, parents before children; a batch that fails is tried again, split
// or given up as the mapping says, and what is given up goes whole to OnFailure. DynamoDB Local's records are turned
// into what Lambda sends. Two things AWS does not document are decided here: a report whose first failed record is the
// batch's first counts as a failure of the whole batch (so Bisect halves it), and without Bisect a partial report is
// an attempt. DynamoDB Local cuts times to the minute, so MaxRecordAge may act up to a minute too soon.
package stream

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// Config is an event source mapping. It starts at the trim horizon.
type Config struct {
	Endpoint string // of DynamoDB
	Table    string
	Function string
	Region   string // us-east-1 when empty
	// Invoke calls the function. An error with a method Throttled() bool that says true means that it was not
	// reached: that is no attempt (F36).
	Invoke                  func(ctx context.Context, function string, payload []byte) ([]byte, error)
	BatchSize               int           // 100 when zero
	Retries                 int           // MaximumRetryAttempts: 0 is none, -1 as long as the record lives
	MaxRecordAge            time.Duration // 0: until the stream trims it
	Bisect                  bool
	ReportBatchItemFailures bool
	Filter                  Filter // without Match everything passes
	// OnFailure gets what is given up; while it fails, the shard waits. Nil drops it, with a log line.
	OnFailure      func(context.Context, Failure) error
	CheckpointFile string           // empty: a restart begins at the trim horizon
	Now            func() time.Time // for record age and pauses
	Poll           time.Duration    // between looks at a shard that has nothing new; 250 ms when zero
	Log            *slog.Logger
}

// retention is how long a stream keeps a record (F37).
const retention = 24 * time.Hour

// Stats counts records, and invocations where it says so.
type Stats struct {
	Shards      int // begun
	Finished    int // shards read to their end
	Read        int
	Filtered    int // stopped by the filter
	Trimmed     int // older than 24 h when they were read: gone
	Invocations int // calls
	Failed      int // calls that failed wholly
	Partial     int // calls that failed in part
	Throttled   int // calls that did not reach the function
	Retried     int // calls that count towards Retries
	Bisected    int // splits
	Delivered   int
	Discarded   int
	Redelivered int // by fault
	Injected    int // by fault
}

// Mapping is a running event source mapping.
type Mapping struct {
	cfg    Config
	source *source
	places *checkpoints

	mu      sync.Mutex
	paused  bool
	begun   map[string]bool
	stats   Stats
	behind  map[string]time.Time
	again   Redelivery
	chances *chances
}

// Open finds the table's stream and the checkpoints; Run does the work.
func Open(ctx context.Context, cfg Config) (*Mapping, error) {
	cfg, err := cfg.checked()
	if err != nil {
		return nil, err
	}
	src, err := find(ctx, cfg.Endpoint, cfg.Table, cfg.Region)
	if err != nil {
		return nil, err
	}
	return over(cfg, src)
}

func over(cfg Config, src *source) (*Mapping, error) {
	places, err := load(cfg.CheckpointFile, src.arn)
	if err != nil {
		return nil, err
	}
	return &Mapping{
		cfg: cfg, source: src, places: places,
		begun: make(map[string]bool), behind: make(map[string]time.Time),
	}, nil
}

func (c Config) checked() (Config, error) {
	if c.BatchSize == 0 {
		c.BatchSize = 100
	}
	if c.Region == "" {
		c.Region = "us-east-1"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Poll == 0 {
		c.Poll = 250 * time.Millisecond
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	switch {
	case c.Invoke == nil:
		return c, errors.New("stream: nothing to invoke")
	case c.BatchSize < 1 || c.BatchSize > 10_000:
		return c, errors.New("stream: the batch size is within 1 and 10,000")
	case c.Retries < -1 || c.Retries > 10_000:
		return c, errors.New("stream: retries are within -1 and 10,000")
	case c.MaxRecordAge < 0 || c.Poll < 0:
		return c, errors.New("stream: record age and poll interval are not negative")
	}
	return c, nil
}

// policy is what of the configuration the backlog needs. No record outlives the stream's retention.
func (c Config) policy() policy {
	p := policy{batchSize: c.BatchSize, retries: c.Retries, maxAge: c.MaxRecordAge, bisect: c.Bisect}
	if p.maxAge == 0 || p.maxAge > retention {
		p.maxAge = retention
	}
	return p
}

// Run reads until ctx is done and returns when every shard has stopped. What was under way then comes again.
func (m *Mapping) Run(ctx context.Context) {
	var workers sync.WaitGroup
	defer workers.Wait()
	tick := time.NewTicker(m.cfg.Poll)
	defer tick.Stop()
	for {
		shards, err := m.source.shards(ctx)
		if err != nil && ctx.Err() == nil {
			m.cfg.Log.Warn("stream", "table", m.cfg.Table, "error", err)
		}
		for _, s := range m.begin(shards) {
			workers.Go(func() { m.work(ctx, s) })
		}
		// New shards are rare; parents end when a worker says so, which the next look sees.
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// begin marks and returns the shards that may be read now.
func (m *Mapping) begin(shards []shard) []shard {
	m.mu.Lock()
	defer m.mu.Unlock()
	ready := startable(shards, m.begun, m.places.finished())
	for _, s := range ready {
		m.begun[s.id] = true
		m.stats.Shards++
	}
	return ready
}

// Stats is what happened so far.
func (m *Mapping) Stats() Stats {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.stats
}

// IteratorAge is how long the oldest record that was read has waited; zero when nothing waits.
func (m *Mapping) IteratorAge() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	var age time.Duration
	for _, at := range m.behind {
		age = max(age, m.cfg.Now().Sub(at))
	}
	return age
}

func (m *Mapping) count(change func(*Stats)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.stats)
}
