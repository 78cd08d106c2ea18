package main

import (
	"errors"
	"fmt"
)

// What is assumed and not metered; each stands on the page.
const (
	billedMS  = 40.0 // of one invocation, warm, to the end of its last push
	memoryGB  = 0.25
	lineKB    = 0.6 // what one invocation logs: its own line, Lambda's report, its share of the access log
	pollers   = 5.0 // with which Lambda reads an empty queue
	pollEvery = 20.0
	hours     = 730.0 // of a month

	figureKB     = 0.4 // a line of figures for the dashboard
	probeSeconds = 1.5 // of one synthetic chat
	probeGB      = 0.25
)

// usage is how much of each priced thing something takes.
type usage map[string]float64

// entry is how a verb comes in, which says what is billed beside the tables.
type entry int

const (
	frame    entry = iota // a frame that is answered: two messages
	silently              // a frame without an answer
	call                  // the HTTP API
	inside                // a timer or the clock: nobody outside
	handshake
)

// step is a verb so many times.
type step struct {
	verb  string
	times float64
	by    entry
}

// add adds what steps take.
func (u usage) add(verbs map[string]verb, steps ...step) error {
	for _, s := range steps {
		v, found := verbs[s.verb]
		if !found {
			return fmt.Errorf("docs/data.md has no row %q any more: infra/ops/cost/model.go must name another", s.verb)
		}
		u["read units"] += s.times * v.reads
		u["write units"] += s.times * v.writes
		u["queue requests"] += s.times * v.timers * 3 // sent, received, deleted
		u["socket messages"] += s.times * v.pushes
		switch s.by {
		case frame:
			u["socket messages"] += s.times * 2
		case silently:
			u["socket messages"] += s.times
		case call:
			u["HTTP calls"] += s.times
		}
		u.invoke(s.times)
	}
	return nil
}

// invoke adds what Lambda takes for so many invocations.
func (u usage) invoke(times float64) {
	u["invocations"] += times
	u["gigabyte seconds"] += times * billedMS / 1000 * memoryGB
	u["log megabytes"] += times * lineKB / 1000
}

// chat is one conversation of ten minutes and twenty messages, from the visitor's ticket to the transcript. The agent's
// socket and lease are hers.
func chat(verbs map[string]verb) (usage, error) {
	u := usage{"socket minutes": 12, "documents written": 1}
	u.invoke(2) // $connect; disconnect is a row
	return u, u.add(verbs,
		step{"ticket given", 1, call}, step{"ticket taken (`authorize`)", 1, handshake}, step{"resume, visitor, nothing held", 1, frame},
		step{"request, one agent Online", 1, frame}, step{"accept", 1, frame},
		step{"message, by the visitor", 10, frame}, step{"message, by the agent", 10, frame}, step{"typing", 40, silently},
		step{"beat, visitor", 2, frame}, step{"look that finds nothing due", 2, inside},
		step{"end", 1, frame}, step{"close, with the transcript", 1, frame},
		step{"leave (the page closes)", 1, call}, step{"disconnect, visitor", 1, inside},
	)
}

// online is an agent's month of 160 hours Online in 20 days, with chats for half of them, beside the chats themselves.
func online(verbs map[string]verb) (usage, error) {
	const worked, days = 160.0, 20.0
	u := usage{"socket minutes": worked * 60}
	u.invoke(days * 4) // sockets are opened anew every two hours: $connect
	return u, u.add(verbs,
		step{"ticket given", days * 4, call}, step{"ticket taken (`authorize`)", days * 4, handshake},
		step{"resume, agent, nothing held", days * 4, frame},
		step{"presence, log-in", days, frame}, step{"presence, log-out, no chats", days, frame},
		step{"presence, Away", days * 3, frame}, step{"presence, Online again", days * 3, frame},
		step{"beat, agent, one chat", worked / 2 * 240, frame}, step{"beat, agent without chats", worked / 2 * 60, frame},
	)
}

// idle is a month in which nobody is there, with two buttons.
func idle(verbs map[string]verb) (usage, error) {
	const buttons = 2.0
	u := usage{"alarms": 10, "secrets": 1, "schedules": hours * 60}
	u["queue requests"] += pollers * hours * 3600 / pollEvery
	u["read units"] += hours * 60 * 4 // a query that finds nothing is billed as a read
	return u, u.add(verbs, step{"sweep that finds nothing", hours * 60, inside}, step{"look that finds nothing due", buttons * hours * 4, inside})
}

// measured is a month in which somebody is Online for 160 hours: what the figures of the dashboard take beside the rest.
func measured(verbs map[string]verb) (usage, error) {
	const worked, figures = 160.0, 6.0
	sweep, found := verbs["sweep while an agent is logged in, measured"]
	if !found {
		return nil, errors.New("docs/data.md has no row for a sweep that measures any more")
	}
	return usage{
		"metric hours": worked * figures, "read units": worked * 60 * sweep.reads, "log megabytes": worked * 60 * figureKB / 1000,
	}, nil
}

// probed is a month of the synthetic chat, every five minutes. It gives itself its tickets, so nobody is called.
func probed(verbs map[string]verb) (usage, error) {
	const runs, figures = hours * 12, 2.0
	u := usage{
		"metric hours": hours * figures, "alarms": 1, "schedules": runs, "documents written": runs, "socket minutes": 2 * runs,
		"gigabyte seconds": runs * probeSeconds * probeGB, "invocations": runs, "log megabytes": runs * (lineKB + figureKB) / 1000,
	}
	u.invoke(2 * runs) // $connect
	return u, u.add(verbs,
		step{"ticket given", 2 * runs, inside}, step{"ticket taken (`authorize`)", 2 * runs, handshake},
		step{"resume, agent, nothing held", runs, frame}, step{"resume, visitor, nothing held", runs, frame},
		step{"presence, log-in", runs, frame}, step{"request, one agent Online", runs, frame}, step{"accept", runs, frame},
		step{"message, by the visitor", runs, frame}, step{"message, by the agent", runs, frame}, step{"end", runs, frame},
		step{"close, with the transcript", runs, frame}, step{"presence, log-out, no chats", runs, frame}, step{"disconnect, visitor", 2 * runs, inside},
	)
}
