package desk_test

import (
	"slices"
	"testing"

	"switchboard/shared/store"
)

// cast makes the actors of a path; it is called for each walk.
type cast func(p *path) []*actor

// explore walks all interleavings, depth first. A walk is a list of choices, replayed from the start; it goes on until
// it comes to a state that was seen before, and leaves behind the turns that it did not take. explore returns how many
// states there are and what was found wrong, each with the names of one walk to it.
func explore(t *testing.T, id string, items []store.Op, who cast) (int, map[string][]string) {
	seen, wrong := map[[32]byte]bool{}, map[string][]string{}
	walks := [][]int{nil}
	for len(walks) > 0 {
		walk := walks[len(walks)-1]
		walks = walks[:len(walks)-1]
		p := newPath(t, id, items)
		p.replay(walk, who)
		for {
			turns, finding := p.turns(seen)
			if finding != "" && wrong[finding] == nil {
				wrong[finding] = p.names(walk)
			}
			if len(turns) == 0 {
				break
			}
			for _, i := range turns[1:] {
				walks = append(walks, append(slices.Clone(walk), i))
			}
			walk = append(slices.Clone(walk), turns[0])
			p.actors[turns[0]].step()
		}
		for _, a := range p.actors {
			a.stop()
		}
	}
	return len(seen), wrong
}

func (p *path) replay(choices []int, who cast) {
	p.actors = who(p)
	for _, a := range p.actors {
		a.start(p.ctx)
	}
	for _, i := range choices {
		p.actors[i].step()
	}
}

// turns returns who may go next; nobody from a state that is known, or at the end, where it says what is wrong.
func (p *path) turns(seen map[[32]byte]bool) (next []int, wrong string) {
	state := p.state()
	if seen[state] {
		return nil, ""
	}
	seen[state] = true
	for i, a := range p.actors {
		if !a.done {
			next = append(next, i)
		}
	}
	if len(next) == 0 {
		wrong = p.wrong()
	}
	return next, wrong
}

func (p *path) names(walk []int) []string {
	names := make([]string, len(walk))
	for i, choice := range walk {
		names[i] = p.actors[choice].name
	}
	return names
}

// bothOrders explores a cast with queries that read their events first, with queries that read their head first, and
// with some of each.
func bothOrders(t *testing.T, who cast, each func(t *testing.T, states int, wrong map[string][]string)) {
	id, items := stage(t)
	orders := []string{"some of each", "events first", "head first"}
	if raced() {
		orders = orders[:1]
	}
	for _, name := range orders {
		t.Run(name, func(t *testing.T) {
			states, wrong := explore(t, id, items, func(p *path) []*actor {
				actors := who(p)
				for i, a := range actors {
					a.headFirst = name == "head first" || name == "some of each" && i%2 == 0
				}
				return actors
			})
			each(t, states, wrong)
		})
	}
}

func TestQ12AllInterleavingsOfTheMessagePath(t *testing.T) {
	casts := map[string]cast{
		"two senders, a stalled duplicate and an end": func(p *path) []*actor {
			mara, noor := p.visitor("mara"), p.agent("noor")
			return []*actor{
				{name: "mara", do: p.message(mara, "m1", 2)}, {name: "mara again", do: p.message(mara, "m1", 2)},
				{name: "noor", do: p.message(noor, "n1", 2)}, {name: "noor ends", do: p.end(noor, "e1")},
			}
		},
		"a sender and two ends": func(p *path) []*actor {
			mara, noor := p.visitor("mara"), p.agent("noor")
			return []*actor{
				{name: "mara", do: p.message(mara, "m1", 2)}, {name: "mara ends", do: p.end(mara, "e1")},
				{name: "noor ends", do: p.end(noor, "e2")},
			}
		},
		"a sender who looked before she sent again, and another": func(p *path) []*actor {
			mara, noor := p.visitor("mara"), p.agent("noor")
			return []*actor{
				{name: "mara", do: p.message(mara, "m1", 2)}, {name: "mara looked", do: p.looked(mara, "m1", true)},
				{name: "noor", do: p.message(noor, "n1", 2)},
			}
		},
	}
	for name, who := range casts {
		t.Run(name, func(t *testing.T) {
			bothOrders(t, who, func(t *testing.T, states int, wrong map[string][]string) {
				t.Logf("%d states", states)
				if len(wrong) > 0 || states < 100 {
					t.Errorf("in %d states: %v", states, wrong)
				}
			})
		})
	}
}

func TestQ12EachPlantedMistakeIsFound(t *testing.T) {
	find := func(t *testing.T, what string, who cast) {
		found := false
		bothOrders(t, who, func(t *testing.T, states int, wrong map[string][]string) {
			t.Logf("%d states: %v", states, wrong)
			found = found || wrong[what] != nil
		})
		if !found {
			t.Errorf("nobody found that %s", what)
		}
	}
	t.Run("no second check of the state", func(t *testing.T) {
		find(t, "something stands behind the end", func(p *path) []*actor {
			mara, noor := p.visitor("mara"), p.agent("noor")
			return []*actor{{name: "mara", blind: true, do: p.message(mara, "m1", 2)}, {name: "noor ends", do: p.end(noor, "e1")}}
		})
	})
	t.Run("after ignored", func(t *testing.T) {
		find(t, "a frame stands twice", func(p *path) []*actor {
			mara, noor := p.visitor("mara"), p.agent("noor")
			return []*actor{{name: "mara", do: p.message(mara, "m1", 2)}, {name: "mara guesses", do: p.looked(mara, "m1", false)}, {name: "noor", do: p.message(noor, "n1", 2)}}
		})
	})
	t.Run("two sends of one client in flight", func(t *testing.T) {
		find(t, "a client's own messages are out of order", func(p *path) []*actor {
			mara := p.visitor("mara")
			p.puts = []string{"m1", "m2"}
			return []*actor{{name: "m1", do: p.message(mara, "m1", 2)}, {name: "m2", do: p.message(mara, "m2", 2)}}
		})
	})
}
