package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/shared/log"
	"switchboard/shared/routing"
)

// AgentState is an agent's standing as stored, with the version that its next writer names. Version 0: she never logged
// in.
type AgentState struct {
	routing.Agent
	Version int64
}

// Agent reads an agent's standing.
func (s *Store) Agent(ctx context.Context, person string) (AgentState, error) {
	it, err := s.driver.Get(ctx, Key{Desk, agentPK(person), skState})
	if err != nil || it == nil {
		return AgentState{Agent: routing.Agent{Person: person, Status: routing.Offline}}, err
	}
	a := AgentState{Version: it.N["ver"]}
	return a, log.Decode(it.Body, &a.Agent)
}

// PutAgent writes an agent's standing if it is still the version that was read.
func PutAgent(a routing.Agent, version int64) (Op, error) {
	body, err := log.Encode(a)
	return Op{Verb: Put, If: asRead(version), Else: Stale, Item: Item{
		Key: Key{Desk, agentPK(a.Person), skState}, Body: body, N: map[string]int64{"ver": version + 1},
	}}, err
}

// CheckAgent demands that an agent's standing is still the version that was read.
func CheckAgent(a AgentState) Op {
	return Op{Verb: Check, If: asRead(a.Version), Else: Stale, Item: Item{Key: Key{Desk, agentPK(a.Person), skState}}}
}

// Queue is a button's queue: counts, agents Online for it, and waiting requests oldest first.
type Queue struct {
	Roster  routing.Roster
	Online  []string
	Waiting []Entry
}

// Entry is a waiting request in a queue's list. Body is what consoles read of it.
type Entry struct {
	Button      string
	Chat        string
	RequestedAt int64
	Body        []byte
}

// Queue reads a button's queue: counts, agents and at most limit requests.
func (s *Store) Queue(ctx context.Context, button string, limit int) (Queue, error) {
	agents, err := s.driver.Query(ctx, Range{Table: Desk, PK: queuePK(button), From: "ON#", To: skRoster})
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	for _, it := range agents {
		if person, ok := strings.CutPrefix(it.SK, "ON#"); ok {
			q.Online = append(q.Online, person)
		} else {
			q.Roster = readRoster(it)
		}
	}
	q.Waiting, err = s.Waiting(ctx, button, limit)
	return q, err
}

// Waiting reads at most limit waiting requests of a button, oldest first.
func (s *Store) Waiting(ctx context.Context, button string, limit int) ([]Entry, error) {
	items, err := s.driver.Query(ctx, Range{Table: Desk, PK: queuePK(button), From: "W#", To: "W#~", Limit: limit})
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, len(items))
	for _, it := range items {
		e := Entry{Button: button, Body: it.Body}
		if _, err := fmt.Sscanf(it.SK, "W#%d#%s", &e.RequestedAt, &e.Chat); err != nil {
			return nil, fmt.Errorf("store: queue %s, %s: %w", button, it.SK, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Roster reads a button's counts; zero if nobody was ever there.
func (s *Store) Roster(ctx context.Context, button string) (routing.Roster, error) {
	it, err := s.driver.Get(ctx, Key{Desk, queuePK(button), skRoster})
	if err != nil || it == nil {
		return routing.Roster{}, err
	}
	return readRoster(*it), nil
}

func readRoster(it Item) routing.Roster {
	return routing.Roster{Online: int(it.N["online"]), Waiting: int(it.N["waiting"]), Rev: int(it.N["rev"])}
}

// EnsureRoster creates a button's counts if they are not there. It is no failure if they are.
func (s *Store) EnsureRoster(ctx context.Context, button string) error {
	err := s.Commit(ctx, Op{Verb: Put, If: If{Absent: true}, Else: Moved, Item: Item{Key: Key{Desk, queuePK(button), skRoster}}})
	if err == ErrMoved {
		return nil
	}
	return err
}

// Enqueue adds a waiting request while at least one agent is Online; otherwise the commit is Stale: decide again.
func Enqueue(e Entry) []Op {
	return []Op{putEntry(e), {Verb: Set, Adds: map[string]int64{"waiting": 1, "rev": 1}, If: If{AtLeast: map[string]int64{"online": 1}}, Else: Stale, Item: Item{Key: Key{Desk, queuePK(e.Button), skRoster}}}}
}

// CheckNobody demands that no agent is Online for a button: what a refusal rests on.
func CheckNobody(button string) Op {
	return Op{Verb: Check, If: If{Equal: map[string]int64{"online": 0}}, Else: Stale, Item: Item{Key: Key{Desk, queuePK(button), skRoster}}}
}

// Dequeue takes a waiting request out of the list; it is Stale if it is not there any more, or, where the reason is
// that nobody is Online, if somebody is by now.
func Dequeue(e Entry, nobody bool) []Op {
	count := Op{Verb: Set, Adds: map[string]int64{"waiting": -1, "rev": 1}, Else: Stale, Item: Item{Key: Key{Desk, queuePK(e.Button), skRoster}}}
	if nobody {
		count.If = If{Equal: map[string]int64{"online": 0}}
	}
	return []Op{{Verb: Delete, If: If{Present: true}, Else: Stale, Item: Item{Key: e.key()}}, count}
}

// Relist rewrites a waiting request, so that consoles read it anew.
func Relist(e Entry) []Op {
	put := putEntry(e)
	put.If, put.Else = If{Present: true}, Stale
	return []Op{put, {Verb: Set, Adds: map[string]int64{"rev": 1}, Item: Item{Key: Key{Desk, queuePK(e.Button), skRoster}}}}
}

func (e Entry) key() Key { return Key{Desk, queuePK(e.Button), "W#" + timeSK(e.RequestedAt, e.Chat)} }

func putEntry(e Entry) Op { return Op{Verb: Put, Item: Item{Key: e.key(), Body: e.Body}} }

// Join and Part keep who is Online for a button, in the list and in the count.
func Join(button, person string) []Op {
	return []Op{
		{Verb: Put, If: If{Absent: true}, Else: Stale, Item: Item{Key: Key{Desk, queuePK(button), onSK(person)}}},
		{Verb: Set, Adds: map[string]int64{"online": 1}, Item: Item{Key: Key{Desk, queuePK(button), skRoster}}},
	}
}

// Part is the reverse of Join.
func Part(button, person string) []Op {
	return []Op{
		{Verb: Delete, If: If{Present: true}, Else: Stale, Item: Item{Key: Key{Desk, queuePK(button), onSK(person)}}},
		{Verb: Set, Adds: map[string]int64{"online": -1}, Item: Item{Key: Key{Desk, queuePK(button), skRoster}}},
	}
}

// PutTicket stores a one-time ticket under the hash of its text.
func PutTicket(hash string, body []byte, until time.Time) Op {
	return Op{Verb: Put, If: If{Absent: true}, Else: Stale, Item: Item{Key: Key{Chats, ticketPK(hash), skTicket}, Body: body, Expires: until}}
}

// TakeTicket consumes a ticket and returns what it carries; nil if there is none or somebody took it first.
func (s *Store) TakeTicket(ctx context.Context, hash string, now time.Time) ([]byte, error) {
	key := Key{Chats, ticketPK(hash), skTicket}
	it, err := s.driver.Get(ctx, key)
	if err != nil || it == nil || !now.Before(it.Expires) {
		return nil, err
	}
	err = s.Commit(ctx, Op{Verb: Delete, If: If{Present: true}, Else: Stale, Item: Item{Key: key}})
	if err == ErrStale {
		return nil, nil
	}
	return it.Body, err
}
