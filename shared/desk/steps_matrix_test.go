package desk_test

import (
	"maps"
	"slices"
	"testing"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// newMatrixTeam is a team in which every switch is on; noor, ilse and petra serve support, anton serves lighting, and dana
// supervises the skill lamps, which only he has.
func newMatrixTeam(t *testing.T) *team {
	w := newTeam(t, func(c *settings.Configuration) {
		lighting(nil)(c)
		underConfiguration("leading", func(set *settings.AgentConfiguration) { set.SupervisedSkills = []string{"lamps"} })(c)
	})
	w.employs("anton", "Anton", "Berg", "lamps")
	w.online("anton")
	return w
}

// stands makes a chat to which somebody stands in a relation.
func (w *team) stands(who string, to desk.Relation) (by caller, chat string) {
	w.t.Helper()
	if to == desk.Unnamed || to == desk.Absent {
		by = map[string]caller{string(session.Visitor): w.mara, session.GroupAgent: w.noor, session.GroupSupervisor: w.dana}[who]
		return by, map[desk.Relation]string{desk.Absent: "absent-absent-absent-1"}[to]
	}
	switch who {
	case string(session.Visitor):
		return map[desk.Relation]caller{desk.Own: w.mara, desk.Other: w.tomas}[to], w.engages(w.noor, w.mara)
	case session.GroupSupervisor:
		if to == desk.Other {
			return w.dana, w.engages(w.noor, w.mara)
		}
		return w.dana, w.lit()
	}
	return w.noor, w.agentStands(to)
}

// lit is a chat of the button lighting, which anton has.
func (w *team) lit() string {
	w.t.Helper()
	chat := w.asksAt(w.mara, "lighting")
	w.accepts(w.agent("anton"), chat)
	return chat
}

// agentStands makes a chat to which noor stands in a relation.
func (w *team) agentStands(to desk.Relation) (chat string) {
	w.t.Helper()
	switch to {
	case desk.Own:
		return w.engages(w.noor, w.mara)
	case desk.WasIn:
		chat = w.engages(w.noor, w.mara)
		w.must(w.transfers(w.noor, chat, "agent", "ilse", ""))
		_, err := w.comes(w.ilse, chat)
		w.must(err)
	case desk.AskedTo:
		chat = w.engages(w.ilse, w.mara)
		w.must(w.transfers(w.ilse, chat, "agent", "noor", ""))
	case desk.OfferedTo:
		ack, err := w.desk.Request(w.ctx, w.mara, protocol.Request{Action: "request", ID: w.id(), Button: "support", Targets: []protocol.Target{{Agent: "noor"}}})
		w.must(err)
		chat = ack.Chat
	case desk.Waiting:
		chat = w.asks(w.mara)
	case desk.Taken:
		chat = w.engages(w.ilse, w.mara)
	case desk.Other:
		chat = w.lit()
	}
	return chat
}

// readies brings a chat to where a route has something to do: those who are in it act.
func (w *team) readies(row desk.Right, chat string) {
	w.t.Helper()
	standing, err := store.New(w.driver).Standing(w.ctx, chat)
	w.must(err)
	in := standing.Head.In()
	if len(in) == 0 {
		return
	}
	by := w.agent(in[0].Person)
	switch {
	case row.Route == "withdraw" && standing.Head.Invite == nil:
		w.must(w.transfers(by, chat, "agent", "petra", ""))
	case row.Route == "leave" && standing.Head.Invite == nil:
		w.meets(by, w.petra, chat)
	case row.Route == "close":
		w.must(w.ends(by, chat))
	case row.Deed == "lower":
		w.must(w.raises(by, chat, "Help"))
	case row.Deed == "stop":
		_, err := w.watches(w.dana, chat)
		if !fault.Is(err, fault.NotFound) {
			w.must(err)
		}
	}
}

// names fills in the frame what its route asks for.
func (w *team) names(f map[string]any, row desk.Right, to desk.Relation, chat string) {
	after := max(w.tail(chat), 1)
	switch row.Route {
	case "resume", "beat":
		if to != desk.Unnamed {
			f["have"] = []protocol.Held{{Chat: chat, After: after}}
		}
		return
	case "request":
		f["button"] = "support"
		return
	case "presence":
		f["status"], f["tab"] = "Away", "tab"
		if to != desk.Unnamed {
			f["person"] = map[desk.Relation]string{desk.Supervised: "anton", desk.Other: "ilse", desk.Absent: "nobody"}[to]
		}
		return
	}
	if to != desk.Unnamed {
		f["chat"] = chat
	}
	if !slices.Contains([]string{"typing", "visit", "offered", "whisper", "watch"}, row.Route) {
		f["after"] = after
	}
	maps.Copy(f, map[string]map[string]any{
		"message": {"text": "Hello"}, "typing": {"on": true}, "signal": {"type": "ring"}, "visit": {"page": "https://shop.example/"},
		"transfer": {"to": "agent", "target": "petra"}, "conference": {"skill": "general", "agent": "petra"}, "whisper": {"text": "Psst"},
		"flag": {"text": "Help"},
	}[row.Route])
	switch row.Deed {
	case "lower":
		f["lower"] = true
		delete(f, "text")
	case "stop":
		f["off"] = true
	}
	if row.Route == "typing" || row.Route == "offered" {
		delete(f, "id")
	}
}
