package main

import (
	"fmt"
	"maps"
	"slices"
)

// prove gives for each number the tests that prove it: those that name it themselves, then rows of a rule that names it.
// A row that names other numbers of its rule proves this one only if nothing else does. Within each of these the order
// is that of the tree, the first test of every file before the second of any.
func prove(tests []test) map[int][]test {
	direct, through, last := map[int][]test{}, map[int][]test{}, map[int][]test{}
	for _, t := range tests {
		for _, n := range t.numbers {
			direct[n] = append(direct[n], t)
		}
		for _, n := range t.through {
			switch {
			case len(t.numbers) == 0:
				through[n] = append(through[n], t)
			case !slices.Contains(t.numbers, n):
				last[n] = append(last[n], t)
			}
		}
	}
	proved := map[int][]test{}
	for _, by := range []map[int][]test{direct, through} {
		for n, tests := range by {
			proved[n] = append(proved[n], spread(tests)...)
		}
	}
	for n, tests := range last {
		if len(proved[n]) == 0 {
			proved[n] = spread(tests)
		}
	}
	return proved
}

// spread puts the first test of every file first, then the second of every file, and so on; a title that a file has
// twice counts once.
func spread(tests []test) []test {
	type key struct{ path, title string }
	seen, rank := map[key]bool{}, map[string]int{}
	turns := map[int][]test{}
	for _, t := range tests {
		if k := (key{t.path, t.title}); !seen[k] {
			seen[k] = true
			turns[rank[t.path]] = append(turns[rank[t.path]], t)
			rank[t.path]++
		}
	}
	var ordered []test
	for _, turn := range slices.Sorted(maps.Keys(turns)) {
		ordered = append(ordered, turns[turn]...)
	}
	return ordered
}

// beyond are the tests that name a number outside 1 to last: a slip of the pen, which would prove nothing.
func beyond(proved map[int][]test, last int) []string {
	var found []string
	for _, n := range slices.Sorted(maps.Keys(proved)) {
		if n < 1 || n > last {
			found = append(found, fmt.Sprintf("R%d in %s", n, proved[n][0].path))
		}
	}
	return found
}
