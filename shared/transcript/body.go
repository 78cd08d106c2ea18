package transcript

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"switchboard/shared/log"
)

// MaxBody is how many characters (code points) a body holds.
const MaxBody = 131072

const bodyClock = "Monday, January 02, 2006, 15:04:05 (-0700)"

// lineBreaks indents what follows a line break inside a message, so that nobody can write a line in another's name.
var lineBreaks = strings.NewReplacer("\r\n", "\n    ", "\n", "\n    ", "\r", "\n    ", "\v", "\n    ", "\f", "\n    ",
	"\u0085", "\n    ", "\u2028", "\n    ", "\u2029", "\n    ")

// body writes the conversation as plain text: three header lines, then a line per message (TR14, R237). A request that
// nobody answered has none. The second result is how many messages did not fit.
func body(in Ended, s story) (string, int) {
	if s.answered.IsZero() {
		return "", 0
	}
	return fit(header(in, s), bodyLines(in, s))
}

// supervisorBody writes what supervisors whispered, in the same form; empty if nobody did (TR33, R205).
func supervisorBody(in Ended, s story) (string, int) {
	var out []bodyLine
	for _, e := range in.Private {
		if e.Kind == log.Whispered {
			out = append(out, spoken(s, e, s.person(e.Payload).Name))
		}
	}
	if len(out) == 0 {
		return "", 0
	}
	return fit(header(in, s), out)
}

func header(in Ended, s story) string {
	return fmt.Sprintf("Chat Started: %s\nChat Origin: %s\n", s.answered.UTC().Format(bodyClock), oneLine(either(in.ButtonName, in.Button)))
}

// bodyLine is one line of a body; only messages may be left out and counted.
type bodyLine struct {
	text    string
	message bool
}

func bodyLines(in Ended, s story) []bodyLine {
	var out []bodyLine
	for _, e := range in.Public {
		switch e.Kind {
		case log.Accepted, log.Transferred, log.Joined, log.Returned:
			out = append(out, bodyLine{text: "Agent " + s.name(in, e.Who) + "\n"})
		case log.Said, log.Greeted:
			out = append(out, spoken(s, e, s.name(in, e.Who)))
		}
	}
	return out
}

// spoken is a line in somebody's name. A greeting is one, but no message (R224).
func spoken(s story, e log.Event, name string) bodyLine {
	text := fmt.Sprintf("( %s ) %s: %s\n", elapsed(s.start(), e.At), either(oneLine(name), system.Name), lineBreaks.Replace(e.Payload.Text))
	return bodyLine{text: strings.ToValidUTF8(text, "\uFFFD"), message: e.Kind != log.Greeted}
}

// fit joins the lines, or as many whole ones as leave space for the mark that says how many are missing (TR15).
func fit(header string, lines []bodyLine) (string, int) {
	total, messages := utf8.RuneCountInString(header), 0
	for _, l := range lines {
		total += utf8.RuneCountInString(l.text)
		if l.message {
			messages++
		}
	}
	limit := MaxBody
	if total > MaxBody {
		limit -= utf8.RuneCountInString(cutMark(messages))
	}
	text, missing := take(header, lines, limit)
	if missing > 0 {
		text += cutMark(missing)
	}
	return text, missing
}

func take(header string, lines []bodyLine, limit int) (text string, missing int) {
	var b strings.Builder
	b.WriteString(header)
	length := utf8.RuneCountInString(header)
	for _, l := range lines {
		length += utf8.RuneCountInString(l.text)
		switch {
		case length <= limit:
			b.WriteString(l.text)
		case l.message:
			missing++
		}
	}
	return b.String(), missing
}

func cutMark(missing int) string {
	return fmt.Sprintf("[Cut here: messages not shown: %d. The log holds all of them.]\n", missing)
}
