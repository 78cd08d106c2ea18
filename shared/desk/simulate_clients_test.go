package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// socket is a person's end of the line, with a random source of its own. Each return to life is another connection; what
// an earlier life waited for is forgotten.
type socket struct {
	s     *simulation
	id    session.Identity
	rng   *rand.Rand
	conn  string
	life  int
	names int
	there bool
	inbox [][]byte
	read  func(json.RawMessage, string)
}

func (s *simulation) newSocket(id session.Identity, read func(json.RawMessage, string)) *socket {
	name := fnv.New64a()
	_, _ = io.WriteString(name, id.Person)
	c := &socket{s: s, id: id, read: read, rng: rand.New(rand.NewSource(s.seed ^ int64(name.Sum64())))}
	s.order = append(s.order, c)
	return c
}

// name is a name that nothing else has: of a frame, or of a connection.
func (c *socket) name() string { c.names++; return fmt.Sprintf("%s-%d", c.id.Person, c.names) }

func (c *socket) between(from, to float64) time.Duration { return between(c.rng, from, to) }

// gap is how long somebody stays away: about as long as one of the clocks runs.
func (c *socket) gap(seconds ...float64) time.Duration {
	from := seconds[c.rng.Intn(len(seconds))]
	return c.between(from, from+2)
}

// once in so many times something happens.
func (c *socket) once(in int) bool { return c.rng.Intn(in) == 0 }

// opens begins a life on a connection of its own.
func (c *socket) opens() {
	s := c.s
	c.shuts()
	c.life++
	c.there, c.conn = true, c.name()
	s.sockets[c.conn] = c
}

// shuts ends a life; where `$disconnect` is delivered, it comes late and once.
func (c *socket) shuts() {
	if !c.there {
		return
	}
	s, by := c.s, c.caller()
	c.there, c.inbox = false, nil
	delete(s.sockets, c.conn)
	if s.faults.disconnects {
		s.after([]time.Duration{0, time.Minute}[s.rng.Intn(2)], func() {
			s.log("$disconnect", by.Conn)
			s.call("disconnect", handlerTime, func(ctx context.Context) error { return s.desk.Disconnect(ctx, by) }, nil)
		})
	}
}

func (c *socket) caller() desk.Caller { return desk.Caller{Identity: c.id, Conn: c.conn} }

const handlerTime = 10 * time.Second

// frame is a frame as a history records it: who wants what of which chat under which id.
type frame struct {
	kind, person, chat, id, target string
	again                          bool // sometimes it is sent again although it was answered
}

// asks sends a frame and sends it again after 8 s without an answer, three times, while this life lasts. done gets the
// first answer; a failure that names no refusal is no answer.
func asks[T any](c *socket, a frame, do func(context.Context) (*T, error), done func(*T, error)) {
	a.person = c.id.Person
	life, answered := c.life, false
	var send func(times int)
	send = func(times int) {
		if !c.there || c.life != life || answered {
			return
		}
		var answer *T
		attempt := c.s.record.calls(a)
		c.s.callFor(&a, a.person+" "+a.kind, handlerTime, func(ctx context.Context) (err error) {
			answer, err = do(ctx)
			return err
		}, func(err error) {
			if c.unheard(err) || !c.there || c.life != life {
				return
			}
			attempt.returns(answer, err)
			if answered {
				return
			}
			answered = true
			c.reads(answer)
			done(answer, err)
			if a.again && c.once(8) {
				answered = false
				c.living(c.between(0, 40), func() { done = ignore[T]; send(0) })
			}
		})
		if times > 0 {
			c.s.after(8*time.Second, func() { send(times - 1) })
		}
	}
	send(3)
}

func ignore[T any](*T, error) {}

// unheard reports whether an answer tells the client nothing, or never reaches her.
func (c *socket) unheard(err error) bool {
	unknown := err != nil && fault.Of(err).Kind == fault.Internal || fault.Is(err, fault.Limited)
	return unknown || c.s.draw(c.s.faults.deaf)
}

// living plans something for this life.
func (c *socket) living(d time.Duration, what func()) {
	life := c.life
	c.s.after(d, func() {
		if c.there && c.life == life {
			what()
		}
	})
}

// deliver hands frames to those they were pushed to, in the order of the sockets.
func (s *simulation) deliver() {
	for _, c := range s.order {
		s.mu.Lock()
		frames := c.inbox
		c.inbox = nil
		s.mu.Unlock()
		for _, data := range frames {
			var f struct {
				Type string `json:"type"`
			}
			if json.Unmarshal(data, &f) == nil {
				c.s.mirror.told(c, data, f.Type)
				c.read(data, f.Type)
			}
		}
	}
}

// held is how much of a chat a client holds.
type held struct {
	chat         string
	after        int
	afterPrivate int
	ended        bool
	closed       bool
	sending      bool           // one message of this chat is in flight
	ids          map[string]int // the frames whose events it has seen
}

// take follows a push: the next event in line is taken, after a gap the client would resume.
func (h *held) take(events []protocol.Event) {
	for _, e := range events {
		if e.Seq == h.after+1 {
			h.after = e.Seq
			if h.ids == nil {
				h.ids = map[string]int{}
			}
			h.ids[e.ID] = e.Seq
			h.ended = h.ended || e.Kind == "ended"
		}
	}
}

func (h *held) see(v protocol.Chat) {
	h.take(v.Events)
	h.ended = h.ended || v.State == "ended"
}

// says tries to say something, once what was said before is answered.
func (c *socket) says(h *held, text string, behind func()) {
	if h == nil || h.ended {
		return
	}
	if h.sending {
		c.living(time.Second, func() { c.says(h, text, behind) })
		return
	}
	h.sending = true
	s, id, by := c.s, c.name(), c.caller()
	life := c.life
	c.asides(h.chat, h.after)
	s.log(c.id.Person, "says", id)
	asks(c, frame{kind: "says", chat: h.chat, id: id}, func(ctx context.Context) (*protocol.Ack, error) {
		if seq := h.ids[id]; seq > 0 {
			return &protocol.Ack{Seq: seq}, nil // seen: it was sent, and `after` stands behind it
		}
		return s.desk.Message(ctx, by, protocol.Message{Action: "message", ID: id, Chat: h.chat, After: h.after, Text: text})
	}, func(ack *protocol.Ack, err error) {
		h.sending = false
		if err == nil {
			s.mirror.acknowledged(h.chat, id, ack.Seq)
		} else if fault.Is(err, fault.Behind) {
			behind()
		}
	})
	s.after(35*time.Second, func() {
		if c.life == life {
			h.sending = false
		}
	})
}
