package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"

	"switchboard/infra/deployed/client"
)

// configure prints the stage's settings, or puts those of a file: what was printed, changed. The file names the version
// that it was made from, so nothing that somebody else has changed meanwhile is written over.
func configure(ctx context.Context, o *operation) error {
	settings, err := o.settings()
	if err != nil {
		return err
	}
	p, pool, err := o.reach(ctx)
	if err != nil {
		return err
	}
	t, err := newOperator(ctx, p, pool)
	if err != nil {
		return err
	}
	defer t.leave(context.WithoutCancel(ctx), o)
	if settings == nil {
		held, err := t.ask(ctx, http.MethodGet, "/configuration", nil)
		if err != nil {
			return err
		}
		lines := json.NewEncoder(os.Stdout)
		lines.SetIndent("", "  ")
		lines.SetEscapeHTML(false)
		return lines.Encode(held)
	}
	return t.employed(ctx, client.Frame{"first": "Operator", "permissions": []string{"conference"}}, func() error { // or she may not switch them on (R157)
		now, err := t.ask(ctx, http.MethodPut, "/configuration", settings)
		if err != nil {
			return fmt.Errorf("nothing was changed: %w", err)
		}
		o.say("the settings are version %d; functions follow within ten seconds", now.Number("version"))
		return nil
	})
}

// settings are those in the file that was named; nil if none was.
func (o *operation) settings() (client.Frame, error) {
	if o.file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.file) //nolint:gosec // the file that the operator named
	if err != nil {
		return nil, err
	}
	var f client.Frame
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("%s is not JSON: %w", o.file, err)
	}
	if _, named := f["version"]; !named {
		return nil, errors.New(o.file + " names no version: begin with what make configure prints, or with \"version\": 0 where nothing is configured yet")
	}
	return f, nil
}
