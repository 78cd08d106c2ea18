package desk_test

import (
	"testing"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/settings"
)

type caller = desk.Caller

// deeds are all frames that name a chat.
func (w *world) deeds(by caller, chat string) map[string]error {
	deeds := map[string]error{}
	_, deeds["message"] = w.desk.Message(w.ctx, by, protocol.Message{Action: "message", ID: w.id(), Chat: chat, After: 1, Text: "Hello"})
	_, deeds["end"] = w.desk.End(w.ctx, by, protocol.End{Action: "end", ID: w.id(), Chat: chat, After: 1})
	_, deeds["accept"] = w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	_, deeds["decline"] = w.desk.Decline(w.ctx, by, protocol.Decline{Action: "decline", ID: w.id(), Chat: chat, After: 1})
	_, deeds["close"] = w.desk.Close(w.ctx, by, protocol.Close{Action: "close", ID: w.id(), Chat: chat, After: 1})
	deeds["typing"] = w.desk.Typing(w.ctx, by, protocol.Typing{Action: "typing", Chat: chat, On: true})
	if by.Role == "visitor" {
		deeds["leave"] = w.desk.VisitorLeaves(w.ctx, by.Identity, chat)
	}
	return deeds
}

// R214: nobody learns of a chat that is not hers, not even that it is there.
func TestR214AbsentAndNotYoursCannotBeToldApart(t *testing.T) {
	w := newWorld(t)
	w.configures(func(c *settings.Configuration) {
		c.Skills = append(c.Skills, settings.Skill{ID: "selling", Name: "Selling"})
		c.Buttons = append(c.Buttons, button("sales", "selling"))
	})
	w.employs("petra", "Petra", "", "selling")
	w.passes(settled)

	noor, petra, mara := w.online("noor"), w.online("petra"), w.visitor("mara")
	waiting, engaged := w.asks(mara), w.asks(w.visitor("tomas"))
	w.accepts(noor, engaged)
	for name, by := range map[string]caller{
		"another visitor": w.visitor("eve"), "an agent of another button": petra, "an agent who never logged in": w.agent("ilse"),
	} {
		absent := w.deeds(by, "absent-absent-absent-1")
		for _, chat := range []string{waiting, engaged} {
			for deed, err := range w.deeds(by, chat) {
				if err == nil || absent[deed] == nil || err.Error() != absent[deed].Error() || fault.Of(err).Kind != fault.Of(absent[deed]).Kind {
					t.Errorf("%s, %s: %v of a chat, %v of none", name, deed, err, absent[deed])
				}
			}
			if r, err := w.desk.Resume(w.ctx, by, protocol.Resume{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 1}}}); err != nil || len(r.Chats) != 0 || len(r.Gone) != 1 {
				t.Errorf("%s resumes %+v, %v", name, r, err)
			}
			if r, err := w.desk.Beat(w.ctx, by, protocol.Beat{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 1}}}); err != nil || len(r.Tails) != 0 || len(r.Gone) != 1 {
				t.Errorf("%s beats %+v, %v", name, r, err)
			}
		}
	}
	if got := w.events(waiting); len(got) != 1 {
		t.Errorf("somebody wrote: %v", got)
	}
}

func TestOnlyStaffAcceptAndOnlyVisitorsAsk(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	_, err := w.desk.Accept(w.ctx, mara, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	w.wantKind(err, fault.Forbidden, "a visitor accepts")
	_, err = w.desk.Request(w.ctx, noor, protocol.Request{Action: "request", ID: w.id(), Button: "support"})
	w.wantKind(err, fault.Forbidden, "an agent asks")
	_, err = w.desk.Presence(w.ctx, mara, protocol.Presence{Action: "presence", ID: w.id(), Status: "Online"})
	w.wantKind(err, fault.Forbidden, "a visitor goes Online")
}
