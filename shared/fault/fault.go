// Package fault holds the ways in which Switchboard refuses: one small error type whose words are meant for the
// person refused. Whatever is not a fault is internal; its cause goes to the log and never to a screen.
package fault

import (
	"errors"
	"fmt"
)

// Kind says why somebody is refused, in a word that a program can act on.
type Kind string

// The kinds of refusal.
const (
	Invalid      Kind = "invalid"      // the input is wrong; the message says what
	Unauthorized Kind = "unauthorized" // we do not know who is calling, or no longer
	Forbidden    Kind = "forbidden"    // we know, and the answer is no
	NotFound     Kind = "not_found"    // absent, or not theirs: nobody can tell which
	Conflict     Kind = "conflict"     // somebody was faster, or the state does not allow it
	Behind       Kind = "behind"       // the caller has not seen enough of the chat: resume first
	Limited      Kind = "limited"      // too much, too often or too large
	Internal     Kind = "internal"     // our fault
)

// Error is a refusal. Field names the part of the input that is wrong, if one is.
type Error struct {
	Kind    Kind
	Message string
	Field   string
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Message
	}
	return e.Message
}

// New makes a refusal with a message in printf form.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// InvalidField refuses one field of the input.
func InvalidField(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Of returns the refusal inside err. An error that holds none becomes Internal, with words that betray nothing.
func Of(err error) *Error {
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return &Error{Kind: Internal, Message: "Something went wrong on our side. Try again."}
}

// Is reports whether err holds a refusal of this kind.
func Is(err error, kind Kind) bool {
	var f *Error
	return errors.As(err, &f) && f.Kind == kind
}
