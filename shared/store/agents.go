package store

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"switchboard/shared/log"
	"switchboard/shared/routing"
)

// AgentState is an agent's standing as stored, with the version that its next writer names. Version 0: she never logged
// in.
type AgentState struct {
	routing.Agent
	Version int64
}

// Agent reads an agent's standing.
func (s *Store) Agent(ctx context.Context, person string) (AgentState, error) {
	it, err := s.driver.Get(ctx, Key{Desk, agentPK(person), skState})
	if err != nil || it == nil {
		return AgentState{Agent: routing.Agent{Person: person, Status: routing.Offline}}, err
	}
	return readAgent(*it)
}

func readAgent(it Item) (AgentState, error) {
	a := AgentState{Version: it.N["ver"]}
	return a, log.Decode(it.Body, &a.Agent)
}

// MoveAgent writes an agent's standing if it is still the version that was read, and with it all that is kept about her
// elsewhere: the counts of her queues, her line in the lists of her skills, her places among the free. The copies hold
// her standing and its version, so that whoever finds her there can write her without reading her (P11).
func MoveAgent(was AgentState, is routing.Agent) ([]Op, error) {
	before, after := was.Footprint(), is.Footprint()
	ops, err := agentOps(was, is, after)
	if err != nil {
		return nil, err
	}
	ops = append(ops, countOps(before.Counts, after.Counts)...)
	for _, list := range before.Lists {
		if !slices.Contains(after.Lists, list) {
			ops = append(ops, Op{Verb: Delete, Item: Item{Key: Key{Desk, queuePK(list), onSK(is.Person)}}})
		}
	}
	for rank, place := range before.Places {
		if after.Places[rank] != place {
			ops = append(ops, Op{Verb: Delete, Item: Item{Key: Key{Desk, rankPK(rank), place}}})
		}
	}
	return ops, nil
}

// RewriteAgent is MoveAgent where the agent's counts, lists and places stay as they are: it may do less. A change that
// moves her is an error.
func RewriteAgent(was AgentState, is routing.Agent) ([]Op, error) {
	footprint := is.Footprint()
	if !reflect.DeepEqual(was.Footprint(), footprint) {
		return nil, fmt.Errorf("agent %s was to stay where she is, and moved", is.Person)
	}
	return agentOps(was, is, footprint)
}

// agentOps write an agent's standing and every copy of it.
func agentOps(was AgentState, is routing.Agent, footprint routing.Footprint) ([]Op, error) {
	body, err := log.Encode(is)
	if err != nil {
		return nil, err
	}
	n := map[string]int64{"ver": was.Version + 1}
	copied := func(key Key) Op { return Op{Verb: Put, Item: Item{Key: key, Body: body, N: n}} }
	ops := []Op{{Verb: Put, If: asRead(was.Version), Else: Stale, Item: Item{
		Key: Key{Desk, agentPK(is.Person), skState}, Body: body, N: n,
	}}}
	for _, list := range footprint.Lists {
		ops = append(ops, copied(Key{Desk, queuePK(list), onSK(is.Person)}))
	}
	for rank, place := range footprint.Places {
		ops = append(ops, copied(Key{Desk, rankPK(rank), place}))
	}
	return ops, nil
}

// countOps move the counts of queues by what an agent adds to them now and did before.
func countOps(before, after map[string]routing.Count) []Op {
	all := maps.Clone(before)
	maps.Copy(all, after)
	var ops []Op
	for queue := range all {
		online, open := after[queue].Online-before[queue].Online, after[queue].Open-before[queue].Open
		if online == 0 && open == 0 {
			continue
		}
		ops = append(ops, countOp(queue, map[string]int64{"online": int64(online), "open": int64(open), "stir": 1}))
	}
	return ops
}

// CheckAgent demands that an agent's standing is still the version that was read.
func CheckAgent(a AgentState) Op {
	return Op{Verb: Check, If: asRead(a.Version), Else: Stale, Item: Item{Key: Key{Desk, agentPK(a.Person), skState}}}
}

// Standing agents of a list or an order, as they were when they were last changed.

// Ranked reads the first free agents of an order.
func (s *Store) Ranked(ctx context.Context, rank routing.Rank, limit int) ([]AgentState, error) {
	return s.agents(ctx, Range{Table: Desk, PK: rankPK(rank.String()), From: "0", To: "~", Limit: limit})
}

// Listed reads the agents who are logged in with a skill, by its queue's name.
func (s *Store) Listed(ctx context.Context, queue string, limit int) ([]AgentState, error) {
	return s.agents(ctx, Range{Table: Desk, PK: queuePK(queue), From: onSK(""), To: onSK("~"), Limit: limit})
}

func (s *Store) agents(ctx context.Context, r Range) ([]AgentState, error) {
	items, err := s.driver.Query(ctx, r)
	if err != nil {
		return nil, err
	}
	agents := make([]AgentState, len(items))
	for i, it := range items {
		if agents[i], err = readAgent(it); err != nil {
			return nil, err
		}
	}
	return agents, nil
}
