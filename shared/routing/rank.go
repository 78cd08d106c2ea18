package routing

import (
	"cmp"
	"fmt"
	"slices"

	"switchboard/shared/log"
)

// Rule is how a button finds its agent (R44).
type Rule string

// The three rules.
const (
	Choice        Rule = "choice"        // shown to all who are free; the first to accept has it
	LeastActive   Rule = "leastActive"   // offered to the free agent with the fewest active chats
	MostAvailable Rule = "mostAvailable" // offered to the one with the most capacity left over her active chats
)

// Pushes reports whether the rule offers a request to one agent at a time.
func (r Rule) Pushes() bool { return r == LeastActive || r == MostAvailable }

// Rank is an order of free agents: by a rule, among those with a skill.
type Rank struct {
	Rule  Rule   `cbor:"1,keyasint"`
	Skill string `cbor:"2,keyasint"`
}

func (r Rank) String() string { return string(r.Rule) + ":" + r.Skill }

// Place is where a free agent stands in an order: the rule first, then the longest without a new chat, then the lowest
// id, so that it is the same however often it is asked (RT7, RT8, R77–R79). Orders of choice are only who has idled
// longest.
func (r Rule) Place(a Agent) string {
	first := 0
	switch r {
	case LeastActive:
		first = a.Active()
	case MostAvailable:
		first = 100000 - (a.Capacity - a.Active())
	}
	return fmt.Sprintf("%06d#%013d#%s", first, a.Last, a.Person)
}

// Pick chooses among agents who stand in the orders of a button's skills (RT7). Those who have refused this request
// stay out, and who is not free. It returns false if nobody is left, and in either case whom it looked at and why.
func Pick(r Rule, standing []Agent, refused []string) (Agent, []log.Candidate, bool) {
	standing = slices.Clone(standing)
	slices.SortFunc(standing, func(a, b Agent) int { return cmp.Compare(r.Place(a), r.Place(b)) })
	standing = slices.CompactFunc(standing, func(a, b Agent) bool { return a.Person == b.Person })
	var chosen *Agent
	var seen []log.Candidate
	for i, a := range standing {
		why := "not first in the order"
		switch {
		case slices.Contains(refused, a.Person):
			why = "has refused this request"
		case a.Status != Online:
			why = "is not Online"
		case a.Silent:
			why = "her console does not answer"
		case a.Load >= a.Capacity:
			why = "is at capacity"
		case chosen == nil:
			chosen, why = &standing[i], "chosen: "+reasons[r]
		}
		seen = append(seen, log.Candidate{Agent: a.Person, Load: a.Active(), Capacity: a.Capacity, Last: a.Last, Why: why})
	}
	if chosen == nil {
		return Agent{}, seen, false
	}
	return *chosen, seen, true
}

var reasons = map[Rule]string{
	LeastActive:   "fewest active chats",
	MostAvailable: "most capacity left",
	Choice:        "idle longest",
}
