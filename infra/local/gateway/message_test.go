package gateway

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

func TestG8RoutesByAction(t *testing.T) {
	b := start(t)
	p := b.dial()
	for text, want := range map[string]string{
		`{"action":"message"}`:     "message",
		`{"action":"unknown"}`:     "other",
		`{"action":"$connect"}`:    "other",
		`{"action":"$disconnect"}`: "other",
		`{"action":7}`:             "other",
		`{"Action":"message"}`:     "other",
		`{"text":"no action"}`:     "other",
		`["message"]`:              "other",
		`hello`:                    "other",
		``:                         "other",
	} {
		p.say(text)
		e := proxyRequest(t, b.functions.next(t, want))
		key := want
		if want == "other" {
			key = "$default"
		}
		if e.Body != text || e.RequestContext.RouteKey != key || e.RequestContext.EventType != "MESSAGE" {
			t.Errorf("%s: %+v", text, e)
		}
	}
}

func TestG8NoMatchAndNoDefaultIsForbidden(t *testing.T) {
	b := start(t, func(c *Config) { delete(c.Routes, "$default") })
	p := b.dial()
	p.say(`{"action":"unknown"}`)
	n := p.notice()
	if n.Message != "Forbidden" || n.ConnectionID != p.id || len(n.RequestID) != 16 {
		t.Errorf("%+v", n)
	}
	b.functions.none(t)
}

func TestG9IntegrationErrorKeepsTheSocket(t *testing.T) {
	b := start(t)
	b.functions.fails("message", errors.New("crashed"))
	p := b.dial()
	for range 2 {
		p.say(`{"action":"message"}`)
		id := b.functions.next(t, "message").context(t)["requestId"]
		if n := p.notice(); n.Message != "Internal server error" || n.ConnectionID != p.id || n.RequestID != id {
			t.Errorf("%+v", n)
		}
	}
}

func TestG9F11TimeOutIsToldAndTheFunctionGoesOn(t *testing.T) {
	b := start(t, func(c *Config) { c.IntegrationTimeout = 20 * time.Millisecond })
	let, finished := make(chan struct{}), make(chan error, 1)
	b.functions.set("message", func(ctx context.Context, _ []byte) ([]byte, error) {
		<-let
		finished <- ctx.Err()
		return []byte(`{"statusCode":200,"body":"too late"}`), nil
	})
	p := b.dial()
	p.say(`{"action":"message"}`)
	if n := p.notice(); n.Message != "Endpoint request timed out" || n.ConnectionID != p.id || n.RequestID == "" {
		t.Errorf("%+v", n)
	}
	close(let)
	if err := <-finished; err != nil {
		t.Errorf("the function was cancelled: %v", err)
	}
}

func TestG9OnlyARouteResponseReachesTheCaller(t *testing.T) {
	b := start(t)
	b.functions.returns("other", `{"statusCode":200,"body":"unheard"}`)
	b.functions.returns("message", `{"statusCode":200,"body":"aGVhcmQ=","isBase64Encoded":true}`)
	p := b.dial()
	p.say("other")
	b.functions.next(t, "other")
	p.say(`{"action":"message"}`)
	if got := p.hear(); got != "heard" {
		t.Errorf("heard %q", got)
	}
}

func TestG9RouteResponseThatIsNone(t *testing.T) {
	b := start(t)
	p := b.dial()
	for _, out := range []string{`"text"`, `{"body":"x"}`, `{"statusCode":200,"body":"%","isBase64Encoded":true}`,
		`{"statusCode":200,"body":"` + strings.Repeat("x", MaxMessage+1) + `"}`} {
		b.functions.returns("message", out)
		p.say(`{"action":"message"}`)
		if n := p.notice(); n.Message != internalError {
			t.Errorf("%.40s: %+v", out, n)
		}
	}
}

func TestG10F8Limits(t *testing.T) {
	b := start(t)
	p := b.dial()
	p.say(body(MaxFrame))
	if e := proxyRequest(t, b.functions.next(t, "message")); len(e.Body) != MaxFrame {
		t.Errorf("a frame of 32 KB arrived with %d bytes", len(e.Body))
	}
	p.fragments(body(MaxMessage))
	if e := proxyRequest(t, b.functions.next(t, "message")); e.Body != body(MaxMessage) {
		t.Errorf("a message of 128 KB arrived with %d bytes", len(e.Body))
	}
	p.say(body(MaxFrame + 1))
	tooBig(t, b, p)
	p = b.dial()
	p.fragments(body(MaxMessage + 1))
	tooBig(t, b, p)
}

func (p *peer) fragments(text string) {
	p.t.Helper()
	op := ws.OpText
	for data := range slices.Chunk([]byte(text), MaxFrame) {
		text = text[len(data):]
		p.frame(op, text == "", data)
		op = ws.OpContinuation
	}
}

func tooBig(t *testing.T, b *bench, p *peer) {
	t.Helper()
	if code, _ := p.ended(); code != ws.StatusMessageTooBig {
		t.Errorf("closed with %d, want 1009", code)
	}
	c := b.functions.next(t, "disconnect").context(t)
	if c["disconnectStatusCode"] != 1009.0 {
		t.Errorf("$disconnect: %v", c)
	}
}

func TestG11MessagesAreInvokedAtTheSameTime(t *testing.T) {
	b := start(t)
	meet := make(chan struct{})
	b.functions.set("message", func(context.Context, []byte) ([]byte, error) {
		select { // returns only if both are running
		case meet <- struct{}{}:
		case <-meet:
		case <-time.After(patience):
			return nil, errors.New("alone")
		}
		return []byte(`{"statusCode":200,"body":"met"}`), nil
	})
	p := b.dial()
	p.say(`{"action":"message","n":1}`)
	p.say(`{"action":"message","n":2}`)
	for range 2 {
		if got := p.hear(); got != "met" {
			t.Errorf("heard %q", got)
		}
	}
}

func TestG12FramesThatCannotBe(t *testing.T) {
	b := start(t)
	for name, c := range map[string]struct {
		frame ws.Frame
		want  ws.StatusCode
	}{
		"binary":             {ws.MaskFrame(ws.NewBinaryFrame([]byte("x"))), ws.StatusUnsupportedData},
		"not UTF-8":          {ws.MaskFrame(ws.NewTextFrame([]byte{0xff})), ws.StatusInvalidFramePayloadData},
		"not masked":         {ws.NewTextFrame([]byte("x")), ws.StatusProtocolError},
		"stray continuation": {ws.MaskFrame(ws.NewFrame(ws.OpContinuation, true, nil)), ws.StatusProtocolError},
		"reserved code":      {ws.MaskFrame(ws.NewFrame(3, true, nil)), ws.StatusProtocolError},
		"close of one byte":  {ws.MaskFrame(ws.NewFrame(ws.OpClose, true, []byte{3})), ws.StatusProtocolError},
		"close with 1005":    {ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(1005, ""))), ws.StatusProtocolError},
	} {
		p := b.dial()
		if err := ws.WriteFrame(p.conn, c.frame); err != nil {
			t.Fatal(err)
		}
		if code, _ := p.ended(); code != c.want {
			t.Errorf("%s: closed with %d, want %d", name, code, c.want)
		}
		b.functions.next(t, "disconnect")
	}
}

func TestControlFramesMayComeBetweenFragments(t *testing.T) {
	b := start(t)
	p := b.dial()
	p.frame(ws.OpText, false, []byte(`{"action":`))
	p.frame(ws.OpPing, true, []byte("p"))
	p.frame(ws.OpContinuation, true, []byte(`"message"}`))
	if e := proxyRequest(t, b.functions.next(t, "message")); e.Body != `{"action":"message"}` {
		t.Errorf("body %q", e.Body)
	}
}
