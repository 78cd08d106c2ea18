package gateway

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// A client that nobody here wrote speaks with the gateway: subprotocol,
// compression offered and declined, a large message, a ping and a close.
func TestAnotherClientUnderstands(t *testing.T) {
	b := start(t)
	b.functions.returns("connect", `{"statusCode":200,"headers":{"Sec-WebSocket-Protocol":"chat"}}`)
	b.functions.set("message", func(_ context.Context, payload []byte) ([]byte, error) {
		var e struct{ Body string }
		if err := json.Unmarshal(payload, &e); err != nil {
			return nil, err
		}
		return json.Marshal(map[string]any{"statusCode": 200, "body": e.Body})
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c, resp, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(b.server.URL, "http")+"/prod", &websocket.DialOptions{
		Subprotocols: []string{"chat", "ticket.abc"}, CompressionMode: websocket.CompressionContextTakeover,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.CloseNow() }() // it was closed already if all went well
	if c.Subprotocol() != "chat" || resp.Header.Get("Sec-WebSocket-Extensions") != "" {
		t.Errorf("subprotocol %q, extensions %q", c.Subprotocol(), resp.Header.Get("Sec-WebSocket-Extensions"))
	}
	c.SetReadLimit(MaxMessage)
	text := body(MaxFrame)
	if err := c.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
	kind, got, err := c.Read(ctx)
	if err != nil || kind != websocket.MessageText || string(got) != text {
		t.Fatalf("%v, %d bytes, %v", kind, len(got), err)
	}
	pinged := c.CloseRead(ctx)
	if err := c.Ping(ctx); err != nil {
		t.Errorf("ping: %v", err)
	}
	if err := c.Close(4001, "bye"); err != nil {
		t.Errorf("close: %v", err)
	}
	<-pinged.Done()
	b.functions.next(t, "connect")
	p := &peer{id: b.functions.next(t, "message").context(t)["connectionId"].(string)}
	b.wantDisconnect(p, 4001, "bye")
}
