package gateway

import (
	"context"
	"errors"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

func (b *bench) wantDisconnect(p *peer, code int, reason string) {
	b.t.Helper()
	c := b.functions.next(b.t, "disconnect").context(b.t)
	if c["connectionId"] != p.id || c["disconnectStatusCode"] != float64(code) || c["disconnectReason"] != reason {
		b.t.Errorf("$disconnect %v %v %q, want %s %d %q",
			c["connectionId"], c["disconnectStatusCode"], c["disconnectReason"], p.id, code, reason)
	}
}

func (b *bench) wantGoingAway(p *peer) {
	b.t.Helper()
	if code, reason := p.ended(); code != ws.StatusGoingAway || reason != "Going away" {
		b.t.Errorf("closed with %d %q, want 1001", code, reason)
	}
	b.wantDisconnect(p, 1001, "Going away")
}

func TestG13F10IdleFor10Minutes(t *testing.T) {
	b := start(t)
	p := b.dial()
	b.clock.move(10*time.Minute - 1)
	b.CloseExpired()
	if b.Connections() != 1 {
		t.Fatal("closed before its time")
	}
	b.clock.move(1)
	b.CloseExpired()
	b.wantGoingAway(p)
}

func TestG13DataEitherWayKeepsASocketAndPingsDoNot(t *testing.T) {
	b := start(t)
	p := b.dial()
	b.clock.move(9 * time.Minute)
	p.say(`{"action":"message"}`)
	b.functions.next(t, "message")
	b.clock.move(9 * time.Minute)
	if err := b.Post(t.Context(), p.id, []byte("news")); err != nil {
		t.Fatal(err)
	}
	p.hear()
	b.clock.move(9 * time.Minute)
	b.CloseExpired()
	p.ping()
	b.clock.move(time.Minute)
	b.CloseExpired()
	b.wantGoingAway(p)
}

func (p *peer) ping() {
	p.t.Helper()
	p.frame(ws.OpPing, true, []byte("are you there"))
	f, err := ws.ReadFrame(p.in)
	if err != nil || f.Header.OpCode != ws.OpPong || string(f.Payload) != "are you there" {
		p.t.Fatalf("no pong: %+v %v", f, err)
	}
}

func TestG13F9TwoHoursAtMost(t *testing.T) {
	b := start(t, func(c *Config) { c.Idle = 3 * time.Hour })
	p := b.dial()
	b.clock.move(2*time.Hour - 1)
	b.CloseExpired()
	p.ping()
	b.clock.move(1)
	b.CloseExpired()
	b.wantGoingAway(p)
	if err := b.Post(t.Context(), p.id, []byte("x")); !errors.Is(err, ErrGone) {
		t.Errorf("post after the close: %v", err)
	}
}

func TestG13RunClosesByItself(t *testing.T) {
	b := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); b.Run(ctx) }()
	p := b.dial()
	b.clock.move(time.Hour)
	b.wantGoingAway(p)
	cancel()
	<-done
}

func TestG14CodesOfDisconnect(t *testing.T) {
	for name, c := range map[string]struct {
		end    func(*peer)
		code   int
		reason string
	}{
		"a tab was closed":      {func(p *peer) { p.frame(ws.OpClose, true, ws.NewCloseFrameBody(1001, "")) }, 1001, ""},
		"the page's own reason": {func(p *peer) { p.frame(ws.OpClose, true, ws.NewCloseFrameBody(4001, "bye")) }, 4001, "bye"},
		"no status":             {func(p *peer) { p.frame(ws.OpClose, true, nil) }, 1005, ""},
		"no close frame":        {func(p *peer) { _ = p.conn.Close() }, 1006, ""},
		"half a frame":          {func(p *peer) { _, _ = p.conn.Write([]byte{0x81}); _ = p.conn.Close() }, 1006, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			p := b.dial()
			c.end(p)
			b.wantDisconnect(p, c.code, c.reason)
			if b.Connections() != 0 {
				t.Error("still counted as open")
			}
		})
	}
}

func TestG14CloseIsAnsweredWithItsCode(t *testing.T) {
	b := start(t)
	p := b.dial()
	p.frame(ws.OpClose, true, ws.NewCloseFrameBody(4001, "bye"))
	if code, _ := p.ended(); code != 4001 {
		t.Errorf("answered with %d", code)
	}
	b.wantDisconnect(p, 4001, "bye")
}

func TestG14DisconnectComesAlsoForAPeerThatDoesNotAnswer(t *testing.T) {
	b := start(t, func(c *Config) { c.CloseWait = 20 * time.Millisecond })
	p := b.dial()
	if err := b.Drop(t.Context(), p.id); err != nil {
		t.Fatal(err)
	}
	b.wantDisconnect(p, 1000, "Connection Closed Normally")
}

func TestG17ShutdownClosesAndWaits(t *testing.T) {
	b := start(t)
	let := make(chan struct{})
	b.functions.set("message", func(context.Context, []byte) ([]byte, error) { <-let; return []byte(`{"statusCode":200}`), nil })
	p := b.dial()
	p.say(`{"action":"message"}`)
	b.functions.next(t, "message")
	down := make(chan error, 1)
	go func() { down <- b.Shutdown(t.Context()) }()
	b.wantGoingAway(p)
	select {
	case <-down:
		t.Fatal("did not wait for the invocation")
	default:
	}
	close(let)
	if err := <-down; err != nil {
		t.Fatal(err)
	}
	if status, _ := b.refused("/prod", nil); status != 503 {
		t.Errorf("handshake after shutdown: %d, want 503", status)
	}
	if err := b.Post(t.Context(), p.id, nil); !errors.Is(err, ErrGone) {
		t.Errorf("post after shutdown: %v", err)
	}
}

func TestG17ShutdownGivesUpWithItsContext(t *testing.T) {
	b := start(t)
	b.functions.set("message", func(ctx context.Context, _ []byte) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() })
	p := b.dial()
	p.say(`{"action":"message"}`)
	b.functions.next(t, "message")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	b.functions.next(t, "disconnect")
}

func TestG18AnIdleSocketCostsOneGoroutine(t *testing.T) {
	const many = 500
	b := start(t)
	before := runtime.NumGoroutine()
	for range many {
		p := b.dial()
		if err := b.Post(t.Context(), p.id, []byte("hello")); err != nil {
			t.Fatal(err)
		}
		p.hear()
	}
	eventually(t, "one goroutine per socket", func() bool { return runtime.NumGoroutine()-before <= many })
}

// BenchmarkIdleSockets reports what an idle socket costs this side and a bare
// peer's together, in memory.
func BenchmarkIdleSockets(bm *testing.B) {
	g := New(Config{Stage: "prod", Invoker: newFunctions()})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		bm.Fatal(err)
	}
	measureIdle(bm, g, ln)
}
