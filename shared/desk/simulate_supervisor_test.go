package desk_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// simulatedSupervisor watches the panel and chats, whispers, lowers flags and sets agents Away.
type simulatedSupervisor struct{ *socket }

func newSimulatedSupervisor(s *simulation, name string) *simulatedSupervisor {
	v := &simulatedSupervisor{}
	id := session.Identity{Role: session.Agent, Person: name, Groups: []string{"agent", session.GroupSupervisor}}
	v.socket = s.newSocket(id, func(json.RawMessage, string) {})
	s.supervisors = append(s.supervisors, v)
	return v
}

// arrives opens her console, and comes back on another connection when it was lost.
func (v *simulatedSupervisor) arrives() {
	if v.s.since() >= people {
		return
	}
	v.s.log(v.id.Person, "ARRIVES")
	v.opens()
	s, by := v.s, v.caller()
	asks(v.socket, frame{kind: "resumes"}, func(ctx context.Context) (*protocol.Resumed, error) {
		return s.desk.Resume(ctx, by, protocol.Resume{ID: v.name()})
	}, ignore[protocol.Resumed])
	v.watches("", false)
	v.beats()
	for range 8 {
		v.living(v.between(10, 900), v.does)
	}
	v.living(v.between(60, 1500), v.arrives)
}

func (v *simulatedSupervisor) beats() {
	s, by := v.s, v.caller()
	f := protocol.Beat{ID: v.name(), Panel: true}
	asks(v.socket, frame{kind: "beats"}, func(ctx context.Context) (*protocol.Beaten, error) {
		return s.desk.Beat(ctx, by, f)
	}, ignore[protocol.Beaten])
	v.living(2*time.Minute, v.beats)
}

func (v *simulatedSupervisor) watches(chat string, off bool) {
	s, by, id := v.s, v.caller(), v.name()
	asks(v.socket, frame{kind: "watches"}, func(ctx context.Context) (*protocol.Ack, error) {
		return s.desk.Watch(ctx, by, protocol.Watch{Action: "watch", ID: id, Chat: chat, Off: off})
	}, ignore[protocol.Ack])
}

// does something with a chat or an agent that she sees.
func (v *simulatedSupervisor) does() {
	s, by, id, m := v.s, v.caller(), v.name(), v.s.mirror
	engaged := slices.DeleteFunc(slices.Sorted(maps.Keys(m.chats)), func(id string) bool { return m.chats[id].head.State != chat.Engaged })
	if len(engaged) == 0 {
		return
	}
	name := engaged[v.rng.Intn(len(engaged))]
	agent := staff[v.rng.Intn(s.floor.agents)].Person
	sends := func(what string, do func(context.Context) (*protocol.Ack, error)) {
		asks(v.socket, frame{kind: what, chat: name, id: id, again: true}, do, ignore[protocol.Ack])
	}
	what := v.rng.Intn(8)
	if s.discreet {
		what %= 4
	}
	switch what {
	case 0, 1, 2:
		v.watches(name, false)
	case 3:
		v.watches(name, true)
	case 4, 5:
		sends("whispers", func(ctx context.Context) (*protocol.Ack, error) {
			return s.desk.Whisper(ctx, by, protocol.Whisper{Action: "whisper", ID: id, Chat: name, Text: "Offer a voucher."})
		})
	case 6:
		sends("lowers", func(ctx context.Context) (*protocol.Ack, error) {
			return s.desk.Flag(ctx, by, protocol.Flag{Action: "flag", ID: id, Chat: name, Lower: true})
		})
	case 7:
		sends("sets Away", func(ctx context.Context) (*protocol.Ack, error) {
			return s.desk.Presence(ctx, by, protocol.Presence{Action: "presence", ID: id, Status: "Away", Person: agent})
		})
	}
}
