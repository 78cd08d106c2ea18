package story

import (
	"net/http"
	"slices"
	"strconv"
	"testing"

	"switchboard/infra/deployed/client"
)

// office tells of what is done over HTTP alone: whom an agent may ask, the records, and what administrators and
// supervisors set.
func office(t *testing.T, s client.Site) {
	noor, dana, ari := joins(t, s, "noor"), client.Agent(t, s, "dana"), client.Agent(t, s, client.Administrator)
	if me := calls(t, noor, http.MethodGet, "/agent/me", nil); me.Text("person") != s.Subject("noor") {
		t.Errorf("she is %v", me)
	}
	if list := calls(t, dana, http.MethodGet, "/agent/colleagues?skill=general", nil); !names(list.List("colleagues"), s.Subject("noor")) {
		t.Errorf("R137: whom she may ask: %v", list)
	}
	if list := calls(t, dana, http.MethodGet, "/sessions", nil); !names(list.List("sessions"), s.Subject("noor")) {
		t.Errorf("R208: the sessions: %v", list)
	}
	if list := calls(t, noor, http.MethodGet, "/transcripts?limit=5", nil); len(list.List("transcripts")) == 0 {
		t.Errorf("R310: the transcripts: %v", list)
	}
	calls(t, noor, http.MethodPost, "/agent/leave", frame{"tab": "a tab that no longer rules"})
	skills(t, s, dana)
	hires(t, ari)
	rule := calls(t, ari, http.MethodPost, "/blocking", frame{"from": "192.0.2.1", "to": "192.0.2.9", "description": "A range that nobody has"})
	calls(t, ari, http.MethodDelete, "/blocking/"+rule.Text("rule"), nil)
	if list := calls(t, ari, http.MethodGet, "/blocking", nil); len(list.List("rules")) != 0 {
		t.Errorf("R194: left of the rules: %v", list)
	}
}

// skills has a supervisor give an agent a skill and take it again (R10).
func skills(t *testing.T, s client.Site, dana *person) {
	t.Helper()
	path := "/people/" + s.Subject("noor") + "/skills"
	for _, set := range [][]string{{"ordering", "returns"}, {"ordering"}} {
		got, _ := calls(t, dana, http.MethodPut, path, frame{"skills": set})["skills"].([]any)
		if !slices.EqualFunc(got, set, func(a any, b string) bool { return a == b }) {
			t.Errorf("R10: she has the skills %v, want %v", got, set)
		}
	}
}

// hires sets a person who has never signed in, and deletes her (R8).
func hires(t *testing.T, ari *person) {
	t.Helper()
	const path = "/people/temp"
	p := calls(t, ari, http.MethodPut, path, frame{"person": "temp", "first": "Tem", "last": "Porary", "profile": "agents", "version": 0})
	if status, body := ari.Call(http.MethodDelete, path+"?version=99", nil); status != http.StatusConflict {
		t.Errorf("deleted by a version that is none: %d %v", status, body)
	}
	calls(t, ari, http.MethodDelete, path+"?version="+strconv.Itoa(p.Number("version")), nil)
	for _, left := range calls(t, ari, http.MethodGet, "/people", nil).List("people") {
		if left.Text("person") == "temp" {
			t.Errorf("R8: still there: %v", left)
		}
	}
}

// calls is a call that must succeed.
func calls(t *testing.T, p *person, method, path string, body any) frame {
	t.Helper()
	status, answer := p.Call(method, path, body)
	if status >= http.StatusBadRequest {
		t.Fatalf("%s: %s %s: %d %v", p.Name, method, path, status, answer)
	}
	return answer
}

func names(list []frame, person string) bool {
	return slices.ContainsFunc(list, func(f frame) bool { return f.Text("person") == person })
}
