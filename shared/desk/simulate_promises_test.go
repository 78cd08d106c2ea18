package desk_test

import (
	"fmt"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// What people did, as far as a promise rests on it.

func (m *mirror) visitorGone(person string) bool {
	for _, v := range m.s.visitors {
		if v.id.Person == person {
			return !v.there
		}
	}
	return false
}

func (m *mirror) visitorLost(person string) {
	for _, c := range m.chats {
		if c.head.Visitor == person && c.head.Open() {
			c.visitor = m.s.now
		}
	}
}

func (m *mirror) visitorBack(person string) {
	for _, c := range m.chats {
		if c.head.Visitor == person && c.head.Open() {
			c.visitor = never
		}
	}
}

func (m *mirror) agentLost(person string) {
	a := m.agentNamed(person)
	a.there, a.lost = false, m.s.now
	m.holders()
}

func (m *mirror) agentBack(person string) {
	a := m.agentNamed(person)
	a.there, a.lost = true, never
	m.holders()
}

// holders follows who of those who hold chats is there.
func (m *mirror) holders() {
	for _, c := range m.chats {
		m.holdersLost(c)
	}
}

func (m *mirror) exits(person string) { m.agentNamed(person).exit = m.s.now }

func (m *mirror) renewed(person string) { m.agentNamed(person).heard = m.s.now }

// stays notes that she is back before her exit counted.
func (m *mirror) stays(person string) { m.agentNamed(person).exit = time.Time{} }

// acknowledged checks that what a person was told stands in the log.
func (m *mirror) acknowledged(id, frame string, seq int) {
	c := m.chat(id)
	c.acked[frame] = seq
	if seq < 1 || seq > len(c.public) || c.public[seq-1].ID != frame {
		m.s.violate("frame %s was acknowledged as %d of chat %s and does not stand there", frame, seq, id)
	}
}

// liveness checks that what is to happen soon happens soon, in histories whose timers work. Each fault that reached a
// function allows another minute.
func (m *mirror) liveness() {
	for id, c := range m.chats {
		h := c.head.Holder()
		m.soon(id+" is held by an agent who left", h != nil && h.Epoch <= m.agentNamed(h.Person).standing.Out)
		m.soon(id+" waits although nobody is Online", c.head.State == chat.Waiting && c.head.Queue != "" && m.rosters[c.head.Queue]["online"] == 0)
		m.lateOffers(id, c.head)
		over := c.head.State == chat.Closed || c.head.State == chat.Ended && (h == nil || c.head.EndedBy == log.BySystem)
		m.soon(id+" is over and has no transcript", over)
	}
}

func (m *mirror) soon(what string, late bool) {
	if !late || m.s.faults.lost > 0 || m.s.faults.late > 0 {
		delete(m.since, what)
		return
	}
	first, known := m.since[what]
	if !known {
		m.since[what] = lateness{m.s.now, m.s.harmed}
		return
	}
	if allowed := 3*time.Minute + time.Duration(m.s.harmed-first.harmed)*time.Minute; m.s.now.Sub(first.since) > allowed {
		m.s.violate("chat %s, for %s", what, m.s.now.Sub(first.since))
	}
}

// final is what must hold in the end.
func (m *mirror) final() {
	for id, c := range m.chats {
		if c.records != 1 {
			m.s.violate("chat %s has %d transcripts in the end and is %s", id, c.records, c.head.State)
		}
		m.finalChat(id, c)
	}
	for person, a := range m.agents {
		if clock := m.clocks[clockOf(store.AgentThing(person))]; a.standing.Status != routing.Offline || a.standing.Load != 0 || clock != nil {
			m.s.violate("%s is %s in the end with load %d, clock %v", person, a.standing.Status, a.standing.Load, clock)
		}
	}
}

// finalChat reads the document back: it holds both logs whole and in order.
func (m *mirror) finalChat(id string, c *mirroredChat) {
	doc, err := m.s.desk.Transcript(m.s.ctx, id)
	if err != nil {
		m.s.violate("the transcript of %s cannot be read: %v", id, err)
		return
	}
	if err := log.Verify(c.public); err != nil || !doc.Chain.Intact {
		m.s.violate("the chain of %s: %v", id, err)
	}
	said := 0
	for _, e := range c.public {
		if e.Kind == log.Said {
			said++
		}
	}
	if got := doc.AgentMessages + doc.VisitorMessages; got != said {
		m.s.violate("chat %s holds %d messages, its transcript %d", id, said, got)
	}
	for frame, seq := range c.acked {
		if c.public[seq-1].ID != frame {
			m.s.violate("%s was acknowledged and is lost", fmt.Sprint(id, frame))
		}
	}
}
