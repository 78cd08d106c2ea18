package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"switchboard/shared/fault"
)

// Frame is a frame that a client sends: it knows its own limits.
type Frame interface{ check() error }

// Decode reads a frame strictly: unknown fields, wrong types and whatever exceeds a limit are refused by name.
func Decode[F Frame](body string) (F, error) {
	var f F
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, explain(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return f, fault.New(fault.Invalid, "A frame is one JSON object and nothing behind it.")
	}
	return f, f.check()
}

func explain(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fault.InvalidField(wrong.Field, "must not be a %s", wrong.Value)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault.InvalidField(strings.Trim(name, `"`), "is not a field of this frame")
	}
	return fault.New(fault.Invalid, "This is not a JSON object: %s.", err)
}

// Named is what can be told of a frame that could not be read: which one it was.
type Named struct {
	Action string `json:"action"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
}

// NameOf reads as much of a frame as an error answer needs.
func NameOf(body string) Named {
	var n Named
	_ = json.NewDecoder(bytes.NewReader([]byte(body))).Decode(&n) // whatever is wrong is told by Decode
	return n
}

// first returns the first thing that is wrong.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func checkID(field, id string) error {
	if id == "" || len(id) > MaxID {
		return fault.InvalidField(field, "must have 1 to %d characters", MaxID)
	}
	for _, c := range id {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", c) {
			return fault.InvalidField(field, "may hold letters, digits, _ and - only")
		}
	}
	return nil
}

func checkLength(field, s string, limit int) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return fault.InvalidField(field, "has %d characters, at most %d are allowed", n, limit)
	}
	return nil
}

func checkSeq(field string, seq int) error {
	if seq < 0 || seq > 99999999 {
		return fault.InvalidField(field, "must lie between 0 and 99999999")
	}
	return nil
}

// checkPosition takes whatever only rises: a count, or a client's clock.
func checkPosition(n int) error {
	if n < 0 || n > MaxPosition {
		return fault.InvalidField("position", "must lie between 0 and %d", MaxPosition)
	}
	return nil
}

func checkHeld(have []Held) error {
	if len(have) > MaxHeld {
		return fault.InvalidField("have", "names %d chats, at most %d are allowed", len(have), MaxHeld)
	}
	for _, h := range have {
		if err := first(checkID("have.chat", h.Chat), checkSeq("have.after", h.After), checkSeq("have.afterPrivate", h.AfterPrivate)); err != nil {
			return err
		}
	}
	return nil
}

func (f Resume) check() error { return first(checkID("id", f.ID), checkHeld(f.Have)) }
func (f Beat) check() error   { return first(checkID("id", f.ID), checkHeld(f.Have)) }

func (f Request) check() error {
	if len(f.Details) > MaxDetails {
		return fault.InvalidField("details", "has %d entries, at most %d are allowed", len(f.Details), MaxDetails)
	}
	if len(f.Targets) > MaxTargets {
		return fault.InvalidField("targets", "has %d entries, at most %d are allowed", len(f.Targets), MaxTargets)
	}
	for _, t := range f.Targets {
		if t.Agent == "" && t.Button == "" {
			return fault.InvalidField("targets", "must name an agent, a button or both")
		}
		if err := first(checkLength("targets.agent", t.Agent, MaxField), checkLength("targets.button", t.Button, MaxField)); err != nil {
			return err
		}
	}
	for _, d := range f.Details {
		if err := first(checkLength("details.label", d.Label, MaxDetailLabel), checkLength("details.value", d.Value, MaxDetailValue)); err != nil {
			return err
		}
	}
	return first(checkID("id", f.ID), checkID("button", f.Button), checkLength("name", f.Name, MaxName),
		checkLength("question", f.Question, MaxDetailValue), checkLength("visitorKey", f.VisitorKey, MaxField),
		checkLength("page", f.Page, MaxURL), checkLength("referrer", f.Referrer, MaxURL), checkLength("language", f.Language, MaxField),
		checkLength("screen", f.Screen, MaxField), checkLength("platform", f.Platform, MaxField), checkLength("browser", f.Browser, MaxField))
}

func (f Message) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After))
}
func (f Typing) check() error {
	return first(checkID("chat", f.Chat), checkLength("text", f.Text, MaxDraft), checkPosition(f.Position))
}
func (f Offered) check() error { return checkID("chat", f.Chat) }
func (f Signal) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After))
}
func (f Visit) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkLength("page", f.Page, MaxURL))
}
func (f Accept) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After), checkKind("kind", f.Kind))
}
func (f End) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After))
}
func (f Decline) check() error  { return End(f).check() }
func (f Close) check() error    { return End(f).check() }
func (f Withdraw) check() error { return End(f).check() }
func (f Leave) check() error    { return End(f).check() }
func (f Transfer) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After), checkTarget("target", f.Target))
}
func (f Conference) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After), checkTarget("skill", f.Skill), checkLength("agent", f.Agent, MaxField))
}
func (f Block) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After))
}
func (f Flag) check() error {
	return first(checkID("id", f.ID), checkID("chat", f.Chat), checkSeq("after", f.After))
}
func (f Whisper) check() error { return first(checkID("id", f.ID), checkID("chat", f.Chat)) }
func (f Watch) check() error {
	if f.Chat == "" {
		return checkID("id", f.ID)
	}
	return first(checkID("id", f.ID), checkID("chat", f.Chat))
}
func (f Presence) check() error {
	return first(checkID("id", f.ID), checkLength("tab", f.Tab, MaxID), checkLength("person", f.Person, MaxField))
}

// checkTarget refuses a name of an agent, skill or button that cannot be one.
func checkTarget(field, name string) error {
	if name == "" {
		return fault.InvalidField(field, "must be named")
	}
	return checkLength(field, name, MaxField)
}

// kinds are what a request may be shown as; empty takes whatever it is.
var kinds = []string{"", "choice", "push", "direct", "transfer", "conference"}

func checkKind(field, kind string) error {
	if !slices.Contains(kinds, kind) {
		return fault.InvalidField(field, "must be choice, push, direct, transfer or conference")
	}
	return nil
}
