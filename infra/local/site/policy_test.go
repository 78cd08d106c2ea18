package site_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard/infra/local/site"
)

func directives(policy string) []string { return strings.Split(policy, "; ") }

func TestTheConsolesPolicyIsTheDeployedOne(t *testing.T) {
	got := directives(site.Policy{
		Connect: []string{"http://127.0.0.1:8402", "ws://127.0.0.1:8401"}, StyleHashes: []string{"sha256-abc="}, TrustedTypes: []string{"worker", "markup"},
	}.Console())
	want := []string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'sha256-abc='", "img-src 'self' data:", "font-src 'self'",
		"worker-src 'self'", "manifest-src 'self'", "connect-src 'self' http://127.0.0.1:8402 ws://127.0.0.1:8401", "base-uri 'none'",
		"form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types worker markup",
	}
	if !slices.Equal(got, want) {
		t.Errorf("policy\n got %q\nwant %q", got, want)
	}
}

func TestAStrictPageHasNothingButItsScriptItsStyleAndItsAPIs(t *testing.T) {
	got := directives(site.Policy{Connect: []string{"http://127.0.0.1:8402"}}.Page())
	want := []string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src http://127.0.0.1:8402", "base-uri 'none'",
		"form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
	}
	if !slices.Equal(got, want) {
		t.Errorf("policy\n got %q\nwant %q", got, want)
	}
	if alone := (site.Policy{}).Page(); !strings.Contains(alone, "connect-src 'none'") {
		t.Errorf("without an API: %s", alone)
	}
}

func TestTheWidgetAloneIsForEveryOrigin(t *testing.T) {
	s := whole(t)
	for path, want := range map[string]string{"/widget/widget.js": "*", "/console/": "", "/config.json": "", "/": ""} {
		if got := get(t, s, path).Header.Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
	for name, want := range map[string]string{
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "strict-origin-when-cross-origin",
		"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	} {
		if got := get(t, s, "/console/").Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := get(t, s, "/console/chats").Header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; ") {
		t.Errorf("the console's policy: %q", got)
	}
	if got := get(t, s, "/console/assets/gone.js", "Accept", "text/html").Header.Get("Content-Security-Policy"); got != "" {
		t.Errorf("the page for what is not there has the policy of another root: %q", got)
	}
}
