package issuer_test

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"switchboard/infra/local/issuer"
)

// claimsOf reads a token without asking who signed it.
func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("no token: %q", token)
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]any{}
	if err := json.Unmarshal(body, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// accepted verifies a token as API Gateway would: by the keys that are published now.
func accepted(t *testing.T, h http.Handler, token string, now time.Time) bool {
	t.Helper()
	got := httptest.NewRecorder()
	h.ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/keys", nil))
	var set struct {
		Keys []struct{ Kid, N, E, Alg string }
	}
	if err := json.Unmarshal(got.Body.Bytes(), &set); err != nil {
		t.Fatal(err)
	}
	_, err := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithExpirationRequired()).
		Parse(token, func(token *jwt.Token) (any, error) {
			for _, k := range set.Keys {
				if k.Kid == token.Header["kid"] && k.Alg == "RS256" {
					n, _ := base64.RawURLEncoding.DecodeString(k.N)
					e, _ := base64.RawURLEncoding.DecodeString(k.E)
					return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}, nil
				}
			}
			return nil, errors.New("no such key")
		})
	return err == nil
}

func TestAnAccessTokenCarriesExactlyCognitosClaims(t *testing.T) {
	i, b, c := stand(t)
	signedIn := b.tokens(b.exchange(b.signIn("dana", "dana-local"), verifier)).Access
	minted, err := i.Mint("dana")
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"signed in": signedIn, "minted": minted} {
		if !accepted(t, i, token, c.Now()) || accepted(t, i, token, c.Now().Add(time.Hour)) {
			t.Errorf("%s: it has to hold for an hour", name)
		}
		got := claimsOf(t, token)
		if id, _ := got["jti"].(string); len(id) < 20 {
			t.Errorf("%s: jti %q", name, id)
		}
		delete(got, "jti")
		now := float64(c.Now().Unix())
		want := map[string]any{
			"iss": b.url, "sub": "dana", "client_id": clientID, "token_use": "access", "scope": "openid email profile",
			"username": "dana", "cognito:groups": []any{"agent", "supervisor"}, "iat": now, "exp": now + 3600,
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", name, got, want)
		}
	}
	if claimsOf(t, signedIn)["jti"] == claimsOf(t, minted)["jti"] {
		t.Error("two tokens have one jti")
	}
}

func TestAnIDTokenCarriesCognitosClaims(t *testing.T) {
	_, b, _ := stand(t)
	got := claimsOf(t, b.tokens(b.exchange(b.signIn("dana", "dana-local"), verifier)).ID)
	names := slices.Sorted(maps.Keys(got))
	want := []string{"at_hash", "aud", "auth_time", "cognito:groups", "cognito:username", "email", "email_verified", "exp", "iat", "iss", "jti", "name", "nonce", "sub", "token_use"}
	if !slices.Equal(names, want) {
		t.Errorf("claims\n got %v\nwant %v", names, want)
	}
	for name, value := range map[string]any{
		"aud": clientID, "token_use": "id", "sub": "dana", "cognito:username": "dana", "name": "Dana R.",
		"email": "dana@lantern-loom.example", "nonce": "a nonce", "iss": b.url,
	} {
		if got[name] != value {
			t.Errorf("%s is %v, not %v", name, got[name], value)
		}
	}
}

func TestSomebodyInNoGroupHasNoClaimOfGroups(t *testing.T) {
	i, err := issuer.New(issuer.Config{
		BaseURL: "http://127.0.0.1:1", ClientID: clientID, RedirectURIs: []string{callback},
		People: []issuer.Person{{Sub: "s", Username: "u", Password: "p"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := i.Mint("s")
	if err != nil {
		t.Fatal(err)
	}
	if _, there := claimsOf(t, token)["cognito:groups"]; there {
		t.Error("there is one")
	}
}

func TestMintAnswersWhyNot(t *testing.T) {
	i, _, _ := stand(t)
	if err := i.Disable("noor"); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Mint("noor"); !errors.Is(err, issuer.ErrDisabled) {
		t.Errorf("a disabled person: %v", err)
	}
	for _, err := range []error{second(i.Mint("nobody")), i.Disable("nobody"), i.Enable("nobody")} {
		if !errors.Is(err, issuer.ErrNobody) {
			t.Errorf("nobody: %v", err)
		}
	}
}

func second(_ string, err error) error { return err }

func TestF52ATokenOutlivesOneRotationOfTheKeysAndNotTwo(t *testing.T) {
	i, b, c := stand(t)
	token, err := i.Mint("noor")
	if err != nil {
		t.Fatal(err)
	}
	for rotations, want := range []bool{true, true, false} {
		if got := accepted(t, i, token, c.Now()); got != want {
			t.Errorf("after %d rotations accepted is %v", rotations, got)
		}
		info := b.get("/oauth2/userInfo", "Authorization", "Bearer "+token)
		if got := info.status == http.StatusOK; got != want {
			t.Errorf("after %d rotations userinfo: %d %s", rotations, info.status, info.body)
		}
		if err := i.RotateKeys(); err != nil {
			t.Fatal(err)
		}
	}
	fresh, err := i.Mint("noor")
	if err != nil || !accepted(t, i, fresh, c.Now()) {
		t.Errorf("a token of the new key: %v", err)
	}
}

func TestASecondRunAcceptsEarlierTokens(t *testing.T) {
	config := issuer.Config{
		BaseURL: "http://127.0.0.1:1", ClientID: clientID, RedirectURIs: []string{callback}, People: issuer.Seed(),
		KeyFile: filepath.Join(t.TempDir(), "sign-in.key"),
	}
	first, err := issuer.New(config)
	if err != nil {
		t.Fatal(err)
	}
	token, err := first.Mint("noor")
	if err != nil {
		t.Fatal(err)
	}
	if err := first.RotateKeys(); err != nil {
		t.Fatal(err)
	}
	again, err := issuer.New(config)
	if err != nil {
		t.Fatal(err)
	}
	if !accepted(t, again, token, time.Now()) {
		t.Error("it does not")
	}
	if info, err := os.Stat(config.KeyFile); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v %v", info.Mode(), err)
	}
	config.KeyFile = ""
	stranger, err := issuer.New(config)
	if err != nil {
		t.Fatal(err)
	}
	if accepted(t, stranger, token, time.Now()) {
		t.Error("another key accepts it as well")
	}
}

func TestUserinfoSaysWhoTheTokenBelongsTo(t *testing.T) {
	_, b, c := stand(t)
	got := b.tokens(b.exchange(b.signIn("noor", "noor-local"), verifier))
	info := b.get("/oauth2/userInfo", "Authorization", "Bearer "+got.Access)
	for _, part := range []string{`"sub":"noor"`, `"username":"noor"`, `"name":"Noor K."`, `"email":"noor@lantern-loom.example"`} {
		if !strings.Contains(info.body, part) {
			t.Errorf("%s is missing in %s", part, info.body)
		}
	}
	for name, token := range map[string]string{"none": "", "the ID token": got.ID, "a changed one": got.Access[:len(got.Access)-8] + "AAAAAAAA"} {
		if info := b.get("/oauth2/userInfo", "Authorization", "Bearer "+token); info.status != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, info.status)
		}
	}
	c.pass(time.Hour)
	if info := b.get("/oauth2/userInfo", "Authorization", "Bearer "+got.Access); info.status != http.StatusUnauthorized {
		t.Errorf("an old one: %d", info.status)
	}
}
