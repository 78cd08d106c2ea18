package chat

import (
	"slices"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func TestStanding(t *testing.T) {
	rows := []struct {
		title string
		rule  func(Chat) Change
		want  log.Draft
	}{
		{"CH14 (R90): it waits in a queue", Queue, log.Draft{Kind: log.Queued, Who: log.System, Payload: log.Payload{To: log.ToButton, Target: "support"}}},
		{"CH14 (R71): it is shown to all who may choose it", Show, log.Draft{Kind: log.Routed, Who: log.System}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			change := r.rule(waiting())
			wrote(t, change.Public)
			wrote(t, change.Private, r.want)
			same(t, "the chat", change.Chat, waiting())
		})
	}
}

func TestGive(t *testing.T) {
	t.Run("CH15 (R80, R88): one agent holds the offer, until its time", func(t *testing.T) {
		change, ok := Give(waiting(), toNoor, looked)
		if c := change.Chat; !ok || c.State != Waiting || !c.OfferedTo(noor.Person) || c.OfferedTo(ilse.Person) {
			t.Errorf("got %+v, %v", c, ok)
		}
		same(t, "the offer", *change.Chat.Offer, toNoor)
		wrote(t, change.Public)
		wrote(t, change.Private, log.Draft{Kind: log.Routed, Who: log.System, Payload: log.Payload{
			Agent: noor.Person, Name: "Noor Karimi", Candidates: looked,
		}})
	})
	t.Run("CH15 (R88): without a time it stands until it is answered", func(t *testing.T) {
		o := toNoor
		o.Until = 0
		change, ok := Give(waiting(), o, nil)
		if !ok || change.Chat.Offer.Until != 0 {
			t.Errorf("got %+v, %v", change.Chat.Offer, ok)
		}
	})
	for title, c := range map[string]Chat{
		"CH15 (R80): no second offer":             offered(),
		"CH15 (R80): none of what is taken":       engaged(t),
		"CH15 (R80): none of what has ended":      ended(t),
		"CH15 (R80): nor of what has been closed": closed(t),
	} {
		t.Run(title, func(t *testing.T) {
			if change, ok := Give(c, Offer{Person: ilse.Person}, nil); ok {
				t.Errorf("got %+v", change)
			}
		})
	}
}

func TestAcknowledge(t *testing.T) {
	t.Run("CH16 (R80): her console shows it", func(t *testing.T) {
		c, ok := offered().Acknowledge(noor.Person)
		if !ok || !c.Offer.Shown {
			t.Errorf("got %+v, %v", c.Offer, ok)
		}
		if _, again := c.Acknowledge(noor.Person); again {
			t.Error("acknowledged twice")
		}
	})
	t.Run("CH16 (R80): not that of a colleague, nor where nothing is offered", func(t *testing.T) {
		if c, ok := offered().Acknowledge(ilse.Person); ok || c.Offer.Shown {
			t.Errorf("got %+v", c.Offer)
		}
		if _, ok := waiting().Acknowledge(noor.Person); ok {
			t.Error("acknowledged what nobody offered")
		}
	})
}

func TestOffersThatEnd(t *testing.T) {
	rows := []struct {
		title   string
		rule    func(Chat) Change
		kind    log.Kind
		refused []string
	}{
		{"CH17 (R81, R83): not answered in time", Lapse, log.Lapsed, []string{noor.Person}},
		{"CH18 (R20): her console stayed silent", PassOver, log.PassedOver, nil},
		{"CH18 (R20): she is not available any more", TakeBack, log.Withdrawn, nil},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			change := r.rule(offered())
			if c := change.Chat; c.State != Waiting || c.Offer != nil || !slices.Equal(c.Refused, r.refused) {
				t.Errorf("got %+v", c)
			}
			wrote(t, change.Public)
			wrote(t, change.Private, log.Draft{Kind: r.kind, Who: log.System, Payload: log.Payload{Agent: noor.Person, Name: "Noor Karimi"}})
		})
	}
	onward, _ := Give(Lapse(offered()).Chat, Offer{Person: ilse.Person}, nil)
	refusals(t, []no{
		{"CH17 (R81, R87): she may not accept what is offered to the next", why(Accept(onward.Chat, noor)), fault.Conflict, "offered to a colleague"},
		{"CH17 (R68, R81): nor what was meant for her alone", why(Accept(Lapse(direct()).Chat, noor)), fault.Conflict, "no longer waiting"},
	})
	t.Run("CH18 (R20): she may, if her console was only silent", func(t *testing.T) {
		if c := must(Accept(PassOver(offered()).Chat, noor))(t).Chat; !c.Has(noor.Person) {
			t.Errorf("got %+v", c)
		}
	})
}

func TestFall(t *testing.T) {
	t.Run("CH19 (R68): the button that was named as fallback has it now, and she is skipped there", func(t *testing.T) {
		c, ok := Fall(Lapse(direct()).Chat, end1)
		if !ok || c.Queue != "sales" || c.QueuedAt != end1.UnixMilli() || !slices.Equal(c.Refused, []string{noor.Person}) {
			t.Errorf("got %+v, %v", c, ok)
		}
		if _, again := Fall(c, end1); again {
			t.Error("fell twice")
		}
	})
	t.Run("CH19 (R68): without a fallback, or where a button has it, nothing falls", func(t *testing.T) {
		alone := Lapse(direct()).Chat
		alone.Fallback = ""
		for _, c := range []Chat{alone, waiting()} {
			if got, ok := Fall(c, end1); ok {
				t.Errorf("got %+v", got)
			}
		}
	})
}

func TestReoffer(t *testing.T) {
	declined := func(c Chat, by ...Taking) Chat {
		for _, a := range by {
			c = must(Decline(c, a))(t).Chat
		}
		return c
	}
	rows := []struct {
		title  string
		in     Chat
		rounds int
		want   []int // the rounds that follow each other
		left   []string
	}{
		{"CH20 (R86): as often as the button allows", declined(waiting(), noor, ilse), 2, []int{1, 2}, nil},
		{"CH20 (R85, R86): not at all where it does not", declined(waiting(), noor), 0, nil, nil},
		{"CH20 (R86): not while nobody has refused it", waiting(), 2, nil, nil},
		{"CH20 (R150): never to the agent who passed it on", declined(passed(t), ilse), 1, []int{1}, []string{noor.Person}},
		{"CH20 (R318): not when only she is left", passed(t), 1, nil, nil},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			refused, c := r.in.Refused, r.in
			var rounds []int
			for {
				next, ok := Reoffer(c, r.rounds, end1)
				if !ok {
					break
				}
				same(t, "refused", next.Refused, r.left)
				same(t, "queued at", next.QueuedAt, end1.UnixMilli())
				rounds, c = append(rounds, next.Round), next
				c.Refused = refused // all refuse it again
			}
			same(t, "rounds", rounds, r.want)
		})
	}
}
