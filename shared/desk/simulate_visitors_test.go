package desk_test

import (
	"context"
	"encoding/json"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// simulatedVisitor asks, waits, talks, and then ends, leaves, vanishes or stays; perhaps she returns, or asks again.
type simulatedVisitor struct {
	*socket
	request string
	chat    *held
	asked   int
}

func newSimulatedVisitor(s *simulation, name string) *simulatedVisitor {
	v := &simulatedVisitor{}
	v.socket = s.newSocket(session.Identity{Role: session.Visitor, Person: name, Deployment: "demo"}, v.hears)
	s.visitors = append(s.visitors, v)
	return v
}

func (v *simulatedVisitor) arrives() {
	v.s.log(v.id.Person, "ARRIVES")
	v.opens()
	v.resume(func() {})
	v.ask()
	v.beats()
	for range v.s.rng.Intn(4) {
		v.living(v.s.between(5, 900), func() { v.says(v.chat, "word", func() { v.resume(func() {}) }) })
	}
	v.living(v.s.between(1, 900), []func(){v.vanish, v.vanish, v.leaves, v.ends, func() {}}[v.s.rng.Intn(5)])
}

func (v *simulatedVisitor) ask() {
	s, by := v.s, v.caller()
	v.request = s.id()
	v.asked++
	f := protocol.Request{Action: "request", ID: v.request, Button: "support", Name: "Mara", Question: "Where is my lamp?"}
	var ack *protocol.Ack
	v.frame(v.id.Person+" asks "+f.ID, func(ctx context.Context) error {
		got, err := s.desk.Request(ctx, by, f)
		if got != nil {
			ack = got
		}
		return err
	}, func(err error) {
		if err == nil && (v.chat == nil || v.chat.chat != ack.Chat) {
			v.chat = &held{chat: ack.Chat}
			v.chat.see(*ack.View)
		}
	})
}

func (v *simulatedVisitor) hears(data json.RawMessage, kind string) {
	var f protocol.Events
	if kind != "events" || json.Unmarshal(data, &f) != nil || v.chat == nil || v.chat.chat != f.Chat {
		return
	}
	v.chat.take(f.Events)
	if v.chat.ended && v.asked < 2 && v.s.rng.Intn(4) == 0 {
		v.living(v.s.between(1, 60), v.ask)
	}
}

func (v *simulatedVisitor) have() []protocol.Held {
	if v.chat == nil {
		return nil
	}
	return []protocol.Held{{Chat: v.chat.chat, After: v.chat.after}}
}

func (v *simulatedVisitor) resume(then func()) {
	s, by := v.s, v.caller()
	f := protocol.Resume{ID: s.id(), Have: v.have()}
	var r *protocol.Resumed
	v.frame(v.id.Person+" resumes", func(ctx context.Context) error {
		got, err := s.desk.Resume(ctx, by, f)
		if got != nil {
			r = got
		}
		return err
	}, func(err error) {
		if err != nil {
			return
		}
		for _, c := range r.Chats {
			if v.chat == nil && c.State != "ended" {
				v.chat = &held{chat: c.Chat}
			}
			if v.chat != nil && v.chat.chat == c.Chat {
				v.chat.see(c)
			}
		}
		then()
	})
}

// beats beats each two minutes, and resumes when it finds that something is missing.
func (v *simulatedVisitor) beats() {
	s, by := v.s, v.caller()
	f := protocol.Beat{ID: s.id(), Have: v.have()}
	var r *protocol.Beaten
	if v.chat != nil && !v.chat.ended {
		v.frame(v.id.Person+" beats", func(ctx context.Context) error {
			got, err := s.desk.Beat(ctx, by, f)
			if got != nil {
				r = got
			}
			return err
		}, func(err error) {
			if err == nil && len(r.Tails) > 0 && r.Tails[0].Chat == v.chat.chat && r.Tails[0].After > v.chat.after {
				v.resume(func() {})
			}
		})
	}
	v.living(2*time.Minute, v.beats)
}

func (v *simulatedVisitor) ends() {
	if v.chat == nil {
		return
	}
	s, by, h, id := v.s, v.caller(), v.chat, v.s.id()
	s.log(v.id.Person, "ENDS")
	v.frame(v.id.Person+" ends", func(ctx context.Context) error {
		_, err := s.desk.End(ctx, by, protocol.End{Action: "end", ID: id, Chat: h.chat, After: h.after})
		return err
	}, func(err error) {
		if err != nil {
			v.resume(func() {})
		}
	})
}

// vanish is a visitor whose network is gone; she may come back, with what she held or, after a reload, with nothing.
func (v *simulatedVisitor) vanish() {
	if !v.there {
		return
	}
	s := v.s
	s.log(v.id.Person, "VANISHES")
	v.shuts()
	s.mirror.visitorLost(v.id.Person)
	if s.rng.Intn(2) == 0 {
		s.after(s.gap(20, 60, 119, 119.9, 200, 299, 299.9, 400), v.returns)
	}
}

func (v *simulatedVisitor) returns() {
	if v.s.since() >= people || v.there {
		return
	}
	v.s.log(v.id.Person, "RETURNS")
	v.opens()
	v.s.mirror.visitorBack(v.id.Person)
	if v.s.rng.Intn(2) == 0 {
		v.chat = nil
	} else if v.chat != nil {
		v.chat.sending = false
	}
	v.resume(func() {
		v.living(2*time.Second, v.beats)
		v.living(v.s.between(1, 300), func() { v.says(v.chat, "back", func() {}) })
	})
}

// leaves is a page that closes and says so, best effort.
func (v *simulatedVisitor) leaves() {
	if v.chat != nil {
		s, id, chat := v.s, v.id, v.chat.chat
		s.log(v.id.Person, "LEAVES")
		s.call("leave "+v.id.Person, handlerTime, func(ctx context.Context) error { return s.desk.VisitorLeaves(ctx, id, chat) }, nil)
	}
	v.vanish()
}
