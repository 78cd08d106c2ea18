package stream

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// table is a stream in memory: shards with their records, handed out in pages of a random size, some empty.
type table struct {
	mu     sync.Mutex
	random *rand.Rand
	shards []shard
	pages  map[string][]Record
	open   map[string]bool // shards that are not closed
}

func newTable(seed uint64) *table {
	return &table{random: rand.New(rand.NewPCG(seed, seed)), pages: make(map[string][]Record), open: make(map[string]bool)}
}

func (f *table) add(id, parent string, records ...Record) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.shards = append(f.shards, shard{id, parent})
	f.pages[id] = append(f.pages[id], records...)
}

func (f *table) source() *source {
	return &source{
		arn: "arn:aws:dynamodb:ddblocal:000000000000:table/chats/stream/1",
		shards: func(context.Context) ([]shard, error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			return slices.Clone(f.shards), nil
		},
		open: func(id, after string) reader {
			return func(context.Context) ([]Record, bool, error) { return f.read(id, &after) }
		},
	}
}

func (f *table) read(id string, after *string) ([]Record, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.pages[id]
	from := 0
	for i, r := range all {
		if r.Change.SequenceNumber == *after {
			from = i + 1
		}
	}
	n := f.random.IntN(min(3, len(all)-from) + 1)
	page := slices.Clone(all[from : from+n])
	if f.random.IntN(5) == 0 {
		return nil, false, errors.New("the stream is busy")
	}
	if n > 0 {
		*after = page[n-1].Change.SequenceNumber
	}
	return page, from+n == len(all) && !f.open[id], nil
}

// function records what it was called with.
type function struct {
	mu    sync.Mutex
	calls [][]string
	do    func(batch []string) ([]byte, error)
}

func (f *function) invoke(_ context.Context, _ string, payload []byte) ([]byte, error) {
	var e event
	if err := json.Unmarshal(payload, &e); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	batch := strings.Fields(names(e.Records))
	f.calls = append(f.calls, batch)
	if f.do == nil {
		return nil, nil
	}
	return f.do(batch)
}

func (f *function) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Concat(f.calls...)
}
