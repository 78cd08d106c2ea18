package issuer_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/infra/local/issuer"
)

const (
	clientID = "console"
	console  = "http://127.0.0.1:8400"
	callback = console + "/console/callback"
	home     = console + "/console/"
	verifier = "a-verifier-of-at-least-forty-three-characters-1"
)

// clock is the time of a test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// browser is a person's browser at a running issuer. It follows no redirect by itself, so that each can be looked at.
type browser struct {
	t    *testing.T
	url  string
	http *http.Client
}

// stand starts an issuer with the seeded people, as the local stack does.
func stand(t *testing.T) (*issuer.Issuer, *browser, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2031, 3, 4, 9, 30, 0, 0, time.UTC)}
	server := httptest.NewUnstartedServer(nil)
	i, err := issuer.New(issuer.Config{
		BaseURL: "http://" + server.Listener.Addr().String(), ClientID: clientID, RedirectURIs: []string{callback},
		PostLogoutURIs: []string{home}, People: issuer.Seed(), Now: c.Now, KeyFile: filepath.Join(t.TempDir(), "sign-in.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = i
	server.Start()
	t.Cleanup(server.Close)
	return i, browse(t, server.URL), c
}

func browse(t *testing.T, address string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, url: address, http: &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	got, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{got.StatusCode, got.Header, string(body)}
}

func (b *browser) get(path string, headers ...string) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.address(path), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	return b.do(r)
}

func (b *browser) post(path string, form url.Values, headers ...string) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.address(path), strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	return b.do(r)
}

func (b *browser) address(path string) string {
	if strings.HasPrefix(path, "http") {
		return path
	}
	return b.url + path
}

// asks is what the console sends a person here with.
func asks(change ...string) url.Values {
	sum := sha256.Sum256([]byte(verifier))
	q := url.Values{
		"client_id": {clientID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid email profile"},
		"state": {"a state"}, "nonce": {"a nonce"}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])},
	}
	for n := 0; n+1 < len(change); n += 2 {
		q.Set(change[n], change[n+1])
	}
	return q
}

// page goes to the sign-in page and answers it with the name of the request that its forms carry.
func (b *browser) page(q url.Values) (answer, string) {
	b.t.Helper()
	sent := b.get("/oauth2/authorize?" + q.Encode())
	if sent.status != http.StatusFound {
		b.t.Fatalf("authorize: %d %s", sent.status, sent.body)
	}
	shown := b.get(sent.header.Get("Location"))
	found := regexp.MustCompile(`name="request" value="([^"]+)"`).FindStringSubmatch(shown.body)
	if found == nil {
		b.t.Fatalf("no form on the page: %d %s", shown.status, shown.body)
	}
	return shown, html.UnescapeString(found[1])
}

// signIn answers the code that the console gets.
func (b *browser) signIn(username, password string) string {
	b.t.Helper()
	_, request := b.page(asks())
	sent := b.post("/login", url.Values{"request": {request}, "username": {username}, "password": {password}})
	return b.returned(sent).Get("code")
}

// returned answers what the console is told when the person comes back to it.
func (b *browser) returned(sent answer) url.Values {
	b.t.Helper()
	target, err := url.Parse(sent.header.Get("Location"))
	if err != nil || !strings.HasPrefix(sent.header.Get("Location"), callback+"?") {
		b.t.Fatalf("not sent back to the console: %d %q %s", sent.status, sent.header.Get("Location"), sent.body)
	}
	return target.Query()
}

func (b *browser) exchange(code, verifier string) answer {
	b.t.Helper()
	return b.post("/oauth2/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {clientID}, "redirect_uri": {callback}, "code": {code}, "code_verifier": {verifier},
	})
}

func (b *browser) refresh(token string) answer {
	b.t.Helper()
	return b.post("/oauth2/token", url.Values{"grant_type": {"refresh_token"}, "client_id": {clientID}, "refresh_token": {token}})
}

type tokens struct {
	Access  string `json:"access_token"`
	ID      string `json:"id_token"`
	Refresh string `json:"refresh_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
}

func (b *browser) tokens(got answer) tokens {
	b.t.Helper()
	var out tokens
	if got.status != http.StatusOK {
		b.t.Fatalf("no tokens: %d %s", got.status, got.body)
	}
	if err := json.Unmarshal([]byte(got.body), &out); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// refused expects an error of the protocol.
func refused(t *testing.T, got answer, want string) {
	t.Helper()
	var out struct {
		Error string `json:"error"`
	}
	if err := json.Unmarshal([]byte(got.body), &out); err != nil || got.status < 400 || out.Error != want {
		t.Errorf("got %d %s, want the error %s", got.status, got.body, want)
	}
}
