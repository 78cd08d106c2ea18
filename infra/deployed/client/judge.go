package client

import (
	"context"
	"time"
)

// Judge is told what went wrong. A *testing.T is one; so is whatever lets an operator try a deployed copy. Fatal and
// Fatalf do not return.
type Judge interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
	Cleanup(func())
}

// Eventually waits until a condition holds.
func Eventually(t Judge, what string, within time.Duration, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(within)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %s", within, what)
		}
		<-tick.C
	}
}
