package gateway

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"time"
)

// newID makes a connection, request or message id: 11 random bytes, hence 16
// characters of which the last is "=", which the SDK sends as %3D.
func newID() string {
	var b [11]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.URLEncoding.EncodeToString(b[:])
}

// newTrace makes an X-Amzn-Trace-Id root for a request that arrived at t.
func newTrace(t time.Time) string {
	var b [12]byte
	_, _ = rand.Read(b[:])
	return fmt.Sprintf("Root=1-%08x-%s", t.Unix(), hex.EncodeToString(b[:]))
}

// sourceIP is the address of the TCP peer, never what a header claims.
func sourceIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
