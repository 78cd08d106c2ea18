package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

const allow = `"principalId":"p1","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"Allow","Resource":"*"}]}`

var ticket = http.Header{"Sec-Websocket-Protocol": {"ticket.abc"}}

func guarded(t *testing.T) *bench {
	return start(t, func(c *Config) { c.Authorizer = "authorize" })
}

func TestG3MissingIdentitySourceIs401WithoutACall(t *testing.T) {
	b := guarded(t)
	for _, h := range []http.Header{nil, {"Sec-Websocket-Protocol": {""}}, {"Sec-Websocket-Protocol": {"  "}}} {
		if status, _ := b.refused("/prod", h); status != 401 {
			t.Errorf("%v: %d, want 401", h, status)
		}
	}
	b.functions.none(t)
}

func TestG3Event(t *testing.T) {
	b := guarded(t)
	b.functions.returns("authorize", "{"+allow+"}")
	if _, err := b.try("/prod?a=1&a=2", ticket); err != nil {
		t.Fatal(err)
	}
	e := b.functions.next(t, "authorize").fields(t)
	wantFields(t, e, "type", "methodArn", "headers", "multiValueHeaders", "queryStringParameters",
		"multiValueQueryStringParameters", "stageVariables", "requestContext")
	if e["type"] != "REQUEST" || e["methodArn"] != "arn:aws:execute-api:eu-central-1:123456789012:api1/prod/$connect" {
		t.Errorf("type %v, methodArn %v", e["type"], e["methodArn"])
	}
	if q := e["queryStringParameters"].(map[string]any); q["a"] != "2" {
		t.Errorf("query %v", q)
	}
	about := e["requestContext"].(map[string]any)
	wantFields(t, about, connectContext...)
	if about["routeKey"] != "$connect" || about["eventType"] != "CONNECT" {
		t.Errorf("context %v", about)
	}
	connect := b.functions.next(t, "connect").context(t)
	if connect["connectionId"] != about["connectionId"] {
		t.Error("authorizer and $connect saw different connections")
	}
}

func TestG3Answers(t *testing.T) {
	b := guarded(t)
	for _, c := range []struct {
		name, out string
		err       error
		want      int
	}{
		{"deny", `{"principalId":"p","policyDocument":{"Statement":[{"Action":"execute-api:Invoke","Effect":"Deny","Resource":"*"}]}}`, nil, 403},
		{"deny beats allow", `{"principalId":"p","policyDocument":{"Statement":[{"Action":"*","Effect":"Allow","Resource":"*"},{"Action":["execute-api:Invoke"],"Effect":"Deny","Resource":["*"]}]}}`, nil, 403},
		{"another resource", `{"principalId":"p","policyDocument":{"Statement":[{"Action":"*","Effect":"Allow","Resource":"arn:aws:execute-api:*:*:other/*"}]}}`, nil, 403},
		{"no statement", `{"principalId":"p"}`, nil, 403},
		{"error Unauthorized", "", errors.New("Unauthorized"), 401},
		{"wrapped Unauthorized", "", fmt.Errorf("authorize: %w", errors.New("Unauthorized")), 401},
		{"payload Unauthorized", `{"errorMessage":"Unauthorized","errorType":"errorString"}`, errors.New("Unhandled"), 401},
		{"another error", "", errors.New("table not found"), 500},
		{"no JSON", "yes", nil, 500},
		{"no principal", strings.Replace("{"+allow+"}", `"p1"`, `""`, 1), nil, 500},
		{"nested context", "{" + allow + `,"context":{"a":{"b":1}}}`, nil, 500},
		{"list in context", "{" + allow + `,"context":{"a":[1]}}`, nil, 500},
	} {
		b.functions.fails("authorize", c.err)
		if c.err == nil {
			b.functions.returns("authorize", c.out)
		} else if c.out != "" {
			b.functions.set("authorize", failing(c.out, c.err))
		}
		if status, _ := b.refused("/prod", ticket); status != c.want {
			t.Errorf("%s: %d, want %d", c.name, status, c.want)
		}
		b.functions.next(t, "authorize")
		b.functions.none(t) // $connect was not asked
	}
}

func TestG3AllowsItsOwnResource(t *testing.T) {
	arn := "arn:aws:execute-api:eu-central-1:123456789012:api1/prod/$connect"
	for pattern, want := range map[string]bool{
		arn: true, "*": true, "arn:aws:execute-api:*:api1/prod/*": true, arn[:len(arn)-1] + "?": true,
		arn + "?": false, "": false, "arn:*:api2/*": false, arn[:len(arn)-1]: false, "*x": false,
	} {
		if got := wildcard(pattern, arn); got != want {
			t.Errorf("%q: %v, want %v", pattern, got, want)
		}
	}
}

func TestG3ResultOf8KBAndOneByteMore(t *testing.T) {
	b := guarded(t)
	for size, want := range map[int]int{MaxAuthorizer: 101, MaxAuthorizer + 1: 500} {
		frame := "{" + allow + `,"context":{"a":"%s"}}`
		b.functions.returns("authorize", fmt.Sprintf(frame, strings.Repeat("x", size-len(frame)+2)))
		p, err := b.try("/prod", ticket)
		if err != nil || p.resp.StatusCode != want {
			t.Errorf("%d bytes: %v %v, want %d", size, p.resp.Status, err, want)
		}
	}
}

func TestG3ContextIsInEveryLaterEventAsStrings(t *testing.T) {
	b := guarded(t)
	b.functions.returns("authorize", "{"+allow+`,"context":{"name":"Ann","until":1767225600,"ok":true,"none":null,"half":0.5}}`)
	want := map[string]any{"principalId": "p1", "name": "Ann", "until": "1767225600", "ok": "true", "half": "0.5"}
	p, err := b.try("/prod", ticket)
	if err != nil {
		t.Fatal(err)
	}
	b.functions.next(t, "authorize")
	p.say(`{"action":"message"}`)
	events := []call{b.functions.next(t, "connect"), b.functions.next(t, "message")}
	_ = p.conn.Close()
	events = append(events, b.functions.next(t, "disconnect"))
	for _, e := range events {
		if got := e.context(t)["authorizer"]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", e.function, got, want)
		}
	}
}

func TestG3NothingIsCached(t *testing.T) {
	b := guarded(t)
	b.functions.returns("authorize", "{"+allow+"}")
	for range 2 {
		if _, err := b.try("/prod", ticket); err != nil {
			t.Fatal(err)
		}
		b.functions.next(t, "authorize")
		b.functions.next(t, "connect")
	}
}

func TestPolicyTakesOneOrMore(t *testing.T) {
	var p policy
	if err := json.Unmarshal([]byte(`{"Statement":[{"Action":7,"Effect":"Allow","Resource":"*"}]}`), &p); err == nil {
		t.Error("a number passed as an action")
	}
}
