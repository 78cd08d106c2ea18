package httpapi

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

func permitting(t *testing.T, origins ...string) *bench {
	return start(t, func(c *Config) {
		c.AllowOrigins, c.AllowMethods, c.AllowHeaders = origins, []string{"GET", "POST"}, []string{"content-type", "x-secret"}
		c.ExposeHeaders, c.CORSMaxAge = []string{"x-seen"}, time.Hour
	})
}

func wantHeader(t *testing.T, h http.Header, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got := h.Get("Access-Control-" + name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
}

func TestH8PreflightIsAnsweredByTheGateway(t *testing.T) {
	b := permitting(t, "https://shop.example")
	resp, text := b.do("OPTIONS", "/nowhere", "", "Origin", "https://shop.example", "Access-Control-Request-Method", "POST")
	b.want(resp, text, 204, "")
	wantHeader(t, resp.Header, map[string]string{
		"Allow-Origin": "https://shop.example", "Allow-Methods": "GET,POST", "Allow-Headers": "content-type,x-secret",
		"Max-Age": "3600", "Expose-Headers": "x-seen", "Allow-Credentials": "",
	})
	for _, origin := range []string{"https://evil.example", "https://shop.example.evil", "null", "http://shop.example"} {
		resp, text := b.do("OPTIONS", "/open/x", "", "Origin", origin)
		b.want(resp, text, 204, "")
		wantHeader(t, resp.Header, map[string]string{"Allow-Origin": "", "Allow-Methods": ""})
	}
	if b.calls() != 0 {
		t.Error("a function saw a preflight")
	}
}

func TestH8OriginsByPattern(t *testing.T) {
	for _, c := range []struct{ allowed, origin, want string }{
		{"*", "https://any.example", "*"},
		{"https://*", "https://any.example", "https://any.example"},
		{"https://*", "http://any.example", ""},
		{"http://*", "http://localhost:1", "http://localhost:1"},
	} {
		b := permitting(t, c.allowed)
		resp, _ := b.do("GET", "/open/x", "", "Origin", c.origin)
		wantHeader(t, resp.Header, map[string]string{"Allow-Origin": c.want})
	}
}

func TestH8EveryAnswerHasThem(t *testing.T) {
	b := permitting(t, "https://shop.example")
	b.function.returns(`{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*","x-seen":"1","vary":"Accept"}}`)
	for path, status := range map[string]int{"/open/x": 200, "/nowhere": 404} {
		resp, _ := b.do("GET", path, "", "Origin", "https://shop.example")
		if resp.StatusCode != status {
			t.Errorf("%s: %s", path, resp.Status)
		}
		wantHeader(t, resp.Header, map[string]string{"Allow-Origin": "https://shop.example", "Allow-Methods": ""})
	}
	resp, _ := b.do("GET", "/open/x", "", "Origin", "https://shop.example")
	if got := resp.Header.Values("Vary"); !slices.Equal(got, []string{"Origin", "Accept"}) {
		t.Errorf("Vary %v", got)
	}
	resp, _ = b.do("GET", "/open/x", "", "Origin", "https://evil.example")
	wantHeader(t, resp.Header, map[string]string{"Allow-Origin": ""})
	if resp.Header.Get("X-Seen") != "1" {
		t.Error("a header of the function was lost")
	}
}

func TestH8WithoutOriginsFunctionsSpeakForThemselves(t *testing.T) {
	b := start(t)
	b.function.returns(`{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}}`)
	resp, _ := b.do("OPTIONS", "/open/x", "", "Origin", "https://shop.example")
	if resp.StatusCode != 200 {
		t.Errorf("%s", resp.Status)
	}
	wantHeader(t, resp.Header, map[string]string{"Allow-Origin": "*"})
}

func TestH8Credentials(t *testing.T) {
	b := start(t, func(c *Config) { c.AllowOrigins, c.AllowCredentials = []string{"https://shop.example"}, true })
	resp, _ := b.do("GET", "/open/x", "", "Origin", "https://shop.example")
	wantHeader(t, resp.Header, map[string]string{"Allow-Credentials": "true"})
}
