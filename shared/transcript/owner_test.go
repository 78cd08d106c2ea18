package transcript

import (
	"testing"

	"switchboard/shared/log"
)

func TestOwner(t *testing.T) {
	rows := []struct {
		title   string
		in      func(*testing.T) Ended
		owner   Agent
		creator string
	}{
		{"TR9 (R230): one agent", ordinary, noor, "Noor K."},
		{"TR9 (R230): handed on from Noor to Ilse", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).end(10, log.Visitor, log.ByVisitor, log.Finished).shut(12, ilse).close(12)
		}, ilse, "Ilse"},
		{"TR9 (R230): handed on, and Noor closed her tab before the end", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).shut(9.5, noor).end(10, log.System, log.BySystem, log.AgentGone).close(12)
		}, ilse, "Ilse"},
		{"TR9 (R230): conference of both, Noor stays", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).shut(20, ilse).end(30, noor.Party, log.ByAgent, log.Finished).shut(31, noor).close(31)
		}, noor, "Noor K."},
		{"TR9 (R230): conference of both, Noor stays and is lost, the sweep writes it", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).shut(20, ilse).end(30, log.System, log.BySystem, log.AgentGone).close(900)
		}, noor, "Noor K."},
		{"TR9 (R230): conference of both to the end, Noor closes last", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).end(30, ilse.Party, log.ByAgent, log.Finished).shut(31, ilse).shut(40, noor).close(40)
		}, noor, "Noor K."},
		{"TR9 (R230): conference of both, no tab was closed by hand, Noor pressed End", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).end(30, noor.Party, log.ByAgent, log.Finished).close(900)
		}, noor, "Noor K."},
		{"TR9 (R230): handed on and back again", func(t *testing.T) Ended {
			s := requested(t).accept(1, noor).accept(9, ilse).accept(20, noor)
			return s.end(30, log.System, log.BySystem, log.Gone).close(900)
		}, noor, "Noor K."},
		{"TR9 (R230): handed on, and the tab of Noor, who holds it no longer, is closed once more after the end", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).accept(9, ilse).shut(9.5, noor).end(10, ilse.Party, log.ByAgent, log.Finished).shut(11, ilse).shut(12, noor).close(12)
		}, ilse, "Ilse"},
		{"TR9 (R230): transferred from Noor to Ilse, ended by the visitor, no tab closed by hand", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).comes(9, log.Transferred, ilse).end(10, log.Visitor, log.ByVisitor, log.Finished).close(900)
		}, ilse, "Ilse"},
		{"TR9 (R230): transferred there and back", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).comes(9, log.Transferred, ilse).comes(12, log.Transferred, noor).end(20, log.System, log.BySystem, log.AgentGone).close(900)
		}, noor, "Noor K."},
		{"TR9 (R230): three in conference, who came first stays last", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).comes(9, log.Joined, ilse).comes(12, log.Joined, cara).leaves(20, cara).leaves(21, ilse).finish(30, noor)
		}, noor, "Noor K."},
		{"TR9 (R230): a conference blocked by Ilse, no tab closed by hand", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).comes(9, log.Joined, ilse).comes(12, log.Joined, cara).blocks(20, ilse, "").close(900)
		}, ilse, "Ilse"},
		{"TR9 (R230): passed on and taken", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).passes(9, noor, "").comes(12, log.Transferred, ilse).end(20, log.System, log.BySystem, log.Gone).close(900)
		}, ilse, "Ilse"},
		{"TR9 (R230, R318): passed on and returned", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).passes(9, noor, "").passFails(12, noor).comes(12, log.Returned, noor).finish(20, noor)
		}, noor, "Noor K."},
		{"TR9 (R230, R318): passed on by Ilse and taken by nobody, offered to Dana last", func(t *testing.T) Ended {
			s := requested(t).accept(1, noor).comes(5, log.Transferred, ilse).passes(9, ilse, "").offer(10, dana).decline(11, dana)
			return s.passFails(12, ilse).end(12, log.System, log.BySystem, log.NoAgent).close(12)
		}, ilse, "Ilse"},
		{"TR9 (R230): missed, offered to Dana and not answered in time", func(t *testing.T) Ended {
			return requested(t).offer(1, dana).note(21, log.Lapsed, log.System, log.Payload{Agent: dana.Person}).end(21, log.System, log.BySystem, log.NoAgent).close(21)
		}, dana, "System"},
		{"TR9 (R230): missed, offered to all and declined by nobody", func(t *testing.T) Ended {
			return requested(t).note(0, log.Routed, log.System, log.Payload{}).end(9, log.System, log.BySystem, log.NoAgent).close(9)
		}, system, "System"},
		{"TR9 (R230): missed without an offer", func(t *testing.T) Ended {
			return missed(t, log.System, log.BySystem, log.NoAgent)
		}, system, "System"},
		{"TR9 (R230): missed after offers to Noor and Dana", func(t *testing.T) Ended {
			return requested(t).offer(1, noor).decline(2, noor).offer(3, dana).end(9, log.Visitor, log.ByVisitor, log.Cancelled).close(9)
		}, dana, "System"},
		{"TR9 (R230): missed, offered to all and declined by Dana", func(t *testing.T) Ended {
			return requested(t).note(0, log.Routed, log.System, log.Payload{}).decline(2, dana).end(9, log.System, log.BySystem, log.NoAgent).close(9)
		}, dana, "System"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			in := r.in(t)
			d := Render(in)
			created := r.creator + ", " + value(t, d, "Created Date")
			check(t, d, want{"Owner": r.owner.Name, "Created By": created})
			if d.Owner != r.owner.Name || d.OwnerPerson != r.owner.Person {
				t.Errorf("owner is %q (%s), want %q (%s)", d.Owner, d.OwnerPerson, r.owner.Name, r.owner.Person)
			}
		})
	}
}
