package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// staffed is a world in which petra serves the button besides noor and ilse, each with two places.
func staffed(t *testing.T) *world {
	w := newWorld(t)
	w.employs("petra", "Petra", "Holm", "general")
	return w
}

// pushing is a staffed world whose button offers each request to one agent at a time.
func pushing(t *testing.T, more ...func(b *settings.Button)) *world {
	w := staffed(t)
	w.sets(append([]func(*settings.Button){func(b *settings.Button) { b.Routing, b.PushTimeout = settings.LeastActive, 20 }}, more...)...)
	return w
}

// sets changes the button.
func (w *world) sets(changes ...func(b *settings.Button)) {
	w.t.Helper()
	w.configures(func(c *settings.Configuration) {
		for _, change := range changes {
			change(&c.Buttons[0])
		}
	})
}

// suits gives somebody a configuration of her own, made from the one that all have.
func (w *world) suits(person string, change func(a *settings.AgentConfiguration)) {
	w.t.Helper()
	w.configures(func(c *settings.Configuration) {
		own := c.AgentConfigurations[0]
		own.ID = person
		change(&own)
		c.AgentConfigurations = append(c.AgentConfigurations, own)
	})
	p, err := w.desk.ReadPerson(w.ctx, person)
	w.must(err)
	p.Configuration = person
	_, err = w.desk.PutPerson(w.ctx, p)
	w.must(err)
}

func places(n int) func(a *settings.AgentConfiguration) {
	return func(a *settings.AgentConfiguration) { a.Capacity = n }
}

// supervisor signs somebody in who may look after others.
func (w *world) supervisor(name string) desk.Caller {
	w.t.Helper()
	by := w.agent(name)
	by.Groups = []string{session.GroupAgent, session.GroupSupervisor}
	w.resumes(by)
	return by
}

// wants lets a visitor ask with more than her name.
func (w *world) wants(by caller, change func(r *protocol.Request)) string {
	w.t.Helper()
	w.resumes(by)
	r := protocol.Request{Action: "request", ID: w.id(), Button: "support", Name: by.Conn}
	change(&r)
	ack, err := w.desk.Request(w.ctx, by, r)
	w.must(err)
	return ack.Chat
}

func (w *world) declines(by caller, chat string) {
	w.t.Helper()
	_, err := w.desk.Decline(w.ctx, by, protocol.Decline{Action: "decline", ID: w.id(), Chat: chat, After: 1})
	w.must(err)
}

func (w *world) triesToAccept(by caller, chat string) error {
	_, err := w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	return err
}

// acknowledges is a console that shows its offer.
func (w *world) acknowledges(by caller, chat string) {
	w.t.Helper()
	w.must(w.desk.Offered(w.ctx, by, protocol.Offered{Action: "offered", Chat: chat}))
}

// finishes ends a chat from its visitor's side, or cancels her request.
func (w *world) finishes(by caller, chat string) {
	w.t.Helper()
	events := w.events(chat)
	_, err := w.desk.End(w.ctx, by, protocol.End{Action: "end", ID: w.id(), Chat: chat, After: len(events)})
	w.must(err)
}

func (w *world) closes(by caller, chat string) {
	w.t.Helper()
	_, err := w.desk.Close(w.ctx, by, protocol.Close{Action: "close", ID: w.id(), Chat: chat, After: 1})
	w.must(err)
}

// busy gives an agent chats of her own until she has so many, and returns them with their visitors.
func (w *world) busy(by caller, n int) (visitors []caller, chats []string) {
	w.t.Helper()
	for i := range n {
		v := w.visitor(fmt.Sprintf("%s-visitor-%d", by.Person, i))
		chat := w.wants(v, func(r *protocol.Request) { r.Targets = []protocol.Target{{Agent: by.Person}} })
		w.accepts(by, chat)
		visitors, chats = append(visitors, v), append(chats, chat)
		w.now = w.now.Add(time.Millisecond)
	}
	return visitors, chats
}

// stays lets time pass in which consoles and pages beat as theirs do.
func (w *world) stays(d time.Duration, there ...caller) {
	w.t.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		w.passes(min(5*time.Second, end.Sub(w.now)))
		for _, by := range there {
			p, err := store.New(w.driver).Person(w.ctx, by.Person)
			w.must(err)
			var chats []string
			for _, h := range p.Chats {
				chats = append(chats, h.Chat)
			}
			w.beats(by, chats...)
		}
	}
}

// backstage is the private log: what happened, with the agent or the queue it is about.
func (w *world) backstage(chat string) []string {
	w.t.Helper()
	var lines []string
	for _, e := range w.privately(chat) {
		about := e.Payload.Agent
		if e.Kind == log.Queued {
			about = e.Payload.Target
		}
		lines = append(lines, strings.TrimSpace(string(e.Kind)+" "+about))
	}
	return lines
}

func (w *world) privately(chat string) []log.Event {
	w.t.Helper()
	events, err := store.New(w.driver).Events(w.ctx, chat, store.Private, 1, 0)
	w.must(err)
	return events
}

// onstage is the public log: who did what, with the name that is shown, the words, or how it ended.
func (w *world) onstage(chat string) []string {
	w.t.Helper()
	events, err := store.New(w.driver).Events(w.ctx, chat, store.Public, 1, 0)
	w.must(err)
	var lines []string
	for _, e := range events {
		p := e.Payload
		line := []string{string(e.Kind), string(e.Who), p.Name, p.Text, string(p.By), string(p.Reason)}
		lines = append(lines, strings.Join(slices.DeleteFunc(line, func(s string) bool { return s == "" }), " "))
	}
	return lines
}

// shown is what was pushed to a connection since it was last asked: each frame in a few words.
func (w *world) shown(by caller) []string {
	w.t.Helper()
	var lines []string
	for _, data := range w.pushes.Take(by.Conn) {
		lines = append(lines, w.inWords(data))
	}
	return lines
}

// inWords is a frame as its type, whom or what it is about, and what it says.
func (w *world) inWords(data []byte) string {
	w.t.Helper()
	var f struct {
		Type, Chat, By string
		Request        protocol.Waiting
		Screen         *protocol.Screen
		Events         []protocol.Event
		View           protocol.Chat
		Place          int
	}
	w.must(json.Unmarshal(data, &f))
	switch f.Type {
	case "waiting":
		return strings.Join(strings.Fields("waiting "+f.Request.Kind+" "+f.Request.Chat), " ")
	case "screen":
		return fmt.Sprintf("screen %s %d/%d", f.Screen.Status, f.Screen.Load, f.Screen.Capacity)
	case "events":
		var kinds []string
		for _, e := range f.Events {
			kinds = append(kinds, strings.TrimSpace(e.Kind+" "+e.Name))
		}
		return strings.Join(append([]string{"events"}, kinds...), " ")
	case "place":
		return fmt.Sprintf("place %d", f.Place)
	case "opened":
		return "opened " + f.View.Chat
	}
	return strings.TrimSpace(f.Type + " " + f.Chat + " " + f.By)
}

// offersTo are the chats that are offered to an agent alone, as her console lists them.
func (w *world) offersTo(by caller) []string {
	w.t.Helper()
	var chats []string
	for _, r := range w.resumes(by).Requests {
		if r.Kind != "" {
			chats = append(chats, r.Chat)
		}
	}
	return chats
}

// choicesOf are the chats that an agent may choose from her list.
func (w *world) choicesOf(by caller) []string {
	w.t.Helper()
	var chats []string
	for _, r := range w.resumes(by).Requests {
		if r.Kind == "" {
			chats = append(chats, r.Chat)
		}
	}
	return chats
}

// available are the buttons at which a request would be let in.
func (w *world) available(button string) bool {
	w.t.Helper()
	_, _, there, err := w.desk.Availability(w.ctx, "demo", nil)
	w.must(err)
	return there.Buttons[button]
}

// same demands two lists to be the same, in order.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func none(t *testing.T, what string, got []string) {
	t.Helper()
	same(t, what, got, nil)
}
