package transcript

import (
	"bytes"
	"testing"
	"time"

	"switchboard/shared/log"
)

// noon is when every scripted chat is asked for; scripts count seconds from there.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var (
	noor = Agent{Person: "p-noor", Party: "a1", Name: "Noor K."}
	ilse = Agent{Person: "p-ilse", Party: "a2", Name: "Ilse"}
	dana = Agent{Person: "p-dana", Name: "Dana"}
)

// script writes the two logs of a chat through the real encoding and chain.
type script struct {
	t       *testing.T
	public  []log.Event
	private []log.Event
	agents  []Agent
}

func requested(t *testing.T) *script {
	return (&script{t: t}).say(0, log.Requested, log.Visitor, log.Payload{})
}

func (s *script) put(events []log.Event, at float64, d log.Draft) []log.Event {
	s.t.Helper()
	var prev *log.Event
	if len(events) > 0 {
		prev = &events[len(events)-1]
	}
	e, err := log.Append(prev, d, noon.Add(time.Duration(at*1000)*time.Millisecond), 1, bytes.Repeat([]byte{7}, log.SaltSize))
	if err != nil {
		s.t.Fatal(err)
	}
	return append(events, e)
}

func (s *script) say(at float64, kind log.Kind, who log.Party, p log.Payload) *script {
	s.t.Helper()
	s.public = s.put(s.public, at, log.Draft{Kind: kind, Who: who, Payload: p})
	return s
}

func (s *script) note(at float64, kind log.Kind, who log.Party, p log.Payload) *script {
	s.t.Helper()
	s.private = s.put(s.private, at, log.Draft{Kind: kind, Who: who, After: len(s.public), Payload: p})
	return s
}

func (s *script) accept(at float64, a Agent) *script {
	s.agents = append(s.agents, a)
	return s.say(at, log.Accepted, a.Party, log.Payload{Party: a.Party, Name: a.Name})
}

func (s *script) text(at float64, who log.Party, text string) *script {
	return s.say(at, log.Said, who, log.Payload{Text: text})
}

func (s *script) offer(at float64, a Agent) *script {
	return s.note(at, log.Routed, log.System, log.Payload{Agent: a.Person, Name: a.Name})
}

func (s *script) decline(at float64, a Agent) *script {
	return s.note(at, log.Declined, log.System, log.Payload{Agent: a.Person, Name: a.Name})
}

func (s *script) end(at float64, who log.Party, by log.EndedBy, why log.Reason) *script {
	return s.say(at, log.Ended, who, log.Payload{By: by, Reason: why})
}

func (s *script) shut(at float64, a Agent) *script {
	return s.note(at, log.TabShut, a.Party, log.Payload{Agent: a.Person})
}

func (s *script) close(at float64) Ended {
	s.note(at, log.Closed, log.System, log.Payload{})
	return Ended{
		Chat: "c1", Button: "support", ButtonName: "Support", Deployment: "demo", Site: "Lantern & Loom",
		Visitor: VisitorDetails{Name: "Mara"}, Agents: s.agents, Public: s.public, Private: s.private,
	}
}

// ordinary is a chat that Noor answers after 12.9 seconds, and ends.
func ordinary(t *testing.T) Ended {
	return requested(t).accept(12.9, noor).
		text(20, log.Visitor, "Hello").text(25, noor.Party, "Hello Mara").
		end(100.4, noor.Party, log.ByAgent, log.Finished).shut(110, noor).close(110)
}

// missed is a request that nobody answers.
func missed(t *testing.T, who log.Party, by log.EndedBy, why log.Reason) Ended {
	return requested(t).end(7.8, who, by, why).close(7.8)
}

func value(t *testing.T, d Document, label string) string {
	t.Helper()
	for _, f := range d.Fields {
		if f.Label == label {
			return f.Value
		}
	}
	t.Fatalf("no field %q", label)
	return ""
}

type want map[string]string

func check(t *testing.T, d Document, fields want) {
	t.Helper()
	for label, w := range fields {
		if got := value(t, d, label); got != w {
			t.Errorf("%s: got %q, want %q", label, got, w)
		}
	}
}
