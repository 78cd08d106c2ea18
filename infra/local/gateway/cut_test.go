package gateway

import (
	"context"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

func TestF1DisconnectLost(t *testing.T) {
	b := start(t)
	b.set(DisconnectDrop, Rule{Times: 1})
	lost, told := b.dial(), b.dial()
	_ = lost.conn.Close()
	eventually(t, "the fault", func() bool { return b.Faults().Fired(DisconnectDrop) == 1 })
	_ = told.conn.Close()
	b.wantDisconnect(told, 1006, "")
	b.functions.none(t)
}

func TestF2DisconnectAfterTheNextConnect(t *testing.T) {
	b := start(t)
	b.set(DisconnectDelay, Rule{Delay: 2 * time.Minute, Times: 1})
	old := b.dial()
	_ = old.conn.Close()
	eventually(t, "the fault", func() bool { return b.Faults().Fired(DisconnectDelay) == 1 })
	b.dial() // its $connect comes first
	b.clock.move(2 * time.Minute)
	b.Tick()
	b.wantDisconnect(old, 1006, "")
}

func TestF3DisconnectTwice(t *testing.T) {
	b := start(t)
	b.set(DisconnectTwice, Rule{})
	p := b.dial()
	p.frame(ws.OpClose, true, nil)
	b.wantDisconnect(p, 1005, "")
	b.wantDisconnect(p, 1005, "")
	b.fired(DisconnectTwice, 1)
}

func TestCutAndRestore(t *testing.T) {
	b := start(t)
	one, other := b.dial(), b.dial()
	if n := b.Faults().Cut(one.id, 0); n != 1 {
		t.Errorf("cut %d", n)
	}
	one.gone()
	b.wantDisconnect(one, 1006, "")
	other.ping()
	third := b.dial() // no duration, so handshakes still pass
	if n := b.Faults().Cut("", 5*time.Second); n != 2 {
		t.Errorf("cut %d", n)
	}
	other.gone()
	third.gone()
	b.functions.next(t, "disconnect")
	b.functions.next(t, "disconnect")
	if _, err := b.try("/prod", nil); err == nil {
		t.Error("a handshake passed during the cut")
	}
	b.clock.move(5 * time.Second)
	b.dial()
	b.Faults().Cut("", time.Hour)
	b.functions.next(t, "disconnect")
	b.Faults().Restore()
	b.dial()
	b.fired(SocketCut, 4)
	b.fired(HandshakeRefuse, 1)
}

func TestCutReachesAPendingHandshake(t *testing.T) {
	b := start(t)
	b.functions.set("connect", func(context.Context, []byte) ([]byte, error) {
		b.Faults().Cut("", time.Second)
		return []byte(`{"statusCode":200}`), nil
	})
	if _, err := b.try("/prod", nil); err == nil {
		t.Error("a handshake that was under way passed the cut")
	}
	b.functions.next(t, "connect")
	b.functions.next(t, "disconnect")
	b.fired(HandshakeRefuse, 1)
}

func TestF9F10ExpireOnDemand(t *testing.T) {
	b := start(t)
	p := b.dial()
	if n := b.Faults().Expire(p.id); n != 1 {
		t.Errorf("expired %d", n)
	}
	b.wantGoingAway(p)
	b.fired(SocketExpire, 1)
}

func TestF17ConnectionRate(t *testing.T) {
	b := start(t)
	b.Faults().LimitConnections(500)
	for range 500 {
		if !b.faults.bucket.take(b.clock.Now()) {
			t.Fatal("refused within the rate")
		}
	}
	if status, _ := b.refused("/prod", nil); status != 429 {
		t.Errorf("the 501st in a second: %d, want 429", status)
	}
	b.clock.move(2 * time.Millisecond)
	b.dial()
	if status, _ := b.refused("/prod", nil); status != 429 {
		t.Errorf("a second one in 2 ms: %d, want 429", status)
	}
	b.fired(HandshakeLimit, 2)
	b.Faults().LimitConnections(0)
	b.dial()
}
