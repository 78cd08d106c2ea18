package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"switchboard/infra/ops/account"
)

// standing is a stack as it stands: its status, and the physical id of each resource by its logical one.
type standing struct {
	status    string
	resources map[string]account.Resource
}

// stand reads every stack.
func (p *proof) stand(ctx context.Context) (map[string]standing, error) {
	all := map[string]standing{}
	for _, name := range stacks() {
		s, err := p.account.Stack(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		made, err := p.account.Resources(ctx, name)
		if err != nil {
			return nil, err
		}
		is := standing{s.Status, map[string]account.Resource{}}
		for _, r := range made {
			is.resources[r.Logical] = r
		}
		all[name] = is
	}
	return all, nil
}

// again deploys what is there already. The CDK must find no change, and nothing may have been touched.
func (p *proof) again(ctx context.Context) error {
	before, err := p.stand(ctx)
	if err != nil {
		return err
	}
	if err := p.deployAll(ctx, "again", first); err != nil {
		return err
	}
	text, err := os.ReadFile(p.log("again"))
	if err != nil {
		return err
	}
	after, err := p.stand(ctx)
	if err != nil {
		return err
	}
	var wrong []error
	for _, name := range stacks() {
		if !unchanged(string(text), name) {
			wrong = append(wrong, fmt.Errorf("%s: the CDK does not say that nothing changed; see %s", name, p.log("again")))
		}
		wrong = append(wrong, same(name, before[name], after[name], nil))
		say("%s: no changes, %s, the same %d resources", name, after[name].status, len(after[name].resources))
	}
	return errors.Join(wrong...)
}

// unchanged reports whether the CDK said of a stack that there was nothing to do.
func unchanged(log, stack string) bool {
	return slices.ContainsFunc(strings.Split(log, "\n"), func(line string) bool {
		return strings.Contains(line, stack+" (no changes)")
	})
}

// same holds that a stack has the resources it had, under the ids they had. Its status may change only where it may.
func same(name string, before, after standing, status []string) error {
	var wrong []error
	if after.status != before.status && !slices.Contains(status, after.status) {
		wrong = append(wrong, fmt.Errorf("%s was %s and is %s", name, before.status, after.status))
	}
	for _, id := range slices.Sorted(maps.Keys(before.resources)) {
		if was, is := before.resources[id], after.resources[id]; was.Physical != is.Physical {
			wrong = append(wrong, fmt.Errorf("%s: %s (%s) was %q and is %q", name, id, was.Type, was.Physical, is.Physical))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after.resources)) {
		if _, was := before.resources[id]; !was {
			wrong = append(wrong, fmt.Errorf("%s: %s was not there before", name, id))
		}
	}
	return errors.Join(wrong...)
}
