package desk_test

import (
	"context"
	"encoding/json"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// socket is a person's end of the line. Each return to life is another connection; what an earlier life waited for is
// forgotten.
type socket struct {
	s     *simulation
	id    session.Identity
	conn  string
	life  int
	there bool
	inbox [][]byte
	read  func(json.RawMessage, string)
}

func (s *simulation) newSocket(id session.Identity, read func(json.RawMessage, string)) *socket {
	c := &socket{s: s, id: id, read: read}
	s.order = append(s.order, c)
	return c
}

// opens begins a life on a connection of its own.
func (c *socket) opens() {
	s := c.s
	c.shuts()
	c.life++
	c.there, c.conn = true, s.id()
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

// frame sends a frame and sends it again after 8 s without an answer, three times, while this life lasts. done gets the
// first answer; a failure that names no refusal is no answer.
func (c *socket) frame(name string, do func(context.Context) error, done func(error)) {
	life, answered := c.life, false
	var send func(times int)
	send = func(times int) {
		if !c.there || c.life != life || answered {
			return
		}
		c.s.call(name, handlerTime, do, func(err error) {
			unknown := err != nil && fault.Of(err).Kind == fault.Internal || fault.Is(err, fault.Limited) || c.s.draw(c.s.faults.deaf)
			if unknown || answered || !c.there || c.life != life {
				return
			}
			answered = true
			done(err)
		})
		if times > 0 {
			c.s.after(8*time.Second, func() { send(times - 1) })
		}
	}
	send(3)
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
	s, id, by := c.s, c.s.id(), c.caller()
	life, seq := c.life, 0
	s.log(c.id.Person, "says", id)
	c.frame(c.id.Person+" says "+id, func(ctx context.Context) error {
		if seq = h.ids[id]; seq > 0 {
			return nil // seen: it was sent, and `after` stands behind it
		}
		ack, err := s.desk.Message(ctx, by, protocol.Message{Action: "message", ID: id, Chat: h.chat, After: h.after, Text: text})
		if ack != nil {
			seq = ack.Seq
		}
		return err
	}, func(err error) {
		h.sending = false
		if err == nil {
			s.mirror.acknowledged(h.chat, id, seq)
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
