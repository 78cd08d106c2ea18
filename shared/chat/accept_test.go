package chat

import (
	"reflect"
	"slices"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func TestAccept(t *testing.T) {
	t.Run("CH3 (R72, R109): the first agent is in it", func(t *testing.T) {
		change := must(Accept(waiting(), noor))(t)
		want := Agent{Person: "p-noor", Party: "a1", Name: "Noor K.", Epoch: 4, In: true, TabOpen: true}
		if c := change.Chat; c.State != Engaged || c.AcceptedAt != noor.At.UnixMilli() || !slices.Equal(c.Agents, []Agent{want}) {
			t.Errorf("got %+v", c)
		}
		if d := change.Public; kinds(d) != "a1 accepted" || d[0].ID != "t1" || !reflect.DeepEqual(d[0].Payload, log.Payload{Party: "a1", Name: "Noor K."}) {
			t.Errorf("got %+v", d)
		}
		if c := change.Chat; !c.Holds("p-noor") || c.Holder().Person != "p-noor" || c.Party("p-noor") != "a1" || c.Name("a1") != "Noor K." {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("CH3 (R72): a later one is told who has it", func(t *testing.T) {
		_, err := Accept(engaged(t), ilse)
		refused(t, err, fault.Conflict, "Noor K.")
	})
	t.Run("CH3 (R72): nobody takes a chat that no longer waits", func(t *testing.T) {
		for _, c := range []Chat{Refuse(mara, log.NoAgent).Chat, ended(t), closed(t)} {
			_, err := Accept(c, ilse)
			refused(t, err, fault.Conflict, "no longer waiting")
		}
	})
	t.Run("CH3 (R37): public events name a handle and a visible name, never a person", func(t *testing.T) {
		for _, d := range must(Accept(waiting(), noor))(t).Public {
			if d.Who != "a1" || d.Payload.Agent != "" {
				t.Errorf("got %+v", d)
			}
		}
	})
}

func TestNotAccepted(t *testing.T) {
	noQueue := direct()
	noQueue.Offer = nil
	refusals(t, []no{
		{"CH3 (R80): not what is offered to a colleague", why(Accept(offered(), ilse)), fault.Conflict, "offered to a colleague"},
		{"CH3 (R68): not what was meant for one agent alone", why(Accept(noQueue, ilse)), fault.Conflict, "no longer waiting"},
	})
	t.Run("CH3 (R80, R84): the one to whom it is offered has it, and the offer is gone", func(t *testing.T) {
		for _, c := range []Chat{offered(), direct()} {
			change := must(Accept(c, noor))(t)
			if c := change.Chat; c.Offer != nil || c.Queue != "" || c.Fallback != "" || !c.Has(noor.Person) {
				t.Errorf("got %+v", c)
			}
		}
	})
}

func TestWhatAnAcceptanceSettles(t *testing.T) {
	polite := noor
	polite.Greeting, polite.Peeks, polite.Settled = "Good morning", true, Settled{Critical: 60, Warning: 90, Timeout: 120}
	accept := log.Draft{Kind: log.Accepted, ID: "t1", Who: "a1", Payload: log.Payload{Party: "a1", Name: "Noor K."}}
	t.Run("CH38 (R38): her greeting is the first message", func(t *testing.T) {
		change := must(Accept(waiting(), polite))(t)
		wrote(t, change.Public, accept, log.Draft{Kind: log.Greeted, Who: "a1", Payload: log.Payload{Text: "Good morning"}})
	})
	t.Run("CH38 (R38): none if there is none", func(t *testing.T) {
		wrote(t, must(Accept(waiting(), noor))(t).Public, accept)
	})
	t.Run("CH38 (R38): none when somebody was in it before", func(t *testing.T) {
		next := polite
		next.Person, next.Name = ilse.Person, ilse.Name
		change := must(Accept(passed(t), next))(t)
		wrote(t, change.Public, log.Draft{Kind: log.Transferred, ID: "t1", Who: "a2", Payload: log.Payload{Party: "a2", Name: "Ilse"}})
	})
	t.Run("CH38 (R42): the time-outs stand in the chat and in the private log", func(t *testing.T) {
		change := must(Accept(waiting(), polite))(t)
		same(t, "settled", change.Chat.Settled, polite.Settled)
		wrote(t, change.Private, log.Draft{Kind: log.Took, ID: "t1", Who: log.System, Payload: log.Payload{
			Agent: noor.Person, Name: "Noor K.", Critical: 60, Warning: 90, Timeout: 120,
		}})
	})
	t.Run("CH38 (R31, R173): each agent sees drafts only if her own configuration allows it", func(t *testing.T) {
		c := must(Ask(must(Accept(waiting(), polite))(t).Chat, join))(t).Chat
		c = must(Come(c, oda))(t).Chat
		same(t, "peeks", []bool{c.Agents[0].Peeks, c.Agents[1].Peeks}, []bool{true, false})
	})
}

func TestTheOriginalRequestStays(t *testing.T) {
	from := func(c Chat) []any { return []any{c.Button, c.ButtonName, c.Deployment, c.RequestedAt, c.RequestID} }
	want := []any{"support", "Support", "demo", noon.UnixMilli(), "r1"}
	moved := must(Accept(passed(t), ilse))(t).Chat
	fell, _ := Fall(Lapse(direct()).Chat, end1)
	rows := []struct {
		title string
		in    Chat
	}{
		{"CH39 (R95, R328): passed to another button", passed(t)},
		{"CH39 (R328): accepted there", moved},
		{"CH39 (R328): transferred", must(Come(must(Ask(engaged(t), toOda))(t).Chat, oda))(t).Chat},
		{"CH39 (R328): fallen back", fell},
		{"CH39 (R328): ended", must(End(moved, "a2", "e1", end1))(t).Chat},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, "the request", from(r.in), want) })
	}
}
