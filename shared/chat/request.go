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
	At                       time.Time
}

// Request opens a waiting chat (CH1).
func Request(in Asked) Change {
	c := Chat{
		ID: in.Chat, State: Waiting, Visitor: in.Visitor, RequestID: in.ID, Alias: in.Alias,
		Button: in.Button, ButtonName: in.ButtonName, Deployment: in.Deployment, Site: in.Site,
		RequestedAt: millis(in.At),
	}
	return Change{Chat: c, Public: []log.Draft{{Kind: log.Requested, ID: in.ID, Who: log.Visitor}}}
}

// Refuse opens a chat and ends it at once, because nobody is there or no room is left (CH2, R63, R64).
func Refuse(in Asked, why log.Reason) Change {
	change := Request(in)
	ended := end(change.Chat, log.System, "", log.BySystem, why, in.At)
	ended.Public = append(change.Public, ended.Public...)
	return ended
}
