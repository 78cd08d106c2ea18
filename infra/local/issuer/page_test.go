package issuer_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/infra/local/issuer"
)

func expect(t *testing.T, got answer, status int, words ...string) {
	t.Helper()
	if got.status != status {
		t.Errorf("status %d, want %d", got.status, status)
	}
	for _, w := range words {
		if !strings.Contains(got.body, w) {
			t.Errorf("%q is not on the page:\n%s", w, got.body)
		}
	}
}

// tries signs in and answers what is shown, whether it went well or not.
func (b *browser) tries(username, password string) answer {
	b.t.Helper()
	_, request := b.page(asks())
	return b.post("/login", url.Values{"request": {request}, "username": {username}, "password": {password}})
}

func TestAWrongPasswordIsSaidAndMayBeTriedAgain(t *testing.T) {
	_, b, _ := stand(t)
	_, request := b.page(asks())
	form := url.Values{"request": {request}, "username": {"noor"}, "password": {"ilse-local"}}
	expect(t, b.post("/login", form), http.StatusForbidden, "The name or the password is wrong.", `role="alert"`, `aria-invalid="true"`, `value="noor"`)
	form.Set("username", `"><script>alert(1)</script>`)
	if got := b.post("/login", form); strings.Contains(got.body, "<script>") {
		t.Error("what was typed became markup")
	}
	form.Set("username", "noor")
	form.Set("password", "noor-local")
	if back := b.returned(b.post("/login", form)); back.Get("code") == "" {
		t.Errorf("second try: %v", back)
	}
	expect(t, b.post("/login", form), http.StatusBadRequest, "This sign-in is over")
}

func TestAnOldOrUnknownSignInSaysSo(t *testing.T) {
	_, b, c := stand(t)
	sent := b.get("/oauth2/authorize?" + asks().Encode())
	c.pass(30 * time.Minute)
	expect(t, b.get(sent.header.Get("Location")), http.StatusBadRequest, "This sign-in is over", home)
	expect(t, b.get("/login?request=made-up"), http.StatusBadRequest, "This sign-in is over")
	expect(t, b.post("/login", url.Values{}), http.StatusBadRequest, "This sign-in is over")
}

func TestThePageIsUnderAStrictPolicyAndNeedsNoScript(t *testing.T) {
	_, b, _ := stand(t)
	shown, _ := b.page(asks())
	want := "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + console
	if got := shown.header.Get("Content-Security-Policy"); got != want {
		t.Errorf("policy\n got %s\nwant %s", got, want)
	}
	for _, inline := range []string{"<script", "<style", " style=", " onclick="} {
		if strings.Contains(shown.body, inline) {
			t.Errorf("%s on the page", inline)
		}
	}
	if got := shown.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the page may be stored: %q", got)
	}
	if got := b.get("/sign-in.css"); got.header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("style sheet: %d %q", got.status, got.header.Get("Content-Type"))
	}
}

func TestThePeopleOfThisMachineAreShownOnLoopbackAlone(t *testing.T) {
	i, b, _ := stand(t)
	shown, _ := b.page(asks("login_hint", "dana"))
	expect(t, shown, http.StatusOK, "People on this machine", "Local only.", "Noor K.", "noor-local", "Ari S.", `name="username" value="dana"`)

	path, err := url.Parse(b.get("/oauth2/authorize?" + asks().Encode()).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, path.String(), nil)
	r.RemoteAddr = "203.0.113.24:4711"
	got := httptest.NewRecorder()
	i.ServeHTTP(got, r)
	if got.Code != http.StatusOK || strings.Contains(got.Body.String(), "noor-local") {
		t.Errorf("from elsewhere: %d\n%s", got.Code, got.Body)
	}
}

func TestAnotherSiteCannotSignSomebodyIn(t *testing.T) {
	_, b, _ := stand(t)
	_, request := b.page(asks())
	form := url.Values{"request": {request}, "username": {"noor"}, "password": {"noor-local"}}
	if got := b.post("/login", form, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); got.status != http.StatusForbidden || got.header.Get("Location") != "" {
		t.Errorf("got %d %q", got.status, got.header.Get("Location"))
	}
}

func TestAWrongConfigurationIsRefusedWithItsReason(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.key")
	if err := os.WriteFile(broken, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := func() issuer.Config {
		return issuer.Config{BaseURL: "http://127.0.0.1:1", ClientID: clientID, RedirectURIs: []string{callback}, People: issuer.Seed()}
	}
	for want, change := range map[string]func(*issuer.Config){
		"ClientID is empty":      func(c *issuer.Config) { c.ClientID = "" },
		"RedirectURIs is empty":  func(c *issuer.Config) { c.RedirectURIs = nil },
		"is no http address":     func(c *issuer.Config) { c.BaseURL = "127.0.0.1:1" },
		"a second is the least":  func(c *issuer.Config) { c.AccessTokenTTL = -time.Hour },
		"two people are called":  func(c *issuer.Config) { c.People = append(c.People, c.People[0]) },
		"needs a sub":            func(c *issuer.Config) { c.People = []issuer.Person{{Username: "x"}} },
		"holds no key":           func(c *issuer.Config) { c.KeyFile = broken },
		"keep the signing keys:": func(c *issuer.Config) { c.KeyFile = filepath.Join(filepath.Dir(broken), "missing", "sign-in.key") },
	} {
		c := good()
		change(&c)
		if _, err := issuer.New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
