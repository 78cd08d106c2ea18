package httpapi

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func TestH4FullForm(t *testing.T) {
	b := start(t)
	b.function.returns(`{"statusCode":201,"headers":{"content-type":"text/html","x-n":7,"x-b":true,"content-length":"99"},
		"cookies":["a=1; Secure","b=2"],"body":"PGI+","isBase64Encoded":true}`)
	resp, text := b.do("GET", "/open/x", "")
	b.want(resp, text, 201, "<b>")
	h := resp.Header
	if h.Get("Content-Type") != "text/html" || h.Get("X-N") != "7" || h.Get("X-B") != "true" || h.Get("Content-Length") != "3" {
		t.Errorf("headers %v", h)
	}
	if !slices.Equal(h.Values("Set-Cookie"), []string{"a=1; Secure", "b=2"}) || h.Get("Apigw-Requestid") == "" {
		t.Errorf("headers %v", h)
	}
}

func TestH4OtherForms(t *testing.T) {
	b := start(t)
	for _, c := range []struct {
		out    string
		status int
		kind   string
		body   string
	}{
		{`{"statusCode":200,"body":"x"}`, 200, "text/plain;charset=UTF-8", "x"},
		{`{"statusCode":204}`, 204, "", ""},
		{`{"statusCode":"404"}`, 404, "", ""},
		{` {"message":"hi"} `, 200, "application/json", `{"message":"hi"}`},
		{`[1,2]`, 200, "application/json", `[1,2]`},
		{`"text"`, 200, "application/json", `text`},
		{`null`, 200, "application/json", `null`},
		{`7`, 200, "application/json", `7`},
		{``, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`no JSON`, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`{"statusCode":"x"}`, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`{"statusCode":99}`, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`{"statusCode":600}`, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`{"statusCode":200,"body":{}}`, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`{"statusCode":200,"headers":{"a":[]}}`, 500, "application/json", `{"message":"Internal Server Error"}`},
		{`{"statusCode":200,"body":"%","isBase64Encoded":true}`, 500, "application/json", `{"message":"Internal Server Error"}`},
	} {
		b.function.returns(c.out)
		resp, text := b.do("GET", "/open/x", "")
		if resp.StatusCode != c.status || resp.Header.Get("Content-Type") != c.kind || text != c.body {
			t.Errorf("%s: %d %q %q, want %d %q %q", c.out, resp.StatusCode, resp.Header.Get("Content-Type"), text, c.status, c.kind, c.body)
		}
	}
}

func TestH4FailedFunctionIs500(t *testing.T) {
	b := start(t)
	b.function.does(func(context.Context) ([]byte, error) { return []byte(`{"errorMessage":"x"}`), errors.New("crashed") })
	resp, text := b.do("GET", "/open/x", "")
	b.want(resp, text, 500, `{"message":"Internal Server Error"}`)
}

func TestH4SlowFunctionIs503AndGoesOn(t *testing.T) {
	b := start(t, func(c *Config) { c.IntegrationTimeout = 20 * time.Millisecond })
	let, finished := make(chan struct{}), make(chan error, 1)
	b.function.does(func(ctx context.Context) ([]byte, error) {
		<-let
		finished <- ctx.Err()
		return nil, nil
	})
	resp, text := b.do("GET", "/open/x", "")
	b.want(resp, text, 503, `{"message":"Service Unavailable"}`)
	close(let)
	if err := <-finished; err != nil {
		t.Errorf("the function was cancelled: %v", err)
	}
}

func TestH9ShutdownWaits(t *testing.T) {
	b := start(t)
	let, in := make(chan struct{}), make(chan struct{})
	b.function.does(func(context.Context) ([]byte, error) { close(in); <-let; return []byte(`"done"`), nil })
	answered, down := make(chan string, 1), make(chan error, 1)
	go func() { _, text := b.do("GET", "/open/x", ""); answered <- text }()
	<-in
	go func() { down <- b.api.Shutdown(context.Background()) }()
	select {
	case <-down:
		t.Fatal("did not wait")
	default:
	}
	close(let)
	if err := <-down; err != nil {
		t.Error(err)
	}
	if got := <-answered; got != "done" {
		t.Errorf("answered %q", got)
	}
	resp, text := b.do("GET", "/open/x", "")
	b.want(resp, text, 503, `{"message":"Service Unavailable"}`)
}

func TestH9ShutdownGivesUpWithItsContext(t *testing.T) {
	b := start(t)
	in := make(chan struct{})
	b.function.does(func(ctx context.Context) ([]byte, error) { close(in); <-ctx.Done(); return nil, ctx.Err() })
	answered := make(chan struct{})
	go func() { defer close(answered); b.do("GET", "/open/x", "") }()
	<-in
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.api.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	<-answered
}
