// Package memory is a push.Sender that keeps what it was given, for tests and for rules run without a network.
package memory

import (
	"context"
	"sync"

	"switchboard/shared/push"
)

// Sender keeps the frames of each connection.
type Sender struct {
	mu   sync.Mutex
	sent map[string][][]byte
	gone map[string]bool
}

// New makes an empty Sender.
func New() *Sender { return &Sender{sent: map[string][][]byte{}, gone: map[string]bool{}} }

// Send implements push.Sender.
func (s *Sender) Send(_ context.Context, conn string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone[conn] {
		return push.ErrGone
	}
	s.sent[conn] = append(s.sent[conn], append([]byte(nil), data...))
	return nil
}

// Drop implements push.Sender.
func (s *Sender) Drop(_ context.Context, conn string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone[conn] = true
	return nil
}

// Take returns what a connection got since the last call.
func (s *Sender) Take(conn string) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	frames := s.sent[conn]
	delete(s.sent, conn)
	return frames
}
