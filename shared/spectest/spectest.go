// Package spectest keeps a package's SPEC.md and its tests together: a rule that no test row names, or a row that
// names a rule which is not written, fails the tests of that package. It is for tests alone.
package spectest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

var (
	// A rule is a row of a table in SPEC.md whose first cell is its id.
	rule = regexp.MustCompile(`(?m)^\|\s*([A-Z]{2,}[0-9]+)\s*\|`)
	// A test row names its rule at the start of its title: "CH3 (R72): …".
	title = regexp.MustCompile(`^([A-Z]{2,})([0-9]+)(?: \(R[^)]*\))?: `)
)

// EveryRuleHasARow fails the test unless each rule of ./SPEC.md is named at the start of a string in one of the
// ./*_test.go files, and each such string names a rule that is there. Call it from the package of the SPEC.md.
func EveryRuleHasARow(t testing.TB) {
	t.Helper()
	spec, err := os.ReadFile("SPEC.md")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := readTests(".")
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := compare(string(spec), sources)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range complaints {
		t.Error(c)
	}
}

func readTests(dir string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		return nil, err
	}
	sources := make(map[string]string, len(names))
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources[name] = string(data)
	}
	return sources, nil
}

// compare returns what does not fit, in the order of the spec.
func compare(spec string, sources map[string]string) ([]string, error) {
	rules := rule.FindAllStringSubmatch(spec, -1)
	if len(rules) == 0 {
		return []string{"SPEC.md holds no rule"}, nil
	}
	titled, err := titles(sources)
	if err != nil {
		return nil, err
	}
	var complaints []string
	written, prefixes := map[string]bool{}, map[string]bool{}
	for _, r := range rules {
		id := r[1]
		if written[id] {
			complaints = append(complaints, fmt.Sprintf("SPEC.md writes %s twice", id))
		}
		written[id], prefixes[letters(id)] = true, true
		if !titled[id] {
			complaints = append(complaints, fmt.Sprintf("no test row names %s", id))
		}
	}
	for id := range titled {
		if prefixes[letters(id)] && !written[id] {
			complaints = append(complaints, fmt.Sprintf("a test row names %s, which SPEC.md does not write", id))
		}
	}
	return complaints, nil
}

// titles finds the ids with which string literals begin; a comment does not count.
func titles(sources map[string]string) (map[string]bool, error) {
	ids := map[string]bool{}
	for name, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					if m := title.FindStringSubmatch(text); m != nil {
						ids[m[1]+m[2]] = true
					}
				}
			}
			return true
		})
	}
	return ids, nil
}

func letters(id string) string {
	for i, r := range id {
		if r >= '0' && r <= '9' {
			return id[:i]
		}
	}
	return id
}
