package child

import (
	"bytes"
	"io"
	"sync"
)

// maxLine is where a line without an end is cut.
const maxLine = 64 << 10

// Lines forwards whole lines, each in one Write with the prefix before it, so that children sharing a writer do
// not tear each other's lines.
type Lines struct {
	mu     sync.Mutex
	prefix string
	to     io.Writer
	rest   []byte
}

// NewLines returns a writer of whole lines. A nil writer discards.
func NewLines(prefix string, to io.Writer) *Lines {
	if to == nil {
		to = io.Discard
	}
	return &Lines{prefix: prefix, to: to}
}

// Write takes any piece of output. It never fails: a child must not die of its reader.
func (l *Lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		end := bytes.IndexByte(l.rest, '\n')
		if end < 0 && len(l.rest) < maxLine {
			return len(p), nil
		}
		if end < 0 {
			end = len(l.rest) - 1
			l.emit(l.rest)
		} else {
			l.emit(l.rest[:end])
		}
		l.rest = l.rest[end+1:]
	}
}

// Flush forwards what came without a line end.
func (l *Lines) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.rest) > 0 {
		l.emit(l.rest)
		l.rest = nil
	}
}

func (l *Lines) emit(line []byte) {
	whole := make([]byte, 0, len(l.prefix)+len(line)+1)
	whole = append(append(append(whole, l.prefix...), line...), '\n')
	_, _ = l.to.Write(whole) // a reader that is gone is no reason to stop a child
}

// Shared makes a writer safe for many Lines at once.
func Shared(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return &shared{to: w}
}

type shared struct {
	mu sync.Mutex
	to io.Writer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(p)
}
