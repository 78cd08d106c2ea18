package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
)

// said reads what all functions have logged since a time: none was denied anything, and every figure of the dashboard was
// written that a story without failures writes.
func (p *proof) said(ctx context.Context, since time.Time) error {
	unseen := slices.DeleteFunc(manifest.Metrics(), func(name string) bool {
		return slices.Contains([]string{manifest.FailedPushes, manifest.FailedFrames, manifest.ProbeTime, manifest.ProbeFailures}, name)
	})
	var wrong []error
	for _, f := range manifest.Functions() {
		lines, err := p.account.Lines(ctx, "/switchboard/"+stage+"/"+f.Name, since)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if strings.Contains(line.Message, refusal) {
				wrong = append(wrong, fmt.Errorf("%s was denied something: %s", f.Name, line.Message))
			}
			unseen = slices.DeleteFunc(unseen, func(name string) bool { return writes(line.Message, name) })
		}
	}
	if len(unseen) > 0 {
		wrong = append(wrong, fmt.Errorf("no function wrote the figures %s", strings.Join(unseen, ", ")))
	}
	return errors.Join(wrong...)
}

// writes reports whether a line is one of figures (CloudWatch's embedded metric format) and has that one.
func writes(line, figure string) bool {
	return strings.Contains(line, `"_aws"`) && strings.Contains(line, fmt.Sprintf(`%q:`, figure))
}

// refusal is how IAM says no; the action stands behind it.
const refusal = "is not authorized to perform: "

// denials are the lines in which a function says, since a time, that it was denied something.
func denials(ctx context.Context, a *account.Account, function string, since time.Time) ([]string, error) {
	lines, err := a.Lines(ctx, "/switchboard/"+stage+"/"+function, since)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, line := range lines {
		if strings.Contains(line.Message, refusal) {
			found = append(found, function+": "+line.Message)
		}
	}
	return found, nil
}
