package desk_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"switchboard/shared/edge/api"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

func TestR43WithoutAHolderOfItsSkillAButtonIsOffline(t *testing.T) {
	for title, takes := range map[string]func(w *world){
		"R43: taken from the person": func(w *world) {
			p, err := w.desk.ReadPerson(w.ctx, "noor")
			w.must(err)
			p.Skills = nil
			_, err = w.desk.PutPerson(w.ctx, p)
			w.must(err)
		},
		"R43: taken from her profile": func(w *world) {
			w.configures(func(c *settings.Configuration) { c.Profiles[0].Skills = nil })
			w.beats(w.agent("noor"))
		},
		"R43: the person is deleted": func(w *world) {
			p, err := w.desk.ReadPerson(w.ctx, "noor")
			w.must(err)
			w.must(w.desk.DropPerson(w.ctx, "noor", p.Version))
		},
		"R43: the button asks for another": func(w *world) {
			w.configures(func(c *settings.Configuration) {
				c.Skills = append(c.Skills, settings.Skill{ID: "other", Name: "Other"})
				c.Buttons[0].Skill = "other"
			})
			w.beats(w.agent("noor"))
		},
	} {
		t.Run(title, func(t *testing.T) {
			w := newWorld(t)
			own := []string{"general"}
			if title == "R43: taken from her profile" {
				w.configures(func(c *settings.Configuration) { c.Profiles[0].Skills = own })
				own = nil
			}
			p, err := w.desk.ReadPerson(w.ctx, "noor")
			w.must(err)
			p.Skills = own
			_, err = w.desk.PutPerson(w.ctx, p)
			w.must(err)
			w.online("noor")
			if !w.available("support") {
				t.Fatal("noor holds the skill, and the button is offline")
			}
			takes(w)
			if w.available("support") {
				t.Error("nobody holds the skill, and the button is online")
			}
			same(t, "a request", w.onstage(w.asks(w.visitor("mara"))), turnedAway("agentsUnavailable"))
		})
	}
}

func TestR53WhatIsInUseIsNotDeleted(t *testing.T) {
	for _, row := range []struct {
		title  string
		drop   func(c *settings.Configuration)
		kind   fault.Kind
		naming []string
	}{
		{"R53: a skill of a button", func(c *settings.Configuration) { c.Skills = nil }, fault.Invalid, []string{"general", "button support"}},
		{"R53: a button of a deployment", func(c *settings.Configuration) { c.Buttons = nil }, fault.Invalid, []string{"support", "deployment demo"}},
		{"R53: a configuration of a profile", func(c *settings.Configuration) { c.AgentConfigurations = nil },
			fault.Invalid, []string{"standard", "profile agents"}},
		{"R53: a skill of people", func(c *settings.Configuration) {
			c.Skills[0].ID, c.Buttons[0].Skill, c.AgentConfigurations[0].TransferSkills = "renamed", "renamed", nil
		}, fault.Conflict, []string{"skill general", "noor", "ilse"}},
		{"R53: a profile of people", func(c *settings.Configuration) { c.Profiles = nil }, fault.Conflict, []string{"profile agents", "noor", "ilse"}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := newWorld(t)
			c, err := w.desk.ReadConfiguration(w.ctx)
			w.must(err)
			row.drop(&c)
			_, err = w.desk.Configure(w.ctx, c)
			w.wantKind(err, row.kind, "it is refused")
			for _, name := range row.naming {
				if err == nil || !strings.Contains(err.Error(), name) {
					t.Errorf("the refusal %q does not name %s", err, name)
				}
			}
		})
	}
}

// calls lets somebody in a group call the HTTP API, as API Gateway passes it on, and returns the status and the answer.
func (w *world) calls(person, group, method, path, body string) (int, string) {
	w.t.Helper()
	var e events.APIGatewayV2HTTPRequest
	path, query, _ := strings.Cut(path, "?")
	e.Version, e.RawPath, e.RawQueryString, e.Body = "2.0", path, query, body
	e.Headers = map[string]string{"content-type": "application/json"}
	e.RequestContext.HTTP.Method, e.RequestContext.HTTP.Path, e.RequestContext.HTTP.SourceIP = method, path, "203.0.113.9"
	if group != "" {
		claims := map[string]string{"sub": person, "exp": fmt.Sprint(w.now.Add(3600e9).Unix()), "cognito:groups": "[" + group + "]"}
		e.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
			JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: claims}}
	}
	payload, err := json.Marshal(e)
	w.must(err)
	answer, err := api.Handler(w.desk, "https://console.example", "")(w.ctx, payload)
	w.must(err)
	var r events.APIGatewayV2HTTPResponse
	w.must(json.Unmarshal(answer, &r))
	return r.StatusCode, r.Body
}

// administrators are the calls that only they may make, each as it would succeed.
func administrators(w *world) map[string][3]string {
	w.t.Helper()
	c, err := w.desk.ReadConfiguration(w.ctx)
	w.must(err)
	configuration, err := json.Marshal(c)
	w.must(err)
	w.blocks("198.51.100.1")
	rules, err := w.desk.BlockingRules(w.ctx)
	w.must(err)
	return map[string][3]string{
		"reads the configuration":     {http.MethodGet, "/configuration", ""},
		"configures":                  {http.MethodPut, "/configuration", string(configuration)},
		"sets a person":               {http.MethodPut, "/people/gus", `{"person":"gus","first":"Gus","profile":"agents"}`},
		"deletes a person":            {http.MethodDelete, "/people/ilse?version=1", ""},
		"lists the address rules":     {http.MethodGet, "/blocking", ""},
		"writes an address rule":      {http.MethodPost, "/blocking", `{"from":"198.51.100.7"}`},
		"deletes an address rule":     {http.MethodDelete, "/blocking/" + rules[0].ID, ""},
		"gives somebody other skills": {http.MethodPut, "/people/noor/skills", `{"skills":["general"]}`},
	}
}

func TestR8OnlyAdministratorsChangeSettings(t *testing.T) {
	names := slices.Sorted(maps.Keys(administrators(newWorld(t))))
	for _, name := range names {
		for _, row := range []struct {
			group string
			want  int
		}{{"administrator", 200}, {"supervisor", 403}, {"agent", 403}, {"stranger", 403}, {"", 401}} {
			t.Run("R8: "+name+" as "+row.group, func(t *testing.T) {
				w := newWorld(t)
				c := administrators(w)[name]
				status, body := w.calls("dana", row.group, c[0], c[1], c[2])
				if status/100 != row.want/100 || row.want != 200 && status != row.want {
					t.Errorf("answered %d %s, want %d", status, body, row.want)
				}
				people, err := w.desk.People(w.ctx, "", 10)
				w.must(err)
				rules, err := w.desk.BlockingRules(w.ctx)
				w.must(err)
				if row.want != 200 && (len(people.People) != 2 || len(rules) != 1) {
					t.Errorf("something was written: %+v, %+v", people, rules)
				}
			})
		}
	}
	t.Run("R8, R188: an agent's block writes one rule as its sole exception", func(t *testing.T) {
		w, noor, _, chat := talk(t)
		_, err := w.desk.Block(w.ctx, noor, protocol.Block{Action: "block", ID: w.id(), Chat: chat, After: 2, Comment: "Rude"})
		w.must(err)
		rules, err := w.desk.BlockingRules(w.ctx)
		w.must(err)
		if len(rules) != 1 || rules[0].From != "203.0.113.24" || !rules[0].Single() || rules[0].By != "noor" {
			t.Errorf("the rules are %+v", rules)
		}
	})
}

func TestR10WhoAssignsSkills(t *testing.T) {
	for _, row := range []struct {
		title, group string
		permissions  []settings.Permission
		want         fault.Kind
	}{
		{"R10: a supervisor with the permission", session.GroupSupervisor, []settings.Permission{settings.AssignSkills}, ""},
		{"R10: a supervisor without it", session.GroupSupervisor, nil, fault.Forbidden},
		{"R10: an agent with it", session.GroupAgent, []settings.Permission{settings.AssignSkills}, fault.Forbidden},
		{"R8: an administrator", session.GroupAdministrator, nil, ""},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := newWorld(t)
			p := employ("dana", "Dana", "")
			p.Permissions = row.permissions
			_, err := w.desk.PutPerson(w.ctx, p)
			w.must(err)
			w.employs("petra", "Petra", "")
			petra := w.online("petra")
			dana := session.Identity{Role: session.Agent, Person: "dana", Groups: []string{row.group}}
			_, err = w.desk.AssignSkills(w.ctx, dana, "petra", []string{"general"})
			if chat := w.asks(w.visitor("mara")); row.want == "" {
				w.must(err)
				same(t, "petra serves the button at once", w.choicesOf(petra), []string{chat})
			} else {
				w.wantKind(err, row.want, "it is refused")
				none(t, "petra does not serve the button", w.choicesOf(petra))
			}
		})
	}
}

func TestR11WhatTheSystemWritesNobodyElseDoes(t *testing.T) {
	t.Run("R11: who made an address rule, and when", func(t *testing.T) {
		w := newWorld(t)
		dana := session.Identity{Role: session.Agent, Person: "dana", Groups: []string{session.GroupAdministrator}}
		_, err := w.desk.PutBlockingRule(w.ctx, dana, settings.BlockingRule{From: "198.51.100.1", By: "somebody", At: 1, ID: "mine"})
		w.must(err)
		rules, err := w.desk.BlockingRules(w.ctx)
		w.must(err)
		if r := rules[0]; r.By != "dana" || r.At != w.now.UnixMilli() || r.ID == "mine" {
			t.Errorf("the rule says %+v", r)
		}
	})
	t.Run("R11: the version of what is set", func(t *testing.T) {
		w := newWorld(t)
		p, err := w.desk.ReadPerson(w.ctx, "noor")
		w.must(err)
		p.Version = 7
		_, err = w.desk.PutPerson(w.ctx, p)
		w.wantKind(err, fault.Conflict, "a person under a version of her own")
		c, err := w.desk.ReadConfiguration(w.ctx)
		w.must(err)
		c.Version += 3
		_, err = w.desk.Configure(w.ctx, c)
		w.wantKind(err, fault.Conflict, "a configuration under a version of its own")
	})
	t.Run("R11: records are only read", func(t *testing.T) {
		w, _, mara, chat := talk(t)
		w.finishes(mara, chat)
		w.closes(w.agent("noor"), chat)
		before := w.field(chat, "Created By")
		for _, path := range []string{"/transcripts", "/transcripts/" + chat, "/sessions"} {
			for _, method := range []string{http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete} {
				if status, body := w.calls("dana", "administrator", method, path, `{"Created By":"somebody"}`); status < 400 {
					t.Errorf("%s %s answers %d %s", method, path, status, body)
				}
			}
		}
		same(t, "the transcript", []string{w.field(chat, "Created By")}, []string{before})
	})
}
