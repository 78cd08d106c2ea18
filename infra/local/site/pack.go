package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"strconv"
	"strings"
	"sync"
)

const (
	smallest  = 1000 // bytes, as CloudFront: less is not worth packing
	remembers = 256  // packed files; a build has fewer
)

// packed remembers what was packed while serving, by what it was made from.
type packed struct {
	mu   sync.Mutex
	done map[[sha256.Size]byte][]byte
}

// choose answers the content in the best encoding that the caller takes: what the build has packed, or gzip made now.
func (p *packed) choose(f file, accept string) ([]byte, string) {
	for _, encoding := range []string{"br", "gzip"} {
		if ready, ok := f.packed[encoding]; ok && takes(accept, encoding) {
			return ready, encoding
		}
	}
	if len(f.content) < smallest || !takes(accept, "gzip") {
		return f.content, ""
	}
	return p.gzip(f.content), "gzip"
}

// takes reads Accept-Encoding: named with a weight above 0, or not named and everything else is taken.
func takes(accept, encoding string) bool {
	others := false
	for part := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		wanted := weight(parameters) > 0
		switch strings.TrimSpace(name) {
		case encoding:
			return wanted
		case "*":
			others = wanted
		}
	}
	return others
}

func weight(parameters string) float64 {
	text, ok := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0 // unreadable: better unpacked than unreadable
	}
	return q
}

func (p *packed) gzip(content []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := sha256.Sum256(content)
	if ready, ok := p.done[sum]; ok {
		return ready
	}
	if p.done == nil || len(p.done) >= remembers {
		p.done = map[[sha256.Size]byte][]byte{}
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(content) // a buffer refuses nothing
	_ = z.Close()
	p.done[sum] = out.Bytes()
	return p.done[sum]
}
