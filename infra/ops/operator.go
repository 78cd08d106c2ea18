package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
)

// operator is a person made for one command: an administrator and agent with a password that nobody keeps.
type operator struct {
	pool           account.Pool
	site           client.Site
	email, subject string
	token          string
}

func newOperator(ctx context.Context, p place.Place, pool account.Pool) (*operator, error) {
	t := &operator{pool: pool, email: strings.ToLower(rand.Text()) + "@switchboard.invalid"}
	if err := t.signIn(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("a person for this command cannot sign in: %w", err), t.remove(context.WithoutCancel(ctx)))
	}
	t.site = client.Site{
		API:     p.API,
		Token:   func(context.Context, string) (string, error) { return t.token, nil },
		Subject: func(name string) string { return name },
		NoEcho:  p.NoEcho, Sweep: time.Minute,
	}
	return t, nil
}

// signIn makes the person and signs her in. Whatever it fails at, she may be there.
func (t *operator) signIn(ctx context.Context) (err error) {
	password := "Aa1!" + rand.Text()
	if t.subject, err = t.pool.Create(ctx, t.email, password); err != nil {
		return err
	}
	for _, group := range []string{manifest.Administrator, manifest.Agent} {
		if err := t.pool.Join(ctx, t.email, group); err != nil {
			return err
		}
	}
	t.token, err = t.pool.TokenOnce(ctx, t.email, password)
	return err
}

// employed does what she can do who stands in the settings so, and takes her out of them again.
func (t *operator) employed(ctx context.Context, as client.Frame, do func() error) error {
	as["person"], as["version"] = t.subject, 0
	if _, err := t.ask(ctx, http.MethodPut, "/people/"+t.subject, as); err != nil {
		return err
	}
	err := do()
	_, undo := t.ask(context.WithoutCancel(ctx), http.MethodDelete, "/people/"+t.subject+"?version=1", nil)
	return errors.Join(err, undo)
}

// leave deletes the person again.
func (t *operator) leave(ctx context.Context, o *operation) {
	if err := t.remove(ctx); err != nil {
		o.say("%v", err)
	}
}

// remove deletes the person, if she is there.
func (t *operator) remove(ctx context.Context) error {
	err := t.pool.Delete(ctx, t.email)
	if err == nil || account.Is(err, "UserNotFoundException") {
		return nil
	}
	return fmt.Errorf("%s was made for this and could not be deleted; please delete it in Cognito: %w", t.email, err)
}

// ask calls the HTTP API; a refusal is an error in the API's own words, with the field that is wrong.
func (t *operator) ask(ctx context.Context, method, path string, body any) (client.Frame, error) {
	status, f, err := t.site.Call(ctx, method, path, t.token, "", body)
	if err == nil && status >= http.StatusBadRequest {
		why := f.Text("message")
		if field := f.Text("field"); field != "" {
			why = field + ": " + why
		}
		err = fmt.Errorf("%s %s: %d %s", method, path, status, why)
	}
	return f, err
}
