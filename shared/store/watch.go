package store

import (
	"context"
	"strings"
	"time"
)

// Watcher is a supervisor's connection that watches a queue of the panel.
type Watcher struct {
	Queue  string
	Person string
	Conn   string
	Dirty  bool // something changed, and the queue's look will tell her
	Until  int64
}

const watchPK = "WATCH"

func (w Watcher) key() Key { return Key{Chats, watchPK, w.Queue + "#" + w.Person + "#" + w.Conn} }

// PutWatcher keeps a watch until a time.
func PutWatcher(w Watcher, until time.Time) Op {
	n := map[string]int64{"until": until.UnixMilli(), "dirty": 0}
	if w.Dirty {
		n["dirty"] = 1
	}
	return Op{Verb: Put, Item: Item{Key: w.key(), N: n, Expires: until}}
}

// DropWatcher ends a watch.
func DropWatcher(w Watcher) Op { return Op{Verb: Delete, Item: Item{Key: w.key()}} }

// SoilWatcher marks that something changed which a watcher has not been told. It is Moved if it is marked already.
func SoilWatcher(w Watcher) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"dirty": 1}, If: If{Equal: map[string]int64{"dirty": 0}}, Else: Moved, Item: Item{Key: w.key()}}
}

// CleanWatcher takes the mark away before the panel is read for her.
func CleanWatcher(w Watcher) Op {
	return Op{Verb: Set, Numbers: map[string]int64{"dirty": 0}, Else: Moved, Item: Item{Key: w.key()}}
}

// Watchers reads who watches what. Nobody does most of the time, and it is one short read then.
func (s *Store) Watchers(ctx context.Context) ([]Watcher, error) {
	items, err := s.driver.Query(ctx, Range{Table: Chats, PK: watchPK, From: "!", To: "~"})
	if err != nil {
		return nil, err
	}
	var all []Watcher
	for _, it := range items {
		parts := strings.Split(it.SK, "#")
		if len(parts) == 3 {
			all = append(all, Watcher{Queue: parts[0], Person: parts[1], Conn: parts[2], Dirty: it.N["dirty"] == 1, Until: it.N["until"]})
		}
	}
	return all, nil
}
