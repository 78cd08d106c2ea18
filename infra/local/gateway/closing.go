package gateway

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/gobwas/ws"
)

// CloseExpired closes every socket that was idle or open for too long by the
// clock of Config.Now, with 1001 "Going away". Ping and pong frames do not
// count as activity: whether they do on AWS is not documented, so nothing may
// rest on it.
func (g *Gateway) CloseExpired() {
	now := g.cfg.Now()
	for _, s := range g.all() {
		age, idle := s.times(now)
		if age >= g.cfg.MaxAge || idle >= g.cfg.Idle {
			g.close(s, ws.StatusGoingAway, goingAway)
		}
	}
}

// Tick does whatever the clock has made due: CloseExpired, and what faults
// hold back.
func (g *Gateway) Tick() {
	g.CloseExpired()
	g.faults.release()
}

// Run ticks until ctx ends: held pushes ten times a second, limits each second.
func (g *Gateway) Run(ctx context.Context) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		g.faults.release()
		if n%10 == 0 {
			g.CloseExpired()
		}
	}
}

// Shutdown closes all sockets with 1001, tells $disconnect, and waits for
// running invocations. When ctx ends first it cuts what is left, cancels the
// invocations and returns the context's error.
func (g *Gateway) Shutdown(ctx context.Context) error {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	sockets := g.all()
	for _, s := range sockets {
		g.close(s, ws.StatusGoingAway, goingAway)
	}
	g.faults.discard()
	done := make(chan struct{})
	go func() {
		defer close(done)
		g.running.Wait()
	}()
	defer g.stop()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		for _, s := range sockets {
			s.sever()
		}
		return ctx.Err()
	}
}

// close takes a socket out, so that posts get 410 from now on, and shuts it.
func (g *Gateway) close(s *socket, code ws.StatusCode, reason string) {
	g.forget(s)
	s.shut(code, reason)
}

func (g *Gateway) forget(s *socket) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.sockets, s.id)
}

func (g *Gateway) find(id string) (*socket, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	s, ok := g.sockets[id]
	return s, ok
}

// disconnect invokes $disconnect after a socket has ended, as often as the
// faults say. Its result matters to nobody.
func (g *Gateway) disconnect(s *socket) {
	function, ok := g.cfg.Routes["$disconnect"]
	if !ok {
		return
	}
	g.faults.disconnect(s, func() {
		about := g.requestContext(s.origin, "$disconnect", "DISCONNECT")
		s.mu.Lock()
		code, reason := s.code, s.reason
		s.mu.Unlock()
		about.DisconnectStatusCode, about.DisconnectReason = &code, &reason
		headers := map[string]string{"Host": g.cfg.DomainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""}
		multi := make(map[string][]string, len(headers))
		for name, value := range headers {
			multi[name] = []string{value}
		}
		if _, err := g.invoke(function, event{Headers: headers, MultiValueHeaders: multi, RequestContext: about}); err != nil {
			g.cfg.Log.Warn("$disconnect failed", "function", function, "error", err)
		}
	})
}

func (g *Gateway) all() []*socket {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return slices.Collect(maps.Values(g.sockets))
}
