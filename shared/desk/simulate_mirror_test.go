package desk_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
	"switchboard/shared/timer"
)

// never is a time that does not come.
var never = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// mirror follows each write to the store and checks after each what must hold then.
type mirror struct {
	s        *simulation
	chats    map[string]*mirroredChat
	agents   map[string]*mirroredAgent
	clocks   map[string]map[string]int64 // by thing
	dues     map[string]map[string]bool  // by thing, the times of its due entries
	rosters  map[string]map[string]int64 // by queue
	listed   map[string]bool             // queue/person, for lists of skills
	waiting  map[string]bool             // queue/chat
	ranked   map[string]bool             // rank/place
	looks    map[timer.Look]int          // on their way
	since    map[string]lateness
	wrote    []log.Kind    // public events of the write at hand
	admitted []chat.Chat   // chats that come into a queue by it
	ids      []string      // the ids of the frames that its events name
	was      *chat.Chat    // the chat that it moves, before
	moved    string        // and its id
	worst    time.Duration // from loss to transcript
	exited   int           // agents who were out by themselves
	outed    int           // agents who were counted as lost
}

type mirroredChat struct {
	head    chat.Chat
	public  []log.Event
	private []log.Event
	holders map[string]bool
	left    map[string]time.Time // agents who were in it, and since when they are not
	records int
	acked   map[string]int
	visitor time.Time // when its visitor was lost, never while she is there
	agent   time.Time // … its agent
	ended   time.Time // … when the system ended it
}

type mirroredAgent struct {
	standing routing.Agent
	there    bool
	lost     time.Time
	heard    time.Time // her newest renewal that was answered
	exit     time.Time // when she said that she goes
}

type lateness struct {
	since  time.Time
	harmed int
}

func newMirror(s *simulation) *mirror {
	return &mirror{
		s: s, chats: map[string]*mirroredChat{}, agents: map[string]*mirroredAgent{}, clocks: map[string]map[string]int64{},
		dues: map[string]map[string]bool{}, rosters: map[string]map[string]int64{},
		listed: map[string]bool{}, waiting: map[string]bool{}, ranked: map[string]bool{},
		looks: map[timer.Look]int{}, since: map[string]lateness{},
	}
}

func (m *mirror) chat(id string) *mirroredChat {
	if m.chats[id] == nil {
		m.chats[id] = &mirroredChat{
			holders: map[string]bool{}, left: map[string]time.Time{}, acked: map[string]int{}, visitor: never, agent: never, ended: never,
		}
	}
	return m.chats[id]
}

func (m *mirror) agentNamed(person string) *mirroredAgent {
	if m.agents[person] == nil {
		m.agents[person] = &mirroredAgent{standing: routing.Agent{Person: person, Status: routing.Offline}, lost: never}
	}
	return m.agents[person]
}

// write follows one committed write.
func (m *mirror) write(i *invocation, ops []store.Op) {
	before := map[string]routing.Agent{}
	m.wrote, m.ids, m.was, m.admitted = nil, nil, nil, nil
	for _, op := range ops {
		kind, id, _ := strings.Cut(op.Item.PK, "#")
		switch {
		case op.Verb == store.Check:
		case op.Item.SK == "HD":
			m.clock(strings.ToLower(kind)+":"+id, op)
		case kind == "CHAT":
			m.chatItem(m.chat(id), op)
		case kind == "WHO":
			m.holding(id, op)
		case kind == "DUE":
			m.due(op)
		case kind == "AGENT" && ofAgent(op):
			before[id] = m.agentNamed(id).standing
			m.standing(m.agentNamed(id), op)
		case kind == "QUEUE":
			m.queue(id, op)
		case kind == "RANK":
			mark(m.ranked, id+"/"+op.Item.SK, op)
		case kind == "RECORD":
			m.recorded(m.chat(id))
		}
	}
	for _, person := range slices.Sorted(maps.Keys(before)) {
		m.overCapacity(before[person], m.agents[person].standing, m.wrote)
		m.s.record.shifted(i, before[person], m.agents[person].standing, m.ids)
	}
	for _, c := range m.admitted {
		m.hadRoom(c)
	}
	if m.was != nil {
		m.s.record.turned(i, *m.was, m.chat(m.moved).head, m.ids)
	}
	m.check()
}

func (m *mirror) clock(thing string, op store.Op) {
	switch {
	case op.Verb == store.Delete:
		delete(m.clocks, thing)
	case op.Verb == store.Put:
		m.clocks[thing] = maps.Clone(op.Item.N)
	default:
		maps.Copy(m.clocks[thing], op.Numbers)
	}
}

func (m *mirror) due(op store.Op) {
	at, thing, _ := strings.Cut(op.Item.SK, "#")
	if m.dues[thing] == nil {
		m.dues[thing] = map[string]bool{}
	}
	if op.Verb == store.Put {
		m.dues[thing][at] = true
	} else {
		delete(m.dues[thing], at)
	}
}

func (m *mirror) holding(person string, op store.Op) {
	name, ok := strings.CutPrefix(op.Item.SK, "CHAT#")
	if !ok || m.agents[person] == nil {
		return
	}
	if op.Verb == store.Put {
		m.chat(name).holders[person] = true
	} else {
		delete(m.chat(name).holders, person)
	}
}

func mark(set map[string]bool, name string, op store.Op) {
	if op.Verb == store.Put {
		set[name] = true
	} else {
		delete(set, name)
	}
}

func (m *mirror) queue(queue string, op store.Op) {
	if person, ok := strings.CutPrefix(op.Item.SK, "ON#"); ok {
		mark(m.listed, queue+"/"+person, op)
	} else if entry, ok := strings.CutPrefix(op.Item.SK, "W#"); ok && len(entry) > 14 {
		mark(m.waiting, queue+"/"+entry[14:], op)
	} else if op.Item.SK == "ROSTER" && op.Verb == store.Set {
		if m.rosters[queue] == nil {
			m.rosters[queue] = map[string]int64{}
		}
		for name, n := range op.Adds {
			m.rosters[queue][name] += n
		}
	}
}

// chatItem follows heads and logs.
func (m *mirror) chatItem(c *mirroredChat, op store.Op) {
	sk := op.Item.SK
	switch {
	case sk == "HEAD":
		was := c.head
		c.head = chat.Chat{}
		if err := log.Decode(op.Item.Body, &c.head); err != nil {
			m.s.violate("a head cannot be read: %v", err)
		}
		m.was, m.moved = &was, c.head.ID
		m.headMoved(c, was)
	case strings.HasPrefix(sk, "E#"):
		m.grow(c, &c.public, op, log.Ended)
	case strings.HasPrefix(sk, "P#"):
		m.grow(c, &c.private, op, log.Closed)
	}
}

// grow appends an event to a mirrored log, and checks that it belongs there.
func (m *mirror) grow(c *mirroredChat, to *[]log.Event, op store.Op, last log.Kind) {
	e, err := log.Read(log.Stored{Envelope: op.Item.Body, Payload: op.Item.Payload, Salt: op.Item.Salt})
	if err != nil {
		m.s.violate("an event cannot be read: %v", err)
		return
	}
	n := len(*to)
	m.s.log("event", op.Item.PK[5:], op.Item.SK, e.Kind, e.Who, e.ID)
	if e.Seq != n+1 {
		m.s.violate("event %d follows %d of chat %s", e.Seq, n, op.Item.PK)
	}
	if n > 0 && (*to)[n-1].Kind == last {
		m.s.violate("%s after %s in chat %s", e.Kind, last, op.Item.PK)
	}
	for _, other := range *to {
		if e.ID != "" && other.ID == e.ID && other.Kind == e.Kind {
			m.s.violate("%s %s stands twice in chat %s", e.Kind, e.ID, op.Item.PK)
		}
	}
	if e.Kind == log.Ended && e.Payload.Reason == log.Gone {
		m.silent(c, e)
	}
	if last == log.Ended {
		m.wrote = append(m.wrote, e.Kind)
	}
	if e.ID != "" {
		m.ids = append(m.ids, e.ID)
	}
	*to = append(*to, e)
}
