package desk_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/transcript"
)

// at is a visitor at an address.
func (w *team) at(name, address string) caller {
	by := w.visitor(name)
	by.Address = address
	return by
}

// admitted reports whether a request from an address is let in.
func (w *team) admitted(address string) bool {
	w.t.Helper()
	by := w.at(w.id(), address)
	ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: w.id(), Button: "support"})
	w.must(err)
	return ack.View.State == "waiting"
}

// rules are the address rules: from, to, description and who made them.
func (w *team) rules() []string {
	w.t.Helper()
	all, err := w.desk.BlockingRules(w.ctx)
	w.must(err)
	var lines []string
	for _, r := range all {
		lines = append(lines, r.From+"-"+r.To+" "+r.Description+" "+r.By)
	}
	return lines
}

func TestR188R189R190R191R330AnAgentBlocks(t *testing.T) {
	w := newTeam(t, lighting(nil))
	other := w.engages(w.ilse, w.tomas) // from the same address
	chat := w.engages(w.noor, w.mara)
	w.must(w.blocks(w.noor, chat, "Shouts at everybody."))
	w.same("R189: public", w.public(chat, 3), "ended a1 agent ended")
	w.same("R330: private", w.private(chat, 3), "blocked a1 noor Shouts at everybody.")
	w.same("R190, R188: rules", w.rules(), "203.0.113.24- Shouts at everybody. noor")
	w.neverRead("R189", w.pushes.Take(w.mara.Conn), "block", "Shouts")

	again := w.mara
	again.Person = session.Hash("mara's next chat")
	for title, button := range map[string]string{"R190: the same button": "support", "R191: another button": "lighting"} {
		ack, err := w.desk.Request(w.ctx, again, protocol.Request{Action: "request", ID: w.id(), Button: button})
		w.must(err)
		if ack.View.State != "ended" || ack.View.Events[len(ack.View.Events)-1].Reason != "blocked" {
			t.Errorf("%s: got %+v", title, ack.View)
		}
	}
	w.same("R191: a chat that runs already goes on", w.public(other, 3))
	w.writes(w.tomas, other, "I am here still.")
	w.must(w.shuts(w.noor, chat))
	w.passes(settled)
	if got := w.transcripts(); !slices.Contains(got, chat+" Completed Agent") {
		t.Errorf("R330: transcripts %v", got)
	}
}

// neverRead checks that frames hold none of some words.
func (w *team) neverRead(what string, frames [][]byte, words ...string) {
	w.t.Helper()
	for _, f := range frames {
		for _, word := range words {
			if bytes.Contains(bytes.ToLower(f), bytes.ToLower([]byte(word))) {
				w.t.Errorf("%s: %q is in %s", what, word, f)
			}
		}
	}
}

func TestR39R188BlockingNeedsTheSwitch(t *testing.T) {
	w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.Blocking = false }))
	chat := w.engages(w.noor, w.mara)
	w.refuses("a block", fault.Forbidden, w.blocks(w.noor, chat, ""))
	w.same("public", w.public(chat, 3))
	w.same("rules", w.rules())
	if me, err := w.desk.Me(w.ctx, w.noor.Identity); err != nil || me.Can.Blocking {
		t.Errorf("she is told that she may: %v", err)
	}
}

func TestR188TheCommentIsOptional(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.blocks(w.noor, chat, ""))
	w.same("rules", w.rules(), "203.0.113.24-  noor")
	w.must(w.blocksAgain(w.ilse, w.at("anna", "198.51.100.7")))
	w.same("a second rule", w.rules(), "198.51.100.7-  ilse", "203.0.113.24-  noor")
}

func (w *team) blocksAgain(by, visitor caller) error {
	chat := w.engages(by, visitor)
	return w.blocks(by, chat, "")
}

func TestR168BlockEndsAConferenceForAll(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.meets(w.noor, w.ilse, chat)
	w.must(w.blocks(w.ilse, chat, ""))
	w.same("public", w.public(chat, 4), "ended a2 agent ended")
	w.same("noor hears", w.hears(w.noor), "events ended (blocked)", "screen")
	w.same("mara hears", w.hears(w.mara), "events ended")
	w.refuses("noor writes on", fault.Conflict, w.tries(w.noor, chat, "Hello?"))
}

func TestR190TheRuleIsForExactlyThatAddress(t *testing.T) {
	for _, r := range []struct{ title, blocked, same, neighbour string }{
		{"R190: IPv4", "198.51.100.7", "198.51.100.7", "198.51.100.8"},
		{"R190: IPv6, however it is written", "2001:db8::7", "2001:0db8:0:0:0:0:0:7", "2001:db8::8"},
		{"R190: an IPv4 address in IPv6 clothes", "::ffff:198.51.100.9", "198.51.100.9", "198.51.100.10"},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, nil)
			w.must(w.blocksAgain(w.noor, w.at("anna", r.blocked)))
			if w.admitted(r.blocked) || w.admitted(r.same) {
				t.Error("it is let in")
			}
			if !w.admitted(r.neighbour) {
				t.Error("its neighbour is not")
			}
		})
	}
}

func TestR192R193RangesOfAddresses(t *testing.T) {
	admin := session.Identity{Role: session.Agent, Person: "olga", Groups: []string{session.GroupAdministrator}}
	for _, r := range []struct {
		title, from, to string
		in, out         []string
	}{
		{"R192: IPv4", "198.51.100.10", "198.51.100.20", []string{"198.51.100.10", "198.51.100.15", "198.51.100.20"}, []string{"198.51.100.9", "198.51.100.21"}},
		{"R192: IPv6", "2001:db8::10", "2001:db8::20", []string{"2001:db8::10", "2001:db8::1f", "2001:db8::20"}, []string{"2001:db8::f", "2001:db8::21"}},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, nil)
			_, err := w.desk.PutBlockingRule(w.ctx, admin, settings.BlockingRule{From: r.from, To: r.to})
			w.must(err)
			for _, address := range r.in {
				if w.admitted(address) {
					t.Errorf("%s is let in", address)
				}
			}
			for _, address := range r.out {
				if !w.admitted(address) {
					t.Errorf("%s is not let in", address)
				}
			}
		})
	}
	for title, r := range map[string]settings.BlockingRule{
		"R193: from behind to": {From: "198.51.100.20", To: "198.51.100.10"}, "R193: mixed families": {From: "198.51.100.1", To: "2001:db8::1"},
		"R193: malformed": {From: "198.51.100.300"}, "R193: malformed to": {From: "198.51.100.1", To: "elsewhere"}, "R193: no address": {},
	} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, nil)
			_, err := w.desk.PutBlockingRule(w.ctx, admin, r)
			w.refuses("the rule", fault.Invalid, err)
			w.same("rules", w.rules())
		})
	}
}

func TestR194ADeletedRuleActsNoMore(t *testing.T) {
	w := newTeam(t, nil)
	w.must(w.blocksAgain(w.noor, w.at("anna", "198.51.100.7")))
	all, err := w.desk.BlockingRules(w.ctx)
	w.must(err)
	w.must(w.desk.DropBlockingRule(w.ctx, all[0].ID))
	if !w.admitted("198.51.100.7") {
		t.Error("it is blocked still")
	}
	w.refuses("deleting it twice", fault.NotFound, w.desk.DropBlockingRule(w.ctx, all[0].ID))
}

func TestR195ABlockedAttemptLeavesATranscript(t *testing.T) {
	w := newTeam(t, nil)
	w.must(w.blocksAgain(w.noor, w.at("anna", "198.51.100.7")))
	w.hushes()
	mara := w.at("mara", "198.51.100.7")
	ack, err := w.desk.Request(w.ctx, mara, protocol.Request{Action: "request", ID: w.id(), Button: "support"})
	w.must(err)
	w.same("public", w.public(ack.Chat, 1), "requested v", "ended system system blocked")
	w.same("R62: nobody is offered it", w.hears(w.noor))
	w.passes(2 * time.Second)
	doc, err := w.desk.Transcript(w.ctx, ack.Chat)
	w.must(err)
	if doc.Status != transcript.Blocked || len(doc.Events) < 2 || doc.Events[0].Type != transcript.ChatRequest || doc.Events[1].Type != transcript.CancelBlocked {
		t.Errorf("got %s with %+v", doc.Status, doc.Events)
	}
}

func TestR196NoFrameSaysWhereItComesFrom(t *testing.T) {
	var f protocol.Request
	body := `{"action":"request","id":"r1","button":"support","address":"198.51.100.7","via":"198.51.100.8","visitor":{"address":"198.51.100.9"}}`
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatal(err)
	}
	w := newTeam(t, nil)
	chat := func() string { ack, err := w.desk.Request(w.ctx, w.mara, f); w.must(err); return ack.Chat }()
	ack, err := w.comes(w.noor, chat)
	w.must(err)
	if v := ack.View.Visitor; v.Address != "203.0.113.24" || v.Via != "" {
		t.Errorf("her address is %q via %q, her socket's is 203.0.113.24", v.Address, v.Via)
	}
}
