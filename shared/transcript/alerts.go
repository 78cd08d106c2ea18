package transcript

import (
	"time"

	"switchboard/shared/log"
)

// alarm is a deadline that runs from a message until it is answered. It is never written: the logs tell whether it was
// reached.
type alarm struct {
	runs  bool
	fired bool
	since time.Time
	floor time.Time // not before: when the agent came under whose settings it runs
	from  int       // the entry behind which it may stand
}

// watching finds the critical waits and the idle warnings of a chat, entry by entry (TR34, TR35).
type watching struct {
	story
	held     holding
	settled  log.Payload // the seconds under which the chat runs
	joined   bool        // who came last only joined: her settings are not the chat's
	critical alarm
	idle     alarm
	found    map[int][]Event // by the entry before which they stand
}

// alerts returns the derived events by the index of the entry before which they happened.
func (s story) alerts() map[int][]Event {
	w := watching{story: s, found: map[int][]Event{}}
	for i, e := range s.entries {
		w.read(i, e)
		w.held.follow(e)
	}
	return w.found
}

func (w *watching) read(i int, e log.Event) {
	switch e.Kind {
	case log.Took:
		if !w.joined {
			w.settled = e.Payload
		}
	case log.Accepted, log.Joined:
		w.joined = e.Kind == log.Joined
	case log.Said, log.Greeted:
		w.said(i, e)
	case log.HandedOn: // until the next agent comes the visitor cannot write: her clock stops
		w.fireCritical(i)
		w.fireIdle(i)
		w.idle = alarm{}
	case log.Transferred, log.Returned:
		w.takenOver(i, e)
	case log.Ended:
		w.fireCritical(i)
		w.fireIdle(i)
		w.critical, w.idle = alarm{}, alarm{}
	}
}

// said is a message: it answers the other side's and begins the wait for an answer. A greeting answers nothing, but
// the visitor's clock begins at it (R124, R125, R127, R130-R132).
func (w *watching) said(i int, e log.Event) {
	by := side(e)
	if e.Kind == log.Greeted {
		by = log.ByAgent
	}
	if by == "" {
		return
	}
	w.fireIdle(i)
	if w.idle.fired {
		w.put(i, happened(IdleWarningCleared, e, w.agents[e.Who], ""))
	}
	w.idle = alarm{runs: by == log.ByAgent, since: e.At, from: i}
	switch {
	case e.Kind == log.Greeted:
	case by == log.ByVisitor && !w.critical.runs:
		w.critical = alarm{runs: true, since: e.At, from: i}
	case by == log.ByAgent:
		w.fireCritical(i)
		if w.critical.fired {
			w.put(i, happened(ClearCriticalWaitChat, e, w.agents[e.Who], ""))
		}
		w.critical = alarm{}
	}
}

// takenOver goes on under the settings of the agent who took the chat over: what she finds past due is due when she
// comes.
func (w *watching) takenOver(i int, e log.Event) {
	w.fireCritical(i)
	w.fireIdle(i)
	w.joined = false
	w.critical.floor, w.critical.from = e.At, i
	w.idle.floor, w.idle.from = e.At, i
}

// fireCritical sounds the alert if somebody was in the chat to answer.
func (w *watching) fireCritical(i int) {
	if len(w.held.parties) > 0 {
		w.fire(i, &w.critical, w.settled.Critical, AlertCriticalWaitChat, w.agents[w.held.sole()])
	}
}

func (w *watching) fireIdle(i int) {
	if w.settled.Timeout > 0 {
		w.fire(i, &w.idle, w.settled.Warning, IdleWarningTriggered, Agent{})
	}
}

// fire notes an alarm that was reached before entry i, once.
func (w *watching) fire(i int, a *alarm, after int, t EventType, by Agent) {
	due := a.since.Add(time.Duration(after) * time.Second)
	if due.Before(a.floor) {
		due = a.floor
	}
	if !a.runs || a.fired || after <= 0 || !due.Before(w.entries[i].At) {
		return
	}
	a.fired = true
	place := a.from + 1
	for place < i && !w.entries[place].At.After(due) {
		place++
	}
	w.put(place, happened(t, log.Event{At: due}, by, ""))
}

func (w *watching) put(i int, e Event) { w.found[i] = append(w.found[i], e) }
