package httpapi

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"go.uber.org/goleak"
)

const patience = 10 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// function is an Invoker that answers all the same and remembers its payloads.
type function struct {
	mu       sync.Mutex
	name     string
	payloads [][]byte
	do       func(ctx context.Context) ([]byte, error)
}

func (f *function) Invoke(ctx context.Context, name string, payload []byte) ([]byte, error) {
	f.mu.Lock()
	f.name, f.payloads = name, append(f.payloads, payload)
	do := f.do
	f.mu.Unlock()
	return do(ctx)
}

func (f *function) returns(out string) {
	f.does(func(context.Context) ([]byte, error) { return []byte(out), nil })
}

func (f *function) does(do func(ctx context.Context) ([]byte, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.do = do
}

// bench is an API on loopback with its function and its clock.
type bench struct {
	t        *testing.T
	api      *API
	function *function
	server   *httptest.Server

	mu  sync.Mutex
	now time.Time
}

func start(t *testing.T, change ...func(*Config)) *bench {
	t.Helper()
	b := &bench{t: t, function: &function{}, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	b.function.returns(`{"statusCode":200}`)
	cfg := Config{
		Routes:  []Route{{Method: "ANY", Path: "/open/{proxy+}", Function: "open"}},
		Invoker: b.function, Now: b.time, DomainName: "api1.example", APIID: "api1",
	}
	for _, c := range change {
		c(&cfg)
	}
	var err error
	if b.api, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	b.server = httptest.NewServer(b.api)
	t.Cleanup(b.stop)
	return b
}

func (b *bench) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.api.Shutdown(ctx); err != nil {
		b.t.Error(err)
	}
	b.server.Close()
	http.DefaultClient.CloseIdleConnections()
}

func (b *bench) time() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) move(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// do sends a request; headers come as name, value pairs.
func (b *bench) do(method, path, body string, headers ...string) (*http.Response, string) {
	b.t.Helper()
	req, err := http.NewRequest(method, b.server.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Add(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp, strings.TrimSuffix(string(text), "\n")
}

func (b *bench) want(resp *http.Response, got string, status int, body string) {
	b.t.Helper()
	if resp.StatusCode != status || got != body {
		b.t.Errorf("%d %q, want %d %q", resp.StatusCode, got, status, body)
	}
}

func (b *bench) calls() int {
	b.function.mu.Lock()
	defer b.function.mu.Unlock()
	return len(b.function.payloads)
}

// last gives the last event as raw fields and as aws-lambda-go reads it.
func (b *bench) last() (map[string]any, events.APIGatewayV2HTTPRequest) {
	b.t.Helper()
	b.function.mu.Lock()
	defer b.function.mu.Unlock()
	if len(b.function.payloads) == 0 {
		b.t.Fatal("the function was not called")
	}
	payload := b.function.payloads[len(b.function.payloads)-1]
	var fields map[string]any
	var e events.APIGatewayV2HTTPRequest
	for _, into := range []any{&fields, &e} {
		if err := json.Unmarshal(payload, into); err != nil {
			b.t.Fatal(err)
		}
	}
	return fields, e
}

// called names the function that was called last.
func (b *bench) called() string {
	b.function.mu.Lock()
	defer b.function.mu.Unlock()
	return b.function.name
}
