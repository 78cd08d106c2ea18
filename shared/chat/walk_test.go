package chat

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"switchboard/shared/log"

	"pgregory.net/rapid"
)

// step is one rule that somebody applies; a refusal changes nothing.
type step func(Chat) (Change, bool)

func accepted(change Change, err error) (Change, bool) { return change, err == nil }

// steps are all the rules, by whoever may try them.
var steps = map[string]step{
	"Accept by Noor":  func(c Chat) (Change, bool) { return accepted(Accept(c, noor)) },
	"Accept by Ilse":  func(c Chat) (Change, bool) { return accepted(Accept(c, ilse)) },
	"Decline by Noor": func(c Chat) (Change, bool) { return accepted(Decline(c, noor)) },
	"Decline by Ilse": func(c Chat) (Change, bool) { return accepted(Decline(c, ilse)) },
	"Message by Mara": func(c Chat) (Change, bool) { return said(c, log.Visitor) },
	"Message by a1":   func(c Chat) (Change, bool) { return said(c, "a1") },
	"End by Mara":     func(c Chat) (Change, bool) { return accepted(End(c, log.Visitor, "e", end1)) },
	"End by a1":       func(c Chat) (Change, bool) { return accepted(End(c, "a1", "e", end1)) },
	"EndUnanswered":   unanswered,
	"EndGone":         gone,
	"EndLeft lost":    lost,
	"EndLeft exit":    exit,
	"ShutTab by Noor": func(c Chat) (Change, bool) { return accepted(ShutTab(c, noor.Person, "s")) },
	"ShutTab by Ilse": func(c Chat) (Change, bool) { return accepted(ShutTab(c, ilse.Person, "s")) },
	"Close":           Close,
}

func said(c Chat, who log.Party) (Change, bool) {
	d, err := Message(c, who, "m", "Hello")
	return Change{Chat: c, Public: []log.Draft{d}}, err == nil
}

// roomy is the chat with spare room behind its lists, where a careless append would write.
func roomy(c Chat) Chat {
	c.Agents = append(make([]Agent, 0, 8), c.Agents...)
	c.Refused = append(make([]string, 0, 8), c.Refused...)
	return c
}

// whole copies a chat with what lies behind its lists.
func whole(c Chat) Chat {
	c.Agents = slices.Clone(c.Agents[:cap(c.Agents)])
	c.Refused = slices.Clone(c.Refused[:cap(c.Refused)])
	return c
}

func TestRulesNeverChangeTheirArgument(t *testing.T) {
	for name, apply := range steps {
		t.Run(name, func(t *testing.T) {
			for _, c := range []Chat{waiting(), engaged(t), joined(t), left(t), ended(t), shut(t), closed(t)} {
				c = roomy(c)
				before := whole(c)
				apply(c)
				if after := whole(c); !reflect.DeepEqual(before, after) {
					t.Errorf("in %s: was %+v, is %+v", c.State, before, after)
				}
			}
		})
	}
}

func TestAnyWalkThroughTheRules(t *testing.T) {
	names := []string{}
	for name := range steps {
		names = append(names, name)
	}
	slices.Sort(names)
	order := []State{Waiting, Engaged, Ended, Closed}
	rapid.Check(t, func(t *rapid.T) {
		first := Request(mara)
		c, public, private := first.Chat, first.Public, first.Private
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			name := rapid.SampledFrom(names).Draw(t, "step")
			change, ok := steps[name](c)
			if !ok {
				continue
			}
			if slices.Index(order, change.Chat.State) < slices.Index(order, c.State) {
				t.Fatalf("%s led from %s back to %s", name, c.State, change.Chat.State)
			}
			c, public, private = change.Chat, append(public, change.Public...), append(private, change.Private...)
		}
		if err := wellFormed(c, public, private); err != nil {
			t.Fatal(err)
		}
	})
}

// wellFormed checks what holds of every chat: CH1, CH8 and CH13 over its whole life.
func wellFormed(c Chat, public, private []log.Draft) error {
	for i, d := range public {
		if (i == 0) != (d.Kind == log.Requested) || d.Kind == log.Ended && i < len(public)-1 {
			return fmt.Errorf("public entry %d of %d is %s", i+1, len(public), d.Kind)
		}
	}
	for i, d := range private {
		if d.Kind == log.Closed && i < len(private)-1 {
			return fmt.Errorf("private entry %d of %d is closed", i+1, len(private))
		}
	}
	if last := public[len(public)-1].Kind; c.Open() == (last == log.Ended) {
		return fmt.Errorf("%s, but the last public entry is %s", c.State, last)
	}
	if c.Open() != (c.EndedBy == "") || c.Open() != (c.EndedAt == 0) || len(c.Agents) > 1 {
		return fmt.Errorf("got %+v", c)
	}
	return nil
}
