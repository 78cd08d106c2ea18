package issuer

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const pemType = "PRIVATE KEY"

// loadKeys reads the keys, newest first; a file that is not there holds none.
func loadKeys(file string) ([]key, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	var keys []key
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		k, err := parseKey(block)
		if err != nil {
			return nil, fmt.Errorf("issuer: %s: %w; delete the file to start with a new key", file, err)
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("issuer: %s holds no key; delete the file to start with a new one", file)
	}
	return keys, nil
}

func parseKey(block *pem.Block) (key, error) {
	if block.Type != pemType {
		return key{}, fmt.Errorf("a block %q where a %q should be", block.Type, pemType)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return key{}, err
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return key{}, fmt.Errorf("a key of type %T, not RSA", parsed)
	}
	return keyOf(private), nil
}

// saveKeys writes beside the file and renames, so that a crash leaves the old keys or the new ones.
func saveKeys(file string, keys []key) error {
	if file == "" {
		return nil
	}
	var text bytes.Buffer
	for _, k := range keys {
		der, err := x509.MarshalPKCS8PrivateKey(k.private)
		if err != nil {
			return err
		}
		if err := pem.Encode(&text, &pem.Block{Type: pemType, Bytes: der}); err != nil {
			return err
		}
	}
	if err := replace(file, text.Bytes()); err != nil {
		return fmt.Errorf("issuer: keep the signing keys: %w", err)
	}
	return nil
}

func replace(file string, content []byte) error {
	beside, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // only its owner may read it
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	if err = errors.Join(err, beside.Close()); err == nil {
		err = os.Rename(beside.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}
