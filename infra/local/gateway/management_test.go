package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	api "github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi/types"
)

// sdk is Amazon's own client: it escapes the id and reads the error types.
func (b *bench) sdk() *api.Client {
	return api.New(api.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String(b.server.URL + "/prod"),
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
		Retryer:     aws.NopRetryer{}, HTTPClient: http.DefaultClient,
	})
}

func (b *bench) post(id string, data []byte) error {
	_, err := b.sdk().PostToConnection(b.t.Context(), &api.PostToConnectionInput{ConnectionId: &id, Data: data})
	return err
}

// call is the management API by hand.
func (b *bench) call(method, id string, data []byte, signed bool) (*http.Response, string) {
	b.t.Helper()
	req, err := http.NewRequest(method, b.server.URL+"/prod/@connections/"+url.QueryEscape(id), bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	if signed {
		req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=id/20260301/eu-central-1/execute-api/aws4_request")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp, string(text)
}

func TestG15PostReachesTheSocket(t *testing.T) {
	b := start(t)
	p := b.dial()
	if err := b.post(p.id, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if got := p.hear(); got != "hello" {
		t.Errorf("heard %q", got)
	}
	if resp, text := b.call("POST", p.id, []byte("again"), true); resp.StatusCode != 200 || text != "" {
		t.Errorf("%s %q, want 200 and nothing", resp.Status, text)
	}
}

func TestG15F6PostOf128KBAndOneByteMore(t *testing.T) {
	b := start(t)
	p := b.dial()
	if err := b.post(p.id, []byte(strings.Repeat("x", MaxMessage))); err != nil {
		t.Fatal(err)
	}
	if got := p.hear(); len(got) != MaxMessage {
		t.Errorf("heard %d bytes", len(got))
	}
	var large *types.PayloadTooLargeException
	if err := b.post(p.id, []byte(strings.Repeat("x", MaxMessage+1))); !errors.As(err, &large) {
		t.Errorf("%v, want PayloadTooLargeException", err)
	}
	if resp, _ := b.call("POST", p.id, make([]byte, MaxMessage+1), true); resp.StatusCode != 413 {
		t.Errorf("%s, want 413", resp.Status)
	}
}

func TestG15LargePostsArriveInFramesOf32KB(t *testing.T) {
	b := start(t)
	p := b.dial()
	if err := b.Post(t.Context(), p.id, make([]byte, MaxFrame+1)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{MaxFrame, 1} {
		if n := p.frameSize(); n != want {
			t.Errorf("frame of %d bytes, want %d", n, want)
		}
	}
}

func TestG15F4GoneSocket(t *testing.T) {
	b := start(t)
	p := b.dial()
	_ = p.conn.Close()
	b.wantDisconnect(p, 1006, "")
	var gone *types.GoneException
	if err := b.post(p.id, []byte("x")); !errors.As(err, &gone) {
		t.Errorf("POST: %v, want GoneException", err)
	}
	if _, err := b.sdk().GetConnection(t.Context(), &api.GetConnectionInput{ConnectionId: &p.id}); !errors.As(err, &gone) {
		t.Errorf("GET: %v, want GoneException", err)
	}
	if _, err := b.sdk().DeleteConnection(t.Context(), &api.DeleteConnectionInput{ConnectionId: &p.id}); !errors.As(err, &gone) {
		t.Errorf("DELETE: %v, want GoneException", err)
	}
	if resp, _ := b.call("POST", p.id, nil, true); resp.StatusCode != 410 || resp.Header.Get("X-Amzn-ErrorType") != "GoneException" {
		t.Errorf("%s %q", resp.Status, resp.Header.Get("X-Amzn-ErrorType"))
	}
}

func TestG15GetTellsAboutTheConnection(t *testing.T) {
	b := start(t)
	p := b.dial()
	opened := b.clock.Now()
	b.clock.move(time.Minute)
	p.say(`{"action":"message"}`)
	b.functions.next(t, "message")
	out, err := b.sdk().GetConnection(t.Context(), &api.GetConnectionInput{ConnectionId: &p.id})
	if err != nil {
		t.Fatal(err)
	}
	if !out.ConnectedAt.Equal(opened) || !out.LastActiveAt.Equal(opened.Add(time.Minute)) {
		t.Errorf("connected %v, active %v", out.ConnectedAt, out.LastActiveAt)
	}
	if *out.Identity.SourceIp != "127.0.0.1" || *out.Identity.UserAgent != "browser/1" {
		t.Errorf("identity %+v", out.Identity)
	}
	_, text := b.call("GET", p.id, nil, true)
	var fields map[string]any
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		t.Fatal(err)
	}
	wantFields(t, fields, "connectedAt", "identity", "lastActiveAt")
}

func TestG14G15DeleteCloses(t *testing.T) {
	b := start(t)
	p := b.dial()
	if resp, text := b.call("DELETE", p.id, nil, true); resp.StatusCode != 204 || text != "" {
		t.Errorf("%s %q, want 204", resp.Status, text)
	}
	if code, _ := p.ended(); code != 1000 {
		t.Errorf("closed with %d, want 1000", code)
	}
	b.wantDisconnect(p, 1000, "Connection Closed Normally")
}

func TestG15WithoutASignatureIs403(t *testing.T) {
	b := start(t)
	p := b.dial()
	for _, method := range []string{"POST", "GET", "DELETE"} {
		resp, text := b.call(method, p.id, nil, false)
		if resp.StatusCode != 403 || !strings.Contains(text, `"message":"Missing Authentication Token"`) {
			t.Errorf("%s: %s %s", method, resp.Status, text)
		}
	}
	if resp, _ := b.call("PUT", p.id, nil, true); resp.StatusCode != 403 {
		t.Errorf("PUT: %s", resp.Status)
	}
	p.ping() // nothing happened to it
}

func TestG16F5SlowReaderGets429AndNobodyWaits(t *testing.T) {
	b := start(t, func(c *Config) { c.CloseWait = 20 * time.Millisecond })
	slow, quick := b.dial(), b.dial()
	data := []byte(strings.Repeat("x", MaxMessage))
	eventually(t, "429 for a reader that does not read", func() bool {
		var err error
		for err == nil { // the machine's own buffers take some megabytes first
			err = b.Post(t.Context(), slow.id, data)
		}
		var limit *types.LimitExceededException
		return errors.Is(err, ErrLimit) && errors.As(b.post(slow.id, data), &limit)
	})
	if err := b.post(quick.id, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if got := quick.hear(); got != "hello" {
		t.Errorf("heard %q", got)
	}
	if got := slow.hear(); got != string(data) { // it wakes up and gets all that was taken
		t.Errorf("the slow reader got %d bytes", len(got))
	}
}

func TestG16PostsToOneSocketKeepTheirOrder(t *testing.T) {
	b := start(t)
	p := b.dial()
	for _, text := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		if err := b.Post(t.Context(), p.id, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		if got := p.hear(); got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
}

func TestPostWithAnEndedContext(t *testing.T) {
	b := start(t)
	p := b.dial()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Post(ctx, p.id, []byte("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("Post: %v", err)
	}
	if err := b.Drop(ctx, p.id); !errors.Is(err, context.Canceled) {
		t.Errorf("Drop: %v", err)
	}
}
