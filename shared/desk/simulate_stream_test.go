package desk_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// What a visitor may be told: these frames, these fields, these events. Everything else is for staff.
var (
	publicFrames = []string{"events", "typing", "place", "absent"}
	publicFields = strings.Fields(`type re id chat seq at who kind text party name by reason events place wait on position
		state button requestedAt acceptedAt endedAt parties me in tail more passed peek idle warning timeout save view
		chats gone clocks beat lease expires tails after`)
	publicKinds = []log.Kind{
		log.Requested, log.Accepted, log.Greeted, log.Said, log.HandedOn, log.Transferred, log.Returned, log.Joined, log.Left,
		log.Signalled, log.Ended,
	}
	field = regexp.MustCompile(`"([A-Za-z]+)":`)
)

// told checks a frame that was pushed.
func (m *mirror) told(c *socket, data []byte, kind string) {
	if m.s.told != nil {
		m.s.told[c.id.Person] = append(m.s.told[c.id.Person], string(data))
	}
	if c.id.Role == session.Visitor {
		if !slices.Contains(publicFrames, kind) {
			m.s.violate("visitor %s is told: %s", c.id.Person, data)
		}
		m.seenByVisitor(c, data)
	} else if kind == "events" {
		read(data, func(f protocol.Events) { m.overheard(c, f) })
	}
}

// reads checks an answer.
func (c *socket) reads(answer any) {
	if c.id.Role != session.Visitor || answer == nil {
		return
	}
	data, err := json.Marshal(answer)
	if err != nil {
		c.s.violate("an answer cannot be written: %v", err)
	}
	c.s.mirror.seenByVisitor(c, data)
}

// seenByVisitor checks that nothing in what a visitor reads is for staff, and that its events are those of the public log:
// of whoever watches, whispers or asks nothing is to be seen, so the frames are the same without them (R203, R206).
func (m *mirror) seenByVisitor(c *socket, data []byte) {
	for _, name := range field.FindAllSubmatch(data, -1) {
		if !slices.Contains(publicFields, string(name[1])) {
			m.s.violate("visitor %s reads %s in %s", c.id.Person, name[1], data)
		}
	}
	if strings.Contains(string(data), `"vera"`) || strings.Contains(string(data), "Vera") || strings.Contains(string(data), `"supervisor"`) {
		m.s.violate("visitor %s reads of a supervisor: %s", c.id.Person, data)
	}
	var f struct {
		Chat   string
		Events []protocol.Event
		View   *protocol.Chat
		Chats  []protocol.Chat
	}
	if json.Unmarshal(data, &f) != nil {
		return // a null answer
	}
	m.publicEvents(c, f.Chat, f.Events)
	if f.View != nil {
		f.Chats = append(f.Chats, *f.View)
	}
	for _, v := range f.Chats {
		m.publicEvents(c, v.Chat, v.Events)
	}
}

func (m *mirror) publicEvents(c *socket, id string, events []protocol.Event) {
	if len(events) == 0 {
		return
	}
	public := m.chat(id).public
	for _, e := range events {
		switch {
		case !slices.Contains(publicKinds, log.Kind(e.Kind)) || e.After != 0:
			m.s.violate("visitor %s reads %s %d of chat %s", c.id.Person, e.Kind, e.Seq, id)
		case e.Seq < 1 || e.Seq > len(public) || public[e.Seq-1].ID != e.ID || string(public[e.Seq-1].Kind) != e.Kind:
			m.s.violate("visitor %s reads %s %d of chat %s, which does not stand there", c.id.Person, e.Kind, e.Seq, id)
		}
	}
}

// overheard checks that an agent who left a chat some time ago hears no more of it.
func (m *mirror) overheard(c *socket, f protocol.Events) {
	mc := m.chats[f.Chat]
	if out, left := mc.left[c.id.Person]; left && m.s.now.Sub(out) > 2*handlerTime && !mc.head.Holds(c.id.Person) {
		m.s.violate("%s hears of chat %s, which she left %s ago", c.id.Person, f.Chat, m.s.now.Sub(out).Round(time.Second))
	}
}
