package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
)

// groups are those that a person may work in.
var groups = []string{manifest.Agent, manifest.Supervisor, manifest.Administrator}

// invite lets a person in as a member of a group, and puts her into the settings with a profile if one is named. What else
// she may do is data: PUT /people/{person}.
func invite(ctx context.Context, o *operation) error {
	how := "make invite EMAIL=ada@example.com GROUP=" + strings.Join(groups, "|")
	if !isAddress(o.email) {
		return fmt.Errorf("%q is no e-mail address: %s", o.email, how)
	}
	if !slices.Contains(groups, o.group) {
		return fmt.Errorf("%q is no group: %s", o.group, how)
	}
	p, pool, err := o.reach(ctx)
	if err != nil {
		return err
	}
	subject, err := o.letIn(ctx, pool, o.group)
	if err != nil {
		return err
	}
	o.say("her id is %s; her profile, skills and names are set with PUT /people/%s", subject, subject)
	if o.profile == "" {
		return nil
	}
	t, err := newOperator(ctx, p, pool)
	if err != nil {
		return err
	}
	defer t.leave(context.WithoutCancel(ctx), o)
	if _, err := t.ask(ctx, http.MethodPut, "/people/"+subject, client.Frame{"person": subject, "first": o.firstName(), "profile": o.profile, "version": 0}); err != nil {
		return fmt.Errorf("she may sign in, and her settings are as they were: %w", err)
	}
	o.say("she stands in the settings as %s, with the profile %s", o.firstName(), o.profile)
	return nil
}

// firstName is what people call her until she is given names.
func (o *operation) firstName() string {
	first, _, _ := strings.Cut(o.email, "@")
	return first
}

// isAddress reports whether a text is one address and nothing else, not even a name beside it.
func isAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text
}

// letIn invites a person into groups and says what she is mailed.
func (o *operation) letIn(ctx context.Context, pool account.Pool, into ...string) (subject string, err error) {
	subject, mailed, err := pool.Invite(ctx, o.email)
	if err != nil {
		return "", fmt.Errorf("making %s: %w", o.email, err)
	}
	for _, group := range into {
		if err := pool.Join(ctx, o.email, group); err != nil {
			return "", err
		}
	}
	as := strings.Join(into, " and ")
	if mailed {
		o.say("%s may sign in as %s; Cognito sends her a password that is good for three days", o.email, as)
	} else {
		o.say("%s may sign in as %s; she is there already and keeps her password", o.email, as)
	}
	return subject, nil
}

// seedAdmin lets the first administrator in. With -demo she finds the demo's settings and can take chats at once, without
// it an empty configuration. Run again it changes nothing that is there.
func seedAdmin(ctx context.Context, o *operation) error {
	if !isAddress(o.email) {
		return fmt.Errorf("%q is no e-mail address: make seed-admin EMAIL=ada@example.com (DEMO=1 for the demo's settings)", o.email)
	}
	p, pool, err := o.reach(ctx)
	if err != nil {
		return err
	}
	subject, err := o.letIn(ctx, pool, manifest.Administrator, manifest.Agent)
	if err != nil {
		return err
	}
	if !o.demo {
		o.say("the configuration is as it was: make configure shows it, make configure FILE=… puts another")
		return nil
	}
	return o.seedDemo(ctx, p, pool, subject)
}

// seedDemo puts the demo's settings, and the administrator as one of its people. Nobody has her password, so a person made
// for it does this and is deleted.
func (o *operation) seedDemo(ctx context.Context, p place.Place, pool account.Pool, subject string) error {
	text, err := os.ReadFile(filepath.Join(o.root, "infra/local/stack/demo.json")) //nolint:gosec // the project's own folder
	if err != nil {
		return err
	}
	var demo client.Frame
	if err := json.Unmarshal(text, &demo); err != nil {
		return err
	}
	demo["people"] = []client.Frame{{"person": subject, "first": o.firstName(), "profile": "agents", "permissions": []string{"conference"}, "version": 0}}
	if text, err = json.Marshal(demo); err != nil {
		return err
	}
	t, err := newOperator(ctx, p, pool)
	if err != nil {
		return err
	}
	defer t.leave(context.WithoutCancel(ctx), o)
	held, err := t.ask(ctx, http.MethodGet, "/configuration", nil)
	if err != nil {
		return err
	}
	if held.Number("version") > 0 {
		o.say("there is a configuration already, and it stays")
		return nil
	}
	if err := t.site.Seed(ctx, text); err != nil {
		return err
	}
	o.say("the demo's settings are there; her own pages' addresses go into the deployment \"demo\"")
	return nil
}

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
