package issuer

import (
	"crypto/rand"
	"maps"
	"sync"
	"time"
)

const (
	requestAge = 30 * time.Minute // how long the page may stand open
	codeAge    = 5 * time.Minute
	sessionAge = time.Hour
	refreshAge = 12 * time.Hour // as the deployed client is configured
)

// request is what the console asked for when it sent the person here.
type request struct {
	redirect, state, nonce, challenge, hint string
	scopes                                  []string
	fresh                                   bool // a session is not enough: prompt=login
}

// grant is what a person has allowed: it lies behind a code and behind a refresh token.
type grant struct {
	sub      string
	signedIn time.Time
	request  request
}

// grants holds what is under way, each under a name that cannot be guessed, until its time is over.
type grants struct {
	now func() time.Time

	mu       sync.Mutex
	requests map[string]held[request]
	codes    map[string]held[grant]
	sessions map[string]held[grant]
	refresh  map[string]held[grant]
}

type held[T any] struct {
	value   T
	expires time.Time
}

func newGrants(now func() time.Time) *grants {
	return &grants{
		now:      now,
		requests: map[string]held[request]{}, codes: map[string]held[grant]{},
		sessions: map[string]held[grant]{}, refresh: map[string]held[grant]{},
	}
}

// keep stores a value under a new name and drops what is past its time.
func keep[T any](g *grants, in map[string]held[T], value T, age time.Duration) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	maps.DeleteFunc(in, func(_ string, h held[T]) bool { return !now.Before(h.expires) })
	name := rand.Text()
	in[name] = held[T]{value, now.Add(age)}
	return name
}

// look answers what is held under the name.
func look[T any](g *grants, in map[string]held[T], name string) (T, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return live(g, in, name)
}

// take answers it once: of two that ask, one gets it.
func take[T any](g *grants, in map[string]held[T], name string) (T, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer delete(in, name)
	return live(g, in, name)
}

func live[T any](g *grants, in map[string]held[T], name string) (T, bool) {
	h, ok := in[name]
	if !ok || !g.now().Before(h.expires) {
		var none T
		return none, false
	}
	return h.value, true
}

// forget drops all that a person has allowed.
func (g *grants) forget(sub string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, in := range []map[string]held[grant]{g.codes, g.sessions, g.refresh} {
		maps.DeleteFunc(in, func(_ string, h held[grant]) bool { return h.value.sub == sub })
	}
}
