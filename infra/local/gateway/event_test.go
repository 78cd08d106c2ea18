package gateway

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/gobwas/ws"
)

var connectContext = []string{
	"routeKey", "eventType", "extendedRequestId", "requestTime", "messageDirection", "stage", "connectedAt",
	"requestTimeEpoch", "identity", "requestId", "domainName", "connectionId", "apiId",
}

func failing(out string, err error) func(context.Context, []byte) ([]byte, error) {
	return func(context.Context, []byte) ([]byte, error) { return []byte(out), err }
}

func wantFields(t *testing.T, got map[string]any, want ...string) {
	t.Helper()
	have := slices.Sorted(maps.Keys(got))
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("fields %v, want %v", have, want)
	}
}

func proxyRequest(t *testing.T, c call) events.APIGatewayWebsocketProxyRequest {
	t.Helper()
	var e events.APIGatewayWebsocketProxyRequest
	if err := json.Unmarshal(c.payload, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestG6ConnectEvent(t *testing.T) {
	b := start(t)
	if _, err := b.try("/prod?a=1&a=2", nil); err != nil {
		t.Fatal(err)
	}
	c := b.functions.next(t, "connect")
	wantFields(t, c.fields(t), "headers", "multiValueHeaders", "queryStringParameters",
		"multiValueQueryStringParameters", "requestContext", "isBase64Encoded")
	wantFields(t, c.context(t), connectContext...)
	e := proxyRequest(t, c)
	if e.RequestContext.RequestTime != "01/Mar/2026:12:00:00 +0000" || e.RequestContext.ConnectedAt != b.clock.Now().UnixMilli() {
		t.Errorf("times: %+v", e.RequestContext)
	}
	if e.RequestContext.Stage != "prod" || e.RequestContext.DomainName != "api1.example" || e.RequestContext.APIID != "api1" {
		t.Errorf("places: %+v", e.RequestContext)
	}
	if q := e.MultiValueQueryStringParameters["a"]; !slices.Equal(q, []string{"1", "2"}) || e.QueryStringParameters["a"] != "2" {
		t.Errorf("query: %v", q)
	}
}

func TestG6ConnectWithoutAQueryHasNoSuchFields(t *testing.T) {
	b := start(t)
	if _, err := b.try("/prod", nil); err != nil {
		t.Fatal(err)
	}
	wantFields(t, b.functions.next(t, "connect").fields(t), "headers", "multiValueHeaders", "requestContext", "isBase64Encoded")
}

func TestG6MessageEvent(t *testing.T) {
	b := start(t)
	p := b.dial()
	p.say(`{"action":"message","n":1}`)
	c := b.functions.next(t, "message")
	wantFields(t, c.fields(t), "requestContext", "body", "isBase64Encoded")
	wantFields(t, c.context(t), append(slices.Clone(connectContext), "messageId")...)
	e := proxyRequest(t, c)
	if e.Body != `{"action":"message","n":1}` || e.IsBase64Encoded || e.RequestContext.EventType != "MESSAGE" || e.RequestContext.RouteKey != "message" {
		t.Errorf("%+v", e)
	}
	id := regexp.MustCompile(`^[A-Za-z0-9_-]{15}=$`)
	for _, v := range []string{e.RequestContext.ConnectionID, e.RequestContext.RequestID, c.context(t)["messageId"].(string)} {
		if !id.MatchString(v) {
			t.Errorf("id %q", v)
		}
	}
	if e.RequestContext.RequestID != e.RequestContext.ExtendedRequestID {
		t.Error("requestId and extendedRequestId differ")
	}
}

func TestG6DisconnectEvent(t *testing.T) {
	b := start(t)
	p := b.dial()
	p.frame(ws.OpClose, true, ws.NewCloseFrameBody(ws.StatusGoingAway, ""))
	c := b.functions.next(t, "disconnect")
	wantFields(t, c.fields(t), "headers", "multiValueHeaders", "requestContext", "isBase64Encoded")
	wantFields(t, c.context(t), append(slices.Clone(connectContext), "disconnectStatusCode", "disconnectReason")...)
	wantFields(t, c.fields(t)["headers"].(map[string]any), "Host", "x-api-key", "X-Forwarded-For", "x-restapi")
	wantFields(t, c.fields(t)["multiValueHeaders"].(map[string]any), "Host", "x-api-key", "X-Forwarded-For", "x-restapi")
	e := proxyRequest(t, c)
	if e.RequestContext.ConnectionID != p.id || e.RequestContext.RouteKey != "$disconnect" || e.RequestContext.EventType != "DISCONNECT" {
		t.Errorf("%+v", e.RequestContext)
	}
}

func TestG7ConnectHeaders(t *testing.T) {
	b := start(t)
	if _, err := b.try("/prod", http.Header{"X-Forwarded-For": {"6.6.6.6"}, "Sec-Websocket-Protocol": {"chat"}}); err != nil {
		t.Fatal(err)
	}
	e := proxyRequest(t, b.functions.next(t, "connect"))
	h := e.Headers
	_, port, _ := strings.Cut(b.server.Listener.Addr().String(), ":")
	if h["X-Forwarded-For"] != "6.6.6.6, 127.0.0.1" || h["X-Forwarded-Proto"] != "http" || h["X-Forwarded-Port"] != port {
		t.Errorf("forwarded: %v", h)
	}
	if ok, _ := regexp.MatchString(`^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$`, h["X-Amzn-Trace-Id"]); !ok {
		t.Errorf("trace %q", h["X-Amzn-Trace-Id"])
	}
	if h["Sec-WebSocket-Protocol"] != "chat" || h["Sec-WebSocket-Version"] != "13" || h["Upgrade"] != "" || h["Host"] == "" {
		t.Errorf("headers: %v", h)
	}
	if id := e.RequestContext.Identity; id.SourceIP != "127.0.0.1" || id.UserAgent != "browser/1" {
		t.Errorf("identity: %+v", id)
	}
}
