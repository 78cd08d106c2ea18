package store

import (
	"context"
	"time"
)

// Clock is what a thing that waits knows of time. Times are milliseconds since 1970, 0 for none.
type Clock struct {
	Thing Thing
	Seen  int64 // when word last came: a visitor's beat, an agent's lease
	Timer int64 // when the one live timer looks
	Due   int64 // from when on the sweep must look
	Lost  int64 // when a connection was lost or a close notice came, unless word came since
	Grace int64 // how long after Lost that counts, milliseconds
}

// SweepAfter is how long a due entry lies behind the live timer.
const SweepAfter = 5 * time.Minute

func readClock(t Thing, it Item) *Clock {
	return &Clock{Thing: t, Seen: it.N["seen"], Timer: it.N["timer"], Due: it.N["due"], Lost: it.N["lost"], Grace: it.N["grace"]}
}

func (c Clock) numbers() map[string]int64 {
	return map[string]int64{"seen": c.Seen, "timer": c.Timer, "due": c.Due, "lost": c.Lost, "grace": c.Grace}
}

// AsRead is the condition that nothing at all moved on this clock.
func (c Clock) asRead() If { return If{Equal: c.numbers()} }

// Clock reads a thing's clock; nil once the thing is finished.
func (s *Store) Clock(ctx context.Context, t Thing) (*Clock, error) {
	it, err := s.driver.Get(ctx, t.clockKey())
	if err != nil || it == nil {
		return nil, err
	}
	return readClock(t, *it), nil
}

// Born starts the clock of a thing with its due entry and, for a chat, its marker. It fails as Stale if it runs already.
func Born(c Clock) []Op {
	ops := []Op{{Verb: Put, If: If{Absent: true}, Else: Stale, Item: Item{Key: c.Thing.clockKey(), N: c.numbers()}}}
	return append(ops, c.evidence()...)
}

// evidence is the due entry and, for a chat, the marker, for the due time of c.
func (c Clock) evidence() []Op {
	ops := []Op{{Verb: Put, Item: Item{Key: Key{Chats, duePK(dueShard(c.Thing)), timeSK(c.Due, c.Thing.String())}}}}
	if c.Thing.Kind == ThingChat {
		ops = append(ops, Op{Verb: Put, Item: Item{Key: Key{Chats, markPK(c.Thing.ID), skMark}, Expires: time.UnixMilli(c.Due)}})
	}
	return ops
}

// MoveDue moves the due entry and the marker of a thing, if its due time is as read.
func MoveDue(c Clock, due int64) []Op {
	if due == c.Due {
		return nil
	}
	ops := []Op{
		{Verb: Set, Numbers: map[string]int64{"due": due}, If: If{Equal: map[string]int64{"due": c.Due}}, Else: Stale, Item: Item{Key: c.Thing.clockKey()}},
		c.dropDue(),
	}
	c.Due = due
	return append(ops, c.evidence()...)
}

func (c Clock) dropDue() Op {
	return Op{Verb: Delete, Item: Item{Key: Key{Chats, duePK(dueShard(c.Thing)), timeSK(c.Due, c.Thing.String())}}}
}

// Finish removes clock, due entry and marker: nobody needs to look any more. It is Stale if anything moved meanwhile.
func Finish(c Clock) []Op {
	ops := []Op{{Verb: Delete, If: c.asRead(), Else: Stale, Item: Item{Key: c.Thing.clockKey()}}, c.dropDue()}
	if c.Thing.Kind == ThingChat {
		ops = append(ops, Op{Verb: Delete, Item: Item{Key: Key{Chats, markPK(c.Thing.ID), skMark}}})
	}
	return ops
}

// SetTimer stores the time of the live timer, if it is as read.
func SetTimer(c Clock, timer int64) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"timer": timer}, If: If{Equal: map[string]int64{"timer": c.Timer}}, Else: Stale, Item: Item{Key: c.Thing.clockKey()}}
}

// SetSeen notes that word came from whom a thing waits for. A finished thing has no clock: that is refused as Stale.
func SetSeen(t Thing, now time.Time) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"seen": now.UnixMilli(), "lost": 0, "grace": 0}, Else: Stale, Item: Item{Key: t.clockKey()}}
}

// SetLost notes that a connection was lost or a close notice came, if no word came since the clock was read.
func SetLost(c Clock, now time.Time, grace time.Duration) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"lost": now.UnixMilli(), "grace": grace.Milliseconds()},
		If: If{Equal: map[string]int64{"seen": c.Seen}}, Else: Stale, Item: Item{Key: c.Thing.clockKey()}}
}

// CheckSilence demands that no word came since the clock was read.
func CheckSilence(c Clock) Op {
	return Op{Verb: Check, If: If{Equal: map[string]int64{"seen": c.Seen, "lost": c.Lost}}, Else: Stale, Item: Item{Key: c.Thing.clockKey()}}
}

// Pending is what waits, as the sweep sees it.
type Pending struct {
	Overdue []Thing // whose due time has come, over all shards, oldest first within a shard
	Agents  bool    // an agent is logged in, or holds something yet
}

// Pending reads up to limit due entries of each shard.
func (s *Store) Pending(ctx context.Context, now time.Time, limit int) (Pending, error) {
	var p Pending
	overdue := timeSK(now.UnixMilli(), "~")
	for shard := range dueShards {
		r := Range{Table: Chats, PK: duePK(shard), From: "0", To: overdue, Limit: limit}
		if shard < agentShards {
			r.To = "~"
		}
		items, err := s.driver.Query(ctx, r)
		if err != nil {
			return p, err
		}
		p.Agents = p.Agents || shard < agentShards && len(items) > 0
		for _, it := range items {
			if t, err := ParseThing(it.SK[14:]); err == nil && it.SK <= overdue {
				p.Overdue = append(p.Overdue, t)
			}
		}
	}
	return p, nil
}

// HasMark reports whether a chat's marker is still there: once TTL has deleted it, the chat is due.
func (s *Store) HasMark(ctx context.Context, chatID string) (bool, error) {
	it, err := s.driver.Get(ctx, Key{Chats, markPK(chatID), skMark})
	return it != nil, err
}
