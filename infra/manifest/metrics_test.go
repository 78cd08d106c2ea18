package manifest

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// A graph or an alarm on a metric that nobody writes would say that all is well.
func TestOurMetricsAreThoseThatTheFunctionsWrite(t *testing.T) {
	text, err := os.ReadFile("../../shared/edge/metrics.go")
	if err != nil {
		t.Fatal(err)
	}
	var written []string
	for _, m := range regexp.MustCompile(`(?m)^\t"(\w+)":\s+"(Count|Seconds|Milliseconds)",$`).FindAllStringSubmatch(string(text), -1) {
		written = append(written, m[1])
	}
	slices.Sort(written)
	declared := slices.Sorted(slices.Values(Metrics()))
	if !slices.Equal(written, declared) {
		t.Errorf("shared/edge writes %v, the manifest declares %v", written, declared)
	}
}

// The probe costs nothing where it is off: only the functions that nobody asked for by themselves may be left without their
// trigger.
func TestOnlyAScheduledFunctionProbes(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		if f.Probes != (f.Name == "probe") || f.Probes && f.Trigger.Kind != Schedule {
			t.Errorf("probes: %v, started by %s", f.Probes, f.Trigger.Kind)
		}
	})
}
