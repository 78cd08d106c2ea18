package chat

import (
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

// busy is a conference in which Noor asks for Oda and calls for help: all that may be pending at once.
func busy(t *testing.T) Chat {
	t.Helper()
	c := must(Ask(joined(t), withOda))(t).Chat
	return must(RaiseFlag(c, "a1", "f1", "A refund?", noon))(t).Chat
}

func leaves(party log.Party, id, name string) log.Draft {
	return log.Draft{Kind: log.Left, ID: id, Who: party, Payload: log.Payload{Party: party, Name: name}}
}

func TestLeave(t *testing.T) {
	t.Run("CH29 (R163): she is out, and the others go on", func(t *testing.T) {
		change := must(Leave(joined(t), "a2", "l1"))(t)
		if c := change.Chat; c.State != Engaged || c.Holds(ilse.Person) || !c.Has(noor.Person) {
			t.Errorf("got %+v", c)
		}
		wrote(t, change.Public, leaves("a2", "l1", "Ilse"))
		wrote(t, change.Private)
	})
	t.Run("CH29 (R153, R163): what she asked for is taken back", func(t *testing.T) {
		change := must(Leave(busy(t), "a1", "l1"))(t)
		same(t, "the invitation", change.Chat.Invite, (*Invite)(nil))
		wrote(t, change.Private, note(log.Recalled, "", "a1", withOda, log.Payload{Agent: noor.Person}))
	})
	t.Run("CH29 (R163): what a colleague asked for stands", func(t *testing.T) {
		change := must(Leave(busy(t), "a2", "l1"))(t)
		same(t, "the invitation", change.Chat.Invite, busy(t).Invite)
		wrote(t, change.Private)
	})
	refusals(t, []no{
		{"CH29 (R164): the last one ends the chat instead", why(Leave(engaged(t), "a1", "l1")), fault.Conflict, "End the chat instead"},
		{"CH29 (R164): she is the last one, also where others were", why(Leave(left(t), "a1", "l1")), fault.Conflict, "End the chat instead"},
		{"CH29 (R163): not twice", why(Leave(left(t), "a2", "l1")), fault.Forbidden, "not in this chat"},
		{"CH29 (R163): not the visitor", why(Leave(joined(t), log.Visitor, "l1")), fault.Forbidden, "not in this chat"},
		{"CH29 (R163): not before the answer", why(Leave(waiting(), "a1", "l1")), fault.Conflict, "not going on"},
		{"CH29 (R163): not after the end", why(Leave(ended(t), "a1", "l1")), fault.Conflict, "not going on"},
	})
}

func TestOneOfSeveralIsGone(t *testing.T) {
	for _, r := range []struct {
		title string
		exit  bool
	}{
		{"CH11 (R171): one of several is lost: the others go on", false},
		{"CH11 (R17): one of several logs out: the others go on", true},
	} {
		t.Run(r.title, func(t *testing.T) {
			change, ok := Drop(joined(t), noor.Person, r.exit, end1)
			if c := change.Chat; !ok || c.State != Engaged || c.Holds(noor.Person) || !c.Has(ilse.Person) {
				t.Errorf("got %+v, %v", c, ok)
			}
			wrote(t, change.Public, leaves("a1", "", "Noor K."))
		})
	}
	for title, in := range map[string]Chat{
		"CH11 (R171): not who has left before":                 left(t),
		"CH11 (R171): not who never was in it":                 engaged(t),
		"CH11 (R318): not who passed it on: it is not in hers": passed(t),
	} {
		t.Run(title, func(t *testing.T) {
			person := ilse.Person
			if in.State == Waiting {
				person = noor.Person
			}
			if change, ok := Drop(in, person, true, end1); ok {
				t.Errorf("got %+v", change)
			}
		})
	}
}

func TestBlock(t *testing.T) {
	t.Run("CH31 (R189, R190, R330): to the visitor an agent ends it; staff read why", func(t *testing.T) {
		change := must(Block(engaged(t), "a1", "b1", "Threats", end1))(t)
		if c := change.Chat; c.State != Ended || c.EndedBy != log.ByAgent || c.Reason != log.Finished || !c.Holds(noor.Person) {
			t.Errorf("got %+v", c)
		}
		byHand := must(End(engaged(t), "a1", "b1", end1))(t)
		wrote(t, change.Public, byHand.Public...)
		wrote(t, change.Private, log.Draft{Kind: log.Blocked, ID: "b1", Who: "a1", Payload: log.Payload{Agent: noor.Person, Text: "Threats"}})
	})
	t.Run("CH31 (R168): it ends for all members, by any of them", func(t *testing.T) {
		change := must(Block(joined(t), "a2", "b1", "", end1))(t)
		same(t, "in it", len(change.Chat.In()), 0)
		wrote(t, change.Private, log.Draft{Kind: log.Blocked, ID: "b1", Who: "a2", Payload: log.Payload{Agent: ilse.Person}})
	})
	t.Run("CH31 (R188): a comment of 1,000 characters", func(t *testing.T) {
		must(Block(engaged(t), "a1", "b1", strings.Repeat("é", MaxNote), end1))(t)
	})
	refusals(t, []no{
		{"CH31 (R188): not with 1,001", why(Block(engaged(t), "a1", "b1", strings.Repeat("é", MaxNote+1), end1)), fault.Invalid, "1001 characters"},
		{"CH31 (R188): not by the visitor", why(Block(engaged(t), log.Visitor, "b1", "", end1)), fault.Forbidden, "not in this chat"},
		{"CH31 (R168): not by an agent who has left", why(Block(left(t), "a2", "b1", "", end1)), fault.Forbidden, "not in this chat"},
		{"CH31 (R189): not before the answer", why(Block(waiting(), "a1", "b1", "", end1)), fault.Conflict, "going on"},
		{"CH31 (R189): not after the end", why(Block(ended(t), "a1", "b1", "", end1)), fault.Conflict, "going on"},
	})
}

func TestWhatIsPendingEndsWithTheChat(t *testing.T) {
	recalled := note(log.Recalled, "", "a1", withOda, log.Payload{Agent: noor.Person})
	lowered := log.Draft{Kind: log.FlagLowered, Who: log.System, Payload: log.Payload{Agent: noor.Person, By: log.BySystem}}
	alone := func(by Asking) Chat { return must(Ask(engaged(t), by))(t).Chat }
	gaveUp, _ := EndGone(busy(t), end1)
	idle, _ := EndIdle(busy(t), end1)
	exits, _ := Drop(alone(toOda), noor.Person, true, end1)
	cancelled := must(End(offered(), log.Visitor, "e1", end1))(t)
	rows := []struct {
		title string
		got   Change
		want  []log.Draft
	}{
		{"CH37 (R152): the visitor ends it", must(End(busy(t), log.Visitor, "e1", end1))(t), []log.Draft{recalled, lowered}},
		{"CH37 (R134): she vanishes", gaveUp, []log.Draft{recalled, lowered}},
		{"CH37 (R128, R199): she is idle", idle, []log.Draft{recalled, lowered}},
		{"CH37 (R153): the sender logs out", exits, []log.Draft{note(log.Recalled, "", "a1", toOda, log.Payload{Agent: noor.Person})}},
		{"CH37 (R101): an offer vanishes without a word against her to whom it was made", cancelled, nil},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			if c := r.got.Chat; c.State != Ended || c.Invite != nil || c.Flag != nil || c.Offer != nil || len(c.In()) != 0 {
				t.Errorf("got %+v", c)
			}
			wrote(t, r.got.Private, r.want...)
		})
	}
	t.Run("CH37 (R199): a note on a block stands behind what ended with it", func(t *testing.T) {
		block := log.Draft{Kind: log.Blocked, ID: "b1", Who: "a2", Payload: log.Payload{Agent: ilse.Person}}
		wrote(t, must(Block(busy(t), "a2", "b1", "", end1))(t).Private, recalled, lowered, block)
	})
	t.Run("CH37 (R152): nothing where nothing is pending", func(t *testing.T) {
		wrote(t, must(End(engaged(t), log.Visitor, "e1", end1))(t).Private)
	})
}
