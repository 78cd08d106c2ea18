package desk_test

import (
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/shared/log"
)

// raced reports whether the race detector watches; it makes everything ten times slower, and less is played.
func raced() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// histories is how many seeded histories the ordinary test plays; SIMULATE=200000 plays so many.
func histories(t *testing.T, ordinary int) int {
	text := os.Getenv("SIMULATE")
	if text == "" && raced() {
		return ordinary / 10
	}
	if text == "" {
		return ordinary
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("SIMULATE must be a number of histories, not %q", text)
	}
	return n
}

// replay tells a failed history again, with its last lines.
func replay(t *testing.T, seed int64, crashAt int) {
	s := newSimulation(t.Context(), seed)
	s.keepTrace, s.crashAt = true, crashAt
	violations := s.run()
	last := s.trace[max(0, len(s.trace)-60):]
	t.Errorf("seed %d: %s\n%+v\n%s", seed, strings.Join(violations, "\n"), s.faults, strings.Join(last, "\n"))
}

func TestHistories(t *testing.T) {
	n := histories(t, 5000)
	traces := make([]string, n)
	sum := &tally{kinds: map[log.Kind]int{}, uses: uses{}, began: time.Now()}
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	t.Run("Q1, Q8: every history keeps every promise, and ends with one transcript per chat, in time", func(t *testing.T) {
		for shard := range shards {
			t.Run(fmt.Sprint("shard ", shard), func(t *testing.T) {
				t.Parallel()
				for seed := shard; seed < n; seed += shards {
					traces[seed] = sum.plays(t, int64(seed))
				}
			})
		}
	})
	t.Log(sum)
	if os.Getenv("SIMULATE") != "" {
		writeSection(t, "## Simulation\n\nWhat `make soak` played last (`SIMULATE=n` histories of people, functions and faults; "+
			"what is checked stands in `shared/desk/simulate_*_test.go`):\n\n"+strings.Replace(sum.String(), "\nmap[", "\n\n`map[", 1)+"`\n")
	}
	if sum.chats < n || sum.harmed < n/2 || sum.lost < n/4 || sum.exits < n/8 || sum.said < n {
		t.Error("the histories are too quiet")
	}
	for _, kind := range []log.Kind{log.Transferred, log.Joined, log.Left, log.Returned, log.Passed, log.Lapsed, log.PassedOver, log.Flagged, log.Whispered, log.Blocked} {
		if sum.kinds[kind] < n/100 {
			t.Errorf("%d histories show %d times %s", n, sum.kinds[kind], kind)
		}
	}
	if n == 5000 { // each seed plays the same, so that many use the same
		t.Run("S4: each function makes use of all that its role allows, and of no more", func(t *testing.T) { justified(t, sum.uses) })
	}
	t.Run("Q3: each seed replays to the same trace", func(t *testing.T) {
		for seed := range int64(min(n, 500)) {
			s := newSimulation(t.Context(), seed)
			s.run()
			if again := s.print(); again != traces[seed] {
				t.Fatalf("seed %d: %s, then %s", seed, traces[seed], again)
			}
		}
	})
}

// shards play side by side.
const shards = 2

// plays plays one history, adds it to the tally and returns its print.
func (y *tally) plays(t *testing.T, seed int64) string {
	s := newSimulation(t.Context(), seed)
	failed := len(s.run()) > 0
	y.mu.Lock()
	y.add(s)
	if failed {
		y.failed++
	}
	few := y.failed <= 3
	y.mu.Unlock()
	if failed && few {
		replay(t, seed, 0)
	} else if failed {
		t.Fail()
	}
	return s.print()
}

// print identifies a history: all that it logged, and how many steps and plans it took.
func (s *simulation) print() string { return fmt.Sprint(s.digest.Sum64(), s.steps, s.planned) }

// tally says what histories were made of.
type tally struct {
	mu                                                         sync.Mutex
	began                                                      time.Time
	histories, failed, chats, said, exits, lost, steps, harmed int
	frames                                                     int
	worst                                                      time.Duration
	kinds                                                      map[log.Kind]int
	uses                                                       uses
}

func (y *tally) add(s *simulation) {
	maps.Copy(y.uses, s.uses)
	y.histories++
	y.chats += len(s.mirror.chats)
	y.exits, y.lost = y.exits+s.mirror.exited, y.lost+s.mirror.outed
	y.steps, y.harmed, y.worst = y.steps+s.steps, y.harmed+s.harmed, max(y.worst, s.mirror.worst)
	y.frames += len(s.record.attempts)
	for _, c := range s.mirror.chats {
		y.said += len(c.acked)
		for _, e := range append(slices.Clone(c.public), c.private...) {
			y.kinds[e.Kind]++
		}
	}
}

func (y *tally) String() string {
	return fmt.Sprintf("%d histories in %s, %d failed: %d chats, %d frames of people, %d messages, %d exits and %d losses of agents, %d steps, "+
		"%d faults that struck, worst loss to transcript %s\n%v", y.histories, time.Since(y.began).Round(time.Second), y.failed, y.chats, y.frames, y.said,
		y.exits, y.lost, y.steps, y.harmed, y.worst.Round(time.Second), y.kinds)
}

// A single crash at each step of a history in turn: of 60 steps spread over it, or of all with SIMULATE.
func TestQ4ACrashAtEachStepOfAHistory(t *testing.T) {
	crashes := 0
	for seed := range int64(5) {
		whole := newSimulation(t.Context(), seed)
		whole.crashAt = -1
		whole.run()
		apart := max(1, whole.steps/histories(t, 60))
		for at := 1; at <= whole.steps; at += apart {
			s := newSimulation(t.Context(), seed)
			s.crashAt = at
			if len(s.run()) > 0 {
				replay(t, seed, at)
				return
			}
			if s.steps >= at && s.crashed != 1 {
				t.Fatalf("seed %d: no crash at step %d", seed, at)
			}
			crashes++
		}
	}
	t.Logf("%d crashes", crashes)
}
