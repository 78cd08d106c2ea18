package desk_test

import (
	"os"
	"strings"
	"testing"

	"switchboard/shared/routing"
	"switchboard/shared/store"
)

const (
	put   = store.Put
	set   = store.Set
	drop  = store.Delete
	check = store.Check
)

// mistakes are those that somebody could make, in the words of who made them. soon is within how many histories each is
// found in the ordinary test; all are found within a thousand.
var mistakes = []struct {
	name  string
	soon  int
	plant plant
}{
	{"a head is written whatever it was", 60, plant{op: unconditional(at{"CHAT#", "HEAD", []store.Verb{put}}), slow: true}},
	{"an agent is written whatever she was", 100, plant{op: unconditional(at{"AGENT#", "STATE", []store.Verb{put}}), slow: true}},
	{"an event takes a slot that is taken", 120, plant{op: unconditional(at{"CHAT#", "E#", []store.Verb{put}}), slow: true}},
	{"an admission rests on counts that were read", 400, plant{op: unconditional(at{"QUEUE#", "ROSTER", []store.Verb{set, check}}), slow: true}},
	{"silence is not checked again", 500, plant{op: deaf, slow: true}},
	{"a clock is written whatever it was", 40, plant{op: unconditional(at{"", "HD", []store.Verb{set}})}},
	{"a page that is back does not take its close notice back", 40, plant{op: stubborn}},
	{"a taken request stays in its list", 20, plant{op: forgotten(at{"QUEUE#", "W#", []store.Verb{drop}})}},
	{"a chat that was let go of is still held", 20, plant{op: forgotten(at{"WHO#", "CHAT#", []store.Verb{drop}})}},
	{"an old due entry stays", 20, plant{op: forgotten(at{"DUE#", "", []store.Verb{drop}})}},
	{"a new due entry is not written", 20, plant{op: forgotten(at{"DUE#", "", []store.Verb{put}})}},
	{"a place among the free stays", 20, plant{op: forgotten(at{"RANK#", "", []store.Verb{drop}})}},
	{"a look is stored and not sent", 120, plant{mute: true}},
	{"a message is acknowledged before it is written", 250, plant{swears: func(ops []store.Op) bool {
		return len(ops) == 1 && strings.HasPrefix(ops[0].Item.SK, "E#")
	}}},
	{"an end does not give the place back", 20, plant{op: misjudged(func(was, is routing.Agent) routing.Agent {
		is.Load = max(is.Load, was.Load)
		return is
	})}},
	{"an offer that was answered still stands", 20, plant{op: misjudged(func(was, is routing.Agent) routing.Agent {
		if len(is.Offers) < len(was.Offers) {
			is.Offers = was.Offers
		}
		return is
	})}},
	{"a log is read by its first page only", 20, plant{query: func(r store.Range, items []store.Item) []store.Item {
		if strings.HasPrefix(r.From, "E#") && strings.HasPrefix(r.To, "E#") && !r.Backward {
			return items[:min(len(items), 3)]
		}
		return items
	}}},
	{"a frame is not looked for in the private log", 20, plant{query: func(r store.Range, items []store.Item) []store.Item {
		if strings.HasPrefix(r.From, "P#") && r.Backward && r.Limit > 1 {
			return nil
		}
		return items
	}}},
	{"a visitor is told what staff are told", 20, plant{spills: true}},
}

// TestPlantedMistakes plays histories with each mistake until one shows it: all of a thousand with SIMULATE.
func TestPlantedMistakes(t *testing.T) {
	for _, m := range mistakes {
		if raced() && m.soon > 20 {
			continue // make test plays all of them without the race detector too, which makes each ten times slower
		}
		t.Run("Q2: "+m.name, func(t *testing.T) {
			t.Parallel()
			most := m.soon
			if os.Getenv("SIMULATE") != "" {
				most = 1000
			}
			for seed := range most {
				s := newPlanted(t.Context(), int64(seed), m.plant)
				if found := s.run(); len(found) > 0 {
					t.Logf("history %d shows it: %.160s", seed, found[0])
					return
				}
			}
			t.Errorf("%d histories do not show it", most)
		})
	}
	if len(mistakes) < 12 {
		t.Errorf("Q2 asks for twelve mistakes; there are %d", len(mistakes))
	}
}
