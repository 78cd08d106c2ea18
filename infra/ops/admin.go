package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
)

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
