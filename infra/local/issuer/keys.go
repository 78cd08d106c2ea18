package issuer

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/big"
	"sync"
)

const keyBits = 2048

// key signs with RS256, as Cognito does.
type key struct {
	id      string
	private *rsa.PrivateKey
}

func newKey() (key, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return key{}, err
	}
	return keyOf(private), nil
}

// keyOf names a key by its public half, so the name survives a restart.
func keyOf(private *rsa.PrivateKey) key {
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&private.PublicKey))
	return key{id: base64.RawURLEncoding.EncodeToString(sum[:]), private: private}
}

// ring holds the key that signs and, behind it, the one that did before: what is out stays valid through one rotation.
type ring struct {
	mu   sync.RWMutex
	file string
	keys []key // newest first; one or two
}

var errNoKey = errors.New("issuer: no such key")

func openRing(file string) (*ring, error) {
	r := &ring{file: file}
	keys, err := loadKeys(file)
	if err != nil {
		return nil, err
	}
	if r.keys = keys; len(keys) > 0 {
		return r, nil
	}
	return r, r.rotate()
}

func (r *ring) rotate() error {
	fresh, err := newKey()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	keys := []key{fresh}
	if len(r.keys) > 0 {
		keys = append(keys, r.keys[0])
	}
	if err := saveKeys(r.file, keys); err != nil {
		return err
	}
	r.keys = keys
	return nil
}

func (r *ring) signing() key {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.keys[0]
}

func (r *ring) public(id string) (*rsa.PublicKey, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, k := range r.keys {
		if k.id == id {
			return &k.private.PublicKey, nil
		}
	}
	return nil, errNoKey
}

type webKey struct {
	Kty string `json:"kty"`
	Alg string `json:"alg"`
	Use string `json:"use"`
	Kid string `json:"kid"`
	N   string `json:"n"`
	E   string `json:"e"`
}

type webKeys struct {
	Keys []webKey `json:"keys"`
}

// set is the JWKS document.
func (r *ring) set() webKeys {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var out webKeys
	for _, k := range r.keys {
		out.Keys = append(out.Keys, webKey{
			Kty: "RSA", Alg: "RS256", Use: "sig", Kid: k.id,
			N: base64.RawURLEncoding.EncodeToString(k.private.N.Bytes()),
			E: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.private.E)).Bytes()),
		})
	}
	return out
}

// RotateKeys lets a new key sign from now on (F52). The key before it stays published until the next rotation, so two in
// a row refuse every token that was out.
func (i *Issuer) RotateKeys() error { return i.keys.rotate() }
