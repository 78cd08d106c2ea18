// Package timer is the seam to "look at that time". A look is a hint and nothing more: it may come late, early, twice
// or never, and the one who looks finds out for herself whether anything is due. sqs sends looks through a queue with
// delays, memory keeps them for whoever moves the clock.
package timer

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// MaxDelay is the furthest that a look may lie ahead.
const MaxDelay = 15 * time.Minute

// Look asks to look at a thing at a time.
type Look struct {
	Thing string
	At    time.Time
}

// Sender keeps looks until their time.
type Sender interface {
	// Send keeps a look for delay, rounded up to whole seconds; at most MaxDelay.
	Send(ctx context.Context, look Look, delay time.Duration) error
}

// Encode writes a look as the text of a queue's message: "<milliseconds> <thing>".
func (l Look) Encode() string { return fmt.Sprintf("%d %s", l.At.UnixMilli(), l.Thing) }

// Decode reads what Encode wrote.
func Decode(s string) (Look, error) {
	at, thing, ok := strings.Cut(s, " ")
	ms, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil || thing == "" {
		return Look{}, fmt.Errorf("timer: %q is not a look", s)
	}
	return Look{Thing: thing, At: time.UnixMilli(ms).UTC()}, nil
}

// Seconds is a delay in whole seconds, rounded up, within what a queue takes.
func Seconds(delay time.Duration) int32 {
	delay = min(max(delay, 0), MaxDelay)
	return int32((delay + time.Second - 1) / time.Second)
}
