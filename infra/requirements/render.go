package main

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// links is how many tests the page names for one requirement.
const links = 4

const preface = "Written by `go run ./infra/requirements` from the titles of the tests and from the rules beside them\n" +
	"(`SPEC.md`); do not edit it. A requirement counts as tested if a test names its number, or a rule that does; whether\n" +
	"every clause of it is proved is for the reader of the tests to see. At most four tests are shown, from different files\n" +
	"where there are some. `go run ./infra/requirements -missing` lists what has none.\n"

// sections are the parts of the page, each from its first number to the next one's.
var sections = []struct {
	letters, heading string
	first            int
}{
	{"A", "Who may do what", 1}, {"B", "Online, Away, Offline", 13}, {"C", "What an agent is set up with", 26},
	{"D", "What administrators keep", 43}, {"E", "Is anybody there, and who gets in", 54},
	{"F", "Requests that agents pick", 71},
	{"G", "Requests that are pushed", 77}, {"H", "The queue", 90}, {"I", "While the visitor waits", 97},
	{"J", "The conversation", 107}, {"K", "Silence", 124}, {"L", "Handing a chat on", 136},
	{"M", "Several agents in a chat", 157}, {"N", "Files", 174}, {"O", "Blocking an address", 188},
	{"P", "Calls for help, and supervisors", 197}, {"Q", "Sessions of agents", 208}, {"R", "Visitors and their browsers", 212},
	{"S", "What a transcript says", 218}, {"T", "What is recorded of a chat", 241}, {"U", "Text that must not be seen", 251},
	{"V", "Prepared texts", 262}, {"W", "Articles", 272}, {"X", "The wire, and coming back", 278},
	{"Y", "The page around the chat", 289}, {"Z", "Everywhere", 305}, {"AA", "The rest of the desk", 311},
}

// render is the whole page.
func render(lines []string, proved map[int][]test) string {
	var b strings.Builder
	tested := 0
	for n := range lines {
		if len(proved[n+1]) > 0 {
			tested++
		}
	}
	fmt.Fprintf(&b, "# Requirements and their tests\n\n")
	fmt.Fprintf(&b, "**%d of %d requirements are tested, %d are not yet.**\n\n", tested, len(lines), len(lines)-tested)
	b.WriteString(preface)
	for i, s := range sections {
		last := len(lines)
		if i+1 < len(sections) {
			last = sections[i+1].first - 1
		}
		fmt.Fprintf(&b, "\n## %s. %s\n\n| | what it is about | state | tests |\n| --- | --- | --- | --- |\n", s.letters, s.heading)
		for n := s.first; n <= last; n++ {
			fmt.Fprintf(&b, "| R%d | %s | %s |\n", n, lines[n-1], evidence(proved[n]))
		}
	}
	return b.String()
}

// evidence is the state and the links of one row.
func evidence(tests []test) string {
	if len(tests) == 0 {
		return "not yet |"
	}
	var shown []string
	for _, t := range tests[:min(links, len(tests))] {
		shown = append(shown, fmt.Sprintf("[%s](../%s)", label(t.title), (&url.URL{Path: t.path}).EscapedPath()))
	}
	return "tested | " + strings.Join(shown, " · ")
}

var plain = strings.NewReplacer(`\`, `\\`, "|", `\|`, "[", "(", "]", ")", "<", `\<`, "&", `\&`, "*", `\*`, "_", `\_`, "`", "\\`", "$", `\$`)

// label is a title as the text of a link in a table: one line, no markup, brackets round, at most 100 characters.
func label(title string) string {
	title = strings.Join(strings.Fields(title), " ")
	if utf8.RuneCountInString(title) > 100 {
		title = strings.TrimSpace(string([]rune(title)[:99])) + "…"
	}
	return plain.Replace(title)
}
