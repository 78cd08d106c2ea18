// Command bench measures what a message costs, beside anchors that are measured in the same run, and writes the table to
// docs/benchmarks.md. Ratios are medians over interleaved rounds; an absolute time says more of the machine than of us.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	rounds = 5
	warm   = 200 // messages after the first, per round
)

// row is a line of the table.
type row struct{ Name, What, Measured, Anchor, Goal string }

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	anchors, err := buildAnchors(root)
	if err != nil {
		return err
	}
	bed, err := newBed(ctx, root)
	if err != nil {
		return err
	}
	defer func() { _ = bed.close() }()
	rows, message, err := bed.processor(anchors)
	if err != nil {
		return err
	}
	cost, err := bed.cost(ctx)
	if err != nil {
		return err
	}
	sizes, err := binarySizes(root, anchors)
	if err != nil {
		return err
	}
	rows = slices.Concat([]row{cost}, rows, sizes, pageSizes(root))
	text := table(rows)
	fmt.Print(text)
	page := filepath.Join(root, "docs/benchmarks.md")
	before, _ := os.ReadFile(page) //nolint:gosec // ours; without one there is nothing to keep
	_, others, _ := strings.Cut(string(before), "\n## ")
	text += "\n" + memory(message)
	if others = without("## "+others, "Memory"); others != "" { // sections that other measurements have written
		text += "\n## " + others + "\n"
	}
	return os.WriteFile(page, []byte(heading+text), 0o644) //nolint:gosec // a document
}

const heading = `# Measurements

Made by ` + "`make bench`" + `. Ratios are medians (smallest to largest) over five interleaved rounds of 201 messages on one machine, with
GOMAXPROCS=1 as a small Lambda has it; the tables are DynamoDB Local, the push goes to a socket of the local gateway. The
anchors are in ` + "`infra/bench`" + `: *echo* answers what it is asked; *idiomatic* makes the same three calls as the SDK's examples do, with
none of the product's checks.

`

func table(rows []row) string {
	var b strings.Builder
	b.WriteString("| | what | measured | anchor in the same run | goal |\n| --- | --- | --- | --- | --- |\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.Name, r.What, r.Measured, r.Anchor, r.Goal)
	}
	return b.String()
}

// buildAnchors builds the anchors as functions are built.
func buildAnchors(root string) (map[string]string, error) {
	built := map[string]string{}
	for _, name := range []string{"echo", "idiomatic"} {
		out := filepath.Join(root, ".build/bench", name, "bootstrap")
		cmd := exec.Command("go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w", "-o", out, "./infra/bench/"+name) //nolint:gosec // fixed names
		cmd.Dir, cmd.Env, cmd.Stderr = root, append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("build %s: %w", name, err)
		}
		built[name] = out
	}
	return built, nil
}

// binarySizes compares each socket function with the echo (P7).
func binarySizes(root string, anchors map[string]string) ([]row, error) {
	echo, err := os.Stat(anchors["echo"])
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(root, ".build/lambda", runtime.GOARCH, "*/bootstrap"))
	if err != nil {
		return nil, err
	}
	ratios := map[string]float64{}
	largest := ""
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(filepath.Dir(p))
		ratios[name] = float64(info.Size()) / float64(echo.Size())
		if largest == "" || ratios[name] > ratios[largest] {
			largest = name
		}
	}
	return []row{{"P7", "size of a function's binary ÷ echo", fmt.Sprintf("message %.2f, largest %s %.2f", ratios["message"], largest, ratios[largest]),
		fmt.Sprintf("echo %.1f MB", float64(echo.Size())/1e6), "≤ 1.8 for every socket function"}}, nil
}

// pageSizes are what the web build says of itself (P9, P10).
func pageSizes(root string) []row {
	cmd := exec.Command("node", "build.mjs", "--sizes")
	cmd.Dir = filepath.Join(root, "web")
	out, err := cmd.Output()
	if err != nil {
		return []row{{"P9, P10", "widget and console", "not built: run make site first", "", ""}}
	}
	var rows []row
	for line := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		app, size, _ := strings.Cut(line, ": ")
		name := map[string]string{"widget": "P9", "chat": "P9, opened", "console": "P10"}[app]
		measured, goal, _ := strings.Cut(size, ", ")
		rows = append(rows, row{name, app + ", first load", measured, "", goal})
	}
	return rows
}

// spread is a median with its smallest and largest.
func spread(values []float64) string {
	slices.Sort(values)
	return fmt.Sprintf("%.2f (%.2f–%.2f)", values[len(values)/2], values[0], values[len(values)-1])
}

func ms(d []time.Duration) []float64 {
	out := make([]float64, len(d))
	for i, v := range d {
		out[i] = float64(v.Microseconds()) / 1000
	}
	return out
}

func ratio(a, b []time.Duration) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = float64(a[i]) / float64(b[i])
	}
	return out
}

var quiet io.Writer = io.Discard
