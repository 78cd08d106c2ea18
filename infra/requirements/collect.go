package main

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// test is one titled test. Through are the numbers that only the rule says which the test is a row of.
type test struct {
	path, title      string
	numbers, through []int
}

// skipped are folders that hold no test of this repository: what is built, what others wrote, and this generator, whose
// tests name requirements without proving any.
var skipped = []string{"node_modules", "testdata", "dist", "cdk.out", "test-results", "infra/requirements"}

// collect reads the titles of all tests below root, by path and then in the order of the file.
func collect(root fs.FS) ([]test, error) {
	var found []test
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains(skipped, entry.Name()) || slices.Contains(skipped, name)) {
				return fs.SkipDir
			}
			return nil
		}
		titled, err := titles(root, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, titled...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, joinRules(root, found)
}

// titles reads one file; one that is no test has none.
func titles(root fs.FS, name string) ([]test, error) {
	goTest := strings.HasSuffix(name, "_test.go")
	tsTest := strings.HasPrefix(name, "web/") && (strings.HasSuffix(name, ".test.ts") || strings.HasSuffix(name, ".test.tsx"))
	if !goTest && !tsTest {
		return nil, nil
	}
	source, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	if goTest {
		return goTitles(name, source)
	}
	return tsTitles(name, string(source)), nil
}

// joinRules gives each row that is titled with a rule the requirements of that rule in the SPEC.md of the same folder.
func joinRules(root fs.FS, tests []test) error {
	specs := map[string]map[string][]int{}
	for i, t := range tests {
		folder := path.Dir(t.path)
		if _, known := specs[folder]; !known {
			rules, err := readRules(root, folder)
			if err != nil {
				return err
			}
			specs[folder] = rules
		}
		if m := ruleOf.FindStringSubmatch(t.title); m != nil {
			tests[i].through = specs[folder][m[1]]
		}
	}
	return nil
}
