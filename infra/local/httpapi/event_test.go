package httpapi

import (
	"encoding/base64"
	"maps"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func wantFields(t *testing.T, got any, want ...string) {
	t.Helper()
	have := slices.Sorted(maps.Keys(got.(map[string]any)))
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("fields %v, want %v", have, want)
	}
}

func TestH2Event(t *testing.T) {
	b := start(t)
	b.do("POST", "/open/a%20b?x=1&x=2&y=%20", `{"n":1}`, "Content-Type", "application/json",
		"X-Twice", "1", "X-Twice", "2", "Cookie", "a=1; b=2", "X-Forwarded-For", "6.6.6.6", "User-Agent", "browser/1")
	fields, e := b.last()
	wantFields(t, fields, "version", "routeKey", "rawPath", "rawQueryString", "cookies", "headers",
		"queryStringParameters", "requestContext", "pathParameters", "body", "isBase64Encoded")
	about := fields["requestContext"]
	wantFields(t, about, "accountId", "apiId", "domainName", "domainPrefix", "http", "requestId", "routeKey", "stage", "time", "timeEpoch")
	wantFields(t, about.(map[string]any)["http"], "method", "path", "protocol", "sourceIp", "userAgent")
	if e.Version != "2.0" || e.RouteKey != "ANY /open/{proxy+}" || e.RawPath != "/open/a b" || e.RawQueryString != "x=1&x=2&y=%20" {
		t.Errorf("%+v", e)
	}
	if q := e.QueryStringParameters; q["x"] != "1,2" || q["y"] != " " {
		t.Errorf("query %v", q)
	}
	if !slices.Equal(e.Cookies, []string{"a=1", "b=2"}) || e.PathParameters["proxy"] != "a b" || e.Body != `{"n":1}` {
		t.Errorf("cookies %v, variables %v, body %q", e.Cookies, e.PathParameters, e.Body)
	}
	c := e.RequestContext
	if c.HTTP.SourceIP != "127.0.0.1" || c.HTTP.UserAgent != "browser/1" || c.HTTP.Method != "POST" || c.HTTP.Protocol != "HTTP/1.1" {
		t.Errorf("http %+v", c.HTTP)
	}
	if c.Stage != "$default" || c.DomainPrefix != "api1" || c.Time != "01/Mar/2026:12:00:00 +0000" || c.TimeEpoch != b.time().UnixMilli() {
		t.Errorf("context %+v", c)
	}
	b.wantHeaders(e.Headers)
}

func (b *bench) wantHeaders(got map[string]string) {
	b.t.Helper()
	host := b.server.Listener.Addr().String()
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		b.t.Fatal(err)
	}
	for name, want := range map[string]string{
		"x-twice": "1,2", "host": host, "content-length": "7", "content-type": "application/json", "cookie": "",
		"x-forwarded-for": "6.6.6.6, 127.0.0.1", "x-forwarded-port": port, "x-forwarded-proto": "http",
	} {
		if got[name] != want {
			b.t.Errorf("header %s: %q, want %q", name, got[name], want)
		}
	}
	for name := range got {
		if name != strings.ToLower(name) {
			b.t.Errorf("header %s is not in lower case", name)
		}
	}
}

func TestH2EventOfABareGet(t *testing.T) {
	b := start(t, func(c *Config) { c.Routes = []Route{{Method: "GET", Path: "/", Function: "root"}} })
	b.do("GET", "/", "")
	fields, _ := b.last()
	wantFields(t, fields, "version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded")
}

func TestH3BodiesInBase64(t *testing.T) {
	b := start(t)
	for _, c := range []struct {
		kind, body string
		base64     bool
	}{
		{"application/json; charset=utf-8", `{"a":"é"}`, false},
		{"application/problem+json", `{}`, false},
		{"text/plain", "text", false},
		{"image/svg+xml", "<svg/>", false},
		{"", "untyped", false},
		{"application/x-www-form-urlencoded", "a=1", true},
		{"application/octet-stream", "abc", true},
		{"image/png", "\x89PNG", true},
		{"text/plain", "\xff", true},
		{"/;", "abc", true},
	} {
		b.do("POST", "/open/x", c.body, "Content-Type", c.kind)
		_, e := b.last()
		want := c.body
		if c.base64 {
			want = base64.StdEncoding.EncodeToString([]byte(c.body))
		}
		if e.Body != want || e.IsBase64Encoded != c.base64 {
			t.Errorf("%q: %q %v, want %q %v", c.kind, e.Body, e.IsBase64Encoded, want, c.base64)
		}
	}
}

func TestH3BodyOf10MBAndOneByteMore(t *testing.T) {
	b := start(t)
	body := strings.Repeat("x", MaxBody)
	if resp, _ := b.do("POST", "/open/x", body, "Content-Type", "text/plain"); resp.StatusCode != 200 {
		t.Errorf("10 MB: %s", resp.Status)
	}
	if _, e := b.last(); len(e.Body) != MaxBody {
		t.Errorf("%d bytes arrived", len(e.Body))
	}
	resp, text := b.do("POST", "/open/x", body+"x", "Content-Type", "text/plain")
	b.want(resp, text, 413, `{"message":"Request Entity Too Large"}`)
	if b.calls() != 1 {
		t.Error("the function was called for too large a body")
	}
}

func TestH6ClaimsAreStrings(t *testing.T) {
	got := stringify(map[string]any{
		"s": "a", "b": true, "n": nil, "list": []any{"a", "b", true}, "none": []any{}, "o": map[string]any{"k": "v"},
	})
	want := map[string]string{"s": "a", "b": "true", "list": "[a b true]", "none": "[]", "o": `{"k":"v"}`}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
