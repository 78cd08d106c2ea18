package httpapi

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"reflect"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

// issuer is a sign-in with keys that a test can take away or exchange.
type issuer struct {
	mu      sync.Mutex
	keys    []map[string]string
	down    error
	fetches int
}

func (i *issuer) fetch(context.Context) ([]byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.fetches++
	if i.down != nil {
		return nil, i.down
	}
	return json.Marshal(map[string]any{"keys": i.keys})
}

func (i *issuer) fails(err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.down = err
}

func (i *issuer) fetched(t *testing.T, want int) {
	t.Helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fetches != want {
		t.Errorf("fetched %d times, want %d", i.fetches, want)
	}
}

// publish replaces the issuer's keys.
func (i *issuer) publish(keys map[string]crypto.PublicKey) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = nil
	for kid, key := range keys {
		i.keys = append(i.keys, document(kid, key))
	}
}

func document(kid string, key crypto.PublicKey) map[string]string {
	b64 := base64.RawURLEncoding.EncodeToString
	switch k := key.(type) {
	case *rsa.PublicKey:
		return map[string]string{"kty": "RSA", "kid": kid, "use": "sig", "n": b64(k.N.Bytes()), "e": b64(big.NewInt(int64(k.E)).Bytes())}
	case *ecdsa.PublicKey:
		point, _ := k.Bytes() // a key that was just made is on its curve
		return map[string]string{"kty": "EC", "kid": kid, "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])}
	}
	return nil
}

var (
	rsaKey   = must(rsa.GenerateKey(rand.Reader, 2048))
	otherKey = must(rsa.GenerateKey(rand.Reader, 2048))
	ecKey    = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// guarded is a bench with one authenticated route.
func guarded(t *testing.T) (*bench, *issuer) {
	i := &issuer{}
	i.publish(map[string]crypto.PublicKey{"r1": &rsaKey.PublicKey, "e1": &ecKey.PublicKey})
	return start(t, func(c *Config) {
		c.Routes = []Route{{Method: "GET", Path: "/me", Function: "me", Authenticated: true}, {Method: "GET", Path: "/open", Function: "open"}}
		c.Issuer, c.Audience, c.Keys = "https://issuer.example", "console", i.fetch
	}), i
}

// claims are those of an access token from Cognito, with changes; nil deletes.
func (b *bench) claims(change map[string]any) jwt.MapClaims {
	now := b.time().Unix()
	c := jwt.MapClaims{
		"iss": "https://issuer.example", "client_id": "console", "token_use": "access", "sub": "ann",
		"iat": now, "exp": now + 3600, "cognito:groups": []string{"agents", "supervisors"}, "email_verified": true,
	}
	maps.Copy(c, change)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

func sign(t *testing.T, method jwt.SigningMethod, kid string, key any, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	if kid != "" {
		token.Header["kid"] = kid
	}
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (b *bench) good() string {
	return sign(b.t, jwt.SigningMethodRS256, "r1", rsaKey, b.claims(nil))
}

func (b *bench) status(token string) int {
	b.t.Helper()
	resp, _ := b.do("GET", "/me", "", "Authorization", "Bearer "+token)
	return resp.StatusCode
}

func TestH5H6ATokenOpensTheRoute(t *testing.T) {
	b, _ := guarded(t)
	for name, token := range map[string]string{
		"RS256": b.good(),
		"ES256": sign(t, jwt.SigningMethodES256, "e1", ecKey, b.claims(nil)),
	} {
		for _, header := range []string{token, "Bearer " + token, "bearer  " + token} {
			if resp, text := b.do("GET", "/me", "", "Authorization", header); resp.StatusCode != 200 {
				t.Errorf("%s: %s %s", name, resp.Status, text)
			}
		}
	}
	fields, e := b.last()
	now := b.time().Unix()
	want := map[string]string{
		"iss": "https://issuer.example", "client_id": "console", "token_use": "access", "sub": "ann",
		"iat": text(now), "exp": text(now + 3600), "cognito:groups": "[agents supervisors]", "email_verified": "true",
	}
	if got := e.RequestContext.Authorizer.JWT.Claims; !reflect.DeepEqual(got, want) {
		t.Errorf("claims %v, want %v", got, want)
	}
	authorizer := fields["requestContext"].(map[string]any)["authorizer"].(map[string]any)["jwt"]
	wantFields(t, authorizer, "claims", "scopes")
}

func TestH5Refusals(t *testing.T) {
	b, _ := guarded(t)
	now := b.time().Unix()
	rs := func(change map[string]any) string {
		return sign(t, jwt.SigningMethodRS256, "r1", rsaKey, b.claims(change))
	}
	unsigned := sign(t, jwt.SigningMethodNone, "r1", jwt.UnsafeAllowNoneSignatureType, b.claims(nil))
	for name, token := range map[string]string{
		"nothing":          "",
		"no token":         "abc",
		"expired":          rs(map[string]any{"exp": now}),
		"without an end":   rs(map[string]any{"exp": nil}),
		"not yet":          rs(map[string]any{"nbf": now + 1}),
		"from the future":  rs(map[string]any{"iat": now + 1}),
		"another issuer":   rs(map[string]any{"iss": "https://evil.example"}),
		"no issuer":        rs(map[string]any{"iss": nil}),
		"another client":   rs(map[string]any{"client_id": "widget"}),
		"no client":        rs(map[string]any{"client_id": nil}),
		"aud goes first":   rs(map[string]any{"aud": "widget"}),
		"another key":      sign(t, jwt.SigningMethodRS256, "r1", otherKey, b.claims(nil)),
		"no key id":        sign(t, jwt.SigningMethodRS256, "", rsaKey, b.claims(nil)),
		"another kind":     sign(t, jwt.SigningMethodES256, "r1", ecKey, b.claims(nil)),
		"a longer hash":    sign(t, jwt.SigningMethodRS512, "r1", rsaKey, b.claims(nil)),
		"unsigned":         unsigned,
		"a secret instead": sign(t, jwt.SigningMethodHS256, "r1", []byte("x"), b.claims(nil)),
	} {
		resp, got := b.do("GET", "/me", "", "Authorization", "Bearer "+token)
		if resp.StatusCode != 401 || got != `{"message":"Unauthorized"}` {
			t.Errorf("%s: %d %s", name, resp.StatusCode, got)
		}
	}
	if resp, _ := b.do("GET", "/me", ""); resp.StatusCode != 401 || resp.Header.Get("Www-Authenticate") != "Bearer" {
		t.Errorf("no header: %s", resp.Status)
	}
	if b.calls() != 0 {
		t.Error("a function was called")
	}
	if resp, _ := b.do("GET", "/open", ""); resp.StatusCode != 200 {
		t.Errorf("the open route: %s", resp.Status)
	}
}

func TestH5TimesAtTheirLimit(t *testing.T) {
	b, _ := guarded(t)
	now := b.time().Unix()
	for name, change := range map[string]map[string]any{
		"one second left": {"exp": now + 1},
		"from now":        {"nbf": now},
		"aud as a list":   {"aud": []string{"other", "console"}, "client_id": nil},
	} {
		if got := b.status(sign(t, jwt.SigningMethodRS256, "r1", rsaKey, b.claims(change))); got != 200 {
			t.Errorf("%s: %d", name, got)
		}
	}
}
