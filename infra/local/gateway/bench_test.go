package gateway

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

const patience = 10 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is a time that only moves when told.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// call is one invocation, as the function saw it.
type call struct {
	function string
	payload  []byte
}

func (c call) fields(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(c.payload, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func (c call) context(t *testing.T) map[string]any {
	t.Helper()
	return c.fields(t)["requestContext"].(map[string]any)
}

// functions is an Invoker of Go functions which remembers its calls.
type functions struct {
	mu     sync.Mutex
	byName map[string]func(ctx context.Context, payload []byte) ([]byte, error)
	calls  chan call
}

func newFunctions() *functions {
	return &functions{
		byName: map[string]func(context.Context, []byte) ([]byte, error){},
		calls:  make(chan call, 4096),
	}
}

func (f *functions) set(name string, do func(ctx context.Context, payload []byte) ([]byte, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.byName[name] = do
}

func (f *functions) returns(name, out string) {
	f.set(name, func(context.Context, []byte) ([]byte, error) { return []byte(out), nil })
}

func (f *functions) fails(name string, err error) {
	f.set(name, func(context.Context, []byte) ([]byte, error) { return nil, err })
}

func (f *functions) Invoke(ctx context.Context, function string, payload []byte) ([]byte, error) {
	f.mu.Lock()
	do := f.byName[function]
	f.mu.Unlock()
	f.calls <- call{function, payload}
	if do == nil {
		return []byte(`{"statusCode":200}`), nil
	}
	return do(ctx, payload)
}

// next waits for the next call of a function and fails on one of another.
func (f *functions) next(t *testing.T, function string) call {
	t.Helper()
	select {
	case c := <-f.calls:
		if c.function != function {
			t.Fatalf("called %s, want %s", c.function, function)
		}
		return c
	case <-time.After(patience):
		t.Fatalf("%s was not called", function)
		return call{}
	}
}

func (f *functions) none(t *testing.T) {
	t.Helper()
	select {
	case c := <-f.calls:
		t.Fatalf("unexpected call of %s", c.function)
	default:
	}
}

// bench is a gateway on loopback with its functions and its clock.
type bench struct {
	t *testing.T
	*Gateway
	functions *functions
	clock     *clock
	server    *httptest.Server
}

func start(t *testing.T, change ...func(*Config)) *bench {
	t.Helper()
	b := &bench{t: t, functions: newFunctions(), clock: newClock()}
	cfg := Config{
		Stage: "prod", APIID: "api1", Region: "eu-central-1", AccountID: "123456789012", DomainName: "api1.example",
		Routes:   map[string]string{"$connect": "connect", "$disconnect": "disconnect", "$default": "other", "message": "message"},
		Responds: map[string]bool{"message": true},
		Invoker:  b.functions, Now: b.clock.Now, CloseWait: patience,
	}
	for _, c := range change {
		c(&cfg)
	}
	b.Gateway = New(cfg)
	b.server = httptest.NewServer(b)
	t.Cleanup(b.stopAll)
	return b
}

func (b *bench) stopAll() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, s := range b.all() {
		s.sever() // most tests leave their peers open; those would not answer a close
	}
	if err := b.Shutdown(ctx); err != nil {
		b.t.Errorf("shutdown: %v", err)
	}
	b.server.Close()
	http.DefaultClient.CloseIdleConnections()
}

// try attempts a handshake with raw headers and returns what came back.
// Bytes that follow leave in the same packet.
func (b *bench) try(path string, header http.Header, follow ...byte) (*peer, error) {
	b.t.Helper()
	conn, err := net.Dial("tcp", b.server.Listener.Addr().String())
	if err != nil {
		return nil, err
	}
	b.t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	req, err := http.NewRequest(http.MethodGet, "http://"+b.server.Listener.Addr().String()+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header = http.Header{
		"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Sec-Websocket-Version": {"13"},
		"Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}, "User-Agent": {"browser/1"},
	}
	for name, values := range header {
		req.Header[name] = values
	}
	var out bytes.Buffer
	if err := req.Write(&out); err != nil {
		return nil, err
	}
	if _, err := conn.Write(append(out.Bytes(), follow...)); err != nil {
		return nil, err
	}
	in := bufio.NewReader(conn)
	resp, err := http.ReadResponse(in, req)
	if err != nil {
		return nil, err
	}
	return &peer{t: b.t, conn: conn, in: in, resp: resp}, nil
}

// dial opens a socket and swallows its $connect call.
func (b *bench) dial(header ...http.Header) *peer {
	b.t.Helper()
	h := http.Header{}
	if len(header) > 0 {
		h = header[0]
	}
	p, err := b.try("/prod", h)
	if err != nil {
		b.t.Fatal(err)
	}
	if p.resp.StatusCode != http.StatusSwitchingProtocols {
		b.t.Fatalf("handshake: %s", p.resp.Status)
	}
	c := b.functions.next(b.t, "connect")
	p.id = c.context(b.t)["connectionId"].(string)
	return p
}

// refused attempts a handshake that must be refused and gives status and body.
func (b *bench) refused(path string, header http.Header) (int, string) {
	b.t.Helper()
	p, err := b.try(path, header)
	if err != nil {
		b.t.Fatal(err)
	}
	body, err := io.ReadAll(p.resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return p.resp.StatusCode, string(body)
}

// eventually waits for a condition, with a deadline.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for !is() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-ticker.C
	}
}

func body(n int) string {
	const frame = `{"action":"message","text":"%s"}`
	return fmt.Sprintf(frame, strings.Repeat("x", n-len(frame)+2))
}
