package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// The most that one message holds.
const (
	MaxText      = 4096     // code points
	MaxTextBytes = 16 << 10 // bytes of UTF-8
)

// Message lets a party of an engaged chat say something (CH5, CH6, R105, R111, R118).
func Message(c Chat, who log.Party, id, text string) (log.Draft, error) {
	if err := speaks(c, who); err != nil {
		return log.Draft{}, err
	}
	if err := CheckText(text); err != nil {
		return log.Draft{}, err
	}
	return log.Draft{Kind: log.Said, ID: id, Who: who, Payload: log.Payload{Text: text}}, nil
}

// speaks refuses whoever may not write now: before the first answer, while the chat is on its way to another agent, and
// after its end (CH5, R105, R118, R145).
func speaks(c Chat, who log.Party) error {
	switch {
	case c.State == Waiting && c.Answered():
		return fault.New(fault.Conflict, "The chat is on its way to another agent. Your message was not sent.")
	case c.State == Waiting:
		return fault.New(fault.Conflict, "Nobody has answered yet. Your message was not sent.")
	case c.State != Engaged:
		return fault.New(fault.Conflict, "This chat has ended. Nothing can be sent.")
	case !c.mayWrite(who):
		return errOut
	}
	return nil
}

// CheckText refuses a text that is blank, too long, or not UTF-8.
func CheckText(text string) error {
	switch {
	case !utf8.ValidString(text):
		return fault.InvalidField("text", "is not valid UTF-8")
	case !strings.ContainsFunc(text, visible):
		return fault.InvalidField("text", "must not be blank")
	case len(text) > MaxTextBytes:
		return fault.InvalidField("text", "has %d bytes, at most %d are allowed", len(text), MaxTextBytes)
	case utf8.RuneCountInString(text) > MaxText:
		return fault.InvalidField("text", "has %d characters, at most %d are allowed", utf8.RuneCountInString(text), MaxText)
	}
	return nil
}

// visible reports whether a character shows on a screen. Control and format characters do not, and neither do the
// fillers of Hangul, which Unicode counts as letters.
func visible(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0':
		return false
	}
	return unicode.IsGraphic(r) && !unicode.IsSpace(r)
}

func (c Chat) mayWrite(who log.Party) bool {
	if who == log.Visitor {
		return true
	}
	for _, a := range c.Agents {
		if a.Party == who {
			return a.In
		}
	}
	return false
}
