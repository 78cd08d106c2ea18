package desk_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"math/rand"
	"strings"
	"sync"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// People act for twelve minutes; then all vanish, and so long decides.
const (
	people    = 12 * time.Minute
	aftermath = 32 * time.Minute
)

// simulation is one seeded history over the real desk on the memory store: a virtual clock, faults drawn once for the
// whole history, and a mirror of the store that is checked at each write.
type simulation struct {
	ctx      context.Context
	seed     int64
	rng      *rand.Rand
	plant    plant
	told     map[string][]string // by person, in a calm history
	floor    floor
	discreet bool // its supervisor watches and does nothing else
	rush     bool // all visitors come at once and want the same
	faults   faults
	budget   int // crashes left
	harmed   int // faults that reached an invocation
	now      time.Time
	born     time.Time
	queue    moments
	planned  int
	steps    int
	crashAt  int // crash at this step and at no other; 0 draws crashes
	crashed  int

	desk   *desk.Desk
	driver *storememory.Driver
	mirror *mirror
	record *record
	live   map[*invocation]bool

	mu          sync.Mutex
	sockets     map[string]*socket
	order       []*socket
	agents      []*simulatedAgent
	visitors    []*simulatedVisitor
	supervisors []*simulatedSupervisor

	trace     []string
	keepTrace bool
	digest    interface {
		io.Writer
		Sum64() uint64
	}
	violations []string
	uses       uses
}

// faults are drawn once per history: the chance of each, or seconds.
type faults struct {
	lost, doubled, late, early     float64
	stream, disconnects, swallowed bool
	ttl                            time.Duration
	missed                         int // from this minute on five sweeps are missed; -1 for none
	slow, throttle, unanswered     float64
	crash, deaf, torn              float64 // deaf: answers to clients that are lost
}

func (s *simulation) drawFaults() {
	pick := func(of ...float64) float64 { return of[s.rng.Intn(len(of))] }
	s.faults = faults{
		lost: pick(0, 0, .3, 1), late: pick(0, 0, 200), early: pick(0, 0, 1), doubled: pick(0, .3),
		stream: s.rng.Intn(2) == 0, disconnects: s.rng.Intn(2) == 0, swallowed: s.rng.Intn(2) == 0,
		ttl: time.Duration(pick(30, 600, 172800)) * time.Second, missed: []int{-1, s.rng.Intn(50), 24 + s.rng.Intn(12)}[s.rng.Intn(3)],
		slow: pick(0, 0, .003, .05), throttle: pick(0, 0, .003, .03), unanswered: pick(0, 0, .01), crash: pick(0, .001, .003, .01),
		deaf: pick(0, 0, .1), torn: pick(0, .02),
	}
	s.budget = []int{1, 2, 4}[s.rng.Intn(3)]
}

func newSimulation(ctx context.Context, seed int64) *simulation {
	return newPlanted(ctx, seed, plant{})
}

// newPlanted is a history with a mistake.
func newPlanted(ctx context.Context, seed int64, p plant) *simulation {
	s := newHistory(ctx, seed, p, nil)
	if p.slow {
		s.faults.slow, s.faults.lost, s.faults.late = .05, 0, 0
	}
	return s
}

// newHistory is a history with a mistake, or, if what people are told is kept, a calm one: nothing fails and nothing takes time.
func newHistory(ctx context.Context, seed int64, p plant, told map[string][]string) *simulation {
	s := &simulation{
		plant: p, told: told, ctx: ctx, seed: seed, rng: rand.New(rand.NewSource(seed)), live: map[*invocation]bool{},
		sockets: map[string]*socket{}, digest: fnv.New64a(), uses: uses{},
	}
	s.born = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s.now = s.born
	var random io.Reader = rand.New(rand.NewSource(seed + 1))
	if told != nil {
		random = &tide{s}
	}
	s.mirror, s.record = newMirror(s), &record{}
	s.driver = storememory.NewWithHook(s.hook)
	s.desk = desk.New(desk.Parts{
		Store: store.New(&planted{Driver: s.driver, plant: p}), Push: simulatedPushes{s}, Timers: simulatedTimers{s},
		Documents: simulatedDocuments{s, filesmemory.New()},
		Now:       func() time.Time { return s.now }, Random: random, Log: slog.New(slog.DiscardHandler), Wait: s.wait,
	})
	s.floor = drawFloor(s.rng)
	if err := s.floor.furnish(ctx, s.desk); err != nil {
		panic(err)
	}
	if s.drawFaults(); s.told != nil {
		s.faults, s.budget = faults{missed: -1, ttl: time.Minute}, 0
	}
	return s
}

// wait is a function that waits for a look's time.
func (s *simulation) wait(ctx context.Context, d time.Duration) error {
	return invocationOf(ctx).rest(d)
}

func (s *simulation) draw(chance float64) bool { return chance > 0 && s.rng.Float64() < chance }

func between(rng *rand.Rand, from, to float64) time.Duration {
	if to <= from {
		return time.Duration(from * float64(time.Second))
	}
	return time.Duration((from + rng.Float64()*(to-from)) * float64(time.Second))
}

func (s *simulation) crashes() bool {
	s.steps++
	if s.crashAt != 0 {
		if s.steps == s.crashAt {
			s.crashed++
			s.harmed++
		}
		return s.steps == s.crashAt
	}
	if s.budget > 0 && s.draw(s.faults.crash) {
		s.budget--
		s.harmed++
		return true
	}
	return false
}

func (s *simulation) since() time.Duration { return s.now.Sub(s.born) }

// log adds a line to the trace; of a whole history only the digest is kept unless somebody wants to read it.
func (s *simulation) log(words ...any) {
	line := fmt.Sprintf("%9.3f  %s", s.since().Seconds(), strings.TrimSuffix(fmt.Sprintln(words...), "\n"))
	_, _ = io.WriteString(s.digest, line)
	if s.keepTrace {
		s.trace = append(s.trace, line)
	}
}

func (s *simulation) violate(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	s.log("VIOLATION", line)
	s.violations = append(s.violations, fmt.Sprintf("%.1f s: %s", s.since().Seconds(), line))
}

// unexpected is an error that is neither a refusal nor explained by a fault.
func (s *simulation) unexpected(i *invocation) {
	s.log(i.name, "failed:", i.err)
	var refused *fault.Error
	if f := fault.Of(i.err); f.Kind != fault.Internal {
		refused = f
	}
	if refused == nil && !i.harmed {
		s.violate("%s failed unexpectedly: %v", i.name, i.err)
	}
}
