// Package push is the seam to people's screens: bytes to a connection, now or not at all. A push is a hint that there
// is something to read; whatever it carries can be asked for again. gateway sends through API Gateway, memory keeps
// what was sent for tests.
package push

import (
	"context"
	"errors"
)

// Sender reaches connections.
type Sender interface {
	// Send hands data to a connection. It returns ErrGone if there is no such connection any more.
	Send(ctx context.Context, conn string, data []byte) error
	// Drop closes a connection. One that is gone already is no failure.
	Drop(ctx context.Context, conn string) error
}

// ErrGone means that the connection does not exist any more.
var ErrGone = errors.New("push: the connection is gone")
