package main

import (
	"slices"
	"strings"
	"testing"

	"switchboard/infra/manifest"
)

// everyStage is what most tests run over.
func everyStage() map[string]func() (*assembly, error) {
	return map[string]func() (*assembly, error){"dev": dev, "prod": prod, "full": full}
}

// inEveryStage runs a check on each stage under its name.
func inEveryStage(t *testing.T, check func(t *testing.T, a *assembly)) {
	t.Helper()
	for name, stage := range everyStage() {
		t.Run(name, func(t *testing.T) { check(t, must(t, stage)) })
	}
}

// S4: what cdk-nag's AwsSolutions pack finds is mended, or explained in nag.go.
func TestS4NothingUnexplainedIsFound(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for _, finding := range a.findings {
			t.Error(finding)
		}
	})
}

// S4: an explanation outlives its finding unless something notices. It also proves that the pack looked at all.
func TestS4EveryExplanationHasItsFinding(t *testing.T) {
	for name, c := range map[string]Config{"dev": stages()["dev"], "full": everythingOn()} {
		t.Run(name, func(t *testing.T) {
			bare := must(t, func() (*assembly, error) { return synthesiseFor(c, func(*stacks) {}) })
			explained := append(append(dataExplanations(c), webExplanations(c)...), routeExplanations(c)...)
			for _, f := range manifest.Functions() {
				explained = append(explained, roleExplanations(c, f)...)
			}
			for _, e := range explained {
				if !slices.ContainsFunc(bare.findings, e.fits) {
					t.Errorf("nothing to explain: %s on %s %s", e.rule, e.construct, e.evidence)
				}
				if len(strings.Fields(e.reason)) < 8 {
					t.Errorf("%s on %s: %q explains nothing", e.rule, e.construct, e.reason)
				}
			}
			if len(bare.findings) < len(explained) {
				t.Errorf("%d findings, %d explanations", len(bare.findings), len(explained))
			}
		})
	}
}

// fits says whether a finding is the one that is explained, as far as construct and rule go.
func (e explanation) fits(finding string) bool {
	path, rest, _ := strings.Cut(finding, ": ")
	return slices.Contains(strings.Split(path, "/"), e.construct) && strings.HasPrefix(rest, e.rule)
}
