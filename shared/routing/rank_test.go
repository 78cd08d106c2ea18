package routing

import (
	"slices"
	"testing"

	"switchboard/shared/log"
)

// standing is an agent with so many places, so many chats, and a last new chat at that second.
func standing(person string, capacity, active, last int) Agent {
	return Agent{Person: person, Status: Online, Capacity: capacity, Load: active, Engaged: active, Last: after(last).UnixMilli()}
}

func TestPick(t *testing.T) {
	tabOpen := standing("noor", 5, 1, 1)
	tabOpen.Load = 3 // two of her places are held by ended chats
	waiting, _ := standing("noor", 5, 1, 1).Assign(Offer{Chat: "c1", Kind: Push}, after(9))
	never := Agent{Person: "b", Status: Online, Capacity: 3, Engaged: 1, Load: 1}
	rows := []struct {
		title   string
		rule    Rule
		in      []Agent
		refused []string
		want    string
	}{
		{"RT7 (R77): the fewest active chats", LeastActive, []Agent{standing("noor", 9, 3, 1), standing("ilse", 3, 2, 2)}, nil, "ilse"},
		{"RT7 (R78): 8 places with 2 active beat 2 with 1", MostAvailable, []Agent{standing("b", 2, 1, 1), standing("a", 8, 2, 2)}, nil, "a"},
		{"RT7 (R78): 5 places with 1 active beat 5 with 3", MostAvailable, []Agent{standing("a", 5, 3, 1), standing("b", 5, 1, 2)}, nil, "b"},
		{"RT7 (R77): those two by Least Active", LeastActive, []Agent{standing("a", 8, 2, 1), standing("b", 2, 1, 2)}, nil, "b"},
		{"RT7 (R77): an ended chat in a tab is not active", LeastActive, []Agent{standing("ilse", 5, 2, 1), tabOpen}, nil, "noor"},
		{"RT7 (R77): a request offered to her is", LeastActive, []Agent{waiting, standing("ilse", 5, 1, 8)}, nil, "ilse"},
		{"RT7 (R83): not who has refused it", LeastActive, []Agent{standing("noor", 3, 0, 1), standing("ilse", 3, 2, 1)}, []string{"noor"}, "ilse"},
		{"RT7 (R89): not who is at capacity", LeastActive, []Agent{standing("noor", 1, 1, 1), standing("ilse", 9, 5, 1)}, nil, "ilse"},
		{"RT7 (R15): not who is Away", MostAvailable, []Agent{with(standing("noor", 9, 0, 1), away), standing("ilse", 3, 2, 1)}, nil, "ilse"},
		{"RT7 (R85): nobody, when all have refused it", LeastActive, []Agent{standing("noor", 3, 0, 1)}, []string{"noor"}, ""},
		{"RT7 (R85): nobody of nobody", LeastActive, nil, nil, ""},
		{"RT8 (R79): of equals whose last new chat is oldest", LeastActive, []Agent{standing("a", 3, 1, 7), standing("b", 3, 1, 6)}, nil, "b"},
		{"RT8 (R79): who never had one before who had", MostAvailable, []Agent{standing("a", 3, 1, 7), never}, nil, "b"},
		{"RT8 (R79): then the lowest id", MostAvailable, []Agent{standing("b", 3, 1, 7), standing("a", 3, 1, 7)}, nil, "a"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			in := slices.Clone(r.in)
			got, seen, ok := Pick(r.rule, in, r.refused)
			if ok != (r.want != "") || got.Person != r.want {
				t.Errorf("got %q of %+v", got.Person, seen)
			}
			same(t, "the argument", in, r.in)
			slices.Reverse(in)
			again, _, _ := Pick(r.rule, in, r.refused)
			same(t, "asked the other way round", again.Person, r.want)
		})
	}
}

func TestPickSaysWhomItLookedAt(t *testing.T) {
	t.Run("RT7 (R77, R83, R89): each agent once, in order, with her numbers and why", func(t *testing.T) {
		noor, ilse, oda := standing("noor", 2, 2, 1), standing("ilse", 3, 1, 2), standing("oda", 3, 1, 3)
		zoe := standing("zoe", 3, 0, 4)
		_, seen, _ := Pick(LeastActive, []Agent{noor, oda, ilse, zoe, ilse}, []string{"zoe"})
		same(t, "seen", seen, []log.Candidate{
			{Agent: "zoe", Load: 0, Capacity: 3, Last: zoe.Last, Why: "has refused this request"},
			{Agent: "ilse", Load: 1, Capacity: 3, Last: ilse.Last, Why: "chosen: fewest active chats"},
			{Agent: "oda", Load: 1, Capacity: 3, Last: oda.Last, Why: "not first in the order"},
			{Agent: "noor", Load: 2, Capacity: 2, Last: noor.Last, Why: "is at capacity"},
		})
	})
}

func TestPlaceOrdersAsText(t *testing.T) {
	rows := []struct {
		title         string
		rule          Rule
		first, second Agent
	}{
		{"RT7 (R77): 9 before 10 active chats", LeastActive, standing("b", 99, 9, 2), standing("a", 99, 10, 1)},
		{"RT7 (R78): 100 before 99 places left", MostAvailable, standing("b", 100, 0, 2), standing("a", 99, 0, 1)},
		{"RT7 (R78): 1 before none left", MostAvailable, standing("b", 2, 1, 2), standing("a", 2, 2, 1)},
		{"RT8 (R79): 1970 before today", LeastActive, Agent{Person: "b", Last: 5}, standing("a", 3, 0, 1)},
		{"RT8 (R44): for a choice only who has idled longest", Choice, standing("b", 9, 8, 1), standing("a", 9, 0, 2)},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			if a, b := r.rule.Place(r.first), r.rule.Place(r.second); a >= b {
				t.Errorf("%s is not before %s", a, b)
			}
		})
	}
	t.Run("RT7 (R44): two of the three rules push", func(t *testing.T) {
		same(t, "pushes", []bool{LeastActive.Pushes(), MostAvailable.Pushes(), Choice.Pushes()}, []bool{true, true, false})
	})
}
