package desk_test

import (
	"encoding/binary"
	"regexp"
	"slices"
	"testing"
)

// tide are random numbers that come from the clock alone: of two histories nothing is drawn differently because somebody
// else has drawn before.
type tide struct{ s *simulation }

func (t *tide) Read(b []byte) (int, error) {
	for i := range b {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(t.s.now.UnixNano())*0x9E3779B97F4A7C15+uint64(i)*0xBF58476D1CE4E5B9)
		b[i] = n[0]
	}
	return len(b), nil
}

// when a queue is looked at, and hence how soon what is due in it is done, is all that a watched panel may change.
var (
	when   = regexp.MustCompile(`"at":[0-9]+`)
	keysOf = regexp.MustCompile(`^{"type":"place"`)
)

// timeless are frames without their times, and without the keysOf in queues, which are told when a queue is looked at.
func timeless(frames []string) []string {
	var all []string
	for _, f := range frames {
		if !keysOf.MatchString(f) {
			all = append(all, when.ReplaceAllString(f, ""))
		}
	}
	return all
}

// Two histories that differ only in a supervisor who watches the panel and chats: visitors and agents are told the same.
func TestR203NobodyIsToldThatSheIsWatched(t *testing.T) {
	frames := 0
	for seed := range int64(min(histories(t, 100), 100)) {
		told := [2]map[string][]string{{}, {}}
		for i, watched := range []bool{false, true} {
			s := newHistory(t.Context(), seed, plant{}, told[i])
			s.floor.watched, s.discreet = watched, true
			if found := s.run(); len(found) > 0 {
				t.Fatalf("seed %d: %s", seed, found)
			}
		}
		for _, person := range append([]string{"noor", "ilse", "joris"}, callers...) {
			if !slices.Equal(timeless(told[0][person]), timeless(told[1][person])) {
				t.Errorf("seed %d: %s is told\n%q\nand watched\n%q", seed, person, told[0][person], told[1][person])
			}
			frames += len(told[0][person])
		}
	}
	t.Logf("%d frames", frames)
}
