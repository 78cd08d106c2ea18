package main

import "testing"

func TestSectionsThatOthersWroteAreKept(t *testing.T) {
	for sections, want := range map[string]string{
		"":                                     "",
		"## Memory\n\nold":                     "",
		"## P11\n\na\n\n## Memory\n\nold\n":    "P11\n\na",
		"## Memory\n\nold\n\n## Simulation\nb": "Simulation\nb",
		"## P11\n\na\n\n## Simulation\n\nb\n":  "P11\n\na\n\n## Simulation\n\nb",
	} {
		if got := without(sections, "Memory"); got != want {
			t.Errorf("%q: %q, want %q", sections, got, want)
		}
	}
}
