package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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

// invite lets a person in as a member of a group. What she may do there is data: PUT /people/{person}.
func invite(ctx context.Context, o *operation) error {
	if !strings.Contains(o.email, "@") || !slices.Contains(groups, o.group) {
		return fmt.Errorf("whom, and as what? make invite EMAIL=ada@example.com GROUP=%s", strings.Join(groups, "|"))
	}
	_, pool, err := o.reach(ctx)
	if err != nil {
		return err
	}
	subject, err := o.letIn(ctx, pool, o.group)
	if err != nil {
		return err
	}
	o.say("her id is %s; her profile, skills and names are set with PUT /people/%s", subject, subject)
	return nil
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
	if !strings.Contains(o.email, "@") {
		return errors.New("whose address? make seed-admin EMAIL=ada@example.com (DEMO=1 for the demo's settings)")
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
	first, _, _ := strings.Cut(o.email, "@")
	demo["people"] = []client.Frame{{"person": subject, "first": first, "profile": "agents", "permissions": []string{"conference"}, "version": 0}}
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
	password := "Aa1!" + rand.Text()
	var err error
	if t.subject, err = pool.Create(ctx, t.email, password); err != nil {
		return nil, err
	}
	err = errors.Join(pool.Join(ctx, t.email, "administrator"), pool.Join(ctx, t.email, "agent"))
	if err == nil {
		t.token, err = pool.TokenOnce(ctx, t.email, password)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("a person for this command cannot sign in: %w", err), pool.Delete(context.WithoutCancel(ctx), t.email))
	}
	t.site = client.Site{
		API:     p.API,
		Token:   func(context.Context, string) (string, error) { return t.token, nil },
		Subject: func(name string) string { return name },
		NoEcho:  p.NoEcho, Sweep: time.Minute,
	}
	return t, nil
}

// leave deletes the person again.
func (t *operator) leave(ctx context.Context, o *operation) {
	if err := t.pool.Delete(ctx, t.email); err != nil {
		o.say("%s was made for this and could not be deleted; please delete it in Cognito: %v", t.email, err)
	}
}

// ask calls the HTTP API; a refusal is an error.
func (t *operator) ask(ctx context.Context, method, path string, body any) (client.Frame, error) {
	status, f, err := t.site.Call(ctx, method, path, t.token, "", body)
	if err == nil && status >= http.StatusBadRequest {
		err = fmt.Errorf("%s %s: %d %s", method, path, status, f.Text("message"))
	}
	return f, err
}
