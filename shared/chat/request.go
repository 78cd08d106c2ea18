package chat

import (
	"time"

	"switchboard/shared/log"
)

// Asked is a visitor's request for a chat.
type Asked struct {
	Chat, ID, Visitor, Alias string
	Button, ButtonName       string
	Deployment, Site         string
	Queue                    string // the button whose agents may take it; "" if it is for one agent alone
	Fallback                 string // the button to go to if that one does not take it (R68)
	FreePlace, Asking        bool
	At                       time.Time
}

// Request opens a waiting chat (CH1).
func Request(in Asked) Change {
	c := Chat{
		ID: in.Chat, State: Waiting, Visitor: in.Visitor, RequestID: in.ID, Alias: in.Alias,
		Button: in.Button, ButtonName: in.ButtonName, Deployment: in.Deployment, Site: in.Site,
		Queue: in.Queue, Fallback: in.Fallback, FreePlace: in.FreePlace, Asking: in.Asking,
		RequestedAt: millis(in.At), QueuedAt: millis(in.At),
	}
	return Change{Chat: c, Public: []log.Draft{{Kind: log.Requested, ID: in.ID, Who: log.Visitor}}}
}

// Refuse opens a chat and ends it at once: an address is blocked, nobody is there, or no room is left (CH2, R62–R64).
func Refuse(in Asked, why log.Reason) Change {
	change := Request(in)
	ended := end(change.Chat, log.System, "", log.BySystem, why, in.At)
	ended.Public = append(change.Public, ended.Public...)
	return ended
}
