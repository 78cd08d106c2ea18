package routing

import "testing"

// serving is an agent who serves two buttons, has a skill, and stands in two orders while she is free.
func serving(a *Agent) {
	a.Buttons, a.Skills = []string{"support", "sales"}, []string{"billing"}
	a.Ranks = []Rank{{LeastActive, "billing"}, {Choice, "billing"}}
}

func TestFootprint(t *testing.T) {
	lists := []string{"skill:billing"}
	all := func(online, open int) map[string]Count {
		c := Count{Online: online, Open: open}
		return map[string]Count{"support": c, "sales": c, "skill:billing": c}
	}
	free := with(online("noor", 3, 1), serving)
	none := map[string]string{}
	places := map[string]string{"leastActive:billing": LeastActive.Place(free), "choice:billing": Choice.Place(free)}
	rows := []struct {
		title string
		in    Agent
		want  Footprint
	}{
		{"RT13 (R54, R55, R73): free: in every queue, list and order", free, Footprint{all(1, 2), lists, places}},
		{"RT13 (R74): at capacity: in no order", with(online("noor", 1, 1), serving), Footprint{all(1, 0), lists, none}},
		{"RT13 (R156): beyond capacity: no less than no place", with(online("noor", 1, 3), serving), Footprint{all(1, 0), lists, none}},
		{"RT13 (R20): a silent console: in no order", with(free, silent), Footprint{all(1, 0), lists, none}},
		{"RT13 (R56): Away: only in the lists of her skills", with(free, away), Footprint{map[string]Count{}, lists, none}},
		{"RT13 (R54): Offline: nowhere", with(free, offline), Footprint{map[string]Count{}, nil, none}},
		{"RT13 (R54): never logged in: nowhere", Agent{Skills: []string{"billing"}}, Footprint{map[string]Count{}, nil, none}},
		{"RT13 (R55): without buttons and skills: nowhere", online("noor", 3, 0), Footprint{map[string]Count{}, nil, none}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, "footprint", r.in.Footprint(), r.want) })
	}
	t.Run("RT13 (R138): a skill's queue is none of a button", func(t *testing.T) {
		same(t, "queues", free.Queues(), []string{"support", "sales", SkillQueue("billing")})
	})
}
