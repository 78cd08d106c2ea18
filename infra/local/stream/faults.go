package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
)

// Redelivery is a fault: after a share of the batches that worked, a random part of their end comes once more (F31).
type Redelivery struct {
	Share   float64 // within 0 and 1
	Shuffle bool    // out of order, as records that come again may be
	Seed    uint64
}

// chances is a random source that workers share.
type chances struct {
	mu   sync.Mutex
	rand *rand.Rand
}

// Pause stops reading and invoking until Resume (F37); a call that is under way finishes.
func (m *Mapping) Pause() { m.setPaused(true) }

// Resume goes on from the checkpoint. What is older than 24 hours by then has been trimmed.
func (m *Mapping) Resume() { m.setPaused(false) }

func (m *Mapping) setPaused(paused bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.paused = paused
}

func (m *Mapping) isPaused() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.paused
}

// SetRedelivery replaces the fault; the zero value switches it off.
func (m *Mapping) SetRedelivery(r Redelivery) error {
	if r.Share < 0 || r.Share > 1 {
		return fmt.Errorf("stream: a share of %v is not within 0 and 1", r.Share)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.again, m.chances = r, &chances{rand: rand.New(rand.NewPCG(r.Seed, r.Seed))}
	return nil
}

// redeliver sends the end of a batch once more, if the fault says so. Its outcome changes nothing: it was settled.
func (m *Mapping) redeliver(ctx context.Context, batch []Record) {
	m.mu.Lock()
	again, chances := m.again, m.chances
	m.mu.Unlock()
	if again.Share == 0 {
		return
	}
	suffix := chances.suffix(again, batch)
	if len(suffix) == 0 {
		return
	}
	m.count(func(st *Stats) { st.Redelivered += len(suffix); st.Invocations++ })
	m.invoke(ctx, suffix)
}

func (c *chances) suffix(r Redelivery, batch []Record) []Record {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rand.Float64() >= r.Share {
		return nil
	}
	suffix := slices.Clone(batch[c.rand.IntN(len(batch)):])
	if r.Shuffle {
		c.rand.Shuffle(len(suffix), func(i, j int) { suffix[i], suffix[j] = suffix[j], suffix[i] })
	}
	return suffix
}

// Inject sends one record as if it came from the stream, and says whether the filter let it pass. It is tried once;
// the error is the function's.
func (m *Mapping) Inject(ctx context.Context, r Record) (passed bool, err error) {
	if m.cfg.Filter.Match != nil && !m.cfg.Filter.Match(r) {
		return false, nil
	}
	r.Region, r.SourceARN = m.cfg.Region, withRegion(m.source.arn, m.cfg.Region)
	payload, err := json.Marshal(event{[]Record{r}})
	if err != nil {
		return true, fmt.Errorf("stream: %w", err)
	}
	m.count(func(st *Stats) { st.Injected++; st.Invocations++ })
	_, err = m.cfg.Invoke(ctx, m.cfg.Function, payload)
	return true, err
}
