package chat

import (
	"reflect"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

func TestEnd(t *testing.T) {
	rows := []struct {
		title string
		in    Chat
		who   log.Party
		by    log.EndedBy
		why   log.Reason
	}{
		{"CH7 (R101): the visitor cancels while she waits", waiting(), log.Visitor, log.ByVisitor, log.Cancelled},
		{"CH8 (R103, R117, R226): the visitor ends an engaged chat", engaged(t), log.Visitor, log.ByVisitor, log.Finished},
		{"CH8 (R116, R226): the agent ends it", engaged(t), "a1", log.ByAgent, log.Finished},
		{"CH8 (R117, R145): the visitor ends a chat that is passed on", passed(t), log.Visitor, log.ByVisitor, log.Finished},
		{"CH8 (R169): the visitor ends it for all members", joined(t), log.Visitor, log.ByVisitor, log.Finished},
		{"CH8 (R164): the last of several agents ends it", left(t), "a1", log.ByAgent, log.Finished},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			change := must(End(r.in, r.who, "e1", end1))(t)
			c := change.Chat
			if c.State != Ended || c.EndedBy != r.by || c.Reason != r.why || c.EndedAt != end1.UnixMilli() {
				t.Errorf("got %+v", c)
			}
			want := log.Draft{Kind: log.Ended, ID: "e1", Who: r.who, Payload: log.Payload{By: r.by, Reason: r.why}}
			if len(change.Public) != 1 || !reflect.DeepEqual(change.Public[0], want) || len(change.Private) != 0 {
				t.Errorf("got %+v", change)
			}
		})
	}
	refusals := []struct {
		title string
		in    Chat
		who   log.Party
		kind  fault.Kind
		words string
	}{
		{"CH7 (R101): an agent may not end a waiting chat", waiting(), "a1", fault.Forbidden, "not in this chat"},
		{"CH7 (R101): nor may the system by this rule", waiting(), log.System, fault.Forbidden, "not in this chat"},
		{"CH8 (R145): nor the agent who has passed it on", passed(t), "a1", fault.Forbidden, "not in this chat"},
		{"CH8 (R164): of two agents none ends it", joined(t), "a2", fault.Conflict, "Leave it"},
		{"CH8 (R116): an agent who has left may not end it", left(t), "a2", fault.Forbidden, "not in this chat"},
		{"CH8 (R116): somebody who never was in it may not end it", engaged(t), "a7", fault.Forbidden, "not in this chat"},
		{"CH8 (R117): what has ended is not ended again", ended(t), log.Visitor, fault.Conflict, "already ended"},
		{"CH8 (R117): what is closed is not ended again", closed(t), "a1", fault.Conflict, "already ended"},
	}
	for _, r := range refusals {
		t.Run(r.title, func(t *testing.T) {
			_, err := End(r.in, r.who, "e1", end1)
			refused(t, err, r.kind, r.words)
		})
	}
}

// silent is a rule that needs nobody to press anything.
type silent func(Chat) (Change, bool)

func unanswered(c Chat) (Change, bool) { return EndUnanswered(c, end1) }
func gone(c Chat) (Change, bool)       { return EndGone(c, end1) }
func lost(c Chat) (Change, bool)       { return Drop(c, noor.Person, false, end1) }
func exit(c Chat) (Change, bool)       { return Drop(c, noor.Person, true, end1) }

func TestEndsWithoutAPress(t *testing.T) {
	rows := []struct {
		title string
		rule  silent
		in    Chat
		who   log.Party
		by    log.EndedBy
		why   log.Reason // "" if nothing ends
	}{
		{"CH9 (R94): no agent is left for a waiting chat", unanswered, waiting(), log.System, log.BySystem, log.NoAgent},
		{"CH9 (R85): it was offered when the last agent went", unanswered, offered(), log.System, log.BySystem, log.NoAgent},
		{"CH9 (R318): a passed chat does not end so", unanswered, passed(t), "", "", ""},
		{"CH9 (R94): an answered chat does not end so", unanswered, engaged(t), "", "", ""},
		{"CH9 (R94): an ended chat does not end again", unanswered, ended(t), "", "", ""},
		{"CH10 (R134, R226): the visitor of an answered chat vanishes", gone, engaged(t), log.System, log.BySystem, log.Gone},
		{"CH10 (R102, R226): the visitor of a waiting chat vanishes", gone, waiting(), log.System, log.ByVisitor, log.Gone},
		{"CH10 (R134, R226): the visitor of a passed chat vanishes", gone, passed(t), log.System, log.BySystem, log.Gone},
		{"CH10 (R134): an ended chat does not end again", gone, ended(t), "", "", ""},
		{"CH10 (R134): a closed chat does not end again", gone, closed(t), "", "", ""},
		{"CH11 (R17): the agent leaves by herself", exit, engaged(t), "a1", log.ByAgent, log.LoggedOut},
		{"CH11 (R23): the agent is lost", lost, engaged(t), log.System, log.BySystem, log.AgentGone},
		{"CH11 (R17): a waiting chat has no agent to leave it", exit, waiting(), "", "", ""},
		{"CH11 (R23): an ended chat does not end again", lost, ended(t), "", "", ""},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			change, ok := r.rule(r.in)
			if ok != (r.why != "") {
				t.Fatalf("ended: %v", ok)
			}
			if !ok {
				return
			}
			want := log.Draft{Kind: log.Ended, Who: r.who, Payload: log.Payload{By: r.by, Reason: r.why}}
			if c := change.Chat; c.State != Ended || c.EndedBy != r.by || c.Reason != r.why || c.EndedAt != end1.UnixMilli() {
				t.Errorf("got %+v", c)
			}
			if len(change.Public) != 1 || !reflect.DeepEqual(change.Public[0], want) || len(change.Private) != 0 {
				t.Errorf("got %+v", change)
			}
		})
	}
	for name, rule := range map[string]silent{"leaves": exit, "is lost": lost} {
		t.Run("CH11 (R218): the tab of an agent who "+name+" counts as closed", func(t *testing.T) {
			change, _ := rule(engaged(t))
			if change.Chat.Holder() != nil {
				t.Errorf("still held by %+v", change.Chat.Holder())
			}
		})
	}
}
