package desk_test

import (
	"testing"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// shops is a world with two buttons that are chosen from: support, which noor and ilse serve, and sales, which petra
// serves.
func shops(t *testing.T) *world {
	w := newWorld(t)
	w.configures(func(c *settings.Configuration) {
		c.Skills = append(c.Skills, settings.Skill{ID: "selling", Name: "Selling"})
		c.Buttons = append(c.Buttons, button("sales", "selling"))
		c.Deployments[0].Buttons = append(c.Deployments[0].Buttons, "sales")
	})
	w.employs("petra", "Petra", "Holm", "selling")
	return w
}

func targets(all ...protocol.Target) func(r *protocol.Request) {
	return func(r *protocol.Request) { r.Targets = all }
}

func TestR67OneRunningChatAtAButton(t *testing.T) {
	w := shops(t)
	noor, petra, mara := w.online("noor"), w.online("petra"), w.visitor("mara")
	first := w.asks(mara)
	w.shown(noor)
	same(t, "R67: while it waits", []string{w.asks(mara)}, []string{first})
	none(t, "R67: nobody is hinted twice", w.shown(noor))
	w.accepts(noor, first)
	same(t, "R67: while it goes on", []string{w.asks(mara)}, []string{first})
	same(t, "R67: it is as it was", w.onstage(first), []string{"requested v", "accepted a1 Noor K."})
	other := w.wants(mara, func(r *protocol.Request) { r.Button = "sales" })
	if other == first {
		t.Error("R67: another button has a chat of its own")
	}
	same(t, "petra may choose it", w.choicesOf(petra), []string{other})
	if stranger := w.asks(w.visitor("tomas")); stranger == first {
		t.Error("R67: another visitor got mara's chat")
	}
	w.finishes(mara, first)
	if again := w.asks(mara); again == first {
		t.Error("R67: what has ended does not run")
	}
}

func TestR68OneAgentIsAskedFor(t *testing.T) {
	ilseAlone, orSupport := protocol.Target{Agent: "ilse"}, protocol.Target{Agent: "ilse", Button: "support"}
	t.Run("R68: she alone is offered it", func(t *testing.T) {
		w := shops(t)
		noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
		w.shown(noor)
		w.shown(ilse)
		chat := w.wants(mara, targets(ilseAlone))
		same(t, "ilse", w.shown(ilse), []string{"waiting direct " + chat})
		none(t, "noor is shown nothing", append(w.shown(noor), w.choicesOf(noor)...))
		same(t, "the private log", w.backstage(chat), []string{"routed ilse"})
		if err := w.triesToAccept(noor, chat); err == nil {
			t.Error("noor took what was for ilse")
		}
		w.accepts(ilse, chat)
		same(t, "the public log", w.onstage(chat), []string{"requested v", "accepted a1 Ilse B."})
	})
	for name, leaves := range map[string]func(w *world, ilse caller){
		"Offline": func(w *world, ilse caller) { w.goes(ilse, routing.Offline) },
		"Away":    func(w *world, ilse caller) { w.goes(ilse, routing.Away) },
		"at capacity": func(w *world, ilse caller) {
			w.busy(ilse, 2)
		},
	} {
		t.Run("R68: she is "+name, func(t *testing.T) {
			w := shops(t)
			noor, ilse := w.online("noor"), w.online("ilse")
			leaves(w, ilse)
			alone := w.wants(w.visitor("mara"), targets(ilseAlone))
			same(t, "without a fallback it fails", w.onstage(alone), turnedAway("agentsUnavailable"))
			none(t, "nobody sees it", w.choicesOf(noor))
			either := w.wants(w.visitor("tomas"), targets(orSupport))
			same(t, "with one its rules hold", w.backstage(either), []string{"routed"})
			same(t, "noor may choose it", w.choicesOf(noor), []string{either})
		})
	}
	for name, refuses := range map[string]func(w *world, ilse caller, chat string, there ...caller){
		"declined": func(w *world, ilse caller, chat string, _ ...caller) { w.declines(ilse, chat) },
		"lapsed": func(w *world, ilse caller, chat string, there ...caller) {
			w.acknowledges(ilse, chat)
			w.stays(22*time.Second, there...)
		},
	} {
		t.Run("R68: she has "+name+" it", func(t *testing.T) {
			w := shops(t)
			w.sets(func(b *settings.Button) { b.PushTimeout = 20 })
			noor, ilse, mara, tomas := w.online("noor"), w.online("ilse"), w.visitor("mara"), w.visitor("tomas")
			there := []caller{noor, ilse, mara, tomas}
			alone := w.wants(mara, targets(ilseAlone))
			refuses(w, ilse, alone, there...)
			same(t, "without a fallback it fails", w.onstage(alone), turnedAway("agentsUnavailable"))
			same(t, "the private log", w.backstage(alone)[:2], []string{"routed ilse", name + " ilse"})
			either := w.wants(tomas, targets(orSupport))
			refuses(w, ilse, either, there...)
			same(t, "with one it goes there", w.backstage(either), []string{"routed ilse", name + " ilse", "routed"})
			same(t, "noor may choose it", w.choicesOf(noor), []string{either})
			none(t, "R76: ilse may not", w.choicesOf(ilse))
		})
	}
}

func TestR69R70TargetsAreTriedInOrder(t *testing.T) {
	support, sales := protocol.Target{Button: "support"}, protocol.Target{Button: "sales"}
	ilse, petra := protocol.Target{Agent: "ilse"}, protocol.Target{Agent: "petra"}
	for _, row := range []struct {
		title  string
		online []string
		press  string
		tries  []protocol.Target
		log    []string
		sees   string
	}{
		{"R69: the first that is there", []string{"noor", "petra"}, "support", []protocol.Target{sales, support}, []string{"routed"}, "petra"},
		{"R69: the next only if the one before fails", []string{"noor"}, "support", []protocol.Target{sales, support}, []string{"routed"}, "noor"},
		{"R69: an agent after a button", []string{"petra"}, "support", []protocol.Target{support, petra}, []string{"routed petra"}, "petra"},
		{"R69: a button after an agent", []string{"noor", "petra"}, "support", []protocol.Target{ilse, sales}, []string{"routed"}, "petra"},
		{"R69: an agent before her button", []string{"noor", "ilse"}, "support", []protocol.Target{{Agent: "ilse", Button: "support"}},
			[]string{"routed ilse"}, "ilse"},
		{"R70: the button that was pressed is not used unless it is named", []string{"noor"}, "support", []protocol.Target{sales, petra, ilse}, nil, ""},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := shops(t)
			by := map[string]caller{}
			for _, name := range row.online {
				by[name] = w.online(name)
			}
			chat := w.wants(w.visitor("mara"), func(r *protocol.Request) { r.Button, r.Targets = row.press, row.tries })
			same(t, "the private log", w.backstage(chat), row.log)
			for name, agent := range by {
				got := append(w.offersTo(agent), w.choicesOf(agent)...)
				if name == row.sees {
					same(t, name, got, []string{chat})
				} else {
					none(t, name, got)
				}
			}
			if row.sees == "" {
				same(t, "R70: the public log", w.onstage(chat), turnedAway("agentsUnavailable"))
			}
		})
	}
}
