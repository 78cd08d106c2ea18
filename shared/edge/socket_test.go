package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// To API Gateway a frame that is answered went well, so what failed here is counted by us, and nothing else is.
func TestAFrameThatFailsForUsIsCounted(t *testing.T) {
	for _, row := range []struct {
		title, body string
		fails       error
		kind, want  string // of the answer; what is written
	}{
		{"all is well", `{"action":"offered","chat":"c"}`, nil, "", ""},
		{"refused", `{"action":"offered","chat":"c"}`, fault.New(fault.Conflict, "Already taken."), "conflict", ""},
		{"not a frame", `{"action":"offered","chat":7}`, nil, "invalid", ""},
		{"the table cannot be reached", `{"action":"offered","chat":"c"}`, errors.New("no such host"), "internal", "FailedFrames:Count:[1]"},
	} {
		t.Run(row.title, func(t *testing.T) {
			var out bytes.Buffer
			h, err := Measured("Switchboard/dev", &out, Notice(func(context.Context, desk.Caller, protocol.Offered) error { return row.fails }))
			if err != nil {
				t.Fatal(err)
			}
			if kind := answered(t, h, row.body); kind != row.kind {
				t.Errorf("the answer is %q", kind)
			}
			if got := read(t, out.String()); got != row.want {
				t.Errorf("written: %q, want %q", got, row.want)
			}
		})
	}
}

// answered is the kind of the error frame with which a handler answers an agent's frame; empty: none.
func answered(t *testing.T, h Handler, body string) string {
	t.Helper()
	noor := session.Identity{Role: session.Agent, Person: "noor", Expires: time.Now().Add(time.Hour)}
	payload, err := json.Marshal(events.APIGatewayWebsocketProxyRequest{
		Body: body, RequestContext: events.APIGatewayWebsocketProxyRequestContext{ConnectionID: "n1", Authorizer: noor.Context()},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := h(t.Context(), payload)
	if err != nil {
		t.Fatalf("Lambda is told of an error: %v", err)
	}
	var response events.APIGatewayProxyResponse
	var frame protocol.Error
	if err := json.Unmarshal(answer, &response); err != nil {
		t.Fatal(err)
	}
	if response.Body != "" {
		if err := json.Unmarshal([]byte(response.Body), &frame); err != nil {
			t.Fatal(err)
		}
	}
	return frame.Kind
}

// S2: whoever makes up a ticket is denied; only a failure of ours is one.
func TestATicketThatIsNotGoodIsDeniedAndNoError(t *testing.T) {
	broken := errors.New("no such table")
	for _, row := range []struct {
		title  string
		takes  error
		effect string
		fails  error
	}{
		{"good", nil, "Allow", nil},
		{"used or made up", fault.New(fault.Unauthorized, "This ticket is not good."), "Deny", nil},
		{"from another page", fault.New(fault.Forbidden, "Not from this page."), "Deny", nil},
		{"the table cannot be read", broken, "", broken},
	} {
		t.Run(row.title, func(t *testing.T) {
			h := Authorize(func(context.Context, string, string) (session.Identity, error) {
				return session.Identity{Person: "noor"}, row.takes
			})
			answer, err := h(t.Context(), []byte(`{"headers":{},"methodArn":"arn:aws:execute-api:eu-west-1:1:a/dev/$connect"}`))
			if !errors.Is(err, row.fails) {
				t.Fatalf("error %v", err)
			}
			var got events.APIGatewayCustomAuthorizerResponse
			if err == nil {
				err = json.Unmarshal(answer, &got)
			}
			if row.effect != "" && (err != nil || len(got.PolicyDocument.Statement) != 1 || got.PolicyDocument.Statement[0].Effect != row.effect) {
				t.Errorf("it answers %s, %v", answer, err)
			}
		})
	}
}
