package chat

import (
	"slices"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func TestDecline(t *testing.T) {
	t.Run("CH4 (R76): declining hides the request from that agent only", func(t *testing.T) {
		change := must(Decline(waiting(), noor))(t)
		if c := change.Chat; c.State != Waiting || !slices.Equal(c.Refused, []string{"p-noor"}) {
			t.Errorf("got %+v", c)
		}
		wrote(t, change.Public)
		wrote(t, change.Private, log.Draft{Kind: log.Declined, ID: "t1", Who: log.System, Payload: log.Payload{Agent: "p-noor", Name: "Noor K."}})
		if after := must(Accept(change.Chat, ilse))(t).Chat; after.Holder().Person != "p-ilse" {
			t.Errorf("got %+v", after)
		}
	})
	t.Run("CH4 (R76): a second decline changes nothing", func(t *testing.T) {
		once := must(Decline(waiting(), noor))(t).Chat
		twice := must(Decline(once, noor))(t)
		if len(twice.Private) != 0 || !slices.Equal(twice.Chat.Refused, []string{"p-noor"}) {
			t.Errorf("got %+v", twice)
		}
		both := must(Decline(once, ilse))(t)
		if !slices.Equal(both.Chat.Refused, []string{"p-noor", "p-ilse"}) {
			t.Errorf("got %+v", both)
		}
	})
	t.Run("CH4 (R76): she may think again while it waits in a list", func(t *testing.T) {
		c := must(Accept(must(Decline(waiting(), noor))(t).Chat, noor))(t).Chat
		if !c.Has(noor.Person) || c.Refused != nil {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("CH4 (R76): only a waiting request can be declined", func(t *testing.T) {
		for _, c := range []Chat{engaged(t), ended(t), closed(t)} {
			_, err := Decline(c, ilse)
			refused(t, err, fault.Conflict, "no longer waiting")
		}
	})
}

func TestDeclineOfAnOffer(t *testing.T) {
	t.Run("CH4 (R82, R83): the offer is free for the next, and she is skipped", func(t *testing.T) {
		change := must(Decline(offered(), noor))(t)
		if c := change.Chat; c.Offer != nil || c.State != Waiting || !slices.Equal(c.Refused, []string{noor.Person}) {
			t.Errorf("got %+v", c)
		}
		wrote(t, change.Public)
		wrote(t, change.Private, log.Draft{Kind: log.Declined, ID: "t1", Who: log.System, Payload: log.Payload{Agent: noor.Person, Name: "Noor K."}})
	})
	refusals(t, []no{
		{"CH4 (R80): not what is offered to a colleague", why(Decline(offered(), ilse)), fault.Conflict, "no longer waiting"},
	})
}
