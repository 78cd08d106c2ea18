package desk_test

import (
	"fmt"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

func TestR29R312WhichConfigurationAndWhichCapacity(t *testing.T) {
	t.Run("R29: her own configuration goes before her profile's", func(t *testing.T) {
		w := newTeam(t, func(c *settings.Configuration) {
			c.AgentConfigurations = append(c.AgentConfigurations, settings.AgentConfiguration{ID: "quiet", Name: "Quiet", Capacity: 1})
		})
		w.under("ilse", "quiet")
		if got := w.screen(w.ilse).Capacity; got != 1 {
			t.Errorf("ilse has %d places", got)
		}
		if got := w.screen(w.noor).Capacity; got != 2 {
			t.Errorf("noor, who has none of her own, has %d places", got)
		}
		chat := w.engages(w.ilse, w.mara)
		w.refuses("what only her profile's allows", fault.Forbidden, w.transfers(w.ilse, chat, "agent", "noor", ""))
	})
	for title, presence := range map[string]bool{"R312: the agent configuration": false, "R312: the presence configuration": true} {
		t.Run(title, func(t *testing.T) {
			places := map[bool]int{false: 2, true: 1}[presence]
			w := newTeam(t, func(c *settings.Configuration) {
				c.PresenceConfigurations = []settings.PresenceConfiguration{{ID: "single", Name: "Single", Capacity: 1}}
			})
			w.goes(w.ilse, routing.Away)
			w.goes(w.petra, routing.Away)
			p, err := w.desk.ReadPerson(w.ctx, "noor")
			w.must(err)
			p.Presence = "single"
			for _, other := range []string{"ilse", "petra", "dana"} {
				o, err := w.desk.ReadPerson(w.ctx, other)
				w.must(err)
				o.Presence = "single"
				_, err = w.desk.PutPerson(w.ctx, o)
				w.must(err)
			}
			w.configures(func(c *settings.Configuration) { c.Organisation.CapacityFromPresence = presence })
			_, err = w.desk.PutPerson(w.ctx, p)
			w.must(err)
			if got := w.screen(w.noor).Capacity; got != places {
				t.Fatalf("she has %d places", got)
			}
			for i := range places {
				w.engages(w.noor, w.visitor(fmt.Sprint("crowd", i)))
			}
			ack, err := w.request(w.mara, w.id(), "")
			w.must(err)
			if ack.View.State != "ended" || w.loads("noor") != fmt.Sprint("noor ", places) {
				t.Errorf("one more is %s, %s", ack.View.State, w.loads("noor"))
			}
			w.must(w.transfersIn(w.ilse, "noor"))
			if got := w.loads("noor"); got != fmt.Sprint("noor ", places+1) {
				t.Errorf("R136: a transfer goes beyond either: %s", got)
			}
		})
	}
}

// transfersIn lets somebody come Online, take a chat and hand it to an agent, who takes it.
func (w *team) transfersIn(from caller, to string) error {
	w.goes(from, routing.Online)
	chat := w.engages(from, w.tomas)
	if err := w.transfers(from, chat, "agent", to, ""); err != nil {
		return err
	}
	_, err := w.comes(w.agent(to), chat)
	return err
}
