package s3child

import (
	"io"
	"sync"
)

// firstWords keeps the beginning of what the store prints, which says why a start failed.
type firstWords struct {
	mu    sync.Mutex
	to    io.Writer
	words []byte
}

const enoughWords = 4 << 10

func (f *firstWords) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if room := enoughWords - len(f.words); room > 0 {
		f.words = append(f.words, p[:min(room, len(p))]...)
	}
	if f.to == nil {
		return len(p), nil
	}
	return f.to.Write(p)
}

func (f *firstWords) text() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return string(f.words)
}
