package chat

import (
	"slices"
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

var passing = Asking{Person: noor.Person, ID: "i5", Target: "sales", Name: "Sales", Note: "Wants to buy", At: end1}

// passed is a chat that Noor has passed to the queue of a button.
func passed(t *testing.T) Chat {
	t.Helper()
	return must(Pass(engaged(t), passing))(t).Chat
}

// missed is how the private log says that nobody took a passed chat.
var missed = log.Draft{Kind: log.PassFailed, Who: log.System, Payload: log.Payload{To: log.ToButton, Target: "sales", Agent: noor.Person}}

func TestPass(t *testing.T) {
	change := must(Pass(engaged(t), passing))(t)
	c := change.Chat
	t.Run("CH26 (R145, R317): its agent is out of it and holds no place", func(t *testing.T) {
		if c.State != Waiting || c.Has(noor.Person) || c.Loads(noor.Person) || c.Holder() != nil {
			t.Errorf("got %+v", c)
		}
		wrote(t, change.Public, log.Draft{Kind: log.HandedOn, ID: "i5", Who: "a1", Payload: log.Payload{Party: "a1"}})
		wrote(t, change.Private, log.Draft{Kind: log.Passed, ID: "i5", Who: "a1", Payload: log.Payload{
			To: log.ToButton, Target: "sales", Name: "Sales", Agent: noor.Person, Text: "Wants to buy",
		}})
	})
	t.Run("CH26 (R95, R139): it waits in that queue by its age, and not for her", func(t *testing.T) {
		if c.Queue != "sales" || c.RequestedAt != noon.UnixMilli() || c.QueuedAt != end1.UnixMilli() || !slices.Equal(c.Refused, []string{noor.Person}) {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("CH26 (R145): nobody may write until the next one comes", func(t *testing.T) {
		for _, who := range []log.Party{log.Visitor, "a1"} {
			_, err := Message(c, who, "m1", "Hello")
			refused(t, err, fault.Conflict, "on its way to another agent")
		}
		next := must(Accept(c, ilse))(t)
		wrote(t, next.Public, log.Draft{Kind: log.Transferred, ID: "t2", Who: "a2", Payload: log.Payload{Party: "a2", Name: "Ilse"}})
		if _, err := Message(next.Chat, log.Visitor, "m1", "Hello"); err != nil {
			t.Error(err)
		}
	})
	t.Run("CH26 (R145): the visitor may end it meanwhile, and it is no cancelled request", func(t *testing.T) {
		ends := must(End(c, log.Visitor, "e1", end1))(t).Chat
		same(t, "reason", ends.Reason, log.Finished)
	})
}

func TestNotPassed(t *testing.T) {
	long, stranger := passing, passing
	long.Note, stranger.Person = strings.Repeat("x", MaxNote+1), ilse.Person
	for rule, pass := range map[string]func(Chat, Asking) (Change, error){"CH26 (R139)": Pass, "CH27 (R150)": PassNowhere} {
		refusals(t, []no{
			{rule + ": not by somebody who is not in it", why(pass(engaged(t), stranger)), fault.Forbidden, "not in this chat"},
			{rule + ": not while somebody is asked", why(pass(asked(t, join), passing)), fault.Conflict, "asked already"},
			{rule + ": not while several agents are in it", why(pass(joined(t), passing)), fault.Conflict, "Several agents"},
			{rule + ": not what waits already", why(pass(passed(t), passing)), fault.Conflict, "going on"},
			{rule + ": not what has ended", why(pass(ended(t), passing)), fault.Conflict, "going on"},
			{rule + ": not with 1,001 characters", why(pass(engaged(t), long)), fault.Invalid, "1001 characters"},
		})
	}
	t.Run("CH27 (R150): no queue admits it: it stays where it is", func(t *testing.T) {
		change := must(PassNowhere(engaged(t), passing))(t)
		same(t, "the chat", change.Chat, engaged(t))
		want := missed
		want.ID, want.Payload.Name = "i5", "Sales"
		wrote(t, change.Public)
		wrote(t, change.Private, want)
	})
}

func TestPassedInVain(t *testing.T) {
	back := noor
	back.ID, back.Greeting = "", "Good morning"
	t.Run("CH28 (R318): it returns to the agent who passed it on, as who she was", func(t *testing.T) {
		change := GiveBack(passed(t), back)
		if c := change.Chat; c.State != Engaged || c.Queue != "" || c.Back != "" || c.Refused != nil || !c.Has(noor.Person) || len(c.Agents) != 1 {
			t.Errorf("got %+v", c)
		}
		wrote(t, change.Public, log.Draft{Kind: log.Returned, Who: "a1", Payload: log.Payload{Party: "a1", Name: "Noor K."}})
		wrote(t, change.Private, missed, log.Draft{Kind: log.Took, Who: log.System, Payload: log.Payload{Agent: noor.Person, Name: "Noor K."}})
		must(Pass(change.Chat, passing))(t) // and she can choose another target
	})
	t.Run("CH28 (R318): it ends if she is gone as well, answered and never missed", func(t *testing.T) {
		change := EndPassed(passed(t), end1)
		if c := change.Chat; c.State != Ended || !c.Answered() || c.EndedBy != log.BySystem || c.Reason != log.NoAgent {
			t.Errorf("got %+v", c)
		}
		wrote(t, change.Public, log.Draft{Kind: log.Ended, Who: log.System, Payload: log.Payload{By: log.BySystem, Reason: log.NoAgent}})
		wrote(t, change.Private, missed)
	})
	t.Run("CH28 (R85, R318): it is none that ends unanswered", func(t *testing.T) {
		if change, ok := EndUnanswered(passed(t), end1); ok {
			t.Errorf("got %+v", change)
		}
	})
}
