package desk_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
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
		return ordinary / 5
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

func TestQ8EveryHistoryEndsWithOneTranscriptPerChat(t *testing.T) {
	n, failed := histories(t, 500), 0
	var chats, harmed, steps int
	var worst time.Duration
	for seed := range int64(n) {
		s := newSimulation(t.Context(), seed)
		if len(s.run()) > 0 {
			if failed++; failed <= 3 {
				replay(t, seed, 0)
			}
		}
		chats, harmed, steps, worst = chats+len(s.mirror.chats), harmed+s.harmed, steps+s.steps, max(worst, s.mirror.worst)
	}
	t.Logf("%d histories, %d failed: %d chats, %d steps, %d faults that struck, worst loss to transcript %s", n, failed, chats, steps, harmed, worst)
	if chats < n || harmed < n/2 {
		t.Errorf("the histories are too quiet: %d chats, %d faults", chats, harmed)
	}
}

func TestQ3ASeedReplaysToTheSameTrace(t *testing.T) {
	for seed := range int64(histories(t, 50)) {
		var seen [2]string
		for i := range seen {
			s := newSimulation(t.Context(), seed)
			s.run()
			seen[i] = fmt.Sprint(s.digest.Sum64(), s.steps, s.planned)
		}
		if seen[0] != seen[1] {
			t.Fatalf("seed %d: %s, then %s", seed, seen[0], seen[1])
		}
	}
}
