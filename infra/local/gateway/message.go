package gateway

import (
	"encoding/json"
	"errors"
	"strings"
)

// message hands one message to its route's function, in an invocation of its
// own: two messages of one connection may overtake each other.
func (g *Gateway) message(s *socket, body string) {
	call := func() { g.route(s, body) }
	held, overtakes := g.faults.meet(s, body, call)
	if held {
		return
	}
	g.running.Go(func() {
		call()
		if overtakes {
			s.release()
		}
	})
}

func (g *Gateway) route(s *socket, body string) {
	key, function := g.selectRoute(body)
	about := g.requestContext(s.origin, key, "MESSAGE")
	if function == "" {
		g.tell(s, "Forbidden", about.RequestID)
		return
	}
	about.MessageID = newID()
	out, err := g.invoke(function, event{RequestContext: about, Body: &body})
	switch {
	case errors.Is(err, errTimeout):
		g.tell(s, "Endpoint request timed out", about.RequestID)
	case err != nil:
		g.cfg.Log.Warn("integration failed", "function", function, "error", err)
		g.tell(s, internalError, about.RequestID)
	case g.cfg.Responds[key]:
		g.respond(s, out, about.RequestID)
	}
}

const internalError = "Internal server error"

// selectRoute evaluates $request.body.action. A body that is no JSON object, an
// action that names no route, and the names of the reserved routes select
// $default; without one, the function is empty.
func (g *Gateway) selectRoute(body string) (key, function string) {
	var fields map[string]json.RawMessage
	var action string
	if json.Unmarshal([]byte(body), &fields) == nil && json.Unmarshal(fields["action"], &action) == nil {
		if f, ok := g.cfg.Routes[action]; ok && !strings.HasPrefix(action, "$") {
			return action, f
		}
	}
	return "$default", g.cfg.Routes["$default"]
}

// respond sends a route response: the body of what the function returned, if
// it has one. A return value that is no proxy response is an integration error.
func (g *Gateway) respond(s *socket, out []byte, requestID string) {
	answer, err := parseResponse(out)
	if err != nil || len(answer.body) > MaxMessage {
		g.cfg.Log.Warn("route response refused", "bytes", len(answer.body), "error", err)
		g.tell(s, internalError, requestID)
		return
	}
	if len(answer.body) > 0 {
		g.deliver(s, answer.body)
	}
}

func (g *Gateway) tell(s *socket, text, requestID string) {
	// Three strings always encode.
	frame, _ := json.Marshal(notice{text, s.id, requestID})
	g.deliver(s, frame)
}

// deliver sends what nobody waits for: a socket that is gone, or too slow,
// does not get it.
func (g *Gateway) deliver(s *socket, data []byte) {
	if err := s.send(compile(data)); err != nil {
		g.cfg.Log.Debug("answer not delivered", "connection", s.id, "error", err)
	}
}
