package transcript

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// seconds is the whole seconds from one time to another, never below 0 (R222).
func seconds(from, to time.Time) int { return max(0, int(to.Sub(from)/time.Second)) }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// clock writes a time for a person who may be anywhere.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// elapsed writes a time span as 53s, 1m 19s or 1h 0m 7s.
func elapsed(from, to time.Time) string {
	s := seconds(from, to)
	out := strconv.Itoa(s%60) + "s"
	if s >= 60 {
		out = strconv.Itoa(s/60%60) + "m " + out
	}
	if s >= 3600 {
		out = strconv.Itoa(s/3600) + "h " + out
	}
	return out
}

func digits(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// cut keeps at most limit characters (code points) of a text: an over-long value never costs the record (TR8, R229).
func cut(text string, limit int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit])
}

// oneLine is a name without line breaks or other control characters.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
