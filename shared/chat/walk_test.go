package chat

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"switchboard/shared/log"

	"pgregory.net/rapid"
)

// roomy is the chat with spare room behind its lists, where a careless append would write.
func roomy(c Chat) Chat {
	c = c.clone()
	c.Agents = append(make([]Agent, 0, len(c.Agents)+4), c.Agents...)
	c.Refused = append(make([]string, 0, len(c.Refused)+4), c.Refused...)
	if c.Invite != nil {
		c.Invite.Refused = append(make([]string, 0, len(c.Invite.Refused)+4), c.Invite.Refused...)
	}
	return c
}

// whole copies a chat with what lies behind its lists.
func whole(c Chat) Chat {
	agents, refused := c.Agents[:cap(c.Agents)], c.Refused[:cap(c.Refused)]
	var asked []string
	if c.Invite != nil {
		asked = slices.Clone(c.Invite.Refused[:cap(c.Invite.Refused)])
	}
	c = c.clone()
	c.Agents, c.Refused = slices.Clone(agents), slices.Clone(refused)
	if c.Invite != nil {
		c.Invite.Refused = asked
	}
	if c.Flag != nil {
		f := *c.Flag
		c.Flag = &f
	}
	return c
}

// apply takes a step from a roomy chat and reports whether the step left its argument alone.
func (s step) apply(c Chat) (change Change, ok bool, err error) {
	c = roomy(c)
	before := whole(c)
	change, ok = s(c)
	if after := whole(c); !reflect.DeepEqual(before, after) {
		err = fmt.Errorf("the argument was %+v, is %+v", before, after)
	}
	return change, ok, err
}

func TestRulesNeverChangeTheirArgument(t *testing.T) {
	all := []Chat{
		waiting(), offered(), direct(), engaged(t), joined(t), left(t), asked(t, toOda), asked(t, join), busy(t), passed(t),
		ended(t), shut(t), closed(t),
	}
	for _, name := range slices.Sorted(maps.Keys(steps)) {
		t.Run(name, func(t *testing.T) {
			for _, c := range all {
				if _, _, err := steps[name].apply(c); err != nil {
					t.Errorf("in %s: %v", c.State, err)
				}
			}
		})
	}
}

// next are the states that may follow each other; a chat that was passed on waits again.
var next = map[State][]State{
	Waiting: {Waiting, Engaged, Ended},
	Engaged: {Engaged, Waiting, Ended},
	Ended:   {Ended, Closed},
	Closed:  {Closed},
}

// possible are the steps that a chat allows. Most rules may end it, so those that do are left out unless asked for: a walk
// that ends at once meets nothing.
func possible(names []string, c Chat, ends bool) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		change, ok := steps[name](c)
		return !ok || c.Open() && !change.Chat.Open() && !ends
	})
}

func TestAnyWalkThroughTheRules(t *testing.T) {
	names := slices.Sorted(maps.Keys(steps))
	rapid.Check(t, func(t *rapid.T) {
		in := mara
		if rapid.Bool().Draw(t, "direct") {
			in.Queue, in.Fallback = "", "sales"
		}
		in.FreePlace = rapid.Bool().Draw(t, "free place")
		first := Request(in)
		c, public, private := first.Chat, first.Public, first.Private
		for range rapid.IntRange(1, 50).Draw(t, "steps") {
			name := rapid.SampledFrom(possible(names, c, rapid.IntRange(0, 9).Draw(t, "end") == 0)).Draw(t, "step")
			change, _, err := steps[name].apply(c)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !slices.Contains(next[c.State], change.Chat.State) {
				t.Fatalf("%s led from %s to %s", name, c.State, change.Chat.State)
			}
			c, public, private = change.Chat, append(public, change.Public...), append(private, change.Private...)
			for _, err := range []error{standsRight(c), partiesRight(c), logsRight(c, public, private)} {
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	})
}

// standsRight checks that nothing is pending or present in a state to which it does not belong.
func standsRight(c Chat) error {
	switch {
	case (c.State == Engaged) != (len(c.In()) > 0):
		return fmt.Errorf("%s with %d agents in it", c.State, len(c.In()))
	case c.Offer != nil && c.State != Waiting:
		return fmt.Errorf("%s with an offer", c.State)
	case c.Invite != nil && c.State != Engaged:
		return fmt.Errorf("%s with an invitation", c.State)
	case c.Invite != nil && !c.Has(c.Invite.From):
		return fmt.Errorf("invited by %s, who is not in it", c.Invite.From)
	case c.Invite != nil && c.Invite.Kind == log.Transfer && len(c.In()) > 1:
		return fmt.Errorf("a transfer while %d agents are in it", len(c.In()))
	case c.Flag != nil && !c.Open():
		return fmt.Errorf("%s with a flag", c.State)
	case c.Open() != (c.EndedBy == "" && c.Reason == "" && c.EndedAt == 0):
		return fmt.Errorf("%s, ended by %q", c.State, c.EndedBy)
	case c.Button != mara.Button || c.RequestedAt != noon.UnixMilli():
		return fmt.Errorf("the request became %s at %d", c.Button, c.RequestedAt)
	}
	return nil
}

// partiesRight checks that each person has one part under one handle, and that places follow from it.
func partiesRight(c Chat) error {
	people, handles := map[string]bool{}, map[log.Party]bool{log.Visitor: true, log.System: true, "": true}
	for _, a := range c.Agents {
		if people[a.Person] || handles[a.Party] {
			return fmt.Errorf("%s is %s beside another", a.Person, a.Party)
		}
		people[a.Person], handles[a.Party] = true, true
		if a.In && !a.TabOpen || a.In && !c.Loads(a.Person) || c.Loads(a.Person) && !c.Holds(a.Person) {
			return fmt.Errorf("place and tab of %+v disagree", a)
		}
	}
	if c.Answered() != (len(c.Agents) > 0) {
		return fmt.Errorf("answered at %d by %d agents", c.AcceptedAt, len(c.Agents))
	}
	return nil
}

// logsRight checks what holds of both logs over a whole life, and that the public one names no person.
func logsRight(c Chat, public, private []log.Draft) error {
	for i, d := range public {
		if (i == 0) != (d.Kind == log.Requested) || (d.Kind == log.Ended) != (i == len(public)-1 && !c.Open()) {
			return fmt.Errorf("%s, and public entry %d of %d is %s", c.State, i+1, len(public), d.Kind)
		}
		if p := d.Payload; p.Agent != "" || p.Target != "" || p.Candidates != nil {
			return fmt.Errorf("public entry %d betrays %+v", i+1, p)
		}
	}
	for i, d := range private {
		if (d.Kind == log.Closed) != (i == len(private)-1 && c.State == Closed) {
			return fmt.Errorf("%s, and private entry %d of %d is %s", c.State, i+1, len(private), d.Kind)
		}
	}
	return nil
}
