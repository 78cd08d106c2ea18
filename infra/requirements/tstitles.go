package main

import (
	"regexp"
	"strings"
)

var (
	// What opens a test: it('…', test.each(…)('…', describe(`…`. What is skipped or left for later proves nothing.
	opens   = regexp.MustCompile(`^(?:it|test|describe)(?:\.(?:only|concurrent|sequential|fails))?(\.each|\.for)?\s*(?:<[^(]*>)?\s*\(\s*`)
	behind  = regexp.MustCompile(`^\s*\(\s*`)
	hole    = regexp.MustCompile(`%[sdifjo#]|\$[a-z]\w*`)
	escaped = regexp.MustCompile(`\\(.)`)
)

// tsTitles are the titles of the tests in a TypeScript file: the first argument of it, test and describe.
func tsTitles(path, text string) []test {
	var found []test
	for s := (scanner{text: text}); s.at < len(text); {
		member, at := s.before == ".", s.at
		if s.step() != word || member {
			continue
		}
		if title := opened(text[at:]); title != "" {
			found = append(found, test{path: path, title: title, numbers: numbers(title)})
		}
	}
	return found
}

// opened is the title of the test that begins here, or nothing.
func opened(text string) string {
	m := opens.FindStringSubmatchIndex(text)
	if m == nil {
		return ""
	}
	at := m[1]
	if m[2] >= 0 { // the rows come first, the title behind them
		at = pastGroup(text, at)
		paren := behind.FindString(text[at:])
		if paren == "" {
			return ""
		}
		at += len(paren)
	}
	end := pastString(text, at)
	if end == at {
		return ""
	}
	title := text[at+1 : end-1]
	if text[at] == '`' {
		title = withoutCode(title)
	}
	return hole.ReplaceAllString(escaped.ReplaceAllString(title, "$1"), "…")
}

// withoutCode is a template with three dots for each ${…}.
func withoutCode(text string) string {
	for {
		at := strings.Index(text, "${")
		if at < 0 {
			return text
		}
		text = text[:at] + "…" + text[pastGroup(text, at+2):]
	}
}

// pastGroup is the place behind the bracket that closes the group whose inside begins at at.
func pastGroup(text string, at int) int {
	s := scanner{text: text, at: at, before: "("}
	for depth := 1; s.at < len(text) && depth > 0; {
		if s.step() != mark {
			continue
		}
		switch {
		case strings.ContainsAny(s.before, "([{"):
			depth++
		case strings.ContainsAny(s.before, ")]}"):
			depth--
		}
	}
	return s.at
}
