package desk

import (
	"context"
	"maps"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// consequences are the agents whom a change of a chat moves: their places, offers and flags follow from the chat before
// and after, so that load is what it counts, by construction (R61, R120). Whom it leaves as she was must still be as she
// was read: her standing may have been read before the chat was offered to her, and the chat after.
func (d *Desk) consequences(ctx context.Context, before chat.Chat, change chat.Change, p plan) (all []standing, rests []store.Op, err error) {
	for _, person := range concerned(before, change.Chat, p) {
		was, ok := p.known[person]
		if !ok {
			if was, err = d.Store.Agent(ctx, person); err != nil {
				return nil, nil, err
			}
		}
		is := outcome(was.Agent, before, change, d.Now())
		if further := p.with[person]; further != nil {
			if is, err = further(is); err != nil {
				return nil, nil, err
			}
		}
		if is.Rev == was.Rev {
			rests = append(rests, store.CheckAgent(was))
			continue
		}
		all = append(all, standing{was, store.AgentState{Agent: is, Version: was.Version + 1}})
	}
	return all, rests, nil
}

// concerned are the persons whose standing a change may move, in a fixed order.
func concerned(before, after chat.Chat, p plan) []string {
	people := map[string]bool{}
	for _, a := range before.Agents {
		if before.Loads(a.Person) != after.Loads(a.Person) || before.Has(a.Person) != after.Has(a.Person) {
			people[a.Person] = true
		}
	}
	if o := before.Offer; o != nil && !after.OfferedTo(o.Person) {
		people[o.Person] = true
	}
	if asked := before.Invite; asked != nil && after.Invite == nil && asked.To == log.ToAgent {
		people[asked.Target] = true
	}
	if before.Flag != nil && after.Flag == nil {
		people[before.Flag.Person] = true
	}
	for person := range p.with {
		people[person] = true
	}
	return slices.Sorted(maps.Keys(people))
}

// outcome is what becomes of an agent by a change of a chat, but for her coming into it.
func outcome(a routing.Agent, before chat.Chat, change chat.Change, at time.Time) routing.Agent {
	after := change.Chat
	if after.Has(a.Person) { // she came: what was offered to her is answered by her step
		return flagged(a, before, change, at)
	}
	keeps := after.Loads(a.Person)
	switch {
	case before.Has(a.Person):
		a = a.Finish(!keeps, at)
	case before.Loads(a.Person) && !keeps:
		a = a.Shut(at)
	}
	offered := before.OfferedTo(a.Person) && !after.OfferedTo(a.Person)
	asked := before.Invite != nil && after.Invite == nil && before.Invite.To == log.ToAgent && before.Invite.Target == a.Person
	if offered || asked {
		a = a.Unoffer(before.ID, refusal(change.Private), at)
	}
	return flagged(a, before, change, at)
}

func flagged(a routing.Agent, before chat.Chat, change chat.Change, at time.Time) routing.Agent {
	if before.Flag == nil || before.Flag.Person != a.Person || change.Chat.Flag != nil {
		return a
	}
	by := routing.ByEnd
	for _, e := range change.Private {
		switch {
		case e.Kind == log.FlagLowered && e.Payload.By == log.ByAgent:
			by = routing.ByAgent
		case e.Kind == log.FlagLowered && e.Payload.By == chat.LoweredBySupervisor:
			by = routing.BySupervisor
		}
	}
	return a.LowerFlag(before.ID, by, at)
}

// refusal is how the private log says that an offer or an invitation ended.
func refusal(drafts []log.Draft) routing.Refusal {
	for _, e := range drafts {
		switch e.Kind {
		case log.Declined, log.Refused:
			return routing.ByHand
		case log.Lapsed:
			return routing.TimedOut
		}
	}
	return routing.TakenBack
}
