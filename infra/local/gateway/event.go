package gateway

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// event is what a route's function gets: exactly the fields of the real one,
// so a field that is absent there must be absent here.
type event struct {
	Headers           map[string]string   `json:"headers,omitempty"`
	MultiValueHeaders map[string][]string `json:"multiValueHeaders,omitempty"`
	Query             map[string]string   `json:"queryStringParameters,omitempty"`
	MultiValueQuery   map[string][]string `json:"multiValueQueryStringParameters,omitempty"`
	RequestContext    requestContext      `json:"requestContext"`
	Body              *string             `json:"body,omitempty"`
	IsBase64Encoded   bool                `json:"isBase64Encoded"`
}

type requestContext struct {
	RouteKey             string            `json:"routeKey"`
	Authorizer           map[string]string `json:"authorizer,omitempty"`
	MessageID            string            `json:"messageId,omitempty"`
	DisconnectStatusCode *int              `json:"disconnectStatusCode,omitempty"`
	EventType            string            `json:"eventType"`
	ExtendedRequestID    string            `json:"extendedRequestId"`
	RequestTime          string            `json:"requestTime"`
	MessageDirection     string            `json:"messageDirection"`
	DisconnectReason     *string           `json:"disconnectReason,omitempty"`
	Stage                string            `json:"stage"`
	ConnectedAt          int64             `json:"connectedAt"`
	RequestTimeEpoch     int64             `json:"requestTimeEpoch"`
	Identity             caller            `json:"identity"`
	RequestID            string            `json:"requestId"`
	DomainName           string            `json:"domainName"`
	ConnectionID         string            `json:"connectionId"`
	APIID                string            `json:"apiId"`
}

// caller is who holds the socket, as the network saw it.
type caller struct {
	UserAgent string `json:"userAgent"`
	SourceIP  string `json:"sourceIp"`
}

// origin is what every event of one connection repeats.
type origin struct {
	id         string
	caller     caller
	connected  time.Time
	authorizer map[string]string
}

func (g *Gateway) requestContext(o origin, route, kind string) requestContext {
	now, id := g.cfg.Now(), newID()
	return requestContext{
		RouteKey: route, EventType: kind, MessageDirection: "IN", Authorizer: o.authorizer,
		ExtendedRequestID: id, RequestID: id,
		RequestTime:      now.UTC().Format("02/Jan/2006:15:04:05 -0700"),
		RequestTimeEpoch: now.UnixMilli(), ConnectedAt: o.connected.UnixMilli(),
		Stage: g.cfg.Stage, DomainName: g.cfg.DomainName, APIID: g.cfg.APIID,
		Identity: o.caller, ConnectionID: o.id,
	}
}

// headersOf gives a handshake's headers as the events carry them: names in the
// spelling of the WebSocket standard, hop-by-hop ones left out, and what API
// Gateway adds. An X-Forwarded-For that the client sent stays in front.
func headersOf(r *http.Request, now time.Time) (map[string]string, map[string][]string) {
	multi := map[string][]string{"Host": {r.Host}}
	for name, values := range r.Header {
		if name == "Connection" || name == "Upgrade" {
			continue
		}
		if rest, ok := strings.CutPrefix(name, "Sec-Websocket-"); ok {
			name = "Sec-WebSocket-" + rest
		}
		multi[name] = values
	}
	multi["X-Forwarded-For"] = []string{strings.Join(append(r.Header.Values("X-Forwarded-For"), sourceIP(r)), ", ")}
	multi["X-Forwarded-Proto"], multi["X-Forwarded-Port"] = forwarded(r)
	multi["X-Amzn-Trace-Id"] = []string{newTrace(now)}
	return lastOf(multi), multi
}

func forwarded(r *http.Request) (proto, port []string) {
	proto, port = []string{"http"}, []string{"80"}
	if r.TLS != nil {
		proto, port = []string{"https"}, []string{"443"}
	}
	if u := (url.URL{Host: r.Host}); u.Port() != "" {
		port = []string{u.Port()}
	}
	return proto, port
}

// lastOf keeps the last of several values, as the single-value maps do.
func lastOf(multi map[string][]string) map[string]string {
	single := make(map[string]string, len(multi))
	for name, values := range multi {
		if len(values) > 0 {
			single[name] = values[len(values)-1]
		}
	}
	return single
}
