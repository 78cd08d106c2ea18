package site_test

import (
	"net/http"
	"strings"
	"testing"

	"switchboard/infra/local/site"
)

func filled(t *testing.T, page string, fill *site.Fill) string {
	t.Helper()
	s := open(t, site.Config{Roots: []site.Root{{Prefix: "/", Dir: write(t, "index.html", page), Fill: fill}}})
	return body(t, get(t, s, "/"))
}

func TestTokensBecomeTextAndNeverMarkup(t *testing.T) {
	fill := &site.Fill{Values: map[string]string{"API": `http://127.0.0.1:8402/?a=1&b="><script>alert('x')</script>`, "SITE_NAME": "Lantern & Loom"}}
	got := filled(t, `<p data-api="{{API}}" title='{{API}}'>{{SITE_NAME}} {{SITE_NAME}} {{ API }} {{api}}</p>`, fill)
	escaped := "http://127.0.0.1:8402/?a=1&amp;b=&#34;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
	want := `<p data-api="` + escaped + `" title='` + escaped + `'>Lantern &amp; Loom Lantern &amp; Loom {{ API }} {{api}}</p>`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestAValueThatLooksLikeATokenStaysText(t *testing.T) {
	got := filled(t, `{{A}}{{#ROWS}}{{NAME}}{{/ROWS}}`, &site.Fill{
		Values: map[string]string{"A": "{{B}}", "B": "b"}, Lists: map[string][]map[string]string{"ROWS": {{"NAME": "{{A}}"}}},
	})
	if got != "{{B}}{{A}}" {
		t.Errorf("got %s", got)
	}
}

func TestAListIsRepeatedWithItsOwnNamesFirst(t *testing.T) {
	fill := &site.Fill{
		Values: map[string]string{"SITE": "shop", "NAME": "outside"},
		Lists:  map[string][]map[string]string{"PEOPLE": {{"NAME": "Noor <K.>"}, {"NAME": "Ilse"}}, "NONE": {}},
	}
	got := filled(t, "{{NAME}}:{{#PEOPLE}} {{NAME}} of {{SITE}};{{/PEOPLE}}{{#NONE}}never{{/NONE}} {{NAME}}", fill)
	if want := "outside: Noor &lt;K.&gt; of shop; Ilse of shop; outside"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestAForgottenValueIsKnownAtTheStart(t *testing.T) {
	for want, page := range map[string]string{
		"nothing is given for {{API}}":         "{{API}}",
		"nothing is given for {{/PEOPLE}}":     "{{/PEOPLE}}",
		"the list PEOPLE has no end":           "{{#PEOPLE}}",
		"the list ROOMS has no end or no":      "{{#ROOMS}}{{/ROOMS}}",
		"deep/page.html: nothing is given for": "",
	} {
		dir := write(t, "index.html", page, "deep/page.html", "{{DEEP}}")
		if page != "" {
			dir = write(t, "index.html", page)
		}
		_, err := site.New(site.Config{Roots: []site.Root{{Prefix: "/", Dir: dir, Fill: &site.Fill{Lists: map[string][]map[string]string{"PEOPLE": nil}}}}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", page, err, want)
		}
	}
}

func TestOnlyPagesAreFilled(t *testing.T) {
	dir := write(t, "code.js", "'{{API}}'", "index.html", "{{API}}", "index.html.gz", "packed before")
	s := open(t, site.Config{Roots: []site.Root{
		{Prefix: "/", Dir: dir, Fill: &site.Fill{Values: map[string]string{"API": "here"}}}, {Prefix: "/raw/", Dir: dir},
	}})
	for path, want := range map[string]string{"/": "here", "/code.js": "'{{API}}'", "/raw/": "{{API}}"} {
		if got := get(t, s, path); got.StatusCode != http.StatusOK || body(t, got) != want {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	if got := get(t, s, "/", "Accept-Encoding", "gzip"); body(t, got) != "here" {
		t.Error("a page packed by a build has no values in it")
	}
}
