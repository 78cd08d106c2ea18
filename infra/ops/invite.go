package main

import (
	"context"
	"fmt"
	"net/http"
	"net/mail"
	"slices"
	"strings"

	"switchboard/infra/deployed/client"
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
