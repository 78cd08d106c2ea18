package dynamo_test

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/shared/desk"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	"switchboard/shared/store/dynamo"
	"switchboard/shared/store/dynamo/meter"
	"switchboard/shared/store/dynamotest"
	"switchboard/shared/timer"
)

const dataPaper = "../../../docs/data.md"

// TestP3WhatEachVerbCostsIsWhatTheDocsSay drives one conversation through the desk over DynamoDB Local and meters each
// verb. docs/data.md holds the rows. With UPDATE_DOCS=1 the rows are written there, for whoever meant to change them;
// the sums below the table are hers to mend.
func TestP3WhatEachVerbCostsIsWhatTheDocsSay(t *testing.T) {
	paper, err := os.ReadFile(dataPaper)
	if err != nil {
		t.Fatal(err)
	}
	text := string(paper)
	for _, row := range newBill(t).conversation() {
		verb, _, _ := strings.Cut(row[2:], " |")
		said := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(verb) + ` \|.*$`).FindString(text)
		if said == row {
			continue
		}
		t.Errorf("docs/data.md says\n%s\nand it is\n%s", said, row)
		if said != "" {
			text = strings.Replace(text, said, row, 1)
		}
	}
	if os.Getenv("UPDATE_DOCS") != "" {
		if err := os.WriteFile(dataPaper, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// bill meters a desk: what its table is asked, what its timers and sockets are sent.
type bill struct {
	t      *testing.T
	ctx    context.Context
	now    time.Time
	desk   *desk.Desk
	meter  *meter.Meter
	looks  atomic.Int64
	posts  atomic.Int64
	frames int
	rows   []string
}

func newBill(t *testing.T) *bill {
	b := &bill{t: t, ctx: t.Context(), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), meter: meter.New()}
	b.desk = desk.New(desk.Parts{
		Store: store.New(dynamo.New(dynamotest.Client(t, b.meter.On), dynamotest.Tables(t))), Push: posts{b}, Timers: looks{b},
		Documents: filesmemory.New(), Now: func() time.Time { return b.now }, Random: rand.New(rand.NewSource(1)),
	})
	_, err := b.desk.Configure(b.ctx, settings.Configuration{
		Skills:              []settings.Skill{{ID: "general", Name: "General"}},
		Deployments:         []settings.Deployment{{ID: "demo", Site: "Lantern", Buttons: []string{"support"}}},
		Buttons:             []settings.Button{{ID: "support", Name: "Support", Skill: "general"}},
		AgentConfigurations: []settings.AgentConfiguration{{ID: "standard", Name: "Standard", Capacity: 4}},
	})
	for _, person := range []string{"noor", "ilse"} {
		if err == nil {
			_, err = b.desk.PutPerson(b.ctx, settings.Person{
				Person: person, First: person, Skills: []string{"general"}, Configuration: "standard", Permissions: []settings.Permission{settings.ApiEnabled},
			})
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// posts and looks count what is sent.
type posts struct{ b *bill }

func (p posts) Send(context.Context, string, []byte) error { p.b.posts.Add(1); return nil }
func (p posts) Drop(context.Context, string) error         { return nil }

type looks struct{ b *bill }

func (l looks) Send(context.Context, timer.Look, time.Duration) error { l.b.looks.Add(1); return nil }

// costs runs a verb five seconds later, with the settings in memory, and notes what it cost.
func (b *bill) costs(verb string, run func() error) {
	b.t.Helper()
	b.now = b.now.Add(5 * time.Second)
	if _, err := b.desk.Configuration(b.ctx); err != nil {
		b.t.Fatal(err)
	}
	b.meter.Read()
	b.looks.Store(0)
	b.posts.Store(0)
	if err := run(); err != nil {
		b.t.Fatalf("%s: %v", verb, err)
	}
	r := b.meter.Read()
	requests := 0
	for _, n := range r.Requests {
		requests += n
	}
	b.rows = append(b.rows, fmt.Sprintf("| %s | %d | %v | %v | %d | %d |", verb, requests, r.Read, r.Write, b.looks.Load(), b.posts.Load()))
}

func (b *bill) conversation() []string {
	visitor := desk.Caller{Conn: "conn-v", Identity: session.Identity{Role: session.Visitor, Person: session.Hash("mara"), Deployment: "demo", Expires: b.now.Add(time.Hour)}}
	agent := desk.Caller{Conn: "conn-a", Identity: session.Identity{Role: session.Agent, Person: "noor", Groups: []string{"agent"}, Expires: b.now.Add(time.Hour)}}
	b.opening(agent, visitor)
	chat := b.asking(agent, visitor)
	b.talking(agent, visitor, chat)
	b.ending(agent, visitor, chat)
	return b.rows
}

// opening is how people come: tickets, first frames, a log-in.
func (b *bill) opening(agent, visitor desk.Caller) {
	b.costs("sweep that finds nothing", func() error { _, err := b.desk.Sweep(b.ctx); return err })
	var ticket desk.Ticket
	b.costs("ticket given", func() (err error) { ticket, err = b.desk.GiveTicket(b.ctx, agent.Identity); return err })
	b.costs("ticket taken (`authorize`)", func() error { _, err := b.desk.TakeTicket(b.ctx, ticket.Ticket, ""); return err })
	b.costs("resume, agent, nothing held", func() error { _, err := b.desk.Resume(b.ctx, agent, protocol.Resume{ID: "1"}); return err })
	b.costs("presence, log-in", b.presence(agent, "Online"))
	b.costs("presence, Away", b.presence(agent, "Away"))
	b.costs("presence, Online again", b.presence(agent, "Online"))
	b.costs("beat, agent without chats", func() error { _, err := b.desk.Beat(b.ctx, agent, protocol.Beat{ID: "2"}); return err })
	b.costs("availability, one button", func() error { _, _, _, err := b.desk.Availability(b.ctx, "demo", nil); return err })
	b.costs("resume, visitor, nothing held", func() error { _, err := b.desk.Resume(b.ctx, visitor, protocol.Resume{ID: "3"}); return err })
}

func (b *bill) presence(agent desk.Caller, status string) func() error {
	return func() error {
		b.frames++
		_, err := b.desk.Presence(b.ctx, agent, protocol.Presence{Action: "presence", ID: fmt.Sprint("p", b.frames), Status: status, Tab: "t"})
		return err
	}
}

func (b *bill) asking(agent, visitor desk.Caller) (chat string) {
	b.costs("request, one agent Online", func() error {
		ack, err := b.desk.Request(b.ctx, visitor, protocol.Request{Action: "request", ID: "4", Button: "support", Name: "Mara", Question: "Where is my lamp?"})
		if err == nil {
			chat = ack.Chat
		}
		return err
	})
	b.costs("accept", func() error {
		_, err := b.desk.Accept(b.ctx, agent, protocol.Accept{Action: "accept", ID: "6", Chat: chat, After: 1})
		return err
	})
	return chat
}

func (b *bill) talking(agent, visitor desk.Caller, chat string) {
	say := func(by desk.Caller, id string, after int) func() error {
		return func() error {
			_, err := b.desk.Message(b.ctx, by, protocol.Message{Action: "message", ID: id, Chat: chat, After: after, Text: "The lamp is at the door."})
			return err
		}
	}
	b.costs("message, by the visitor", say(visitor, "7", 2))
	b.costs("message, by the agent", say(agent, "8", 3))
	b.costs("message sent again", say(agent, "8", 3))
	b.costs("typing", func() error {
		return b.desk.Typing(b.ctx, agent, protocol.Typing{Action: "typing", Chat: chat, On: true})
	})
	held := []protocol.Held{{Chat: chat, After: 4}}
	b.costs("beat, visitor", func() error { _, err := b.desk.Beat(b.ctx, visitor, protocol.Beat{ID: "9", Have: held}); return err })
	b.costs("beat, agent, one chat", func() error { _, err := b.desk.Beat(b.ctx, agent, protocol.Beat{ID: "10", Have: held}); return err })
	b.costs("resume, visitor, one chat", func() error {
		_, err := b.desk.Resume(b.ctx, visitor, protocol.Resume{ID: "11", Have: held})
		return err
	})
	b.costs("look that finds nothing due", func() error { return b.desk.Wake(b.ctx, store.ChatThing(chat)) })
}

func (b *bill) ending(agent, visitor desk.Caller, chat string) {
	b.costs("leave (the page closes)", func() error { return b.desk.VisitorLeaves(b.ctx, visitor.Identity, chat) })
	b.costs("end", func() error {
		_, err := b.desk.End(b.ctx, visitor, protocol.End{Action: "end", ID: "12", Chat: chat, After: 4})
		return err
	})
	b.costs("close, with the transcript", func() error {
		_, err := b.desk.Close(b.ctx, agent, protocol.Close{Action: "close", ID: "13", Chat: chat, After: 5})
		return err
	})
	b.costs("transcripts, a page of one", func() error { _, err := b.desk.Transcripts(b.ctx, "", 1); return err })
	b.costs("transcript", func() error { _, err := b.desk.Transcript(b.ctx, chat); return err })
	b.costs("disconnect, visitor", func() error { return b.desk.Disconnect(b.ctx, visitor) })
	b.costs("presence, log-out, no chats", b.presence(agent, "Offline"))
	b.declining()
	b.costs("sweep while an agent is logged in, measured", func() error {
		ctx, _ := desk.Measured(b.ctx)
		_, err := b.desk.Sweep(ctx)
		return err
	})
}

// declining is a request that one of two agents declines.
func (b *bill) declining() {
	by := func(person string) desk.Caller {
		return desk.Caller{Conn: "conn-" + person, Identity: session.Identity{Role: session.Agent, Person: person, Groups: []string{"agent"}, Expires: b.now.Add(time.Hour)}}
	}
	for _, person := range []string{"noor", "ilse"} {
		if err := b.presence(by(person), "Online")(); err != nil {
			b.t.Fatal(err)
		}
	}
	visitor := desk.Caller{Conn: "conn-w", Identity: session.Identity{Role: session.Visitor, Person: session.Hash("tomas"), Deployment: "demo", Expires: b.now.Add(time.Hour)}}
	ack, err := b.desk.Request(b.ctx, visitor, protocol.Request{Action: "request", ID: "20", Button: "support"})
	if err != nil {
		b.t.Fatal(err)
	}
	b.costs("decline, another agent Online", func() error {
		_, err := b.desk.Decline(b.ctx, by("ilse"), protocol.Decline{Action: "decline", ID: "21", Chat: ack.Chat, After: 1})
		return err
	})
}
