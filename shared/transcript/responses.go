package transcript

import (
	"time"

	"switchboard/shared/log"
)

// side says whose message an entry is: the visitor's, an agent's (all agents count together), or nobody's. A greeting
// or a notice of the system is no message of either.
func side(e log.Event) log.EndedBy {
	switch {
	case e.Kind != log.Said || e.Who == log.System:
		return ""
	case e.Who == log.Visitor:
		return log.ByVisitor
	}
	return log.ByAgent
}

func countMessages(public []log.Event) (agent, visitor int) {
	for _, e := range public {
		switch side(e) {
		case log.ByAgent:
			agent++
		case log.ByVisitor:
			visitor++
		}
	}
	return agent, visitor
}

// responseTimes measures from the first message of a turn to the first of the other side that follows it (TR6, R223).
// Each response is whole seconds, so that no average exceeds its maximum.
func responseTimes(public []log.Event) ResponseTimes {
	var agent, visitor []int
	var turn log.EndedBy
	var since time.Time
	for _, e := range public {
		now := side(e)
		if now == "" || now == turn {
			continue
		}
		switch turn {
		case log.ByVisitor:
			agent = append(agent, seconds(since, e.At))
		case log.ByAgent:
			visitor = append(visitor, seconds(since, e.At))
		}
		turn, since = now, e.At
	}
	var t ResponseTimes
	t.AgentAverage, t.AgentMaximum = averageAndMaximum(agent)
	t.VisitorAverage, t.VisitorMaximum = averageAndMaximum(visitor)
	return t
}

// averageAndMaximum rounds the mean half up.
func averageAndMaximum(responses []int) (average, maximum *int) {
	if len(responses) == 0 {
		return nil, nil
	}
	sum, most := 0, 0
	for _, r := range responses {
		sum += r
		most = max(most, r)
	}
	n := len(responses)
	return new((2*sum + n) / (2 * n)), &most
}
