package stream

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"
)

// enough is how many records a shard reads ahead of the function.
const enough = 2000

// work reads one shard to its end, or until ctx is done.
func (m *Mapping) work(ctx context.Context, s shard) {
	at := m.places.get(s.id)
	read := m.source.open(s.id, at.After)
	log := newBacklog(m.cfg.policy(), at.After)
	closed := false
	for {
		if !m.isPaused() {
			closed = m.fill(ctx, log, read, closed)
			m.drain(ctx, s, log)
		}
		if ctx.Err() != nil {
			return
		}
		finished := closed && log.empty()
		if err := m.places.set(s.id, place{After: log.checkpoint, Finished: finished}); err != nil {
			m.cfg.Log.Error("checkpoint", "shard", s.id, "error", err)
		}
		if finished {
			m.count(func(st *Stats) { st.Finished++ })
			return
		}
		if !m.rest(ctx) {
			return
		}
	}
}

// fill reads what there is, as far as there is room.
func (m *Mapping) fill(ctx context.Context, log *backlog, read reader, closed bool) bool {
	for !closed && len(log.waiting) < enough {
		page, end, err := read(ctx)
		if err != nil {
			if ctx.Err() == nil {
				m.cfg.Log.Warn("read", "table", m.cfg.Table, "error", err)
			}
			return false
		}
		m.take(log, page)
		closed = end
		if len(page) == 0 {
			break
		}
	}
	return closed
}

func (m *Mapping) take(log *backlog, page []Record) {
	now := m.cfg.Now()
	for _, r := range page {
		passes := m.cfg.Filter.Match == nil || m.cfg.Filter.Match(r)
		gone := now.Sub(r.Time()) > retention
		log.add(r, passes && !gone)
		m.count(func(st *Stats) {
			st.Read++
			switch {
			case gone:
				st.Trimmed++
			case !passes:
				st.Filtered++
			}
		})
	}
}

// drain invokes until nothing may be sent now.
func (m *Mapping) drain(ctx context.Context, s shard, log *backlog) {
	for ctx.Err() == nil && !m.isPaused() {
		m.note(s, log)
		batch, old := log.next(m.cfg.Now())
		if old != nil {
			m.give(ctx, s, old)
			continue
		}
		if len(batch) == 0 {
			return
		}
		o, first, cut := m.invoke(ctx, batch)
		if cut {
			return
		}
		given := log.settle(m.cfg.Now(), o, first)
		m.tally(log, o, len(batch), first)
		if given != nil {
			m.give(ctx, s, given)
		}
		if o == succeeded {
			m.redeliver(ctx, batch)
		}
	}
}

// note remembers how old the shard's backlog is.
func (m *Mapping) note(s shard, log *backlog) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, waits := log.oldest(); waits {
		m.behind[s.id] = r.Time()
		return
	}
	delete(m.behind, s.id)
}

// invoke calls the function; cut means that we are closing and know nothing of the outcome.
func (m *Mapping) invoke(ctx context.Context, batch []Record) (o outcome, first int, cut bool) {
	payload, err := json.Marshal(event{batch})
	var answer []byte
	if err == nil {
		answer, err = m.cfg.Invoke(ctx, m.cfg.Function, payload)
	}
	if err != nil && ctx.Err() != nil {
		return 0, 0, true
	}
	o, first = judge(answer, err, batch, m.cfg.ReportBatchItemFailures)
	if o != succeeded {
		m.cfg.Log.Warn("batch failed", "function", m.cfg.Function, "records", len(batch), "first", first, "error", err)
	}
	return o, first, false
}

func (m *Mapping) tally(log *backlog, o outcome, size, first int) {
	retried, bisected := log.retried, log.bisected
	log.retried, log.bisected = 0, 0
	m.count(func(st *Stats) {
		st.Invocations++
		st.Retried += retried
		st.Bisected += bisected
		switch o {
		case succeeded:
			st.Delivered += size
		case failed:
			st.Failed++
		case throttled:
			st.Throttled++
		case partial:
			st.Partial++
			st.Delivered += first
		}
	})
}

// give hands over what is given up, and waits with the shard until that worked: a record must not be lost twice.
func (m *Mapping) give(ctx context.Context, s shard, d *discard) {
	f := Failure{
		ID: identity(), Condition: d.condition, Function: m.cfg.Function, Region: m.cfg.Region, StreamARN: withRegion(m.source.arn, m.cfg.Region),
		ShardID: s.id, Attempts: d.attempts, At: m.cfg.Now(), Records: d.records,
	}
	m.cfg.Log.Error("records given up", "function", m.cfg.Function, "records", len(d.records), "condition", d.condition)
	for m.cfg.OnFailure != nil {
		err := m.cfg.OnFailure(ctx, f)
		if err == nil {
			break
		}
		m.cfg.Log.Error("failure destination", "error", err)
		if !m.rest(ctx) {
			return
		}
	}
	m.count(func(st *Stats) { st.Discarded += len(d.records) })
}

// rest waits one poll interval of real time, because an injected clock may stand still.
func (m *Mapping) rest(ctx context.Context) bool {
	timer := time.NewTimer(m.cfg.Poll)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func identity() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
