package settings

import (
	"testing"

	"switchboard/shared/fault"
)

func TestButtons(t *testing.T) {
	rows := []struct {
		title, field string
		set          func(*Button)
	}{
		{"ST12 (R44): no routing is choice", "", func(b *Button) { b.Routing = "" }},
		{"ST12 (R44): choice", "", func(b *Button) { b.Routing = Choice }},
		{"ST12 (R44): least active", "", func(b *Button) { b.Routing = LeastActive }},
		{"ST12 (R44): most available", "", func(b *Button) { b.Routing = MostAvailable }},
		{"ST12 (R44): no fourth", "routing", func(b *Button) { b.Routing = "Choice" }},
		{"ST12 (R45): auto-accept with choice", "autoAccept", func(b *Button) { b.Routing, b.AutoAccept = Choice, true }},
		{"ST12 (R45): auto-accept without a routing", "autoAccept", func(b *Button) { b.AutoAccept = true }},
		{"ST12 (R45): auto-accept with least active", "", func(b *Button) { b.Routing, b.AutoAccept = LeastActive, true }},
		{"ST12 (R45): auto-accept with most available", "", func(b *Button) { b.Routing, b.AutoAccept = MostAvailable, true }},
		{"ST13 (R46): warning just before the time-out", "", func(b *Button) { b.IdleTimeout, b.IdleWarning = 120, 119 }},
		{"ST13 (R46): warning at the time-out", "idleWarning", func(b *Button) { b.IdleTimeout, b.IdleWarning = 120, 120 }},
		{"ST13 (R46): warning behind the time-out", "idleWarning", func(b *Button) { b.IdleTimeout, b.IdleWarning = 120, 121 }},
		{"ST13 (R46): warning alone", "idleWarning", func(b *Button) { b.IdleWarning = 90 }},
		{"ST13 (R46): time-out alone", "idleWarning", func(b *Button) { b.IdleTimeout = 90 }},
		{"ST13 (R46): a day and a second", "idleTimeout", func(b *Button) { b.IdleTimeout, b.IdleWarning = 86401, 1 }},
		{"ST13 (R46): a negative warning", "idleWarning", func(b *Button) { b.IdleTimeout, b.IdleWarning = 90, -1 }},
		{"ST14 (R47): push time-out of a second", "", func(b *Button) { b.PushTimeout = 1 }},
		{"ST14 (R47): push time-out of a day", "", func(b *Button) { b.PushTimeout = 86400 }},
		{"ST14 (R47): push time-out of more", "pushTimeout", func(b *Button) { b.PushTimeout = 86401 }},
		{"ST14 (R47): negative push time-out", "pushTimeout", func(b *Button) { b.PushTimeout = -1 }},
		{"ST14 (R47): no further round", "", func(b *Button) { b.Reroute, b.RerouteAttempts = true, 0 }},
		{"ST14 (R47): a hundred rounds", "", func(b *Button) { b.Reroute, b.RerouteAttempts = true, 100 }},
		{"ST14 (R47): one more", "rerouteAttempts", func(b *Button) { b.Reroute, b.RerouteAttempts = true, 101 }},
		{"ST14 (R47): negative rounds", "rerouteAttempts", func(b *Button) { b.Reroute, b.RerouteAttempts = true, -1 }},
		{"ST14 (R47): rounds without rerouting", "rerouteAttempts", func(b *Button) { b.RerouteAttempts = 1 }},
		{"ST14 (R47): the longest queue", "", func(b *Button) { b.PerAgentQueue, b.OverallQueue = 100000, 100000 }},
		{"ST14 (R47): a longer one per agent", "perAgentQueue", func(b *Button) { b.PerAgentQueue = 100001 }},
		{"ST14 (R47): a longer one in all", "overallQueue", func(b *Button) { b.OverallQueue = 100001 }},
		{"ST14 (R47): a negative one per agent", "perAgentQueue", func(b *Button) { b.PerAgentQueue = -1 }},
		{"ST14 (R47): a negative one in all", "overallQueue", func(b *Button) { b.OverallQueue = -1 }},
		{"ST2 (R44): a language", "", func(b *Button) { b.Language = "zh-Hans-CN" }},
		{"ST3 (R44): no language", "language", func(b *Button) { b.Language = "en_GB" }},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			field := r.field
			if field != "" {
				field = "buttons.support." + field
			}
			refused(t, changed(func(c *Configuration) { r.set(&c.Buttons[0]) }).Check(), fault.Invalid, field)
		})
	}
}

func TestQueueLimit(t *testing.T) {
	rows := []struct {
		title   string
		b       Button
		online  int
		limit   int
		limited bool
	}{
		{"ST15 (R93): no queue", Button{PerAgentQueue: 5, OverallQueue: 9}, 3, 0, true},
		{"ST15 (R93): a queue without limits", Button{Queue: true}, 3, 0, false},
		{"ST15 (R93): p times m", Button{Queue: true, PerAgentQueue: 5}, 3, 15, true},
		{"ST15 (R93): p with nobody there", Button{Queue: true, PerAgentQueue: 5}, 0, 0, true},
		{"ST15 (R93): p with fewer than nobody", Button{Queue: true, PerAgentQueue: 5}, -1, 0, true},
		{"ST15 (R93): o alone", Button{Queue: true, OverallQueue: 9}, 3, 9, true},
		{"ST15 (R93): o is smaller", Button{Queue: true, PerAgentQueue: 5, OverallQueue: 9}, 3, 9, true},
		{"ST15 (R93): p times m is smaller", Button{Queue: true, PerAgentQueue: 5, OverallQueue: 9}, 1, 5, true},
		{"ST15 (R93): o with nobody there", Button{Queue: true, PerAgentQueue: 5, OverallQueue: 9}, 0, 0, true},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			if limit, limited := r.b.QueueLimit(r.online); limit != r.limit || limited != r.limited {
				t.Errorf("got %d, %t; want %d, %t", limit, limited, r.limit, r.limited)
			}
		})
	}
}

func TestAllSkills(t *testing.T) {
	rows := []struct {
		title string
		b     Button
		want  []string
	}{
		{"ST10 (R48): primary first", Button{Skill: "lamps", Skills: []string{"dutch", "looms"}}, []string{"lamps", "dutch", "looms"}},
		{"ST10 (R48): each once", Button{Skill: "lamps", Skills: []string{"looms", "lamps"}}, []string{"lamps", "looms"}},
		{"ST10 (R48): none at all", Button{}, nil},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, "skills", r.b.AllSkills(), r.want) })
	}
}
