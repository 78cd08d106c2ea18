package gateway

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/gobwas/ws"
)

const protocolHeader = "Sec-WebSocket-Protocol"

// opening is a handshake that is still pending: it has an id, but until
// $connect has returned a post to that id is answered with 410.
type opening struct {
	origin
	request *http.Request
	headers map[string]string
	multi   map[string][]string
}

func (g *Gateway) handshake(w http.ResponseWriter, r *http.Request) {
	if bad, ok := malformed(r); ok {
		refuse(w, bad, "", newID())
		return
	}
	if g.faults.refuseHandshake(w) {
		return
	}
	o := g.opening(r)
	protocol, refused := g.admit(&o)
	if refused.status != 0 {
		refuse(w, refused, o.id, newID())
		return
	}
	if g.faults.cutPending(w) {
		g.disconnect(newSocket(g, o.origin, 0)) // $connect has returned, so it was told
		return
	}
	g.open(w, r, o.origin, protocol)
}

// malformed finds what makes a request no handshake at all; nothing is
// invoked for such a request.
func malformed(r *http.Request) (refusal, bool) {
	switch {
	case len("wss://")+len(r.Host)+len(r.RequestURI) > MaxURL:
		return refusal{http.StatusRequestURITooLong, "URI Too Long"}, true
	case r.Method != http.MethodGet:
		return refusal{http.StatusForbidden, missingToken}, true
	case !strings.EqualFold(r.Header.Get("Upgrade"), "websocket"):
		return refusal{http.StatusUpgradeRequired, "Upgrade Required"}, true
	case len(r.Header.Get("Sec-WebSocket-Key")) != 24 || r.Header.Get("Sec-WebSocket-Version") != "13",
		!strings.Contains(strings.ToLower(r.Header.Get("Connection")), "upgrade"):
		return refusal{http.StatusBadRequest, "Bad Request"}, true
	}
	return refusal{}, false
}

func (g *Gateway) opening(r *http.Request) opening {
	now := g.cfg.Now()
	o := opening{request: r}
	o.headers, o.multi = headersOf(r, now)
	o.origin = origin{
		id: newID(), connected: now,
		caller: caller{UserAgent: r.UserAgent(), SourceIP: sourceIP(r)},
	}
	return o
}

// admit asks the authorizer, then $connect. A refusal with status 0 means in.
func (g *Gateway) admit(o *opening) (protocol string, refused refusal) {
	if refused = g.authorize(o); refused.status != 0 {
		return "", refused
	}
	return g.connect(o)
}

// connect runs the $connect integration, which is optional. A non-2xx status
// refuses the handshake with this status; a function that fails, 502; one that
// takes too long, 504.
func (g *Gateway) connect(o *opening) (protocol string, refused refusal) {
	function, ok := g.cfg.Routes["$connect"]
	if !ok {
		return "", refusal{}
	}
	query := o.request.URL.Query()
	out, err := g.invoke(function, event{
		Headers: o.headers, MultiValueHeaders: o.multi,
		Query: lastOf(query), MultiValueQuery: query,
		RequestContext: g.requestContext(o.origin, "$connect", "CONNECT"),
	})
	if errors.Is(err, errTimeout) {
		return "", refusal{http.StatusGatewayTimeout, "Endpoint request timed out"}
	}
	answer, parseErr := parseResponse(out)
	if err != nil || parseErr != nil {
		g.cfg.Log.Warn("$connect failed", "function", function, "error", errors.Join(err, parseErr))
		return "", refusal{http.StatusBadGateway, "Internal server error"}
	}
	if answer.status < 200 || answer.status > 299 {
		return "", refusal{answer.status, http.StatusText(answer.status)}
	}
	return answer.header(protocolHeader), refusal{}
}

// open registers the socket before the 101 leaves, so that a client that has
// seen it can be posted to; what is posted meanwhile waits in the buffer.
func (g *Gateway) open(w http.ResponseWriter, r *http.Request, o origin, protocol string) {
	s := g.register(o)
	header := http.Header{}
	if protocol != "" {
		header.Set(protocolHeader, protocol)
	}
	conn, rw, _, err := ws.HTTPUpgrader{Timeout: g.cfg.CloseWait, Header: header}.Upgrade(r, w)
	if err != nil {
		if conn != nil {
			_ = conn.Close()
		}
		g.forget(s)
		g.disconnect(s)
		return
	}
	s.opened(conn)
	early, _ := rw.Reader.Peek(rw.Reader.Buffered()) // cannot fail: that many are there
	in := io.Reader(conn)
	if len(early) > 0 {
		in = io.MultiReader(bytes.NewReader(bytes.Clone(early)), conn)
	}
	g.running.Go(func() { g.serve(s, in) }) // nothing of the request stays referenced
}

func (g *Gateway) register(o origin) *socket {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.serial++
	s := newSocket(g, o, g.serial)
	if g.closed {
		s.shut(ws.StatusGoingAway, goingAway)
		return s
	}
	g.sockets[o.id] = s
	return s
}
