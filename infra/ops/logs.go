package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
)

// printLogs prints the lines of all functions, or of one, in the order of their times.
func printLogs(ctx context.Context, o *operation) error {
	names, err := o.chosen()
	if err != nil {
		return err
	}
	type line struct {
		account.Line
		function string
	}
	var all []line
	for _, name := range names {
		lines, err := o.Lines(ctx, "/switchboard/"+o.stage+"/"+name, time.Now().Add(-o.since))
		if err != nil {
			return fmt.Errorf("the log of %s: %w", name, err)
		}
		for _, l := range lines {
			all = append(all, line{l, name})
		}
	}
	slices.SortStableFunc(all, func(a, b line) int { return int(a.Timestamp - b.Timestamp) })
	for _, l := range all {
		fmt.Printf("%s %-10s %s\n", time.UnixMilli(l.Timestamp).UTC().Format("15:04:05.000"), l.function, strings.TrimSpace(l.Message))
	}
	if len(all) == 0 {
		fmt.Printf("Nothing was logged in the last %s by %s.\n", o.since, strings.Join(names, ", "))
	}
	return nil
}

func (o *operation) chosen() ([]string, error) {
	var all []string
	for _, f := range manifest.Functions() {
		all = append(all, f.Name)
	}
	if o.function == "" {
		return all, nil
	}
	if !slices.Contains(all, o.function) {
		return nil, fmt.Errorf("there is no function %q; there are %s", o.function, strings.Join(all, ", "))
	}
	return []string{o.function}, nil
}
