package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// team is a world with three agents Online, a supervisor, and two visitors.
type team struct {
	*world
	noor, ilse, petra, dana, mara, tomas caller
}

// newTeam makes a team under settings that a test may change; dana leads under a configuration of her own, "leading".
func newTeam(t *testing.T, change func(c *settings.Configuration)) *team {
	t.Helper()
	w := &team{world: newWorld(t)}
	w.configures(func(c *settings.Configuration) {
		c.AgentConfigurations = append(c.AgentConfigurations, settings.AgentConfiguration{
			ID: "leading", Name: "Leading", Capacity: 1, Monitoring: true, Whisper: true,
		})
		if change != nil {
			change(c)
		}
	})
	dana := employ("dana", "Dana", "Weiss")
	dana.Configuration = "leading"
	_, err := w.desk.PutPerson(w.ctx, dana)
	w.must(err)
	w.employs("petra", "Petra", "Nowak", "general")
	w.noor, w.ilse, w.petra, w.dana = w.online("noor"), w.online("ilse"), w.online("petra"), w.agent("dana")
	w.dana.Groups = append(w.dana.Groups, session.GroupSupervisor)
	w.resumes(w.dana)
	w.mara, w.tomas = w.visitor("mara"), w.visitor("tomas")
	return w
}

// underConfiguration changes one agent configuration.
func underConfiguration(id string, change func(set *settings.AgentConfiguration)) func(c *settings.Configuration) {
	return func(c *settings.Configuration) {
		for i := range c.AgentConfigurations {
			if c.AgentConfigurations[i].ID == id {
				change(&c.AgentConfigurations[i])
			}
		}
	}
}

// engages lets a visitor ask and an agent accept; nobody has anything left to hear of it.
func (w *team) engages(agent, visitor caller) string {
	w.t.Helper()
	chat := w.asks(visitor)
	w.accepts(agent, chat)
	w.hushes()
	return chat
}

// hushes throws away what everybody has been told so far.
func (w *team) hushes() {
	for _, by := range []caller{w.noor, w.ilse, w.petra, w.dana, w.mara, w.tomas} {
		w.pushes.Take(by.Conn)
	}
}

// tail is the newest public seq of a chat.
func (w *team) tail(chat string) int { return len(w.events(chat)) }

// writes says something behind the newest event.
func (w *team) writes(by caller, chat, text string) int {
	w.t.Helper()
	return w.says(by, chat, w.tail(chat), text)
}

// public and private are the logs of a chat, each entry in the words that identify it, from an entry on.
func (w *team) public(chat string, from int) []string { return w.entries(chat, store.Public, from) }

func (w *team) private(chat string, from int) []string { return w.entries(chat, store.Private, from) }

func (w *team) entries(chat string, private bool, from int) []string {
	w.t.Helper()
	events, err := store.New(w.driver).Events(w.ctx, chat, private, from, 0)
	w.must(err)
	var lines []string
	for _, e := range events {
		lines = append(lines, inWords(e))
	}
	return lines
}

func inWords(e log.Event) string {
	p := e.Payload
	words := []string{string(e.Kind), string(e.Who), string(p.Invite), string(p.To), p.Target, p.Agent, string(p.By), string(p.Reason), p.Detail, p.Text}
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), " ")
}

// same compares what happened with what must have, line by line and in order.
func (w *team) same(what string, got []string, want ...string) {
	w.t.Helper()
	if !slices.Equal(got, want) {
		w.t.Errorf("%s:\n got  %s\n want %s", what, strings.Join(got, " | "), strings.Join(want, " | "))
	}
}

// hears is what a connection was told since it was asked last: each frame's type, and the kinds of the events in it, those
// of the private log in brackets.
func (w *team) hears(by caller) []string {
	w.t.Helper()
	var heard []string
	for _, frame := range w.pushes.Take(by.Conn) {
		heard = append(heard, w.inKinds(frame))
	}
	return heard
}

func (w *team) inKinds(frame []byte) string {
	w.t.Helper()
	var f struct {
		Type            string
		Events, Private []protocol.Event
		Request         protocol.Waiting
	}
	w.must(json.Unmarshal(frame, &f))
	words := []string{f.Type}
	if f.Request.Kind != "" {
		words = append(words, f.Request.Kind)
	}
	for _, e := range f.Events {
		words = append(words, e.Kind)
	}
	for _, e := range f.Private {
		words = append(words, "("+e.Kind+")")
	}
	return strings.Join(words, " ")
}

// newest reads the newest frame of a type that a connection was sent since it was asked last.
func newest[F any](w *team, by caller, kind string) (F, bool) {
	w.t.Helper()
	var found F
	ok := false
	for _, frame := range w.pushes.Take(by.Conn) {
		var f struct{ Type string }
		w.must(json.Unmarshal(frame, &f))
		if f.Type == kind {
			var empty F
			found, ok = empty, true
			w.must(json.Unmarshal(frame, &found))
		}
	}
	return found, ok
}

// stays lets time pass while these people are there: each beats every ten seconds.
func (w *team) stays(d time.Duration, chat string, people ...caller) {
	w.t.Helper()
	for left := d; left > 0; left -= 10 * time.Second {
		for _, by := range people {
			w.beats(by, chat)
		}
		w.passes(min(left, 10*time.Second))
	}
}

// refuses checks that a deed is refused, with this kind.
func (w *team) refuses(what string, kind fault.Kind, err error) {
	w.t.Helper()
	w.wantKind(err, kind, what)
}

// loads are the places taken of some agents: "noor 1, ilse 0".
func (w *team) loads(people ...string) string {
	w.t.Helper()
	var all []string
	for _, person := range people {
		all = append(all, fmt.Sprintf("%s %d", person, w.standing(person).Load))
	}
	return strings.Join(all, ", ")
}

// kindsOf are the kinds of some events.
func kindsOf(events []protocol.Event) []string {
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// pushes makes the button offer its requests to one agent at a time, and let the others wait.
func pushes(c *settings.Configuration) {
	c.Buttons[0].Routing, c.Buttons[0].Queue = settings.LeastActive, true
}

// fills gives each of these agents as many chats as she has places, of a button that pushes; the chats of the first agent
// come back first.
func (w *team) fills(agents ...caller) []string {
	w.t.Helper()
	held := map[string][]string{}
	for i := range 2 * len(agents) {
		chat := w.asks(w.visitor(fmt.Sprint("crowd", i)))
		for _, by := range agents {
			if _, mine := w.standing(by.Person).Offered(chat); mine {
				_, err := w.comes(by, chat)
				w.must(err)
				held[by.Person] = append(held[by.Person], chat)
			}
		}
	}
	var all []string
	for _, by := range agents {
		all = append(all, held[by.Person]...)
	}
	w.hushes()
	return all
}

// under puts an agent under a configuration of her own; it applies at once.
func (w *team) under(person, configuration string) {
	w.t.Helper()
	p, err := w.desk.ReadPerson(w.ctx, person)
	w.must(err)
	p.Configuration = configuration
	_, err = w.desk.PutPerson(w.ctx, p)
	w.must(err)
}
