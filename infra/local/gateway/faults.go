package gateway

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Fault names one way in which the gateway can be made to fail.
type Fault string

// The faults that rules switch on, and the three that have methods of their
// own (Cut, LimitConnections, Expire). F numbers are the fault table's.
const (
	PushGone  Fault = "push.gone"   // F4: 410
	PushLimit Fault = "push.limit"  // F5: 429
	PushBan   Fault = "push.forbid" // F6: 403
	PushDrop  Fault = "push.drop"   // F7: answered 200, never sent
	PushDelay Fault = "push.delay"  // answered 200, sent after Rule.Delay
	PushTwice Fault = "push.double" // sent twice

	FrameHold Fault = "frame.hold" // a client frame waits until the next one was served

	DisconnectDrop  Fault = "disconnect.drop"   // F1
	DisconnectDelay Fault = "disconnect.delay"  // F2
	DisconnectTwice Fault = "disconnect.double" // F3

	SocketCut       Fault = "socket.cut"       // counts sockets cut by Cut
	SocketExpire    Fault = "socket.expire"    // F9, F10: counts sockets closed by Expire
	HandshakeRefuse Fault = "handshake.refuse" // counts handshakes refused after a Cut
	HandshakeLimit  Fault = "handshake.limit"  // F17: counts handshakes over the rate
)

var ruled = []Fault{
	PushGone, PushLimit, PushBan, PushDrop, PushDelay, PushTwice,
	FrameHold, DisconnectDrop, DisconnectDelay, DisconnectTwice,
}

// Rule says when a fault fires; the zero rule always does.
type Rule struct {
	Connection string        // only this one
	Contains   string        // only where the payload contains this text
	Times      int           // only so often; 0 is without end
	Chance     float64       // with this probability, from the seed; 0 is always
	Delay      time.Duration // how long a delay lasts, and at most a held frame

	// Match is a predicate on the payload, beyond Contains. It must not call
	// the gateway. A $disconnect has no payload.
	Match func(payload []byte) bool
}

// Faults switches faults on and off while the gateway runs. Each counts how
// often it fired, so that a test can prove that it did. The same seed and the
// same order of connections and calls per connection give the same choices.
type Faults struct {
	g *Gateway

	mu      sync.Mutex
	seed    uint64
	rules   map[Fault][]*Rule
	fired   map[Fault]int
	draws   map[draw]uint64
	held    []held
	cutTill time.Time
	bucket  bucket
}

func newFaults(g *Gateway) *Faults {
	return &Faults{g: g, rules: map[Fault][]*Rule{}, fired: map[Fault]int{}, draws: map[draw]uint64{}}
}

// Set adds a rule for one fault. Several rules of a fault are tried in order.
// An error says which value of the rule cannot be meant.
func (f *Faults) Set(fault Fault, rule Rule) error {
	delays := fault == PushDelay || fault == DisconnectDelay
	switch {
	case !slices.Contains(ruled, fault):
		return fmt.Errorf("gateway: unknown fault %q", fault)
	case rule.Times < 0:
		return errors.New("gateway: times must not be negative")
	case rule.Chance < 0 || rule.Chance > 1:
		return errors.New("gateway: chance must lie between 0 and 1")
	case rule.Delay < 0 || delays && rule.Delay == 0:
		return errors.New("gateway: delay must be positive")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules[fault] = append(f.rules[fault], &rule)
	return nil
}

// Seed starts the choices of all rules with a chance anew.
func (f *Faults) Seed(seed uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seed = seed
	clear(f.draws)
}

// Clear removes the rules of the named faults, or without a name every rule,
// the cut and the connection rate. Counters stay. What is held goes on its way.
func (f *Faults) Clear(faults ...Fault) {
	f.mu.Lock()
	for _, fault := range faults {
		delete(f.rules, fault)
	}
	if len(faults) == 0 {
		clear(f.rules)
		f.cutTill, f.bucket = time.Time{}, bucket{}
	}
	f.mu.Unlock()
	f.flush()
	if !f.g.enter() {
		return
	}
	defer f.g.running.Done()
	for _, s := range f.g.all() {
		s.release()
	}
}

// Fired says how often a fault has fired.
func (f *Faults) Fired(fault Fault) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fired[fault]
}

// Counters returns every fault that has fired and how often.
func (f *Faults) Counters() map[Fault]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.fired)
}

// hit decides whether a fault strikes here, counts it, and returns its rule.
func (f *Faults) hit(fault Fault, s *socket, payload []byte) (Rule, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range f.rules[fault] {
		if !r.about(s, payload) || !f.lucky(fault, s, r.Chance) {
			continue
		}
		if r.Times > 0 {
			if r.Times--; r.Times == 0 {
				f.rules[fault] = slices.Delete(f.rules[fault], i, i+1)
			}
		}
		f.fired[fault]++
		return *r, true
	}
	return Rule{}, false
}

func (f *Faults) count(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fired[fault]++
}

func (r *Rule) about(s *socket, payload []byte) bool {
	return (r.Connection == "" || r.Connection == s.id) &&
		bytes.Contains(payload, []byte(r.Contains)) &&
		(r.Match == nil || r.Match(payload))
}
