package stream

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

// checkpoints remember how far each shard is settled. With a path they outlive the process.
type checkpoints struct {
	path string

	mu     sync.Mutex
	stream string
	shards map[string]place
}

type place struct {
	After    string `json:"after"`
	Finished bool   `json:"finished,omitempty"`
}

type checkpointFile struct {
	Stream string           `json:"stream"`
	Shards map[string]place `json:"shards"`
}

// load reads the file. One that belongs to another stream (the table was made anew) is not ours and is ignored.
func load(path, stream string) (*checkpoints, error) {
	c := &checkpoints{path: path, stream: stream, shards: make(map[string]place)}
	if path == "" {
		return c, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("stream: checkpoints: %w", err)
	}
	var kept checkpointFile
	if err := json.Unmarshal(text, &kept); err != nil {
		return nil, fmt.Errorf("stream: checkpoints in %s: %w", path, err)
	}
	if kept.Stream == stream && kept.Shards != nil {
		c.shards = kept.Shards
	}
	return c, nil
}

func (c *checkpoints) get(shardID string) place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shards[shardID]
}

// finished are the shards that were read to their end.
func (c *checkpoints) finished() map[string]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	done := make(map[string]bool)
	for id, p := range c.shards {
		if p.Finished {
			done[id] = true
		}
	}
	return done
}

// set remembers a place; an unchanged one writes nothing.
func (c *checkpoints) set(shardID string, p place) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shards[shardID] == p {
		return nil
	}
	c.shards[shardID] = p
	if c.path == "" {
		return nil
	}
	text, err := json.Marshal(checkpointFile{Stream: c.stream, Shards: c.shards})
	if err != nil {
		return fmt.Errorf("stream: checkpoints: %w", err)
	}
	return writeWhole(c.path, text)
}
