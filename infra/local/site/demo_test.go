package site_test

import (
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"switchboard/infra/local/site"
)

const demoPages = "../../../web/demo"

// demo is the demo as the local stack serves it, with a widget that is there.
func demo(t *testing.T) *site.Site {
	t.Helper()
	fill := &site.Fill{
		Values: map[string]string{
			"API": "http://127.0.0.1:8402", "MODE": "Each part is a process of its own.", "SITE": "http://127.0.0.1:8400",
			"SOCKET": "ws://127.0.0.1:8401/local", "ISSUER": "http://127.0.0.1:8403", "CONTROLS": "http://127.0.0.1:8404",
		},
		Lists: map[string][]map[string]string{
			"PEOPLE": {{"NAME": "Noor <K.>", "USERNAME": "noor", "PASSWORD": "noor-local", "GROUPS": "agent"}},
			"PARTS":  {{"NAME": "Tables", "DOES": "Holds them.", "ADDRESS": "http://127.0.0.1:9000"}},
		},
	}
	widget := write(t, "widget.js", "'widget'")
	console := write(t, "index.html", "console")
	return open(t, site.Config{NotFound: "/404.html", Roots: []site.Root{
		{Prefix: "/", Dir: demoPages, Fill: fill, Policy: site.Policy{Connect: []string{"http://127.0.0.1:8402"}}.Page() + "; img-src 'self'"},
		{Prefix: "/shop/", Dir: demoPages + "/shop", Fill: fill},
		{Prefix: "/strict/", Dir: demoPages + "/strict", Fill: fill, Policy: site.Policy{Connect: []string{"http://127.0.0.1:8402"}}.Page()},
		{Prefix: "/widget/", Dir: widget, Shared: true},
		{Prefix: "/console/", Dir: console, SinglePage: true},
	}})
}

var demoPaths = []string{"/", "/404.html", "/shop/", "/shop/product.html", "/shop/contact.html", "/strict/"}

func TestTheDemosPagesAreFilledAndTheirLinksLeadSomewhere(t *testing.T) {
	s := demo(t)
	link := regexp.MustCompile(`(?:href|src)="([^"#]+)"`)
	for _, page := range demoPaths {
		got := get(t, s, page)
		text := body(t, got)
		if got.StatusCode != http.StatusOK || strings.Contains(text, "{{") {
			t.Errorf("%s: %d, tokens left: %v", page, got.StatusCode, strings.Contains(text, "{{"))
		}
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if there := get(t, s, path.Join("/", found[1])+slash(found[1])); there.StatusCode != http.StatusOK {
				t.Errorf("%s leads to %s: %d", page, found[1], there.StatusCode)
			}
		}
	}
	for _, want := range []string{"Noor &lt;K.&gt;", "noor-local", "ws://127.0.0.1:8401/local", "http://127.0.0.1:8403", "http://127.0.0.1:9000", "Each part is a process of its own."} {
		if !strings.Contains(body(t, get(t, s, "/")), want) {
			t.Errorf("the first page does not say %q", want)
		}
	}
}

func slash(address string) string {
	if strings.HasSuffix(address, "/") && address != "/" {
		return "/"
	}
	return ""
}

func TestTheDemoNeedsNoInlineCodeAndNoOtherHost(t *testing.T) {
	s := demo(t)
	inline := regexp.MustCompile(`<style|\sstyle=|\son[a-z]+=|<script>|https?://`)
	for _, page := range demoPaths {
		text := strings.ReplaceAll(body(t, get(t, s, page)), "http://127.0.0.1:", "")
		for _, found := range inline.FindAllString(text, -1) {
			t.Errorf("%s: %s", page, found)
		}
	}
}

func TestTheShopAndTheStrictPageLoadTheWidget(t *testing.T) {
	s := demo(t)
	snippet := `<script async src="/widget/widget.js" data-api="http://127.0.0.1:8402" data-deployment="demo" data-button="support"></script>`
	for _, page := range []string{"/shop/", "/shop/product.html", "/shop/contact.html", "/strict/"} {
		if !strings.Contains(body(t, get(t, s, page)), snippet) {
			t.Errorf("%s has no widget", page)
		}
	}
	policy := get(t, s, "/strict/").Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "connect-src http://127.0.0.1:8402", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("%q is not in the strict policy %q", want, policy)
		}
	}
}
