package httpapi

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"sync"
	"time"
)

const (
	keysAge     = 2 * time.Hour // as long as API Gateway trusts what it fetched
	keysRefresh = time.Minute   // at most one fetch in this time
)

var errNoKey = errors.New("no such key")

// keys holds an issuer's public keys. A key that is not there is looked for
// once a minute at most; when that fails, the token is refused (F52).
type keys struct {
	fetch func(ctx context.Context) ([]byte, error)
	now   func() time.Time

	fetching sync.Mutex // one fetch at a time; the rest wait for it
	mu       sync.RWMutex
	byID     map[string]publicKey
	fetched  time.Time // with success
	tried    time.Time
}

type publicKey struct {
	alg string
	key crypto.PublicKey
}

func newKeys(cfg Config) *keys {
	fetch := cfg.Keys
	if fetch == nil {
		fetch = func(ctx context.Context) ([]byte, error) { return get(ctx, cfg.JWKS) }
	}
	return &keys{fetch: fetch, now: cfg.Now}
}

// find returns the key of that id for that algorithm. It is errNoKey if the
// issuer has none, or cannot be asked now.
func (k *keys) find(ctx context.Context, kid, alg string) (crypto.PublicKey, error) {
	if key, ok := k.held(kid); ok {
		return key.of(alg)
	}
	k.fetching.Lock()
	defer k.fetching.Unlock()
	if key, ok := k.held(kid); ok { // somebody else has just fetched it
		return key.of(alg)
	}
	if err := k.refresh(ctx); err != nil {
		return nil, err
	}
	if key, ok := k.held(kid); ok {
		return key.of(alg)
	}
	return nil, errNoKey
}

func (p publicKey) of(alg string) (crypto.PublicKey, error) {
	if p.alg != alg {
		return nil, errNoKey // never the algorithm the token would like
	}
	return p.key, nil
}

func (k *keys) held(kid string) (publicKey, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, ok := k.byID[kid]
	return key, ok && kid != "" && k.now().Sub(k.fetched) < keysAge
}

func (k *keys) refresh(ctx context.Context) error {
	now := k.now()
	if !k.tried.IsZero() && now.Sub(k.tried) < keysRefresh {
		return errNoKey
	}
	k.tried = now
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	document, err := k.fetch(ctx)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	byID, err := parseKeys(document)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.byID, k.fetched = byID, now
	return nil
}

func get(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // only read from
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
}

// jwk is one key of a JWKS document.
type jwk struct {
	Kty, Kid, Use, Crv string
	N, E, X, Y         string
}

// parseKeys reads the signing keys it can use and passes over the rest.
func parseKeys(document []byte) (map[string]publicKey, error) {
	var set struct{ Keys []jwk }
	if err := json.Unmarshal(document, &set); err != nil {
		return nil, err
	}
	out := map[string]publicKey{}
	for _, j := range set.Keys {
		if key, ok := j.public(); ok && j.Kid != "" && (j.Use == "" || j.Use == "sig") {
			out[j.Kid] = key
		}
	}
	return out, nil
}

func (j jwk) public() (publicKey, bool) {
	switch j.Kty {
	case "RSA":
		n, e := number(j.N), number(j.E)
		if n == nil || e == nil || n.BitLen() < 2048 || !e.IsInt64() || e.Int64() < 3 || e.Int64() > 1<<31-1 {
			return publicKey{}, false
		}
		return publicKey{"RS256", &rsa.PublicKey{N: n, E: int(e.Int64())}}, true
	case "EC":
		x, errX := base64.RawURLEncoding.DecodeString(j.X)
		y, errY := base64.RawURLEncoding.DecodeString(j.Y)
		if j.Crv != "P-256" || errX != nil || errY != nil {
			return publicKey{}, false
		}
		point := append(append([]byte{4}, x...), y...)
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
		return publicKey{"ES256", key}, err == nil
	}
	return publicKey{}, false
}

func number(text string) *big.Int {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) == 0 {
		return nil
	}
	return new(big.Int).SetBytes(b)
}
