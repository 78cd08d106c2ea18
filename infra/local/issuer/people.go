package issuer

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// Person is somebody who may sign in.
type Person struct {
	Sub, Username, Password, Name, Email string
	Groups                               []string // agent, supervisor, administrator
	Disabled                             bool
}

// ErrNobody says that no person has the sub.
var ErrNobody = errors.New("issuer: nobody has this sub")

// ErrDisabled says that the person may neither sign in nor get a token.
var ErrDisabled = errors.New("issuer: this person is disabled")

var errPassword = errors.New("issuer: wrong name or password")

// Seed is who is there on a fresh machine: two agents, their supervisor and the administrator. Their subs are the names
// by which the demo's configuration knows them.
func Seed() []Person {
	return []Person{
		{Sub: "noor", Username: "noor", Password: "noor-local", Name: "Noor K.", Email: "noor@lantern-loom.example", Groups: []string{"agent"}},
		{Sub: "ilse", Username: "ilse", Password: "ilse-local", Name: "Ilse B.", Email: "ilse@lantern-loom.example", Groups: []string{"agent"}},
		{Sub: "dana", Username: "dana", Password: "dana-local", Name: "Dana R.", Email: "dana@lantern-loom.example", Groups: []string{"agent", "supervisor"}},
		{Sub: "ari", Username: "ari", Password: "ari-local", Name: "Ari S.", Email: "ari@lantern-loom.example", Groups: []string{"administrator"}},
	}
}

// people holds who exists. The list keeps its order; only Disabled changes.
type people struct {
	mu   sync.RWMutex
	list []Person
}

func seat(list []Person) (*people, error) {
	seen := map[string]bool{}
	for _, p := range list {
		if p.Sub == "" || p.Username == "" || p.Password == "" {
			return nil, fmt.Errorf("issuer: the person %q needs a sub, a username and a password", p.Username)
		}
		if seen["sub "+p.Sub] || seen["name "+p.Username] {
			return nil, fmt.Errorf("issuer: two people are called %q", p.Username)
		}
		seen["sub "+p.Sub], seen["name "+p.Username] = true, true
	}
	p := &people{list: slices.Clone(list)}
	for n := range p.list {
		p.list[n].Groups = slices.Clone(list[n].Groups)
	}
	return p, nil
}

// enabled answers the person, ErrNobody or ErrDisabled.
func (p *people) enabled(sub string) (Person, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, one := range p.list {
		if one.Sub == sub {
			return one, one.admit()
		}
	}
	return Person{}, ErrNobody
}

// check answers who has this name and password, errPassword or ErrDisabled. Only a right password learns of the latter.
func (p *people) check(username, password string) (Person, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, one := range p.list {
		if one.Username == username && same(one.Password, password) {
			return one, one.admit()
		}
	}
	return Person{}, errPassword
}

func (p Person) admit() error {
	if p.Disabled {
		return ErrDisabled
	}
	return nil
}

// same compares in a time that does not tell how much was right, nor how long it is.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

func (p *people) disable(sub string, disabled bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for n := range p.list {
		if p.list[n].Sub == sub {
			p.list[n].Disabled = disabled
			return nil
		}
	}
	return ErrNobody
}

// all answers those who may sign in, for the page.
func (p *people) all() []Person {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(p.list), func(one Person) bool { return one.Disabled })
}

// Disable lets the person neither sign in nor refresh, and forgets her sessions and refresh tokens. Access tokens already
// out stay valid until they expire, as Cognito's do (F51). It answers ErrNobody for an unknown sub.
func (i *Issuer) Disable(sub string) error {
	if err := i.people.disable(sub, true); err != nil {
		return err
	}
	i.grants.forget(sub)
	return nil
}

// Enable lets the person sign in again. It answers ErrNobody for an unknown sub.
func (i *Issuer) Enable(sub string) error { return i.people.disable(sub, false) }
