// Package place says where a deployed copy lies, in one small file, and lets the demo's people in there. The file is all
// that the story and an operator's commands need to know; SWITCHBOARD_AT names it.
package place

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/ops/account"
)

// Variable names the environment variable with the file that says where the product runs. Without it the story is told to
// a local stack.
const Variable = "SWITCHBOARD_AT"

// Place is where a deployed copy lies.
type Place struct {
	API    string `json:"api"`
	Pool   string `json:"pool"`
	Client string `json:"client"`
	Stage  string `json:"stage"`

	// NoEcho: its sockets open without naming the subprotocol.
	NoEcho bool `json:"noEcho,omitempty"`
	// Environment is what AWS's clients are told beside what they find: an emulator's address and keys.
	Environment map[string]string `json:"environment,omitempty"`
}

// groups is who of the demo is in which group of the sign-in.
var groups = map[string]string{"noor": "agent", "ilse": "agent", "dana": "supervisor", client.Administrator: "administrator"}

// Write writes the file.
func (p Place) Write(path string) error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}

// Read reads the file and tells this process what AWS's clients must know.
func Read(path string) (Place, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Place{}, fmt.Errorf("%s names no file that can be read; make outputs writes one: %w", Variable, err)
	}
	var p Place
	if err := json.Unmarshal(text, &p); err != nil {
		return Place{}, fmt.Errorf("%s: %w", path, err)
	}
	if p.API == "" || p.Pool == "" || p.Client == "" || p.Stage == "" {
		return Place{}, fmt.Errorf("%s needs api, pool, client and stage; make outputs writes them", path)
	}
	for name, value := range p.Environment {
		if err := os.Setenv(name, value); err != nil {
			return Place{}, err
		}
	}
	return p, nil
}

// Open reads the file and makes the demo's people at the sign-in, with passwords that nobody keeps.
func Open(ctx context.Context, path string) (client.Site, error) {
	p, err := Read(path)
	if err != nil {
		return client.Site{}, err
	}
	opened, err := account.Open(ctx)
	if err != nil {
		return client.Site{}, err
	}
	return p.site(ctx, account.Pool{Account: opened, ID: p.Pool, Client: p.Client})
}

func (p Place) site(ctx context.Context, pool account.Pool) (client.Site, error) {
	password := "Aa1!" + rand.Text()
	subjects := map[string]string{}
	var errs []error
	for name, group := range groups {
		subject, err := pool.Create(ctx, address(name), password)
		subjects[name] = subject
		errs = append(errs, err, pool.Join(ctx, address(name), group), pool.Enable(ctx, address(name)))
	}
	return client.Site{
		API: p.API,
		Token: func(ctx context.Context, name string) (string, error) {
			return pool.Token(ctx, address(name), password)
		},
		Subject: func(name string) string { return subjects[name] },
		Disable: func(ctx context.Context, name string) error { return pool.Disable(ctx, address(name)) },
		Enable:  func(ctx context.Context, name string) error { return pool.Enable(ctx, address(name)) },
		Timers:  func(ctx context.Context, on bool) error { return pool.Switch(ctx, p.function("expire"), on) },
		Expires: func(ctx context.Context, chat string) error { return p.expire(ctx, pool.Account, chat) },
		Disconnects: func(ctx context.Context, on bool) error {
			if on {
				return pool.Unreserve(ctx, p.function("disconnect"))
			}
			return pool.Reserve(ctx, p.function("disconnect"), 0)
		},
		NoEcho: p.NoEcho,
		Sweep:  time.Minute,
	}, errors.Join(errs...)
}

// function is the name of a function at this stage.
func (p Place) function(name string) string { return "switchboard-" + p.Stage + "-" + name }

// address is a person's name at the sign-in, in a domain that nobody can have.
func address(name string) string { return name + "@switchboard.invalid" }
