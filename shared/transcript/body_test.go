package transcript

import (
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/shared/log"
)

func TestBody(t *testing.T) {
	t.Run("TR14 (R237): header, agents, and a line per message", func(t *testing.T) {
		in := requested(t).accept(5, noor).text(58, log.Visitor, "Where is my order?").text(84, noor.Party, "On its way.").
			accept(100, ilse).text(3672, ilse.Party, "Ilse here.").end(3700, log.Visitor, log.ByVisitor, log.Finished).close(3700)
		const w = "Chat Started: Sunday, March 01, 2026, 12:00:05 (+0000)\nChat Origin: Support\nAgent Noor K.\n" +
			"( 53s ) Mara: Where is my order?\n( 1m 19s ) Noor K.: On its way.\nAgent Ilse\n( 1h 1m 7s ) Ilse: Ilse here.\n"
		if got := Render(in).Body; got != w {
			t.Errorf("got\n%s", got)
		}
	})
	t.Run("TR14 (R224, R237): every agent who comes has her line, a greeting is an entry, and a custom event is nothing", func(t *testing.T) {
		in := requested(t).accept(0, noor).say(0, log.Greeted, noor.Party, log.Payload{Text: "Welcome"}).comes(10, log.Joined, ilse).
			say(15, log.Signalled, log.Visitor, log.Payload{Detail: "cart", Text: "{}"}).note(16, log.Visited, log.Visitor, log.Payload{Text: "https://shop.example/"}).
			leaves(20, noor).passes(30, ilse, "").comes(40, log.Returned, ilse).comes(50, log.Transferred, cara).finish(60, cara)
		const w = "Chat Started: Sunday, March 01, 2026, 12:00:00 (+0000)\nChat Origin: Support\nAgent Noor K.\n( 0s ) Noor K.: Welcome\n" +
			"Agent Ilse\nAgent Ilse\nAgent Cara\n"
		d := Render(in)
		if d.Body != w {
			t.Errorf("got\n%s", d.Body)
		}
		check(t, d, want{"Agent Message Count": "0", "Visitor Message Count": "0"})
	})
	t.Run("TR14 (R237): a nameless visitor", func(t *testing.T) {
		in := ordinary(t)
		in.Visitor.Name = "  "
		if got := Render(in).Body; !strings.Contains(got, "( 7s ) Visitor: Hello\n") {
			t.Errorf("got\n%s", got)
		}
	})
	for _, br := range []string{"\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"} {
		t.Run("TR14 (R237): nobody writes a line in another's name", func(t *testing.T) {
			in := requested(t).accept(5, noor).text(6, log.Visitor, "Hi"+br+"( 9s ) Noor K.: Free!").end(9, log.Visitor, log.ByVisitor, log.Finished).close(9)
			in.Visitor.Name = "Ma" + br + "ra"
			if got := Render(in).Body; !strings.HasSuffix(got, "Agent Noor K.\n( 1s ) Ma ra: Hi\n    ( 9s ) Noor K.: Free!\n") {
				t.Errorf("got %q", got)
			}
		})
	}
	t.Run("TR14 (R237): a request that nobody answered has no body", func(t *testing.T) {
		if got := Render(missed(t, log.System, log.BySystem, log.NoAgent)).Body; got != "" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("TR24 (R113): markup stays text", func(t *testing.T) {
		const text = `<b onclick="x()">&amp;</b>`
		d := Render(requested(t).accept(1, noor).text(2, log.Visitor, text).end(3, log.Visitor, log.ByVisitor, log.Finished).close(4))
		if !strings.Contains(d.Body, "Mara: "+text+"\n") || d.Lines[2].Text != text {
			t.Errorf("got %q and %+v", d.Body, d.Lines)
		}
	})
}

// longChat says messages of 4,000 characters until the body would have exactly so many characters.
func longChat(t *testing.T, length int) Ended {
	s := requested(t).accept(0, noor)
	body := func() int { return utf8.RuneCountInString(uncut(s)) }
	for length-body() > 5000 {
		s.text(1, log.Visitor, strings.Repeat("𝄞", 4000))
	}
	s.text(1, log.Visitor, "")
	rest := length - body()
	s.public = s.public[:len(s.public)-1]
	s.text(1, log.Visitor, strings.Repeat("é", rest))
	return s.end(9, noor.Party, log.ByAgent, log.Finished).shut(9, noor).close(9)
}

// uncut is the body as it would be without a limit.
func uncut(s *script) string {
	in := Ended{ButtonName: "Support", Visitor: VisitorDetails{Name: "Mara"}, Agents: s.agents, Public: s.public}
	var b strings.Builder
	b.WriteString("Chat Started: " + noon.Format(bodyClock) + "\nChat Origin: Support\n")
	for _, l := range bodyLines(in, tell(in)) {
		b.WriteString(l.text)
	}
	return b.String()
}

func TestCutBody(t *testing.T) {
	t.Run("TR15: a body of 131,072 characters stays whole", func(t *testing.T) {
		d := Render(longChat(t, MaxBody))
		if n := utf8.RuneCountInString(d.Body); n != MaxBody || strings.Contains(d.Body, "[Cut here") {
			t.Errorf("%d characters, ending %q", n, d.Body[len(d.Body)-80:])
		}
		for _, e := range d.Events {
			if e.Type == Other {
				t.Errorf("an event %+v", e)
			}
		}
	})
	t.Run("TR15 (R248): one more, and the last message gives way to the mark", func(t *testing.T) {
		in := longChat(t, MaxBody+1)
		d := Render(in)
		if n := utf8.RuneCountInString(d.Body); n > MaxBody {
			t.Errorf("%d characters", n)
		}
		said := d.VisitorMessages
		if lines := strings.Count(d.Body, "Mara: "); lines != said-1 || !strings.HasSuffix(d.Body, "𝄞\n"+cutMark(1)) {
			t.Errorf("%d of %d messages, ending %q", lines, said, d.Body[len(d.Body)-90:])
		}
		last := d.Events[len(d.Events)-1]
		if last.Type != Other || last.Label != "Other" || last.Detail != "body cut, messages not shown: 1" {
			t.Errorf("last event %+v", last)
		}
		if value(t, d, "Body") != d.Body || len(d.Lines) != len(in.Public) {
			t.Errorf("the field has another body, or a line is missing")
		}
	})
}
