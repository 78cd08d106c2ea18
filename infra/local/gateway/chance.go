package gateway

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// draw names one stream of random choices. Each connection and fault has its
// own, so that what one connection does never changes another's choices.
type draw struct {
	fault  Fault
	serial uint64
}

// lucky takes the next choice of a stream. The caller holds mu.
func (f *Faults) lucky(fault Fault, s *socket, chance float64) bool {
	if chance == 0 || chance == 1 {
		return true
	}
	d := draw{fault, s.serial}
	n := f.draws[d]
	f.draws[d] = n + 1
	h := fnv.New64a()
	_, _ = h.Write([]byte(fault)) // a hash never fails
	_, _ = h.Write(binary.BigEndian.AppendUint64(nil, s.serial))
	_, _ = h.Write(binary.BigEndian.AppendUint64(nil, n))
	return rand.New(rand.NewPCG(f.seed, h.Sum64())).Float64() < chance
}

// bucket lets a rate of handshakes through: as many as its rate at once, then
// the rate per second. A rate of 0 lets everything through.
type bucket struct {
	rate   int
	tokens float64
	at     time.Time
}

func (b *bucket) take(now time.Time) bool {
	if b.rate == 0 {
		return true
	}
	b.tokens = min(float64(b.rate), b.tokens+now.Sub(b.at).Seconds()*float64(b.rate))
	b.at = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
