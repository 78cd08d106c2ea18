package issuer_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"
)

func TestNoorSignsInWithCodeAndPKCE(t *testing.T) {
	_, b, _ := stand(t)
	_, request := b.page(asks())
	back := b.returned(b.post("/login", url.Values{"request": {request}, "username": {"noor"}, "password": {"noor-local"}}))
	if back.Get("state") != "a state" || back.Get("code") == "" {
		t.Fatalf("came back with %v", back)
	}
	got := b.exchange(back.Get("code"), verifier)
	out := b.tokens(got)
	if out.Access == "" || out.ID == "" || out.Refresh == "" || out.Type != "Bearer" || out.Expires != 3600 {
		t.Errorf("tokens: %+v", out)
	}
	if got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("tokens may be stored: %q", got.header.Get("Cache-Control"))
	}
}

func TestACodeWorksOnceOnlyWithItsVerifierAndInTime(t *testing.T) {
	_, b, c := stand(t)
	code := b.signIn("noor", "noor-local")
	b.tokens(b.exchange(code, verifier))
	refused(t, b.exchange(code, verifier), "invalid_grant")

	code = b.signIn("noor", "noor-local")
	refused(t, b.exchange(code, "a-verifier-of-at-least-forty-three-characters-2"), "invalid_grant")
	refused(t, b.exchange(code, verifier), "invalid_grant") // a guess costs the code

	refused(t, b.exchange(b.signIn("noor", "noor-local"), ""), "invalid_request")

	code = b.signIn("noor", "noor-local")
	c.pass(5 * time.Minute)
	refused(t, b.exchange(code, verifier), "invalid_grant")
}

func TestPKCEWithS256IsRequired(t *testing.T) {
	_, b, _ := stand(t)
	for name, q := range map[string]url.Values{
		"no challenge": asks("code_challenge", "", "code_challenge_method", ""),
		"plain":        asks("code_challenge", verifier, "code_challenge_method", "plain"),
	} {
		if back := b.returned(b.get("/oauth2/authorize?" + q.Encode())); back.Get("error") != "invalid_request" || back.Get("state") != "a state" {
			t.Errorf("%s: %v", name, back)
		}
	}
}

func TestOnlyTheConsoleIsReturnedTo(t *testing.T) {
	_, b, _ := stand(t)
	for name, q := range map[string]url.Values{
		"another site":      asks("redirect_uri", "https://evil.example/console/callback"),
		"a longer address":  asks("redirect_uri", callback+"/more"),
		"an escaped one":    asks("redirect_uri", url.QueryEscape(callback)),
		"no address":        asks("redirect_uri", ""),
		"another client":    asks("client_id", "somebody"),
		"an implicit token": asks("response_type", "id_token token"),
	} {
		if got := b.get("/oauth2/authorize?" + q.Encode()); got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
			t.Errorf("%s: %d to %q", name, got.status, got.header.Get("Location"))
		}
	}
	if back := b.returned(b.get("/oauth2/authorize?" + asks("scope", "openid offline_access").Encode())); back.Get("error") != "invalid_scope" {
		t.Errorf("a scope that the deployed client may not ask for: %v", back)
	}
}

func TestRefreshGivesNewTokensAndStays(t *testing.T) {
	_, b, c := stand(t)
	first := b.tokens(b.exchange(b.signIn("dana", "dana-local"), verifier))
	c.pass(55 * time.Minute)
	second := b.tokens(b.refresh(first.Refresh))
	if second.Access == "" || second.Access == first.Access || second.ID == "" || second.Refresh != "" {
		t.Errorf("second tokens: %+v", second)
	}
	if claims := claimsOf(t, second.ID); claims["nonce"] != nil {
		t.Errorf("the nonce belongs to the sign-in alone: %v", claims["nonce"])
	}
	b.tokens(b.refresh(first.Refresh))
	c.pass(12 * time.Hour)
	refused(t, b.refresh(first.Refresh), "invalid_grant")
	refused(t, b.refresh("made up"), "invalid_grant")
}

func TestARevokedRefreshTokenIsGone(t *testing.T) {
	_, b, _ := stand(t)
	got := b.tokens(b.exchange(b.signIn("noor", "noor-local"), verifier))
	if got := b.post("/oauth2/revoke", url.Values{"client_id": {clientID}, "token": {got.Refresh}}); got.status != http.StatusOK {
		t.Fatalf("revoke: %d %s", got.status, got.body)
	}
	refused(t, b.refresh(got.Refresh), "invalid_grant")
}

func TestADisabledPersonNeitherSignsInNorRefreshes(t *testing.T) {
	i, b, _ := stand(t)
	got := b.tokens(b.exchange(b.signIn("ilse", "ilse-local"), verifier))
	code := b.signIn("ilse", "ilse-local")
	if err := i.Disable("ilse"); err != nil {
		t.Fatal(err)
	}
	refused(t, b.refresh(got.Refresh), "invalid_grant")
	refused(t, b.exchange(code, verifier), "invalid_grant")
	if info := b.get("/oauth2/userInfo", "Authorization", "Bearer "+got.Access); info.status != http.StatusUnauthorized {
		t.Errorf("userinfo: %d", info.status)
	}
	if back := b.returned(b.get("/oauth2/authorize?" + asks("prompt", "none").Encode())); back.Get("error") != "login_required" {
		t.Errorf("her session: %v", back)
	}
	shown := b.tries("ilse", "ilse-local")
	expect(t, shown, http.StatusForbidden, "This account is disabled.")

	if err := i.Enable("ilse"); err != nil {
		t.Fatal(err)
	}
	refused(t, b.refresh(got.Refresh), "invalid_grant") // what she had is gone
	b.tokens(b.exchange(b.signIn("ilse", "ilse-local"), verifier))
}

func TestASessionSparesThePasswordUntilSignOut(t *testing.T) {
	_, b, _ := stand(t)
	none := "/oauth2/authorize?" + asks("prompt", "none").Encode()
	if back := b.returned(b.get(none)); back.Get("error") != "login_required" {
		t.Fatalf("before: %v", back)
	}
	got := b.tokens(b.exchange(b.signIn("noor", "noor-local"), verifier))
	b.tokens(b.exchange(b.returned(b.get(none)).Get("code"), verifier))

	shown, request := b.page(asks())
	expect(t, shown, http.StatusOK, "Continue as")
	b.tokens(b.exchange(b.returned(b.post("/login", url.Values{"request": {request}, "continue": {"yes"}})).Get("code"), verifier))

	_, request = b.page(asks("prompt", "login"))
	if sent := b.post("/login", url.Values{"request": {request}, "continue": {"yes"}}); sent.status != http.StatusForbidden {
		t.Errorf("prompt=login was passed without a password: %d", sent.status)
	}

	out := b.get("/end_session?" + url.Values{"id_token_hint": {got.ID}, "post_logout_redirect_uri": {home}, "state": {"bye"}}.Encode())
	if out.header.Get("Location") != home+"?state=bye" {
		t.Errorf("sign-out leads to %d %q %s", out.status, out.header.Get("Location"), out.body)
	}
	if back := b.returned(b.get(none)); back.Get("error") != "login_required" {
		t.Errorf("after: %v", back)
	}
}

func TestSignOutLeadsNowhereElse(t *testing.T) {
	_, b, _ := stand(t)
	for _, path := range []string{
		"/end_session?post_logout_redirect_uri=https://evil.example/", "/end_session?id_token_hint=made.up.token",
		"/logout?client_id=" + clientID + "&logout_uri=https://evil.example/", "/logout?client_id=somebody&logout_uri=" + home,
	} {
		if got := b.get(path); got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
			t.Errorf("%s: %d to %q", path, got.status, got.header.Get("Location"))
		}
	}
	if got := b.get("/logout?client_id=" + clientID + "&logout_uri=" + home); got.header.Get("Location") != home {
		t.Errorf("logout: %d %q", got.status, got.header.Get("Location"))
	}
	expect(t, b.get(b.get("/end_session").header.Get("Location")), http.StatusOK, "You are signed out")
}

func TestDiscoveryNamesWhatIsThere(t *testing.T) {
	_, b, _ := stand(t)
	var doc map[string]any
	if err := json.Unmarshal([]byte(b.get("/.well-known/openid-configuration").body), &doc); err != nil {
		t.Fatal(err)
	}
	if doc["issuer"] != b.url || doc["jwks_uri"] != b.url+"/keys" || doc["end_session_endpoint"] != b.url+"/end_session" {
		t.Errorf("discovery: %v", doc)
	}
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "revocation_endpoint", "end_session_endpoint", "jwks_uri"} {
		address, _ := doc[name].(string)
		if got := b.get(address); got.status == http.StatusNotFound {
			t.Errorf("%s %q is not there", name, address)
		}
	}
}

func TestOnlyTheConsolesPagesMayReadAnswers(t *testing.T) {
	_, b, _ := stand(t)
	for _, path := range []string{"/.well-known/openid-configuration", "/keys", "/oauth2/userInfo"} {
		if got := b.get(path, "Origin", console).header.Get("Access-Control-Allow-Origin"); got != console {
			t.Errorf("%s for the console: %q", path, got)
		}
		if got := b.get(path, "Origin", "https://evil.example").header.Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s for another site: %q", path, got)
		}
	}
	r, err := http.NewRequest(http.MethodOptions, b.url+"/oauth2/userInfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", console)
	r.Header.Set("Access-Control-Request-Method", "GET")
	got := b.do(r)
	if got.status != http.StatusNoContent || !slices.Contains(got.header.Values("Access-Control-Allow-Headers"), "Authorization, Content-Type") {
		t.Errorf("preflight: %d %v", got.status, got.header)
	}
}

func TestATokenIsAskedForByPostAlone(t *testing.T) {
	_, b, _ := stand(t)
	if got := b.get("/oauth2/token?grant_type=authorization_code&code=x"); got.status != http.StatusMethodNotAllowed {
		t.Errorf("got %d", got.status)
	}
}
