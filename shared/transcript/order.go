package transcript

import (
	"slices"

	"switchboard/shared/log"
)

// merge puts the private entries behind the public one that each followed (TR17). That is the order in which they were
// committed, whatever the clocks of those who wrote them said. A request comes before everything.
func merge(public, private []log.Event) []log.Event {
	all := make([]log.Event, 0, len(public)+len(private))
	for _, p := range public {
		for len(private) > 0 && max(private[0].After, 1) < p.Seq {
			all, private = append(all, private[0]), private[1:]
		}
		all = append(all, p)
	}
	return settle(append(all, private...))
}

// settle puts what an end took down with it behind that end: the cause is told before what it caused (TR25).
func settle(entries []log.Event) []log.Event {
	end := slices.IndexFunc(entries, func(e log.Event) bool { return e.Kind == log.Ended })
	if end < 0 {
		return entries
	}
	first := end
	for first > 0 && (entries[first-1].Kind == log.Blocked || tookDown(entries[first-1], entries[end])) {
		first--
	}
	slices.SortStableFunc(entries[first:end+1], func(a, b log.Event) int { return rank(a) - rank(b) })
	return entries
}

// tookDown reports whether an entry is an invitation or a flag that ended with the chat.
func tookDown(e, end log.Event) bool {
	switch e.Kind {
	case log.Recalled:
		return e.ID == "" && !e.At.Before(end.At)
	case log.FlagLowered:
		return e.Payload.By == log.BySystem
	}
	return false
}

func rank(e log.Event) int {
	switch e.Kind {
	case log.Blocked:
		return 0
	case log.Ended:
		return 1
	}
	return 2
}
