package chat

import (
	"time"

	"switchboard/shared/log"
)

// IdleSince is when the visitor's clock began: at the newest message of an agent, if the visitor has said nothing since
// (CH30, R124, R125). recent are the newest public events, newest first. It reports whether the clock runs, and whether
// recent went back far enough to tell.
func IdleSince(recent []log.Event) (at time.Time, runs, known bool) {
	for _, e := range recent {
		switch {
		case e.Kind == log.Said && e.Who == log.Visitor:
			return time.Time{}, false, true
		case e.Kind == log.Said || e.Kind == log.Greeted:
			return e.At, true, true
		case e.Kind == log.Requested, e.Kind == log.HandedOn: // on its way to another agent she cannot write
			return time.Time{}, false, true
		}
	}
	return time.Time{}, false, false
}
