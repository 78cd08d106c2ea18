package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/shared/routing"
)

// Entry is a waiting request in a queue's list. Body is what consoles read of it.
type Entry struct {
	Queue       string // a button, or the queue of a skill
	Chat        string
	RequestedAt int64
	Body        []byte
	Asking      bool // the visitor wants to know her place
}

// Waiting reads at most limit waiting requests of a queue, oldest first.
func (s *Store) Waiting(ctx context.Context, queue string, limit int) ([]Entry, error) {
	items, err := s.driver.Query(ctx, Range{Table: Desk, PK: queuePK(queue), From: "W#", To: "W#~", Limit: limit})
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, len(items))
	for _, it := range items {
		e := Entry{Queue: queue, Body: it.Body, Asking: it.N["asking"] == 1}
		if _, err := fmt.Sscanf(it.SK, "W#%d#%s", &e.RequestedAt, &e.Chat); err != nil {
			return nil, fmt.Errorf("store: queue %s, %s: %w", queue, it.SK, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Roster reads a queue's counts; zero if nobody was ever there.
func (s *Store) Roster(ctx context.Context, queue string) (routing.Roster, error) {
	it, err := s.driver.Get(ctx, Key{Desk, queuePK(queue), skRoster})
	if err != nil || it == nil {
		return routing.Roster{}, err
	}
	return routing.Roster{
		Online: int(it.N["online"]), Open: int(it.N["open"]), Waiting: int(it.N["waiting"]), Rev: int(it.N["rev"]),
		Stir: int(it.N["stir"]), Asking: int(it.N["asking"]), Wait: it.N["wait"],
	}, nil
}

// EnsureRoster creates a queue's counts if they are not there. It is no failure if they are.
func (s *Store) EnsureRoster(ctx context.Context, queue string) error {
	absent := func(sk string) Op {
		return Op{Verb: Put, If: If{Absent: true}, Else: Moved, Item: Item{Key: Key{Desk, queuePK(queue), sk}}}
	}
	err := s.Commit(ctx, absent(skRoster), absent(skRouter))
	if err == ErrMoved {
		return nil
	}
	return err
}

func countOp(queue string, adds map[string]int64) Op {
	return Op{Verb: Set, Adds: adds, Else: Stale, Item: Item{Key: Key{Desk, queuePK(queue), skRoster}}}
}

// Enqueue adds a waiting request to a list.
func Enqueue(e Entry) []Op {
	put := putEntry(e)
	put.If, put.Else = If{Absent: true}, Stale
	return []Op{put, countOp(e.Queue, e.counts(1))}
}

// Dequeue takes a waiting request out of its list; it is Stale if it is not there any more.
func Dequeue(e Entry) []Op {
	return []Op{{Verb: Delete, If: If{Present: true}, Else: Stale, Item: Item{Key: e.key()}}, countOp(e.Queue, e.counts(-1))}
}

func (e Entry) counts(n int64) map[string]int64 {
	adds := map[string]int64{"waiting": n, "rev": 1, "stir": 1}
	if e.Asking {
		adds["asking"] = n
	}
	return adds
}

// Relist rewrites a waiting request, so that consoles read it anew.
func Relist(e Entry) []Op {
	put := putEntry(e)
	put.If, put.Else = If{Present: true}, Stale
	return []Op{put, countOp(e.Queue, map[string]int64{"rev": 1})}
}

// CheckAdmission is what an admission rests on: somebody is Online, no fewer places are free than were read, and no more
// requests wait than may (R66).
func CheckAdmission(queue string, read routing.Roster, most int) Op {
	return Op{Verb: Check, Else: Stale, Item: Item{Key: Key{Desk, queuePK(queue), skRoster}}, If: If{
		AtLeast: map[string]int64{"online": 1, "open": int64(min(read.Open, most+1))}, AtMost: map[string]int64{"waiting": int64(most)},
	}}
}

// CheckRefusal is what a refusal rests on: nobody came, no place was freed and nobody left the queue since it was read.
func CheckRefusal(queue string, read routing.Roster) Op {
	return Op{Verb: Check, Else: Stale, Item: Item{Key: Key{Desk, queuePK(queue), skRoster}}, If: If{
		AtLeast: map[string]int64{"waiting": int64(read.Waiting)},
		AtMost:  map[string]int64{"online": int64(read.Online), "open": int64(read.Open)},
	}}
}

// CheckNobody demands that no agent is Online for a queue.
func CheckNobody(queue string) Op {
	return Op{Verb: Check, If: If{AtMost: map[string]int64{"online": 0}}, Else: Stale, Item: Item{Key: Key{Desk, queuePK(queue), skRoster}}}
}

// SetWait stores the estimated wait of a queue (R106), milliseconds.
func SetWait(queue string, wait int64) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"wait": wait}, Item: Item{Key: Key{Desk, queuePK(queue), skRoster}}}
}

// Hold makes one router at a time match a queue whose requests and agents are many, until a time at most. It is Moved if
// another one holds it.
func Hold(queue string, now, until time.Time) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"held": until.UnixMilli()}, Else: Moved,
		If: If{AtMost: map[string]int64{"held": now.UnixMilli()}}, Item: Item{Key: Key{Desk, queuePK(queue), skRouter}}}
}

// Unhold lets go of a queue, if nothing stirred in it since its counts were read: else there is more to match, Stale.
func Unhold(queue string, read routing.Roster) []Op {
	return []Op{
		{Verb: Set, Numbers: map[string]int64{"held": 0}, Item: Item{Key: Key{Desk, queuePK(queue), skRouter}}},
		{Verb: Check, Else: Stale, If: If{Equal: map[string]int64{"stir": int64(read.Stir)}}, Item: Item{Key: Key{Desk, queuePK(queue), skRoster}}},
	}
}

// LetGo lets go of a queue with more to match.
func LetGo(queue string) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"held": 0}, Item: Item{Key: Key{Desk, queuePK(queue), skRouter}}}
}

func (e Entry) key() Key { return Key{Desk, queuePK(e.Queue), "W#" + timeSK(e.RequestedAt, e.Chat)} }

func putEntry(e Entry) Op {
	op := Op{Verb: Put, Item: Item{Key: e.key(), Body: e.Body}}
	if e.Asking {
		op.Item.N = map[string]int64{"asking": 1}
	}
	return op
}

// PutTold and Told keep which places in a queue its visitors were told last.
func PutTold(queue string, body []byte) Op {
	return Op{Verb: Put, Item: Item{Key: Key{Desk, queuePK(queue), skTold}, Body: body}}
}

// Told reads what PutTold wrote.
func (s *Store) Told(ctx context.Context, queue string) ([]byte, error) {
	it, err := s.driver.Get(ctx, Key{Desk, queuePK(queue), skTold})
	if err != nil || it == nil {
		return nil, err
	}
	return it.Body, nil
}
