package gateway

import (
	"net"
	"net/http"
	"time"

	"github.com/gobwas/ws"
)

// Cut resets one connection, or with "" every one, without a close frame, and
// refuses new handshakes for d by the clock of Config.Now, or until Restore.
// It returns how many it cut.
func (f *Faults) Cut(connection string, d time.Duration) int {
	if d > 0 {
		f.mu.Lock()
		f.cutTill = f.g.cfg.Now().Add(d)
		f.mu.Unlock()
	}
	return f.each(connection, SocketCut, func(s *socket) {
		f.g.forget(s)
		s.sever()
	})
}

// Restore lets handshakes in again.
func (f *Faults) Restore() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.cutTill = time.Time{}
}

// Expire closes one connection, or with "" every one, as its 2 hours or its
// idle time would: with 1001 "Going away". It returns how many it closed.
func (f *Faults) Expire(connection string) int {
	return f.each(connection, SocketExpire, func(s *socket) {
		f.g.close(s, ws.StatusGoingAway, goingAway)
	})
}

// LimitConnections refuses handshakes beyond so many per second with 429, as
// an account's quota of 500 does. 0 is without limit, the state at the start.
func (f *Faults) LimitConnections(perSecond int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bucket = bucket{rate: max(0, perSecond), tokens: float64(perSecond), at: f.g.cfg.Now()}
}

func (f *Faults) each(connection string, fault Fault, do func(*socket)) int {
	n := 0
	for _, s := range f.g.all() {
		if connection != "" && connection != s.id {
			continue
		}
		f.count(fault)
		do(s)
		n++
	}
	return n
}

// cutPending drops a handshake that was under way when a cut began.
func (f *Faults) cutPending(w http.ResponseWriter) bool {
	f.mu.Lock()
	cut := f.g.cfg.Now().Before(f.cutTill)
	if cut {
		f.fired[HandshakeRefuse]++
	}
	f.mu.Unlock()
	if cut {
		hangUp(w)
	}
	return cut
}

// refuseHandshake answers a handshake that a fault forbids: during a cut not at
// all, over the rate with 429.
func (f *Faults) refuseHandshake(w http.ResponseWriter) bool {
	now := f.g.cfg.Now()
	f.mu.Lock()
	cut := now.Before(f.cutTill)
	over := !cut && !f.bucket.take(now)
	if cut {
		f.fired[HandshakeRefuse]++
	} else if over {
		f.fired[HandshakeLimit]++
	}
	f.mu.Unlock()
	if cut {
		hangUp(w)
	} else if over {
		refuse(w, refusal{http.StatusTooManyRequests, "Too Many Requests"}, "", newID())
	}
	return cut || over
}

// hangUp ends a request without an answer.
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		refuse(w, refusal{http.StatusServiceUnavailable, "Service Unavailable"}, "", newID())
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset, as from a dead network
	}
	_ = conn.Close()
}
