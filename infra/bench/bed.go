package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/coder/websocket"

	"switchboard/infra/local/dynamo"
	"switchboard/infra/local/stack"
	"switchboard/infra/manifest"
)

// bed is the local stack with one engaged chat, whose visitor's messages are measured.
type bed struct {
	root  string
	stack *stack.Stack
	env   []string // of the functions under measurement

	chat       string
	visitor    string // connection
	authorizer map[string]any
	after      int
	n          int
	sockets    []*websocket.Conn
}

func newBed(ctx context.Context, root string) (*bed, error) {
	s, err := stack.Start(ctx, stack.Config{Root: root, Binaries: filepath.Join(root, ".build/lambda", runtime.GOARCH), Console: "http://127.0.0.1/console/", Output: quiet})
	if err != nil {
		return nil, err
	}
	b := &bed{root: root, stack: s}
	if err := b.converse(ctx); err != nil {
		return nil, errors.Join(err, b.close())
	}
	tables, timers := "", ""
	for _, p := range s.Engine.Parts() {
		switch p.Name {
		case "Tables":
			tables = p.Address
		case "Timer queue":
			timers = p.Address
		}
	}
	b.env = []string{
		"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=" + dynamo.AccessKey, "AWS_SECRET_ACCESS_KEY=" + dynamo.SecretKey,
		"AWS_ENDPOINT_URL_DYNAMODB=" + tables, "AWS_ENDPOINT_URL_SQS=" + timers, "CHATS_TABLE=" + manifest.ChatsTable, "DESK_TABLE=" + manifest.DeskTable,
		"CONNECTIONS_URL=" + s.ConnectionsURL, "TIMER_QUEUE_URL=" + timers, "TO=" + b.agentConnection(),
	}
	return b, nil
}

func (b *bed) close() error {
	for _, ws := range b.sockets {
		_ = ws.CloseNow()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return b.stack.Stop(ctx)
}

// converse brings a visitor and an agent into a chat.
func (b *bed) converse(ctx context.Context) error {
	token, err := b.stack.Issuer.Mint("noor")
	if err != nil {
		return err
	}
	agent, err := b.connect(ctx, "/agent/ticket", http.Header{"Authorization": {"Bearer " + token}}, `{}`)
	if err != nil {
		return err
	}
	if _, err := ask(ctx, agent, map[string]any{"action": "presence", "status": "Online", "tab": "bench"}); err != nil {
		return err
	}
	before := b.connections()
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	visitor, err := b.connect(ctx, "/visitor/ticket", http.Header{"X-Chat-Secret": {base64.RawURLEncoding.EncodeToString(secret)}}, `{"deployment":"demo"}`)
	if err != nil {
		return err
	}
	for _, c := range b.connections() {
		if !slices.Contains(before, c) {
			b.visitor = c
		}
	}
	ack, err := ask(ctx, visitor, map[string]any{"action": "request", "button": "support", "name": "Mara"})
	if err != nil {
		return err
	}
	b.chat, _ = ack["chat"].(string)
	if _, err := ask(ctx, agent, map[string]any{"action": "accept", "chat": b.chat, "after": 1}); err != nil {
		return err
	}
	b.after = 2
	return b.identify(secret)
}

// identify asks authorize for a ticket's context, which every event of the visitor then carries.
func (b *bed) identify(secret []byte) error {
	ticket, err := b.ticket(context.Background(), "/visitor/ticket", http.Header{"X-Chat-Secret": {base64.RawURLEncoding.EncodeToString(secret)}}, `{"deployment":"demo"}`)
	if err != nil {
		return err
	}
	event, err := json.Marshal(map[string]any{"type": "REQUEST", "methodArn": "arn", "headers": map[string]string{"Sec-WebSocket-Protocol": "switchboard.v1, ticket." + ticket["ticket"].(string)}})
	if err != nil {
		return err
	}
	answer, err := b.stack.Engine.Invoke(context.Background(), "authorize", event)
	if err != nil {
		return err
	}
	var policy struct{ Context map[string]any }
	if err := json.Unmarshal(answer, &policy); err != nil {
		return err
	}
	b.authorizer = policy.Context
	return nil
}

func (b *bed) ticket(ctx context.Context, path string, header http.Header, body string) (map[string]any, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.stack.APIURL+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header = header.Clone()
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	var ticket map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&ticket); err != nil || answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ticket: %s: %v %w", answer.Status, ticket, err)
	}
	return ticket, nil
}

func (b *bed) connect(ctx context.Context, path string, header http.Header, body string) (*websocket.Conn, error) {
	ticket, err := b.ticket(ctx, path, header, body)
	if err != nil {
		return nil, err
	}
	ws, _, err := websocket.Dial(ctx, ticket["socket"].(string), &websocket.DialOptions{Subprotocols: []string{"switchboard.v1", "ticket." + ticket["ticket"].(string)}}) //nolint:bodyclose // none is left open by a handshake
	if err != nil {
		return nil, err
	}
	b.sockets = append(b.sockets, ws)
	_, err = ask(ctx, ws, map[string]any{"action": "resume"})
	return ws, err
}

// ask sends a frame and waits for its answer.
func ask(ctx context.Context, ws *websocket.Conn, frame map[string]any) (map[string]any, error) {
	id := fmt.Sprintf("bench-%d", time.Now().UnixNano())
	frame["id"] = id
	data, err := json.Marshal(frame)
	if err != nil {
		return nil, err
	}
	if err := ws.Write(ctx, websocket.MessageText, data); err != nil {
		return nil, err
	}
	for {
		_, data, err := ws.Read(ctx)
		if err != nil {
			return nil, err
		}
		var answer map[string]any
		if json.Unmarshal(data, &answer) != nil || answer["id"] != id {
			continue
		}
		if answer["type"] == "error" {
			return nil, fmt.Errorf("%v: %s", frame["action"], data)
		}
		return answer, nil
	}
}

// connections are the gateway's open ones.
func (b *bed) connections() []string {
	w := httptest.NewRecorder()
	b.stack.Gateway.FaultHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	var state struct{ Connections []string }
	_ = json.Unmarshal(w.Body.Bytes(), &state)
	return state.Connections
}

func (b *bed) agentConnection() string {
	for _, c := range b.connections() {
		if c != b.visitor {
			return c
		}
	}
	return ""
}

// message is the event of the visitor's next message.
func (b *bed) message() []byte {
	b.n++
	body, err := json.Marshal(map[string]any{"action": "message", "id": fmt.Sprintf("m-%d", b.n), "chat": b.chat, "after": b.after, "text": "Where is my lamp, please? It should have come on Tuesday."})
	if err != nil {
		panic(err)
	}
	event, err := json.Marshal(map[string]any{
		"body": string(body), "isBase64Encoded": false,
		"requestContext": map[string]any{
			"routeKey": "message", "eventType": "MESSAGE", "connectionId": b.visitor, "authorizer": b.authorizer, "stage": "local",
			"requestId": "bench=", "extendedRequestId": "bench=", "messageDirection": "IN", "apiId": "local", "domainName": "localhost",
			"connectedAt": 1772366400000, "requestTimeEpoch": 1772366400000, "identity": map[string]string{"sourceIp": "127.0.0.1", "userAgent": "bench"},
		},
	})
	if err != nil {
		panic(err)
	}
	return event
}
