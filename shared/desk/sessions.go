package desk

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// SessionRecord is an agent's session from log-in to log-out (R208–R210). Moments are milliseconds since 1970, times
// whole seconds.
type SessionRecord struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	LoginAt  int64  `json:"loginTime"`
	LogoutAt int64  `json:"logoutTime,omitempty" doc:"Empty while she is logged in."`
	Assigned int    `json:"chatReqAssigned" doc:"Requests that the router or a colleague put to her."`
	Engaged  int    `json:"chatReqEngaged"`
	Declined int    `json:"chatReqDeclined"`
	TimedOut int    `json:"chatReqTimedOut"`
	Online   int64  `json:"timeInOnlineStatus" doc:"Seconds."`
	Away     int64  `json:"timeInAwayStatus" doc:"Seconds."`
	InChats  int64  `json:"timeInChats" doc:"Seconds with at least one engaged chat."`
	Idle     int64  `json:"timeIdle" doc:"Seconds without one."`
	Capacity int64  `json:"timeAtCapacity" doc:"Seconds with every place taken."`
	Raised   int    `json:"numFlagRaised"`
	ByAgent  int    `json:"numFlagLoweredAgent"`
	BySuperv int    `json:"numFlagLoweredSupervisor"`
}

func sessionRecord(a routing.Agent) SessionRecord {
	s := a.Session
	return SessionRecord{
		Person: a.Person, Name: a.Name, LoginAt: s.LoginAt, LogoutAt: s.LogoutAt, Assigned: s.Assigned, Engaged: s.Engaged,
		Declined: s.Declined, TimedOut: s.TimedOut, Online: s.Online / 1000, Away: s.Away / 1000, InChats: s.InChats / 1000,
		Idle: s.Idle() / 1000, Capacity: s.AtCapacity / 1000, Raised: s.FlagsRaised, ByAgent: s.LoweredAgent, BySuperv: s.LoweredSupervisor,
	}
}

// sessionOp writes an agent's session as it stands: at log-in, and whole when she leaves.
func sessionOp(a routing.Agent) (store.Op, error) {
	body, err := json.Marshal(sessionRecord(a))
	return store.PutSession(store.Session{Person: a.Person, LoginAt: a.Session.LoginAt, Body: body}), err
}

// SessionPage is a stretch of the list of sessions, newest first.
type SessionPage struct {
	Sessions []SessionRecord `json:"sessions"`
	Next     string          `json:"next,omitempty"` // ask with this as before; empty at the end
}

// Sessions lists agents' sessions, newest first (R208).
func (d *Desk) Sessions(ctx context.Context, before string, limit int) (SessionPage, error) {
	page := SessionPage{Sessions: []SessionRecord{}}
	until := d.Now().Add(time.Minute)
	if before != "" {
		ms, err := strconv.ParseInt(before, 10, 64)
		if err != nil {
			return page, fault.InvalidField("before", "must be what next said")
		}
		until = time.UnixMilli(ms)
	}
	stored, err := d.Store.Sessions(ctx, until, limit)
	if err != nil {
		return page, err
	}
	for _, s := range stored {
		var r SessionRecord
		if err := json.Unmarshal(s.Body, &r); err != nil {
			return page, err
		}
		page.Sessions = append(page.Sessions, r)
	}
	if len(stored) == limit {
		page.Next = strconv.FormatInt(stored[limit-1].LoginAt, 10)
	}
	return page, nil
}
