package together_test

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"

	"switchboard/infra/local/together"
	pushmemory "switchboard/shared/push/memory"
)

type object = map[string]any

// calls is an HTTP call as API Gateway hands it over.
func calls(t *testing.T, f *together.Functions, method, path string, headers object, claims, body object) object {
	t.Helper()
	written, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	headers["content-type"] = "application/json"
	event, err := json.Marshal(object{
		"version": "2.0", "rawPath": path, "headers": headers, "body": string(written), "requestContext": object{
			"stage": "$default", "http": object{"method": method, "path": path, "sourceIp": "198.51.100.1"}, "authorizer": object{"jwt": object{"claims": claims}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := f.Invoke(t.Context(), "api", event)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		StatusCode int
		Body       string
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s %v", method, path, text, err)
	}
	said := object{}
	if err := json.Unmarshal([]byte(answer.Body), &said); err != nil {
		t.Fatal(err)
	}
	return said
}

// From the ticket's call through CloudFront to the identity that rides on every frame of the socket.
func TestR227WhereAVisitorIsComesWithHerSocket(t *testing.T) {
	functions := together.New(together.Config{Push: pushmemory.New(), Now: time.Now, OriginSecret: "the-origin's-own", SocketURL: "wss://example.com"})
	text, err := os.ReadFile("../stack/demo.json")
	var demo struct{ Configuration object }
	if err != nil || json.Unmarshal(text, &demo) != nil {
		t.Fatal("the demo's settings", err)
	}
	ari := object{"sub": "ari", "exp": "4102444800", "iat": "1767225600", "cognito:groups": "[administrator]"}
	calls(t, functions, http.MethodPut, "/configuration", object{}, ari, demo.Configuration)
	for secret, want := range map[string][3]string{
		"the-origin's-own": {"203.0.113.24", "Berlin, Germany", "AS64500"},
		"a guess":          {"198.51.100.1", "", ""},
	} {
		ticket := calls(t, functions, http.MethodPost, "/visitor/ticket", object{
			"x-chat-secret": "0123456789012345678901234567890123456789012", "x-origin-secret": secret, "cloudfront-viewer-address": "203.0.113.24:4711",
			"cloudfront-viewer-city": "Berlin", "cloudfront-viewer-country-name": "Germany", "cloudfront-viewer-asn": "64500",
		}, nil, object{"deployment": "demo"})
		event, err := json.Marshal(object{"methodArn": "arn", "headers": object{"Sec-WebSocket-Protocol": "switchboard.v1, ticket." + ticket["ticket"].(string)}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := functions.Invoke(t.Context(), "authorize", event)
		var answer struct{ Context map[string]string }
		if err != nil || json.Unmarshal(text, &answer) != nil {
			t.Fatalf("%s %v", text, err)
		}
		if got := [3]string{answer.Context["address"], answer.Context["place"], answer.Context["network"]}; got != want {
			t.Errorf("with the secret %q: %q, want %q", secret, got, want)
		}
	}
}
