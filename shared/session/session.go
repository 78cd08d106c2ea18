// Package session says who is calling, and how we know: the identity that a one-time ticket carries to the socket, and
// that API Gateway then repeats with every event of that socket.
package session

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/shared/fault"
)

// Role is what a socket may do.
type Role string

// The roles of those who call.
const (
	Visitor Role = "visitor"
	Agent   Role = "agent"
)

// The groups that sign-in tells of a person.
const (
	GroupAgent         = "agent"
	GroupSupervisor    = "supervisor"
	GroupAdministrator = "administrator"
)

// Identity is who is calling. A visitor's Person is the hash of the chat's secret, so it opens that one chat and tells
// nothing about her; an agent's is the subject of her sign-in.
type Identity struct {
	Role       Role      `cbor:"1,keyasint"`
	Person     string    `cbor:"2,keyasint"`
	Groups     []string  `cbor:"3,keyasint,omitempty"`
	Deployment string    `cbor:"4,keyasint,omitempty"`  // visitors
	UserAgent  string    `cbor:"5,keyasint,omitempty"`  // visitors: as the ticket call said
	Expires    time.Time `cbor:"6,keyasint"`            // the socket's identity ends
	Address    string    `cbor:"7,keyasint,omitempty"`  // as the ticket call came from
	Origin     string    `cbor:"8,keyasint,omitempty"`  // of the page that got the ticket: the handshake must come from it too
	Place      string    `cbor:"9,keyasint,omitempty"`  // visitors: where the ticket call came from, such as "Berlin, Germany"
	Network    string    `cbor:"10,keyasint,omitempty"` // and over which network
	Issued     time.Time `cbor:"-"`                     // of the token of an HTTP call, whole seconds; a socket does not know it
}

// Has reports whether the person is in a group.
func (id Identity) Has(group string) bool { return slices.Contains(id.Groups, group) }

// Context is the authorizer context that carries an identity; API Gateway allows strings only.
func (id Identity) Context() map[string]any {
	return map[string]any{
		"role": string(id.Role), "person": id.Person, "groups": strings.Join(id.Groups, " "), "deployment": id.Deployment,
		"agent": id.UserAgent, "expires": strconv.FormatInt(id.Expires.Unix(), 10), "address": id.Address, "place": id.Place, "network": id.Network,
	}
}

// FromContext reads an identity back. It refuses one that is missing, broken or past its end.
func FromContext(context map[string]any, now time.Time) (Identity, error) {
	text := func(name string) string { s, _ := context[name].(string); return s }
	seconds, err := strconv.ParseInt(text("expires"), 10, 64)
	role := Role(text("role"))
	if err != nil || text("person") == "" || role != Visitor && role != Agent {
		return Identity{}, fault.New(fault.Unauthorized, "We do not know who you are. Reconnect.")
	}
	id := Identity{
		Role: role, Person: text("person"), Groups: strings.Fields(text("groups")), Deployment: text("deployment"),
		UserAgent: text("agent"), Expires: time.Unix(seconds, 0).UTC(), Address: text("address"), Place: text("place"), Network: text("network"),
	}
	if !now.Before(id.Expires) {
		return Identity{}, fault.New(fault.Unauthorized, "Your sign-in has expired. Reconnect.")
	}
	return id, nil
}

// NewSecret makes 256 random bits, as text.
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Hash is what is stored of a secret.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// CheckSecret refuses a chat secret that does not look like 256 bits in base64url.
func CheckSecret(secret string) error {
	if b, err := base64.RawURLEncoding.DecodeString(secret); err != nil || len(b) != 32 {
		return fault.New(fault.Unauthorized, "The chat secret must be 256 bits in base64url, 43 characters.")
	}
	return nil
}
