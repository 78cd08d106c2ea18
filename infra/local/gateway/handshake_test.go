package gateway

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestG1PlainGetNeedsAnUpgrade(t *testing.T) {
	b := start(t)
	resp, err := http.Get(b.server.URL + "/prod")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusUpgradeRequired {
		t.Errorf("status %d, want 426", resp.StatusCode)
	}
	b.functions.none(t)
}

func TestG1URLOf4096CharactersAndOneMore(t *testing.T) {
	b := start(t)
	fill := MaxURL - len("wss://"+b.server.Listener.Addr().String()+"/prod?q=")
	p, err := b.try("/prod?q="+strings.Repeat("a", fill), nil)
	if err != nil || p.resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("4096 characters: %v %v", p, err)
	}
	b.functions.next(t, "connect")
	if status, _ := b.refused("/prod?q="+strings.Repeat("a", fill+1), nil); status != http.StatusRequestURITooLong {
		t.Errorf("4097 characters: %d, want 414", status)
	}
	b.functions.none(t)
}

func TestG1OtherPathsAndBrokenHandshakes(t *testing.T) {
	b := start(t)
	for _, c := range []struct {
		path   string
		header http.Header
		want   int
	}{
		{"/", nil, 403},
		{"/dev", nil, 403},
		{"/prod/more", nil, 403},
		{"/prod", http.Header{"Sec-Websocket-Version": {"8"}}, 400},
		{"/prod", http.Header{"Sec-Websocket-Key": {"short"}}, 400},
		{"/prod", http.Header{"Connection": {"close"}}, 400},
	} {
		if status, _ := b.refused(c.path, c.header); status != c.want {
			t.Errorf("%s %v: %d, want %d", c.path, c.header, status, c.want)
		}
	}
	b.functions.none(t)
}

func TestG2ConnectIsOptional(t *testing.T) {
	b := start(t, func(c *Config) { delete(c.Routes, "$connect") })
	p, err := b.try("/prod", nil)
	if err != nil || p.resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v %v", p, err)
	}
	p.say(`{"action":"message"}`)
	b.functions.next(t, "message")
}

func TestG2G5UpgradeIsPendingUntilConnectReturns(t *testing.T) {
	b := start(t)
	let := make(chan struct{})
	b.functions.set("connect", func(context.Context, []byte) ([]byte, error) {
		<-let
		return []byte(`{"statusCode":200}`), nil
	})
	opened := make(chan *peer, 1)
	go func() {
		p, _ := b.try("/prod", nil)
		opened <- p
	}()
	id := b.functions.next(t, "connect").context(t)["connectionId"].(string)
	if err := b.Post(t.Context(), id, []byte("early")); !errors.Is(err, ErrGone) {
		t.Errorf("post before $connect returned: %v, want ErrGone", err)
	}
	select {
	case <-opened:
		t.Fatal("the upgrade did not wait")
	default:
	}
	close(let)
	p := <-opened
	if p == nil || p.resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal("no upgrade after $connect returned")
	}
	if err := b.Post(t.Context(), id, []byte("now")); err != nil {
		t.Fatal(err)
	}
	if got := p.hear(); got != "now" {
		t.Errorf("heard %q", got)
	}
}

func TestG4ConnectRefusesWithItsStatus(t *testing.T) {
	for _, c := range []struct {
		out  string
		err  error
		want int
	}{
		{`{"statusCode":403}`, nil, 403},
		{`{"statusCode":418}`, nil, 418},
		{`{"statusCode":500}`, nil, 500},
		{`{"statusCode":302}`, nil, 302},
		{``, errors.New("crashed"), 502},
		{`null`, nil, 502},
		{`{"body":"no status"}`, nil, 502},
		{`{"statusCode":9999}`, nil, 502},
	} {
		b := start(t)
		b.functions.set("connect", func(context.Context, []byte) ([]byte, error) { return []byte(c.out), c.err })
		status, text := b.refused("/prod", nil)
		if status != c.want || !strings.Contains(text, `"connectionId"`) {
			t.Errorf("%s %v: %d %s, want %d", c.out, c.err, status, text, c.want)
		}
		if b.Connections() != 0 {
			t.Error("a refused connection is open")
		}
		b.functions.next(t, "connect")
		b.functions.none(t) // no $disconnect for what never was
	}
}

func TestG4SlowConnectIs504(t *testing.T) {
	b := start(t, func(c *Config) { c.IntegrationTimeout = 1 })
	let := make(chan struct{})
	defer close(let)
	b.functions.set("connect", func(context.Context, []byte) ([]byte, error) { <-let; return nil, nil })
	if status, _ := b.refused("/prod", nil); status != http.StatusGatewayTimeout {
		t.Errorf("%d, want 504", status)
	}
}

func TestG4SubprotocolIsEchoedOnlyIfConnectSaysSo(t *testing.T) {
	offer := http.Header{"Sec-Websocket-Protocol": {"chat, ticket"}}
	b := start(t)
	if got := b.dial(offer).resp.Header.Get("Sec-WebSocket-Protocol"); got != "" {
		t.Errorf("echoed %q though $connect did not", got)
	}
	for _, out := range []string{
		`{"statusCode":200,"headers":{"sec-websocket-protocol":"chat"}}`,
		`{"statusCode":200,"multiValueHeaders":{"Sec-WebSocket-Protocol":["chat"]}}`,
	} {
		b.functions.returns("connect", out)
		if got := b.dial(offer).resp.Header.Get("Sec-WebSocket-Protocol"); got != "chat" {
			t.Errorf("%s: echoed %q, want chat", out, got)
		}
	}
}
