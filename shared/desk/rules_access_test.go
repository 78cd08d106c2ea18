package desk_test

import (
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

// R1, one condition each: who may not chat is refused by everything an agent does.
func TestR1WhoMayNotChatIsRefused(t *testing.T) {
	for _, row := range []struct {
		title string
		spoil func(w *world, by *caller)
	}{
		{"R1: not an agent", func(_ *world, by *caller) { by.Role = session.Visitor }},
		{"R1, R311: live chat is not enabled", func(w *world, _ *caller) {
			w.configures(func(c *settings.Configuration) { c.Organisation.LiveChatOff = true })
		}},
		{"R1, R30: not set up, no configuration", func(w *world, _ *caller) { w.employedAs("noor", func(p *settings.Person) { p.Profile = "" }) }},
		{"R2: without API Enabled", func(w *world, _ *caller) {
			w.configures(func(c *settings.Configuration) { c.Profiles[0].Permissions = nil })
		}},
		{"R1: disabled", func(w *world, _ *caller) { w.employedAs("noor", func(p *settings.Person) { p.Disabled = true }) }},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := newWorld(t)
			by := w.agent("noor")
			row.spoil(w, &by)
			for _, status := range []string{"Online", "Away"} {
				_, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: w.id(), Status: status, Tab: "tab"})
				if !fault.Is(err, fault.Forbidden) {
					t.Errorf("%s: %v", status, err)
				}
			}
			for deed, err := range w.deeds(by, "absent-absent-absent-1") {
				if err == nil {
					t.Errorf("%s is let through", deed)
				}
			}
		})
	}
	t.Run("R1: a ticket is refused while live chat is off, and to a disabled person", func(t *testing.T) {
		w := newWorld(t)
		by := w.agent("noor")
		w.employedAs("noor", func(p *settings.Person) { p.Disabled = true })
		if _, err := w.desk.AgentTicket(w.ctx, by.Identity); !fault.Is(err, fault.Forbidden) {
			t.Errorf("disabled: %v", err)
		}
		w.configures(func(c *settings.Configuration) { c.Organisation.LiveChatOff = true })
		if _, err := w.desk.AgentTicket(w.ctx, w.agent("ilse").Identity); !fault.Is(err, fault.Forbidden) {
			t.Errorf("off: %v", err)
		}
	})
}

// employedAs changes what is set for a person.
func (w *world) employedAs(person string, change func(p *settings.Person)) {
	w.t.Helper()
	p, err := w.desk.ReadPerson(w.ctx, person)
	w.must(err)
	change(&p)
	_, err = w.desk.PutPerson(w.ctx, p)
	w.must(err)
}
