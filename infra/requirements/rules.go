package main

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
)

// ruleRow is a row of the table in SPEC.md: the rule's id, its sentence, its requirements.
var ruleRow = regexp.MustCompile(`(?m)^\|\s*([A-Z]+[0-9]+)\s*\|.*\|([^|\n]*)\|\s*$`)

// readRules are the requirements of each rule of a folder; a folder without SPEC.md has none.
func readRules(root fs.FS, folder string) (map[string][]int, error) {
	spec, err := fs.ReadFile(root, path.Join(folder, "SPEC.md"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rules := map[string][]int{}
	for _, m := range ruleRow.FindAllStringSubmatch(string(spec), -1) {
		rules[m[1]] = numbers(m[2])
	}
	return rules, nil
}
