package desk_test

import (
	"testing"
	"time"

	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

func TestR54R55R56R57R58WhenAButtonIsOnline(t *testing.T) {
	full := func(w *world) {
		w.suits("ilse", places(1))
		w.busy(w.online("ilse"), 1)
	}
	for _, row := range []struct {
		title string
		scene func(w *world)
		want  bool
	}{
		{"R54: no agent is logged in", func(*world) {}, false},
		{"R54: one is", func(w *world) { w.online("noor") }, true},
		{"R54: she logs out", func(w *world) { w.goes(w.online("noor"), routing.Offline) }, false},
		{"R55: those who are lack the skill", func(w *world) {
			w.configures(func(c *settings.Configuration) {
				c.Skills = append(c.Skills, settings.Skill{ID: "other", Name: "Other"})
			})
			w.employs("gus", "Gus", "", "other")
			w.online("gus")
		}, false},
		{"R56: all are Away", func(w *world) { w.goes(w.online("noor"), routing.Away); w.goes(w.online("ilse"), routing.Away) }, false},
		{"R56: Away, with a queue that has room", func(w *world) { w.sets(queueing); w.goes(w.online("noor"), routing.Away) }, false},
		{"R57: all are at capacity and there is no queue", full, false},
		{"R57: one of them has room", func(w *world) { full(w); w.online("noor") }, true},
		{"R58: with a queue that has room", func(w *world) { w.sets(queueing); full(w) }, true},
		{"R58: with a queue that is full", func(w *world) {
			w.sets(queueing, func(b *settings.Button) { b.OverallQueue = 1 })
			full(w)
			w.asks(w.visitor("mara"))
		}, false},
	} {
		for _, rule := range []settings.Routing{settings.Choice, settings.LeastActive} {
			t.Run(row.title+", "+string(rule), func(t *testing.T) {
				w := staffed(t)
				w.sets(func(b *settings.Button) { b.Routing = rule })
				row.scene(w)
				if got := w.available("support"); got != row.want {
					t.Errorf("the button is online: %v", got)
				}
				let := w.onstage(w.asks(w.visitor("tomas")))
				if got := len(let) == 1; got != row.want {
					t.Errorf("R65: and a request is let in: %q", let)
				}
			})
		}
	}
}

func TestR60AnAgentIsFollowed(t *testing.T) {
	for _, row := range []struct {
		title         string
		online        []string
		full          bool
		agent, either bool
	}{
		{"R60: neither is there", nil, false, false, false},
		{"R60: the agent is", []string{"petra"}, false, true, true},
		{"R60: the button is", []string{"noor"}, false, false, true},
		{"R60: both are", []string{"noor", "petra"}, false, true, true},
		{"R60: she is at capacity", []string{"petra"}, true, false, false},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := shops(t)
			for _, name := range row.online {
				by := w.online(name)
				if row.full {
					w.busy(by, 2)
				}
			}
			_, _, there, err := w.desk.Availability(w.ctx, "demo", []string{"petra"})
			w.must(err)
			if got := there.Agents["petra"]; got != row.agent {
				t.Errorf("petra is there: %v", got)
			}
			if got := there.Agents["petra"] || there.Buttons["support"]; got != row.either {
				t.Errorf("support or petra is there: %v", got)
			}
		})
	}
}

// hasRoom checks an agent's load and whether she is offered ordinary requests.
func (w *world) hasRoom(by caller, load int, room bool) {
	w.t.Helper()
	w.loadIs(by.Person, load)
	if got := w.available("support"); got != room {
		w.t.Errorf("R61: with load %d there is room: %v", load, got)
	}
}

func TestR61WhatCountsAsLoad(t *testing.T) {
	for _, row := range []struct {
		title string
		free  bool // the organisation frees the place at the end
	}{{"R61, R120: an ended chat with an open tab counts", false}, {"R61, R120: unless its place is free at the end", true}} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t, patient)
			w.configures(func(c *settings.Configuration) { c.Organisation.FreePlaceAtEnd = row.free })
			w.suits("ilse", places(2))
			ilse := w.online("ilse")
			w.hasRoom(ilse, 0, true)
			mara, tomas := w.visitor("mara"), w.visitor("tomas")
			first := w.asks(mara)
			w.hasRoom(ilse, 1, true) // a request that is assigned
			w.accepts(ilse, first)
			w.hasRoom(ilse, 1, true) // an engaged chat
			w.now = w.now.Add(time.Second)
			second := w.asks(tomas)
			w.hasRoom(ilse, 2, false)
			same(t, "at capacity nothing is offered", w.onstage(w.asks(w.visitor("eve"))), turnedAway("agentsUnavailable"))
			w.declines(ilse, second)
			w.hasRoom(ilse, 1, true)
			w.finishes(mara, first)
			if row.free {
				w.hasRoom(ilse, 0, true)
			} else {
				w.hasRoom(ilse, 1, true)
			}
			w.closes(ilse, first)
			w.hasRoom(ilse, 0, true)
		})
	}
}
