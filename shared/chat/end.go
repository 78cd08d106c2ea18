package chat

import (
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// End lets a party end the chat, or the visitor cancel her request while it waits (CH7, CH8, R101, R116, R117).
func End(c Chat, who log.Party, id string, at time.Time) (Change, error) {
	switch {
	case c.State == Waiting && who == log.Visitor:
		return end(c, who, id, log.ByVisitor, log.Cancelled, at), nil
	case !c.Open():
		return Change{}, fault.New(fault.Conflict, "This chat has already ended.")
	case !c.mayWrite(who):
		return Change{}, fault.New(fault.Forbidden, "You are not in this chat any more.")
	case who == log.Visitor:
		return end(c, who, id, log.ByVisitor, log.Finished, at), nil
	}
	return end(c, who, id, log.ByAgent, log.Finished, at), nil
}

// EndUnanswered ends a waiting chat because no agent is there any more (CH9, R94).
func EndUnanswered(c Chat, at time.Time) (Change, bool) {
	if c.State != Waiting {
		return Change{}, false
	}
	return end(c, log.System, "", log.BySystem, log.NoAgent, at), true
}

// EndGone ends an open chat whose visitor has vanished: an answered one by the system, a waiting one by her own
// leaving (CH10, R102, R134, R226).
func EndGone(c Chat, at time.Time) (Change, bool) {
	if !c.Open() {
		return Change{}, false
	}
	by := log.BySystem
	if c.State == Waiting {
		by = log.ByVisitor
	}
	return end(c, log.System, "", by, log.Gone, at), true
}

// EndLeft ends an engaged chat whose agent has left: by the agent if she logged out or closed her last window, by the
// system if she was lost. Leaving closes her tab as well (CH11, R17, R23).
func EndLeft(c Chat, exit bool, at time.Time) (Change, bool) {
	if c.State != Engaged {
		return Change{}, false
	}
	by, why, who := log.BySystem, log.AgentGone, log.System
	if exit {
		by, why, who = log.ByAgent, log.LoggedOut, c.Holder().Party
	}
	change := end(c, who, "", by, why, at)
	for i := range change.Chat.Agents {
		change.Chat.Agents[i].TabOpen = false
	}
	return change, true
}

func end(c Chat, who log.Party, id string, by log.EndedBy, why log.Reason, at time.Time) Change {
	c = c.clone()
	c.State, c.EndedAt, c.EndedBy, c.Reason = Ended, millis(at), by, why
	for i := range c.Agents {
		c.Agents[i].In = false
	}
	return Change{Chat: c, Public: []log.Draft{{Kind: log.Ended, ID: id, Who: who, Payload: log.Payload{By: by, Reason: why}}}}
}
