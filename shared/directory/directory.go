// Package directory is the seam to who may sign in: the list that the sign-in keeps, and that others than we may change.
// cognito asks a Cognito user pool, memory holds a list for tests and for rules run without a network.
package directory

import "context"

// Directory knows who may sign in.
type Directory interface {
	// Disabled returns everybody who may not sign in (any more), by the subject of her tokens, in no order. An answer is
	// all of them or an error; it may be some seconds old.
	Disabled(ctx context.Context) ([]string, error)
}
