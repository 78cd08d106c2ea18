package httpapi

import (
	"crypto"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func TestH7F52KeysAreFetchedOnceAndRotationIsFound(t *testing.T) {
	b, i := guarded(t)
	for range 3 {
		if got := b.status(b.good()); got != 200 {
			t.Fatal(got)
		}
	}
	i.fetched(t, 1)
	i.publish(map[string]crypto.PublicKey{"r2": &otherKey.PublicKey})
	rotated := func() string { return sign(t, jwt.SigningMethodRS256, "r2", otherKey, b.claims(nil)) }
	b.move(time.Minute - 1)
	if got := b.status(rotated()); got != 401 {
		t.Errorf("within a minute of the last fetch: %d", got)
	}
	i.fetched(t, 1)
	b.move(1)
	if got := b.status(rotated()); got != 200 {
		t.Errorf("after a minute: %d", got)
	}
	i.fetched(t, 2)
	if got := b.status(b.good()); got != 401 {
		t.Errorf("the old key still opens: %d", got)
	}
	i.fetched(t, 2)
}

func TestH7F52UnreachableIssuerFailsClosed(t *testing.T) {
	b, i := guarded(t)
	i.fails(errors.New("unreachable"))
	for range 3 {
		if got := b.status(b.good()); got != 401 {
			t.Errorf("without keys: %d", got)
		}
	}
	i.fetched(t, 1)
	i.fails(nil)
	b.move(time.Minute)
	if got := b.status(b.good()); got != 200 {
		t.Errorf("back again: %d", got)
	}
	i.fails(errors.New("unreachable"))
	b.move(2*time.Hour - 1)
	if got := b.status(b.good()); got != 200 {
		t.Errorf("with keys not yet 2 hours old: %d", got)
	}
	b.move(1)
	if got := b.status(b.good()); got != 401 {
		t.Errorf("with keys 2 hours old: %d", got)
	}
}

func TestH7F52ManyUnknownKeysAtOnceFetchOnce(t *testing.T) {
	b, i := guarded(t)
	token := sign(t, jwt.SigningMethodRS256, "nobody's", rsaKey, b.claims(nil))
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if got := b.status(token); got != 401 {
				t.Errorf("%d", got)
			}
		})
	}
	all.Wait()
	i.fetched(t, 1)
}

func TestH7KeysByAddress(t *testing.T) {
	i := &issuer{}
	i.publish(map[string]crypto.PublicKey{"r1": &rsaKey.PublicKey})
	var status atomic.Int32
	status.Store(http.StatusOK)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := i.fetch(r.Context()) // this issuer never fails
		w.WriteHeader(int(status.Load()))
		_, _ = w.Write(body) // a failed write fails the fetch
	}))
	defer server.Close()
	b := start(t, func(c *Config) {
		c.Routes = []Route{{Method: "GET", Path: "/me", Function: "me", Authenticated: true}}
		c.Issuer, c.Audience, c.JWKS = "https://issuer.example", "console", server.URL
	})
	if got := b.status(b.good()); got != 200 {
		t.Errorf("%d", got)
	}
	status.Store(http.StatusInternalServerError)
	b.move(2 * time.Hour)
	if got := b.status(b.good()); got != 401 {
		t.Errorf("an issuer that answers 500: %d", got)
	}
}

func TestKeysThatCannotBeUsedArePassedOver(t *testing.T) {
	small := rsa.PublicKey{N: big.NewInt(3233), E: 17}
	enc, noID := document("enc", &rsaKey.PublicKey), document("", &rsaKey.PublicKey)
	enc["use"] = "enc"
	offCurve := document("off", &ecKey.PublicKey)
	offCurve["y"] = offCurve["x"]
	raw, err := json.Marshal(map[string]any{"keys": []any{
		document("small", &small), enc, noID, offCurve, map[string]string{"kty": "oct", "kid": "secret"},
		map[string]string{"kty": "RSA", "kid": "torn", "n": "%", "e": "AQAB"}, document("good", &rsaKey.PublicKey),
	}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := parseKeys(raw)
	if err != nil || len(got) != 1 || got["good"].alg != "RS256" {
		t.Errorf("%v %v", got, err)
	}
	if _, err := parseKeys([]byte("<html>")); err == nil {
		t.Error("a page passed as keys")
	}
}

func TestH5AKeyServesItsOwnAlgorithmAlone(t *testing.T) {
	b, _ := guarded(t)
	for _, c := range [][2]string{{"r1", "ES256"}, {"e1", "RS256"}, {"r1", "HS256"}, {"", "RS256"}} {
		if key, err := b.api.keys.find(t.Context(), c[0], c[1]); !errors.Is(err, errNoKey) {
			t.Errorf("%v: %v %v", c, key, err)
		}
	}
}
