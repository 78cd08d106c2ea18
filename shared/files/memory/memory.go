// Package memory keeps documents for as long as the process lives.
package memory

import (
	"bytes"
	"context"
	"sync"

	"switchboard/shared/files"
)

// Documents is files.Documents in a map.
type Documents struct {
	mu   sync.Mutex
	docs map[string][]byte
}

// New makes an empty one.
func New() *Documents { return &Documents{docs: map[string][]byte{}} }

// Put implements files.Documents.
func (d *Documents) Put(_ context.Context, key string, body []byte, _ string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.docs[key] = bytes.Clone(body)
	return nil
}

// Get implements files.Documents.
func (d *Documents) Get(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	body, ok := d.docs[key]
	if !ok {
		return nil, files.ErrNotFound
	}
	return bytes.Clone(body), nil
}
