package chat

import (
	"reflect"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// freed is a chat of an organisation that frees places at the end.
func freed(t *testing.T, c Chat) Chat {
	t.Helper()
	c.FreePlace = true
	return c
}

func TestShutTab(t *testing.T) {
	t.Run("CH12 (R120): an ended chat holds its agent's place", func(t *testing.T) {
		c := ended(t)
		if c.Agents[0].In || !c.Holds(noor.Person) || c.Holder() == nil || c.Holder().Person != noor.Person {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("CH12 (R120): closing the tab gives it back", func(t *testing.T) {
		change := must(ShutTab(ended(t), noor.Person, "s1"))(t)
		if change.Chat.Holds(noor.Person) || change.Chat.Holder() != nil || change.Chat.State != Ended {
			t.Errorf("got %+v", change.Chat)
		}
		want := log.Draft{Kind: log.TabShut, ID: "s1", Who: "a1", Payload: log.Payload{Agent: noor.Person}}
		if len(change.Public) != 0 || len(change.Private) != 1 || !reflect.DeepEqual(change.Private[0], want) {
			t.Errorf("got %+v", change)
		}
	})
	t.Run("CH12 (R120): closing it again, or by somebody else, changes nothing", func(t *testing.T) {
		for _, person := range []string{noor.Person, ilse.Person, mara.Visitor, ""} {
			if change := must(ShutTab(shut(t), person, "s2"))(t); len(change.Public)+len(change.Private) != 0 {
				t.Errorf("%q: got %+v", person, change)
			}
		}
	})
	t.Run("CH12 (R120): of two agents only hers is given back", func(t *testing.T) {
		both := must(End(joined(t), log.Visitor, "e1", end1))(t).Chat
		c := must(ShutTab(both, noor.Person, "s1"))(t).Chat
		if c.Holds(noor.Person) || !c.Holds(ilse.Person) {
			t.Errorf("got %+v", c)
		}
	})
	for _, r := range []struct {
		title string
		in    Chat
		load  bool
	}{
		{"CH12 (R61): an engaged chat counts in her load", engaged(t), true},
		{"CH12 (R61, R120): an ended one does while its tab is open", ended(t), true},
		{"CH12 (R120): not once it is closed", shut(t), false},
		{"CH12 (R120): nor while it is open, where the end frees the place", freed(t, ended(t)), false},
		{"CH12 (R61): an engaged one does, whatever the end will free", freed(t, engaged(t)), true},
		{"CH12 (R317): one that she has passed on does not", passed(t), false},
	} {
		t.Run(r.title, func(t *testing.T) {
			same(t, "load", r.in.Loads(noor.Person), r.load)
			same(t, "a stranger's load", r.in.Loads(oda.Person), false)
		})
	}
	t.Run("CH12 (R120): the tab of an open chat cannot be closed", func(t *testing.T) {
		for _, c := range []Chat{waiting(), engaged(t)} {
			_, err := ShutTab(c, noor.Person, "s1")
			refused(t, err, fault.Conflict, "End the chat")
		}
	})
}

func TestClose(t *testing.T) {
	t.Run("CH13 (R218): an ended chat is closed once", func(t *testing.T) {
		change, ok := Close(shut(t))
		if !ok || change.Chat.State != Closed || len(change.Public) != 0 || kinds(change.Private) != "system closed" {
			t.Errorf("got %+v, %v", change, ok)
		}
		if again, ok := Close(change.Chat); ok {
			t.Errorf("closed again: %+v", again)
		}
	})
	t.Run("CH13 (R218): an open chat is not closed", func(t *testing.T) {
		for _, c := range []Chat{waiting(), engaged(t)} {
			if change, ok := Close(c); ok {
				t.Errorf("got %+v", change)
			}
		}
	})
	t.Run("CH13 (R120, R218): a tab that was open at the closing gives its place back, and nothing is written", func(t *testing.T) {
		change, ok := Close(ended(t))
		if !ok || !change.Chat.Holds(noor.Person) {
			t.Fatalf("got %+v, %v", change, ok)
		}
		late := must(ShutTab(change.Chat, noor.Person, "s1"))(t)
		if late.Chat.Holds(noor.Person) || late.Chat.State != Closed || len(late.Public)+len(late.Private) != 0 {
			t.Errorf("got %+v", late)
		}
	})
	t.Run("CH13 (R240): a final chat is not closed again", func(t *testing.T) {
		c := closed(t)
		c.State = Final
		if change, ok := Close(c); ok {
			t.Errorf("got %+v", change)
		}
	})
}

func TestNothingAfterTheClosing(t *testing.T) {
	for name, apply := range steps {
		t.Run("CH13 (R218): nothing is written after the closing: "+name, func(t *testing.T) {
			for _, state := range []State{Closed, Final} {
				c := closed(t)
				c.State = state
				if change, ok := apply(c); ok && len(change.Public)+len(change.Private) > 0 {
					t.Errorf("%s: got %+v", state, change)
				}
			}
		})
	}
}
