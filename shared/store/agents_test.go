package store_test

import (
	"testing"
	"time"

	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// TestRewriteAgent: what only rewrites an agent deletes and counts nothing, and refuses whoever moves.
func TestRewriteAgent(t *testing.T) {
	now := time.Date(2016, 6, 1, 12, 0, 0, 0, time.UTC)
	noor := routing.Agent{
		Person: "noor", Status: routing.Online, Capacity: 2, Skills: []string{"general"}, Buttons: []string{"support"},
		Ranks: []routing.Rank{{Rule: routing.LeastActive, Skill: "general"}},
	}
	was := store.AgentState{Agent: noor, Version: 7}

	ops, err := store.RewriteAgent(was, noor.RaiseFlag(routing.Flag{Chat: "c1"}, now))
	if err != nil {
		t.Fatal(err)
	}
	if len(ops) != 3 { // her standing, her line in the list of her skill, her place in its order
		t.Errorf("%d items are written", len(ops))
	}
	for _, o := range ops {
		if o.Verb != store.Put || o.Item.N["ver"] != 8 {
			t.Errorf("%+v", o)
		}
	}
	away := noor
	away.Status = routing.Away
	if ops, err := store.RewriteAgent(was, away); err == nil {
		t.Errorf("an agent who is no longer Online was rewritten by %+v", ops)
	}
}
