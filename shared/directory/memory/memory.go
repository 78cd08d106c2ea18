// Package memory is a directory.Directory that is told who is disabled.
package memory

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// Directory holds who is disabled. Its zero value is one in which nobody is.
type Directory struct {
	mu       sync.Mutex
	disabled map[string]bool
	err      error
	asked    int
}

// Disabled implements directory.Directory.
func (d *Directory) Disabled(context.Context) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	if d.err != nil {
		return nil, d.err
	}
	return slices.Sorted(maps.Keys(d.disabled)), nil
}

// Disable lets a person sign in no more.
func (d *Directory) Disable(person string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.disabled == nil {
		d.disabled = map[string]bool{}
	}
	d.disabled[person] = true
}

// Enable lets a person sign in again.
func (d *Directory) Enable(person string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.disabled, person)
}

// Fail lets every question fail with err, until it is nil.
func (d *Directory) Fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

// Asked is how often somebody asked.
func (d *Directory) Asked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked
}
