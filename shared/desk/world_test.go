package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand"
	"sync"
	"testing"
	"time"

	"switchboard/shared/desk"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/protocol"
	pushmemory "switchboard/shared/push/memory"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
	timermemory "switchboard/shared/timer/memory"
)

// epoch is when each test begins.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a desk on memory with a clock that only tests move.
type world struct {
	t      *testing.T
	ctx    context.Context
	now    time.Time
	desk   *desk.Desk
	driver *storememory.Driver
	pushes *pushmemory.Sender
	timers *timermemory.Queue
	hook   storememory.Hook // what befalls the store's calls; nil for nothing
	strike *strike          // what befalls calls of every kind
	log    bytes.Buffer
	ids    int
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, ctx: t.Context(), now: epoch, pushes: pushmemory.New()}
	w.driver = storememory.NewWithHook(func(ctx context.Context, m storememory.Moment, c storememory.Call) error {
		if w.strike != nil && m != storememory.Between {
			return w.strike.store(m)
		}
		if w.hook == nil {
			return nil
		}
		return w.hook(ctx, m, c)
	})
	w.timers = timermemory.New(func() time.Time { return w.now })
	w.desk = desk.New(desk.Parts{
		Store: store.New(w.driver), Push: touchedPushes{w, w.pushes}, Timers: touchedTimers{w, w.timers}, Documents: touchedDocuments{w, filesmemory.New()},
		Now: func() time.Time { return w.now }, Random: &dice{source: rand.New(rand.NewSource(1))},
		Log: slog.New(slog.NewTextHandler(&w.log, nil)),
	})
	w.must(furnishTwo(w.ctx, w.desk))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) id() string { w.ids++; return fmt.Sprintf("id-%d", w.ids) }

func (w *world) visitor(name string) desk.Caller {
	return desk.Caller{Conn: "conn-" + name, Identity: session.Identity{Role: session.Visitor, Person: session.Hash(name), Deployment: "demo", Expires: w.now.Add(time.Hour), Address: "203.0.113.24"}}
}

func (w *world) agent(name string) desk.Caller {
	return desk.Caller{Conn: "conn-" + name, Identity: session.Identity{Role: session.Agent, Person: name, Groups: []string{"agent"}, Expires: w.now.Add(time.Hour)}}
}

// online signs an agent in and makes her Online.
func (w *world) online(name string) desk.Caller {
	w.t.Helper()
	by := w.agent(name)
	_, err := w.desk.Resume(w.ctx, by, protocol.Resume{ID: w.id()})
	w.must(err)
	_, err = w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: w.id(), Status: "Online", Tab: "tab"})
	w.must(err)
	return by
}

// asks lets a visitor ask for a chat and returns its id.
func (w *world) asks(by desk.Caller) string {
	w.t.Helper()
	_, err := w.desk.Resume(w.ctx, by, protocol.Resume{ID: w.id()})
	w.must(err)
	ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: w.id(), Button: "support", Name: "Mara", Question: "Where is my lamp?"})
	w.must(err)
	return ack.Chat
}

func (w *world) accepts(by desk.Caller, chat string) {
	w.t.Helper()
	_, err := w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	w.must(err)
}

func (w *world) says(by desk.Caller, chat string, after int, text string) int {
	w.t.Helper()
	ack, err := w.desk.Message(w.ctx, by, protocol.Message{Action: "message", ID: w.id(), Chat: chat, After: after, Text: text})
	w.must(err)
	return ack.Seq
}

// passes moves the clock second by second and delivers the looks that are due.
func (w *world) passes(d time.Duration) {
	w.t.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		w.now = w.now.Add(time.Second)
		for _, look := range w.timers.Due(w.now) {
			w.must(w.desk.Look(w.ctx, look))
		}
	}
}

func (w *world) transcripts() []string {
	w.t.Helper()
	page, err := w.desk.Transcripts(w.ctx, "", 50)
	w.must(err)
	var chats []string
	for _, s := range page.Transcripts {
		chats = append(chats, fmt.Sprintf("%s %s %s", s.Chat, s.Status, s.EndedBy))
	}
	return chats
}

func (w *world) screen(by desk.Caller) *protocol.Screen {
	w.t.Helper()
	r, err := w.desk.Beat(w.ctx, by, protocol.Beat{ID: w.id()})
	w.must(err)
	return r.Screen
}

// dice are the same in each run, and may be thrown by several at once.
type dice struct {
	mu     sync.Mutex
	source *rand.Rand
}

func (d *dice) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.source.Read(b)
}

// settled is how long every function may still work with settings that were replaced.
const settled = 11 * time.Second

func button(id, skill string) settings.Button { return settings.Button{ID: id, Name: id, Skill: skill} }

// configures changes the settings and lets every function follow.
func (w *world) configures(change func(c *settings.Configuration)) {
	w.t.Helper()
	c, err := w.desk.ReadConfiguration(w.ctx)
	w.must(err)
	change(&c)
	_, err = w.desk.Configure(w.ctx, c)
	w.must(err)
}

// employs makes somebody an agent.
func (w *world) employs(person, first, last string, skills ...string) {
	w.t.Helper()
	_, err := w.desk.PutPerson(w.ctx, employ(person, first, last, skills...))
	w.must(err)
}
