package chat

import (
	"unicode/utf8"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// The most that a custom event and a page hold, in characters.
const (
	MaxSignalType = 255
	MaxPage       = 2048
)

// Signal lets a party send a custom event to the others (CH35, R121).
func Signal(c Chat, who log.Party, id, kind, data string) (log.Draft, error) {
	if err := speaks(c, who); err != nil {
		return log.Draft{}, err
	}
	if kind == "" {
		return log.Draft{}, fault.InvalidField("type", "must name the event")
	}
	if err := checkLength("type", kind, MaxSignalType); err != nil {
		return log.Draft{}, err
	}
	if err := checkLength("data", data, MaxText); err != nil {
		return log.Draft{}, err
	}
	return log.Draft{Kind: log.Signalled, ID: id, Who: who, Payload: log.Payload{Detail: kind, Text: data}}, nil
}

// Visit notes for staff that the visitor went to another page while her chat is open (CH36, R122).
func Visit(c Chat, who log.Party, id, page string) (log.Draft, error) {
	switch {
	case who != log.Visitor:
		return log.Draft{}, fault.New(fault.Forbidden, "Only the visitor's page tells where she is.")
	case !c.Open():
		return log.Draft{}, fault.New(fault.Conflict, "This chat has ended.")
	}
	if err := checkLength("page", page, MaxPage); err != nil {
		return log.Draft{}, err
	}
	return log.Draft{Kind: log.Visited, ID: id, Who: who, Payload: log.Payload{Text: page}}, nil
}

func checkLength(field, s string, limit int) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return fault.InvalidField(field, "has %d characters, at most %d are allowed", n, limit)
	}
	return nil
}
