package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// step is something that was done, and how long it took.
type step struct {
	name string
	took time.Duration
	err  error
}

// step does something within its time.
func (p *proof) step(ctx context.Context, name string, limit time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it took longer than %s", limit))
	defer cancel()
	from := time.Now()
	err := do(ctx)
	if err != nil && context.Cause(ctx) != nil {
		err = fmt.Errorf("%w (%w)", context.Cause(ctx), err)
	}
	p.taken = append(p.taken, step{name, time.Since(from), err})
	return err
}

// report prints what was deployed, what the emulator lacks, and how long each step took, as far as it came.
func (p *proof) report() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second) // also after an interrupt
	defer cancel()
	if p.outputs != nil {
		if all, err := p.stand(ctx); err == nil {
			printResources(os.Stdout, all)
		}
	}
	if p.left != nil {
		printLacks(os.Stdout, p.left)
	}
	printSteps(os.Stdout, p.taken)
}

// printResources prints how many resources of each type each stack has.
func printResources(to io.Writer, all map[string]standing) {
	counts := map[string]map[string]int{}
	var names []string
	for _, name := range stacks() {
		names = append(names, name[strings.LastIndex(name, "-")+1:])
		for _, r := range all[name].resources {
			if counts[r.Type] == nil {
				counts[r.Type] = map[string]int{}
			}
			counts[r.Type][name]++
		}
	}
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	row(t, "\ndeployed", append(names, "all")...)
	sums := map[string]int{}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		row(t, kind, figures(counts[kind])...)
		for name, n := range counts[kind] {
			sums[name] += n
		}
	}
	row(t, "all", figures(sums)...)
	_ = t.Flush()
}

// figures are the counts of each stack and their sum; none is a dash.
func figures(counts map[string]int) []string {
	var cells []string
	all := 0
	for _, name := range stacks() {
		all += counts[name]
		cell := "–"
		if counts[name] > 0 {
			cell = fmt.Sprint(counts[name])
		}
		cells = append(cells, cell)
	}
	return append(cells, fmt.Sprint(all))
}

func printLacks(to io.Writer, left []int) {
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	row(t, "\nthe emulator lacks", "times")
	for i, l := range lacks {
		row(t, l.what, fmt.Sprint(left[i]))
	}
	_ = t.Flush()
}

func printSteps(to io.Writer, steps []step) {
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	row(t, "\nstep", "seconds")
	var all time.Duration
	for _, s := range steps {
		all += s.took
		ended := ""
		if s.err != nil {
			ended = "failed"
		}
		row(t, s.name, fmt.Sprintf("%.1f", s.took.Seconds()), ended)
	}
	row(t, "all", fmt.Sprintf("%.1f", all.Seconds()))
	_ = t.Flush()
}

func row(to io.Writer, name string, cells ...string) {
	_, _ = fmt.Fprintln(to, strings.Join(append([]string{name}, cells...), "\t"))
}
