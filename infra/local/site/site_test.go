package site_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"switchboard/infra/local/site"
)

// write makes a folder with files: name, content, name, content …
func write(t *testing.T, namesAndContents ...string) string {
	t.Helper()
	dir := t.TempDir()
	for n := 0; n+1 < len(namesAndContents); n += 2 {
		file := filepath.Join(dir, filepath.FromSlash(namesAndContents[n]))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(namesAndContents[n+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, c site.Config) *site.Site {
	t.Helper()
	s, err := site.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks for a path literally as it is written, with headers: name, value …
func get(t *testing.T, s http.Handler, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path, r.RequestURI = path, path
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	got := httptest.NewRecorder()
	s.ServeHTTP(got, r)
	return got.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var long = strings.Repeat("let lantern = 'lit';\n", 100)

// whole is a site with all kinds of roots.
func whole(t *testing.T) *site.Site {
	t.Helper()
	demo := write(t, "index.html", "demo", "404.html", "no such page", "shop/index.html", "shop", "shop/page-contacts.css", "a{}", "empty/x.txt", "x")
	console := write(t, "index.html", "<title>console", "assets/index-BfX3a1_k.js", long, "assets/notes.js", "1", "assets/data-BfX3a1_k.js", long,
		"assets/data-BfX3a1_k.js.br", "packed by br", "assets/data-BfX3a1_k.js.gz", "packed by gzip", ".env", "secret", "assets/font.woff2", long)
	widget := write(t, "widget.js", long)
	return open(t, site.Config{
		Roots: []site.Root{
			{Prefix: "/", Dir: demo},
			{Prefix: "/console/", Dir: console, SinglePage: true, Hashed: "assets/", Policy: site.Policy{Connect: []string{"http://127.0.0.1:8402"}}.Console()},
			{Prefix: "/widget/", Dir: widget, Shared: true},
		},
		Documents: map[string][]byte{"/config.json": []byte(`{"api":"http://127.0.0.1:8402"}`)},
		NotFound:  "/404.html",
	})
}

func TestEachPathGetsItsFileWithTypeAndCacheTime(t *testing.T) {
	s := whole(t)
	for path, want := range map[string]struct{ body, kind, cache string }{
		"/":                                 {"demo", "text/html; charset=utf-8", "no-cache"},
		"/shop/":                            {"shop", "text/html; charset=utf-8", "no-cache"},
		"/shop/page-contacts.css":           {"a{}", "text/css; charset=utf-8", "public,max-age=60"},
		"/console/":                         {"<title>console", "text/html; charset=utf-8", "no-cache"},
		"/console/assets/index-BfX3a1_k.js": {long, "text/javascript; charset=utf-8", "public,max-age=31536000,immutable"},
		"/console/assets/notes.js":          {"1", "text/javascript; charset=utf-8", "public,max-age=60"},
		"/console/assets/font.woff2":        {long, "font/woff2", "public,max-age=60"},
		"/widget/widget.js":                 {long, "text/javascript; charset=utf-8", "public,max-age=60"},
		"/config.json":                      {`{"api":"http://127.0.0.1:8402"}`, "application/json; charset=utf-8", "no-store"},
	} {
		got := get(t, s, path)
		if got.StatusCode != http.StatusOK || body(t, got) != want.body {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
		if kind, cache := got.Header.Get("Content-Type"), got.Header.Get("Cache-Control"); kind != want.kind || cache != want.cache {
			t.Errorf("%s: %q, %q", path, kind, cache)
		}
		if got.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: types may be guessed", path)
		}
	}
}

func TestTheConsoleIsOnePage(t *testing.T) {
	s := whole(t)
	for _, path := range []string{"/console/chats", "/console/transcripts/01ABC/replay", "/console/callback"} {
		if got := get(t, s, path); got.StatusCode != http.StatusOK || body(t, got) != "<title>console" {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	for _, path := range []string{"/console/assets/gone-BfX3a1_k.js", "/console/missing.svg", "/chats"} {
		if got := get(t, s, path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d, a script that is gone must not become a page", path, got.StatusCode)
		}
	}
}

func TestAFolderHasNoListingAndGetsItsSlash(t *testing.T) {
	s := whole(t)
	for path, want := range map[string]string{"/shop": "/shop/", "/console": "/console/", "/widget": "/widget/"} {
		if got := get(t, s, path); got.StatusCode != http.StatusFound || got.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q", path, got.StatusCode, got.Header.Get("Location"))
		}
	}
	for _, path := range []string{"/empty", "/empty/", "/widget/", "/console/assets/"} {
		got := get(t, s, path)
		if text := body(t, got); strings.Contains(text, "x.txt") || strings.Contains(text, "BfX3a1_k") {
			t.Errorf("%s is listed: %s", path, text)
		}
	}
	if got := get(t, s, "//evil.example/shop"); strings.HasPrefix(got.Header.Get("Location"), "//") {
		t.Errorf("sent to another host: %q", got.Header.Get("Location"))
	}
}

func TestNothingOutsideAFolderIsServed(t *testing.T) {
	dir := write(t, "public/index.html", "public", "secret.txt", "secret", "public/.env", "secret", "public/deep/.git/config", "secret")
	if err := os.Symlink(filepath.Join(dir, "secret.txt"), filepath.Join(dir, "public/link.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "public/up")); err != nil {
		t.Fatal(err)
	}
	s := open(t, site.Config{Roots: []site.Root{{Prefix: "/", Dir: filepath.Join(dir, "public")}}})
	for _, path := range []string{
		"/../secret.txt", "/deep/../../secret.txt", "/..\\secret.txt", "/./../secret.txt", "//secret.txt", "/deep//../../secret.txt",
		"/.env", "/deep/.git/config", "/link.txt", "/up/secret.txt", "/secret.txt\x00.html", "/index.html/", "/" + filepath.Join(dir, "secret.txt"),
	} {
		if got := get(t, s, path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %d %s", path, got.StatusCode, body(t, got))
		}
	}
}

func TestWhatIsNotThereIsSaidToPeopleByAPage(t *testing.T) {
	s := whole(t)
	got := get(t, s, "/nowhere", "Accept", "text/html,application/xhtml+xml")
	if got.StatusCode != http.StatusNotFound || body(t, got) != "no such page" || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a person: %d %q", got.StatusCode, got.Header.Get("Cache-Control"))
	}
	if got := get(t, s, "/nowhere", "Accept", "*/*"); got.StatusCode != http.StatusNotFound || body(t, got) != "there is nothing at this address\n" {
		t.Errorf("a program: %d", got.StatusCode)
	}
}

func TestTextIsPackedForWhoTakesIt(t *testing.T) {
	s := whole(t)
	const built, plain = "/console/assets/data-BfX3a1_k.js", "/console/assets/index-BfX3a1_k.js"
	for _, c := range []struct{ path, accept, encoding string }{
		{built, "gzip, deflate, br", "br"}, {built, "gzip", "gzip"}, {built, "br;q=0, gzip;q=0.5", "gzip"}, {built, "", ""},
		{plain, "gzip, deflate, br", "gzip"}, {plain, "br", ""}, {plain, "gzip;q=0", ""}, {plain, "*", "gzip"}, {plain, "identity", ""},
		{"/console/assets/font.woff2", "gzip, br", ""}, {"/shop/page-contacts.css", "gzip", ""},
	} {
		got := get(t, s, c.path, "Accept-Encoding", c.accept)
		if encoding := got.Header.Get("Content-Encoding"); encoding != c.encoding {
			t.Errorf("%s for %q: %q, not %q", c.path, c.accept, encoding, c.encoding)
		}
		if c.path == built && c.encoding != "" && body(t, got) != "packed by "+c.encoding {
			t.Errorf("%s for %q is not what the build packed", c.path, c.accept)
		}
	}
	unpacked, err := gzip.NewReader(get(t, s, plain, "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil || string(text) != long {
		t.Errorf("unpacked it is another text: %v", err)
	}
	if got := get(t, s, plain); got.Header.Get("Vary") != "Accept-Encoding" {
		t.Error("a cache would mix them up")
	}
}

func TestWhatIsHeldIsNotSentAgain(t *testing.T) {
	s := whole(t)
	const path = "/console/"
	tag := get(t, s, path).Header.Get("ETag")
	if got := get(t, s, path, "If-None-Match", tag); tag == "" || got.StatusCode != http.StatusNotModified {
		t.Errorf("%q: %d", tag, got.StatusCode)
	}
	const script = "/console/assets/index-BfX3a1_k.js"
	if a, b := get(t, s, script), get(t, s, script, "Accept-Encoding", "gzip"); a.Header.Get("ETag") == b.Header.Get("ETag") {
		t.Error("packed and unpacked have one tag")
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	got := httptest.NewRecorder()
	whole(t).ServeHTTP(got, httptest.NewRequest(http.MethodPost, "/console/", nil))
	if got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("got %d %q", got.Code, got.Header().Get("Allow"))
	}
	got = httptest.NewRecorder()
	whole(t).ServeHTTP(got, httptest.NewRequest(http.MethodHead, "/console/", nil))
	if got.Code != http.StatusOK || got.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", got.Code, got.Body.Len())
	}
}

func TestANewBuildIsSeenWithoutARestart(t *testing.T) {
	dir := write(t, "web/index.html", "old")
	s := open(t, site.Config{Roots: []site.Root{{Prefix: "/", Dir: filepath.Join(dir, "web")}}})
	if err := os.Rename(filepath.Join(dir, "web"), filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	if got := get(t, s, "/"); got.StatusCode != http.StatusInternalServerError || strings.Contains(body(t, got), dir) {
		t.Errorf("meanwhile: %d", got.StatusCode)
	}
	if err := os.Rename(write(t, "index.html", "new"), filepath.Join(dir, "web")); err != nil {
		t.Fatal(err)
	}
	if got := get(t, s, "/"); body(t, got) != "new" {
		t.Errorf("afterwards: %d", got.StatusCode)
	}
}

func TestAWrongConfigurationIsRefused(t *testing.T) {
	dir := write(t, "index.html", "x")
	for want, c := range map[string]site.Config{
		"begin and end with a slash": {Roots: []site.Root{{Prefix: "/console", Dir: dir}}},
		"nothing to serve below":     {Roots: []site.Root{{Prefix: "/", Dir: filepath.Join(dir, "missing")}}},
		"is no folder":               {Roots: []site.Root{{Prefix: "/", Dir: filepath.Join(dir, "index.html")}}},
		"two roots":                  {Roots: []site.Root{{Prefix: "/", Dir: dir}, {Prefix: "/", Dir: dir}}},
		"a policy is one line":       {Roots: []site.Root{{Prefix: "/", Dir: dir, Policy: "a\nb"}}},
		"does not begin with":        {Documents: map[string][]byte{"config.json": nil}},
	} {
		if _, err := site.New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
