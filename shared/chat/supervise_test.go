package chat

import (
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func flagged(t *testing.T) Chat {
	t.Helper()
	return must(RaiseFlag(engaged(t), "a1", "f1", "A refund?", noon))(t).Chat
}

func TestRaiseFlag(t *testing.T) {
	t.Run("CH32 (R197): staff read who asks for help and why", func(t *testing.T) {
		change := must(RaiseFlag(engaged(t), "a1", "f1", "A refund?", noon))(t)
		same(t, "the flag", change.Chat.Flag, &Flag{Person: noor.Person, Text: "A refund?", At: noon.UnixMilli()})
		wrote(t, change.Public)
		wrote(t, change.Private, log.Draft{Kind: log.Flagged, ID: "f1", Who: "a1", Payload: log.Payload{Agent: noor.Person, Text: "A refund?"}})
	})
	raise := func(c Chat, who log.Party, text string) error { return why(RaiseFlag(c, who, "f1", text, noon)) }
	t.Run("CH32 (R197): 1,000 characters", func(t *testing.T) {
		if err := raise(engaged(t), "a1", strings.Repeat("é", MaxNote)); err != nil {
			t.Error(err)
		}
	})
	refusals(t, []no{
		{"CH32 (R197): not 1,001", raise(engaged(t), "a1", strings.Repeat("é", MaxNote+1)), fault.Invalid, "1001 characters, at most 1000"},
		{"CH32 (R197): not without a message", raise(engaged(t), "a1", ""), fault.Invalid, "what you need help with"},
		{"CH32 (R197): not with blanks for a message", raise(engaged(t), "a1", " \t\n"), fault.Invalid, "what you need help with"},
		{"CH32 (R197): not twice", raise(flagged(t), "a1", "Again"), fault.Conflict, "up already"},
		{"CH32 (R197): not by the visitor", raise(engaged(t), log.Visitor, "Help"), fault.Forbidden, "not in this chat"},
		{"CH32 (R197): not by an agent who has left", raise(left(t), "a2", "Help"), fault.Forbidden, "not in this chat"},
		{"CH32 (R197): not before the answer", raise(waiting(), "a1", "Help"), fault.Conflict, "while the chat goes on"},
		{"CH32 (R197): not after the end", raise(ended(t), "a1", "Help"), fault.Conflict, "while the chat goes on"},
	})
}

func TestLowerFlag(t *testing.T) {
	for _, r := range []struct {
		title, person string
		side          log.EndedBy
	}{
		{"CH33 (R198): the agent takes it down", noor.Person, log.ByAgent},
		{"CH33 (R198, R325): a supervisor does", "p-pia", LoweredBySupervisor},
	} {
		t.Run(r.title, func(t *testing.T) {
			change := must(LowerFlag(flagged(t), r.person, "f2", r.side))(t)
			same(t, "the chat", change.Chat, engaged(t))
			wrote(t, change.Public)
			wrote(t, change.Private, log.Draft{Kind: log.FlagLowered, ID: "f2", Who: log.System, Payload: log.Payload{Agent: r.person, By: r.side}})
			must(RaiseFlag(change.Chat, "a1", "f3", "Once more", noon))(t)
		})
	}
	over := must(End(flagged(t), "a1", "e1", end1))(t).Chat
	refusals(t, []no{
		{"CH33 (R198): not where none is up", why(LowerFlag(engaged(t), noor.Person, "f2", log.ByAgent)), fault.Conflict, "No flag is up"},
		{"CH33 (R199): not after the end, which took it down", why(LowerFlag(over, noor.Person, "f2", log.ByAgent)), fault.Conflict, "No flag is up"},
	})
}

func TestWhisper(t *testing.T) {
	whisper := func(c Chat, text string) (log.Draft, error) { return Whisper(c, "p-pia", "Pia", "w1", text) }
	for title, c := range map[string]Chat{"CH34 (R205): to the agent": engaged(t), "CH34 (R207): to all members": joined(t)} {
		t.Run(title, func(t *testing.T) {
			d, err := whisper(c, "Offer ten percent")
			if err != nil {
				t.Fatal(err)
			}
			wrote(t, []log.Draft{d}, log.Draft{Kind: log.Whispered, ID: "w1", Who: log.System, Payload: log.Payload{
				Agent: "p-pia", Name: "Pia", Text: "Offer ten percent",
			}})
		})
	}
	t.Run("CH34 (R205): 4,096 characters", func(t *testing.T) {
		if _, err := whisper(engaged(t), strings.Repeat("x", MaxText)); err != nil {
			t.Error(err)
		}
	})
	refusals(t, []no{
		{"CH34 (R205): not 4,097", why(whisper(engaged(t), strings.Repeat("x", MaxText+1))), fault.Invalid, "4097 characters"},
		{"CH34 (R205): not a blank one", why(whisper(engaged(t), " ")), fault.Invalid, "blank"},
		{"CH34 (R205): not where nobody is in it", why(whisper(waiting(), "Hello")), fault.Conflict, "Nobody is in this chat"},
		{"CH34 (R205): not on its way to another agent", why(whisper(passed(t), "Hello")), fault.Conflict, "Nobody is in this chat"},
		{"CH34 (R205): not after the end", why(whisper(ended(t), "Hello")), fault.Conflict, "Nobody is in this chat"},
	})
}
