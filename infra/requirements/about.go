package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// parseAbout reads "R1 …", "R2 …" and so on, one line each, none left out, at most 90 characters of text.
func parseAbout(text string) ([]string, error) {
	var lines []string
	for line := range strings.Lines(text) {
		number, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		if want := fmt.Sprintf("R%d", len(lines)+1); number != want {
			return nil, fmt.Errorf("about.txt: %q stands where %s should: give each requirement one line, in order", number, want)
		}
		if length := utf8.RuneCountInString(words); length == 0 || length > 90 {
			return nil, fmt.Errorf("about.txt: %s has %d characters: 1 to 90 fit", number, length)
		}
		lines = append(lines, words)
	}
	return lines, nil
}
