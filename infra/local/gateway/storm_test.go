package gateway

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

// Every socket ends in another way while pushes, frames and the clock go on;
// each must be told of once, and nothing may hang.
func TestG14EverySocketThatEndsIsToldOfOnce(t *testing.T) {
	const many = 40
	b := start(t, func(c *Config) { c.CloseWait = 200 * time.Millisecond })
	b.set(PushTwice, Rule{Chance: 0.3})
	peers := make([]*peer, many)
	for i := range peers {
		peers[i] = b.dial()
	}
	var all sync.WaitGroup
	for i, p := range peers {
		all.Go(func() { b.pester(p) })
		all.Go(func() { b.end(i, p) })
		all.Go(b.Tick)
	}
	all.Wait()
	told := map[string]int{}
	for range many {
		c := b.functions.next(t, "disconnect")
		told[c.context(t)["connectionId"].(string)]++
	}
	for _, p := range peers {
		if told[p.id] != 1 {
			t.Errorf("%s was told of %d times", p.id, told[p.id])
		}
	}
	if n := b.Connections(); n != 0 {
		t.Errorf("%d are still open", n)
	}
}

// pester pushes until the socket is gone.
func (b *bench) pester(p *peer) {
	for {
		err := b.Post(b.t.Context(), p.id, []byte("news"))
		if errors.Is(err, ErrGone) {
			return
		}
		if err != nil && !errors.Is(err, ErrLimit) {
			b.t.Errorf("push: %v", err)
			return
		}
	}
}

func (b *bench) end(i int, p *peer) {
	switch i % 5 {
	case 0:
		_ = p.conn.Close()
	case 1:
		if err := b.Drop(b.t.Context(), p.id); err != nil {
			b.t.Error(err)
		}
	case 2:
		b.Faults().Cut(p.id, 0)
	case 3:
		b.Faults().Expire(p.id)
	case 4:
		_ = ws.WriteFrame(p.conn, ws.MaskFrame(ws.NewCloseFrame(nil))) // an error shows as a missing call
	}
}

func TestG14AReaderThatStoppedReadingCanBeClosed(t *testing.T) {
	b := start(t, func(c *Config) { c.CloseWait = 20 * time.Millisecond })
	p := b.dial()
	var err error
	for err == nil {
		err = b.push(p, strings.Repeat("x", MaxMessage))
	}
	if err := b.Drop(t.Context(), p.id); err != nil {
		t.Fatal(err)
	}
	b.wantDisconnect(p, 1000, "Connection Closed Normally")
}

func TestG2AFrameSentTogetherWithTheHandshakeIsNotLost(t *testing.T) {
	b := start(t)
	frame := ws.MustCompileFrame(ws.MaskFrame(ws.NewTextFrame([]byte(`{"action":"message"}`))))
	p, err := b.try("/prod", nil, frame...)
	if err != nil || p.resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v %v", p, err)
	}
	b.functions.next(t, "connect")
	b.functions.next(t, "message")
}

func TestG14ALineLostDuringTheHandshakeIsToldOf(t *testing.T) {
	b := start(t)
	r := httptest.NewRequest(http.MethodGet, "/prod", nil)
	r.Header = http.Header{
		"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Sec-Websocket-Version": {"13"},
		"Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="},
	}
	b.ServeHTTP(httptest.NewRecorder(), r) // a recorder has no line to take over
	p := &peer{id: b.functions.next(t, "connect").context(t)["connectionId"].(string)}
	b.wantDisconnect(p, 1006, "")
	if b.Connections() != 0 {
		t.Error("it counts as open")
	}
}

func TestG17ManagementAfterShutdownIs410(t *testing.T) {
	b := start(t)
	if err := b.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if resp, _ := b.call("POST", newID(), nil, true); resp.StatusCode != http.StatusGone {
		t.Errorf("%s, want 410", resp.Status)
	}
}

func TestNewNeedsStageAndInvoker(t *testing.T) {
	for name, c := range map[string]Config{"stage": {Invoker: newFunctions()}, "invoker": {Stage: "prod"}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("no %s was accepted", name)
				}
			}()
			New(c)
		}()
	}
}
