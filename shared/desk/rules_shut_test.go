package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/push"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

func (w *world) disables(person string, disabled bool) {
	w.t.Helper()
	w.employedAs(person, func(p *settings.Person) { p.Disabled = disabled })
}

// closed reports whether a socket is closed and its entry gone.
func (w *world) closed(by caller) bool {
	w.t.Helper()
	p, err := store.New(w.driver).Person(w.ctx, by.Person)
	w.must(err)
	return errors.Is(w.pushes.Send(w.ctx, by.Conn, nil), push.ErrGone) && !slices.Contains(p.Conns, by.Conn)
}

// lastFrame is what a socket was told last.
func (w *world) lastFrame(by caller) string {
	frames := w.pushes.Take(by.Conn)
	if len(frames) == 0 {
		return ""
	}
	var e protocol.Error
	w.must(json.Unmarshal(frames[len(frames)-1], &e))
	return e.Type + " " + e.Kind + " " + e.Message
}

const disabledWords = "error forbidden You have been disabled. Ask your administrator."

// isOut demands that a person is Offline, holds nothing and has no socket.
func (w *world) isOut(by caller) {
	w.t.Helper()
	a := w.standing(by.Person)
	p, err := store.New(w.driver).Person(w.ctx, by.Person)
	w.must(err)
	if a.Status != routing.Offline || a.Load != 0 || len(a.Offers) != 0 || len(p.Chats)+len(p.Conns) != 0 || !w.closed(by) {
		w.t.Errorf("%s is %s with load %d, offers %v, %+v; closed %t", by.Person, a.Status, a.Load, a.Offers, p, w.closed(by))
	}
}

// isRefused demands that a person gets no ticket, and that a socket and a log-in from before come to nothing.
func (w *world) isRefused(by caller) {
	w.t.Helper()
	_, err := w.desk.AgentTicket(w.ctx, by.Identity)
	w.wantKind(err, fault.Forbidden, "a ticket")
	by.Conn += "-" + w.id() // opened with a ticket that she had got before
	_, err = w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: w.id(), Status: "Online", Tab: "tab"})
	w.wantKind(err, fault.Forbidden, "a log-in")
	_, err = w.desk.Resume(w.ctx, by, protocol.Resume{ID: w.id()})
	w.wantKind(err, fault.Forbidden, "a resume")
	if got := w.lastFrame(by); got != disabledWords || !w.closed(by) {
		w.t.Errorf("her late socket heard %q; closed %t", got, w.closed(by))
	}
}

// works demands that a person who signs in now gets a ticket, and is Online over a new socket.
func (w *world) works(name, conn string) {
	w.t.Helper()
	by := w.agent(name)
	by.Conn, by.Issued = conn, w.now.Truncate(time.Second)
	_, err := w.desk.AgentTicket(w.ctx, by.Identity)
	w.must(err)
	w.resumes(by)
	w.goes(by, routing.Online)
}

func TestF51WhoIsDisabledIsShutOutAtOnce(t *testing.T) {
	for _, row := range []struct {
		title string
		scene func(w *world) (by caller, chats []string)
	}{
		{"R28, R17, F51: an agent in a chat, with an offer", func(w *world) (caller, []string) {
			noor := w.online("noor")
			chat, offered := w.asks(w.visitor("mara")), w.asks(w.visitor("tomas"))
			w.accepts(noor, chat)
			return noor, []string{chat, offered}
		}},
		{"R28, F51: an agent who is Away", func(w *world) (caller, []string) {
			noor := w.online("noor")
			w.goes(noor, routing.Away)
			return noor, nil
		}},
		{"R28, F51: an agent whose ended chat's tab is open", func(w *world) (caller, []string) {
			noor, chat := ended(w)
			return noor, []string{chat}
		}},
		{"R28, F51: one who never logged in", func(w *world) (caller, []string) {
			noor := w.agent("noor")
			w.resumes(noor)
			return noor, nil
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := newWorld(t)
			noor, chats := row.scene(w)
			w.disables("noor", true)
			if got := w.lastFrame(noor); got != disabledWords {
				t.Errorf("her socket heard last %q", got)
			}
			w.isOut(noor)
			for _, id := range chats {
				if !w.hasEnded(id) {
					t.Errorf("chat %s stands at %v", id, w.events(id))
				}
			}
			w.isRefused(noor)
			w.disables("noor", true) // once more does nothing more
			w.isOut(noor)
			w.disables("noor", false)
			w.works("noor", "conn-again")
			w.settles()
			w.sound(chats...)
		})
	}
}

// A colleague is left alone, and goes on with what was offered to whom was disabled.
func TestF51R20WhatWasOfferedToADisabledPersonGoesOn(t *testing.T) {
	w := newWorld(t)
	noor, chat := w.online("noor"), ""
	mara := w.visitor("mara")
	w.sets(func(b *settings.Button) { b.Routing = settings.LeastActive })
	w.passes(settled)
	w.screen(noor)
	chat = w.asks(mara)
	ilse := w.online("ilse")
	if got := w.offersTo(noor); !slices.Equal(got, []string{chat}) {
		t.Fatalf("noor is offered %v", got)
	}
	w.disables("noor", true)
	w.isOut(noor)
	if got := w.offersTo(ilse); !slices.Equal(got, []string{chat}) {
		t.Errorf("ilse is offered %v", got)
	}
	if w.closed(ilse) {
		t.Error("ilse's socket is closed")
	}
}

// Whatever she does at that moment comes before or after it, and she is out.
func TestF51WhoeverActsWhileSheIsShutOutIsOut(t *testing.T) {
	for title, act := range map[string]func(w *world, by caller) error{
		"F51: she logs in": func(w *world, by caller) error {
			_, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: "p", Status: "Online", Tab: "tab"})
			return err
		},
		"F51: she opens a socket": func(w *world, by caller) error {
			_, err := w.desk.Resume(w.ctx, by, protocol.Resume{ID: "r"})
			return err
		},
	} {
		t.Run(title, func(t *testing.T) {
			for at := 1; ; at++ {
				w := newWorld(t)
				noor, calls := w.agent("noor"), 0
				w.hook = func(_ context.Context, m storememory.Moment, _ storememory.Call) error {
					if calls++; m == storememory.Before && calls == at {
						hook := w.hook
						w.hook = nil
						w.disables("noor", true)
						w.hook = hook
					}
					return nil
				}
				err := act(w, noor)
				w.hook = nil
				if calls < at {
					return
				}
				if p, readErr := w.desk.ReadPerson(w.ctx, "noor"); readErr != nil || !p.Disabled {
					continue // the moment lay after a call
				}
				p, readErr := store.New(w.driver).Person(w.ctx, "noor")
				w.must(readErr)
				if a := w.standing("noor"); a.Status != routing.Offline || len(p.Conns) != 0 {
					t.Fatalf("call %d: %v; she is %s with %v", at, err, a.Status, p.Conns)
				}
			}
		})
	}
}

func TestF51ATokenFromBeforeIsRefusedAndALaterOneIsNot(t *testing.T) {
	for _, row := range []struct {
		title  string
		issued time.Duration // after she was shut out
		want   fault.Kind
	}{
		{"F51: a second before", -time.Second, fault.Forbidden},
		{"F51: in the same second, which may have been before", 0, fault.Forbidden},
		{"F51: a second after", time.Second, ""},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := newWorld(t)
			w.must(store.New(w.driver).Commit(w.ctx, store.ShutOut("noor", w.now.Add(300*time.Millisecond))))
			id := session.Identity{Role: session.Agent, Person: "noor", Issued: w.now.Add(row.issued)}
			for range 2 {
				_, err := w.desk.AgentTicket(w.ctx, id)
				if err != nil && fault.Of(err).Kind != row.want || err == nil && row.want != "" {
					t.Errorf("%v, want %q", err, row.want)
				}
			}
		})
	}
}

func init() {
	deeds = append(deeds, deed{"disable", false, func(w *world) (act, func(*world)) {
		noor, ilse := w.online("noor"), w.agent("ilse")
		w.resumes(ilse)
		chat, second := w.asks(w.visitor("mara")), w.asks(w.visitor("tomas"))
		w.accepts(noor, chat)
		p, err := w.desk.ReadPerson(w.ctx, "noor")
		w.must(err)
		p.Disabled = true
		return func(ctx context.Context) error { _, err := w.desk.PutPerson(ctx, p); return err }, func(w *world) {
			if now, err := w.desk.ReadPerson(w.ctx, "noor"); err != nil || now.Disabled != w.closed(noor) {
				w.t.Errorf("disabled %t (%v), her socket closed %t", now.Disabled, err, w.closed(noor))
			}
			if w.closed(ilse) {
				w.t.Error("the socket of somebody else is closed")
			}
			w.sound(chat, second)
		}
	}})
}
