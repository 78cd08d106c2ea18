package desk_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

func TestR12TheVisitorKeyOpensNothingAndTheSecretIsShownToNobody(t *testing.T) {
	w := newWorld(t)
	noor := w.online("noor")
	secret, key := session.NewSecret(), session.NewSecret()
	id, err := w.desk.VisitorIdentity(w.ctx, secret, "demo", "", "browser", "203.0.113.24")
	w.must(err)
	mara := caller{Identity: id, Conn: "conn-mara"}
	chat := w.wants(mara, func(r *protocol.Request) { r.VisitorKey = key })
	hint := fmt.Sprintf("%s", w.pushes.Take(noor.Conn))
	list, err := json.Marshal(w.resumes(noor))
	w.must(err)
	ack, err := w.desk.Accept(w.ctx, noor, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
	w.must(err)
	view, err := json.Marshal(ack)
	w.must(err)
	w.finishes(mara, chat)
	w.closes(noor, chat)
	document, err := w.desk.Transcript(w.ctx, chat)
	w.must(err)
	record, err := json.Marshal(document)
	w.must(err)
	for what, text := range map[string]string{
		"a hint": hint, "a list": string(list), "a console's view": string(view), "a transcript": string(record), "a log line": w.log.String(),
	} {
		for _, hidden := range []string{secret, session.Hash(secret)} {
			if strings.Contains(text, hidden) {
				t.Errorf("R12: %s shows the chat's secret: %s", what, text)
			}
		}
	}
	for _, pretends := range []string{key, chat, session.Hash(secret)} {
		other, err := w.desk.VisitorIdentity(w.ctx, pretends, "demo", "", "browser", "203.0.113.24")
		if err != nil {
			w.wantKind(err, fault.Unauthorized, "R12: "+pretends)
			continue
		}
		r, err := w.desk.Resume(w.ctx, caller{Identity: other, Conn: "conn-eve"}, protocol.Resume{ID: w.id(), Have: []protocol.Held{{Chat: chat}}})
		w.must(err)
		same(t, "R12: it opens nothing", r.Gone, []string{chat})
	}
}

func TestR49R50WhatADeploymentAllows(t *testing.T) {
	t.Run("R49: only its own pages, if it names any", func(t *testing.T) {
		w := newWorld(t)
		w.configures(func(c *settings.Configuration) {
			c.Deployments[0].Origins = []string{"https://shop.example"}
			c.Deployments = append(c.Deployments, settings.Deployment{ID: "anywhere", Site: "Anywhere", Buttons: []string{"support"}})
		})
		for _, row := range []struct {
			deployment, origin string
			want               fault.Kind
		}{
			{"demo", "https://shop.example", ""}, {"demo", "https://other.example", fault.Forbidden}, {"demo", "", fault.Forbidden},
			{"demo", "http://shop.example", fault.Forbidden}, {"anywhere", "https://other.example", ""}, {"gone", "https://shop.example", fault.NotFound},
		} {
			id, err := w.desk.VisitorIdentity(w.ctx, session.NewSecret(), row.deployment, row.origin, "browser", "203.0.113.24")
			if row.want == "" {
				w.must(err)
				same(t, "R49", []string{id.Deployment, id.Origin}, []string{row.deployment, row.origin})
			} else {
				w.wantKind(err, row.want, "R49: "+row.deployment+" on "+row.origin)
			}
		}
	})
	for _, allowed := range []bool{true, false} {
		t.Run(fmt.Sprintf("R50: saving is offered: %v", allowed), func(t *testing.T) {
			w := newWorld(t)
			w.configures(func(c *settings.Configuration) { c.Deployments[0].SaveTranscript = allowed })
			noor, mara := w.online("noor"), w.visitor("mara")
			chat := w.asks(mara)
			w.accepts(noor, chat)
			for _, state := range []string{"engaged", "ended"} {
				if v := w.resumes(mara).Chats[0]; v.Save != allowed || v.State != state {
					t.Errorf("the view of the %s chat, which is %s, offers it: %v", state, v.State, v.Save)
				}
				if state == "engaged" {
					w.finishes(mara, chat)
				}
			}
			if v := w.resumes(noor).Chats[0]; v.Save {
				t.Error("it is offered to the agent")
			}
		})
	}
}
