package main

import (
	"regexp"
	"slices"
	"strconv"
)

var (
	// In a title: "R54", or a range "R54–R58", with a dash or a hyphen, the second R left out or not.
	inTitle = regexp.MustCompile(`\bR([0-9]+)(?:\s?[–-]\s?R?([0-9]+))?\b`)
	// In a name of a test function an R behind no other capital: TestR72Late, TestLateR72R73, not TestTR13.
	inName = regexp.MustCompile(`([A-Z]+)([0-9]+)`)
	// A row of SPEC.md names its rule first: "CH3 (R72): …".
	ruleOf = regexp.MustCompile(`^([A-Z]+[0-9]+)(?: \([^)]*\))?: `)
)

// numbers are the requirements that a title names, in order, each once.
func numbers(title string) []int {
	var found []int
	for _, m := range inTitle.FindAllStringSubmatch(title, -1) {
		first := number(m[1])
		last := max(first, number(m[2]))
		if last-first > 400 { // no range, but a number of another kind behind a hyphen
			last = first
		}
		for n := first; n <= last; n++ {
			found = append(found, n)
		}
	}
	return tidy(found)
}

// numbersOfName are the requirements that the name of a test function names.
func numbersOfName(name string) []int {
	var found []int
	for _, m := range inName.FindAllStringSubmatch(name, -1) {
		if m[1] == "R" {
			found = append(found, number(m[2]))
		}
	}
	return tidy(found)
}

func tidy(found []int) []int {
	slices.Sort(found)
	return slices.Compact(found)
}

// number reads digits; none, or far too many, are 0.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
