package transcript

import (
	"fmt"
	"slices"
	"testing"

	"switchboard/shared/log"
)

var (
	cara = Agent{Person: "p-cara", Party: "a3", Name: "Cara"}
	// toIlse and toWeavers are what others are asked for.
	toIlse    = log.Payload{To: log.ToAgent, Target: ilse.Person, Name: "Ilse Vermeer"}
	toWeavers = log.Payload{To: log.ToSkill, Target: "weaving", Name: "Weaving"}
	toRepairs = log.Payload{To: log.ToButton, Target: "repairs", Name: "Repairs"}
)

// took notes under which settings an agent took the chat: seconds until critical, warning and time-out.
func (s *script) took(at float64, a Agent, critical, warning, timeout int) *script {
	return s.note(at, log.Took, log.System, log.Payload{Agent: a.Person, Name: a.Name, Critical: critical, Warning: warning, Timeout: timeout})
}

// comes lets an agent into a chat that is going on or was passed on.
func (s *script) comes(at float64, kind log.Kind, a Agent) *script {
	if !slices.Contains(s.agents, a) {
		s.agents = append(s.agents, a)
	}
	return s.say(at, kind, a.Party, log.Payload{Party: a.Party, Name: a.Name})
}

func (s *script) leaves(at float64, a Agent) *script {
	return s.say(at, log.Left, a.Party, log.Payload{Party: a.Party, Name: a.Name})
}

// asks puts a transfer or a conference to others.
func (s *script) asks(at float64, a Agent, kind log.Invite, to log.Payload, note string) *script {
	to.Invite, to.Agent, to.Text = kind, a.Person, note
	return s.note(at, log.Invited, a.Party, to)
}

// recalls takes it back: by hand under the id of a frame, by an end or a leaving without one.
func (s *script) recalls(at float64, id string, a Agent, kind log.Invite, to log.Payload) *script {
	to.Invite, to.Agent = kind, a.Person
	s.private = s.put(s.private, at, log.Draft{Kind: log.Recalled, ID: id, Who: a.Party, After: len(s.public), Payload: to})
	return s
}

func (s *script) refuses(at float64, a Agent, kind log.Invite, to log.Payload) *script {
	to.Invite, to.Agent, to.Name = kind, a.Person, a.Name
	return s.note(at, log.Refused, log.System, to)
}

func (s *script) lapses(at float64, person string, kind log.Invite, to log.Payload) *script {
	to.Invite, to.Agent = kind, person
	return s.note(at, log.Lapsed, log.System, to)
}

// passes hands the chat to a button's queue.
func (s *script) passes(at float64, a Agent, note string) *script {
	to := toRepairs
	to.Agent, to.Text = a.Person, note
	return s.note(at, log.Passed, a.Party, to).say(at, log.HandedOn, a.Party, log.Payload{Party: a.Party})
}

func (s *script) passFails(at float64, a Agent) *script {
	return s.note(at, log.PassFailed, log.System, log.Payload{To: log.ToButton, Target: toRepairs.Target, Agent: a.Person})
}

func (s *script) blocks(at float64, a Agent, comment string) *script {
	return s.note(at, log.Blocked, a.Party, log.Payload{Agent: a.Person, Text: comment}).end(at, a.Party, log.ByAgent, log.Finished)
}

func (s *script) flags(at float64, a Agent, text string) *script {
	return s.note(at, log.Flagged, a.Party, log.Payload{Agent: a.Person, Text: text})
}

func (s *script) lowers(at float64, person string, by log.EndedBy) *script {
	return s.note(at, log.FlagLowered, log.System, log.Payload{Agent: person, By: by})
}

// finish ends the chat by its agent, who closes its tab.
func (s *script) finish(at float64, a Agent) Ended {
	return s.end(at, a.Party, log.ByAgent, log.Finished).shut(at+1, a).close(at + 1)
}

// timed writes events as "seconds Type agent: detail", without the request before and the leavings after.
func timed(d Document) []string {
	var out []string
	for _, e := range d.Events {
		if e.Type == ChatRequest || e.Type == LeaveVisitor {
			continue
		}
		line := fmt.Sprintf("%v %s", float64(e.At-noon.UnixMilli())/1000, e.Type)
		if e.Agent != "" {
			line += " " + e.Agent
		}
		if e.Detail != "" {
			line += ": " + e.Detail
		}
		out = append(out, line)
	}
	return out
}

// row is a chat and the events that it must give, as timed writes them.
type row struct {
	title string
	in    func(*testing.T) Ended
	want  []string
}

func checkEvents(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			d := Render(r.in(t))
			if got := timed(d); !slices.Equal(got, r.want) {
				t.Errorf("got  %q\nwant %q", got, r.want)
			}
			if !slices.IsSortedFunc(d.Events, func(a, b Event) int { return int(a.At - b.At) }) {
				t.Errorf("times fall: %+v", d.Events)
			}
			if !d.Chain.Intact {
				t.Errorf("chain: %s", d.Chain.Fault)
			}
		})
	}
}
