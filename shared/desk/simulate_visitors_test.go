package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
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
	v.id.Address = []string{"203.0.113.24", "203.0.113.24", "203.0.113.1" + fmt.Sprint(len(name)), barredAddress}[v.rng.Intn(4)]
	if v.id.Address == barredAddress && v.once(2) {
		v.id.Address = "203.0.113.66"
	}
	s.visitors = append(s.visitors, v)
	return v
}

func (v *simulatedVisitor) arrives() {
	v.s.log(v.id.Person, "ARRIVES")
	v.opens()
	v.resume(func() {})
	v.ask()
	v.beats()
	for range 1 + v.rng.Intn(4) {
		v.living(v.between(5, 400), func() { v.says(v.chat, "word", func() { v.resume(func() {}) }) })
	}
	v.living(v.between(1, 700), []func(){v.vanish, v.vanish, v.leaves, v.ends, func() {}}[v.rng.Intn(5)])
}

// wish is what she asks for: a button, or somebody, or somebody and else a button (R68–R70).
func (v *simulatedVisitor) wish() protocol.Request {
	button := []string{"support", "orders"}[v.rng.Intn(2)]
	f := protocol.Request{Action: "request", ID: v.request, Button: button, Name: "Mara", Question: "Where is my lamp?", Position: v.once(2)}
	if v.s.rush && v.asked == 1 {
		f.Button = "orders"
		return f
	}
	agent := staff[v.rng.Intn(v.s.floor.agents)].Person
	switch v.rng.Intn(6) {
	case 0:
		f.Targets = []protocol.Target{{Agent: agent}}
	case 1:
		f.Targets = []protocol.Target{{Agent: agent, Button: []string{"support", "orders"}[v.rng.Intn(2)]}}
	case 2:
		f.Targets = []protocol.Target{{Agent: agent}, {Button: "orders"}, {Button: "support"}}
	}
	return f
}

func (v *simulatedVisitor) ask() {
	s, by := v.s, v.caller()
	v.request = v.name()
	v.asked++
	f := v.wish()
	asks(v.socket, frame{kind: "asks", id: f.ID}, func(ctx context.Context) (*protocol.Ack, error) {
		return s.desk.Request(ctx, by, f)
	}, func(ack *protocol.Ack, err error) {
		if err == nil && (v.chat == nil || v.chat.chat != ack.Chat) {
			v.chat = &held{chat: ack.Chat}
			v.chat.see(*ack.View)
			if !v.chat.ended && v.once(8) {
				v.living(v.between(1, 40), v.ends) // she thinks better of it
			}
		}
	})
}

func (v *simulatedVisitor) hears(data json.RawMessage, kind string) {
	var f protocol.Events
	if kind != "events" || json.Unmarshal(data, &f) != nil || len(f.Events) == 0 || v.chat == nil || v.chat.chat != f.Chat {
		return
	}
	v.chat.take(f.Events)
	if f.Events[0].Kind != "said" && !v.chat.ended && v.once(2) { // somebody came
		v.living(v.between(0, .1), func() { v.says(v.chat, "hello", func() { v.resume(func() {}) }) })
	}
	if v.chat.ended && v.asked < 2 && v.rng.Intn(4) == 0 {
		v.living(v.between(1, 60), v.ask)
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
	f := protocol.Resume{ID: v.name(), Have: v.have()}
	asks(v.socket, frame{kind: "resumes"}, func(ctx context.Context) (*protocol.Resumed, error) {
		return s.desk.Resume(ctx, by, f)
	}, func(r *protocol.Resumed, err error) {
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
	f := protocol.Beat{ID: v.name(), Have: v.have()}
	if v.chat != nil && !v.chat.ended {
		asks(v.socket, frame{kind: "beats"}, func(ctx context.Context) (*protocol.Beaten, error) {
			return s.desk.Beat(ctx, by, f)
		}, func(r *protocol.Beaten, err error) {
			if err == nil && len(r.Tails) > 0 && r.Tails[0].Chat == v.chat.chat && r.Tails[0].After > v.chat.after {
				v.resume(func() {})
			}
		})
	}
	v.living(2*time.Minute, v.beats)
}

func (v *simulatedVisitor) ends() {
	if v.chat != nil {
		v.socket.ends(v.chat, func(*protocol.Ack, error) {}, func() { v.resume(func() {}) })
	}
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
	if v.rng.Intn(2) == 0 {
		s.after(v.gap(20, 60, 119, 119.9, 200, 299, 299.9, 400), v.returns)
	}
}

func (v *simulatedVisitor) returns() {
	if v.s.since() >= people || v.there {
		return
	}
	v.s.log(v.id.Person, "RETURNS")
	v.opens()
	v.s.mirror.visitorBack(v.id.Person)
	if v.rng.Intn(2) == 0 {
		v.chat = nil
	} else if v.chat != nil {
		v.chat.sending = false
	}
	v.resume(func() {
		v.living(2*time.Second, v.beats)
		v.living(v.between(1, 300), func() { v.says(v.chat, "back", func() {}) })
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
