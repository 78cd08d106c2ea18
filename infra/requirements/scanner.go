package main

import (
	"regexp"
	"slices"
	"strings"
)

// scanner goes through TypeScript in steps of one word, string, comment, regular expression or other mark. It knows just
// enough of the language not to take a comment or a string for code.
type scanner struct {
	text   string
	at     int
	before string // the last step that was neither blank nor comment
}

type kind int

const (
	blank kind = iota // white space or a comment
	word
	value // a string or a regular expression
	mark  // one other character
)

var (
	blanks  = regexp.MustCompile(`^(?:\s+|//[^\n]*|/\*(?s:.*?)\*/)`)
	aWord   = regexp.MustCompile(`^[\pL\pN_$]+`)
	pattern = regexp.MustCompile(`^/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*`)
	quoted  = regexp.MustCompile(`^(?:'(?:\\(?s:.)|[^'\\\n])*'|"(?:\\(?s:.)|[^"\\\n])*")`)
	// Words behind which a slash begins a regular expression instead of dividing.
	operators = []string{"return", "typeof", "case", "in", "of", "await", "yield", "void"}
)

func (s *scanner) step() kind {
	rest := s.text[s.at:]
	if found := blanks.FindString(rest); found != "" {
		s.at += len(found)
		return blank
	}
	k, length := mark, 1
	if found := aWord.FindString(rest); found != "" {
		k, length = word, len(found)
	} else if end := pastString(s.text, s.at); end > s.at {
		k, length = value, end-s.at
	} else if found := pattern.FindString(rest); found != "" && s.mayBePattern() {
		k, length = value, len(found)
	}
	s.before = rest[:length]
	s.at += length
	return k
}

// mayBePattern says whether a slash here begins a regular expression. Behind "<" and "}" it is taken for markup.
func (s *scanner) mayBePattern() bool {
	one := len(s.before) == 1 && strings.ContainsAny(s.before, "(,=:[!&|?;{>+")
	return one || s.before == "" || slices.Contains(operators, s.before)
}

// pastString is the place behind the string that begins at at, or at if none does.
func pastString(text string, at int) int {
	if at < len(text) && text[at] == '`' {
		return pastTemplate(text, at)
	}
	return at + len(quoted.FindString(text[at:]))
}

// pastTemplate goes over the code within a template, which may hold templates in turn.
func pastTemplate(text string, at int) int {
	for i := at + 1; i < len(text); {
		switch {
		case text[i] == '\\':
			i += 2
		case text[i] == '`':
			return i + 1
		case strings.HasPrefix(text[i:], "${"):
			i = pastGroup(text, i+2)
		default:
			i++
		}
	}
	return at
}
