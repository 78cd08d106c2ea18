package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
)

// Head is a chat as stored, with the version that its next writer names.
type Head struct {
	chat.Chat
	Version int64
}

// Window is what one query from an event up to the head answers: all that a message needs. It is no
// snapshot. Complete is false if the head did not fit: the caller holds too little and must resume first.
type Window struct {
	Head     Head
	Complete bool
	Events   []log.Event // from the one asked for, inclusive
	Conns    []Conn
	Clock    *Clock

	Private      []log.Event // of Whole only: the private log as far as it was read
	PrivateWhole bool
}

// Conn is a party's connection, copied under the chat. A watcher is no party: she stands there under Watching, with who
// she is.
type Conn struct {
	Party  log.Party
	ID     string
	Person string // of a watcher
}

// Watching stands in the place of a party for a supervisor who watches a chat; nothing of it reaches the visitor (R203).
const Watching log.Party = "w"

// windowLimit is how many items one message reads at most.
const windowLimit = 64

// Window reads a chat from the public event `after` on, inclusive.
func (s *Store) Window(ctx context.Context, chatID string, after int) (Window, error) {
	items, err := s.driver.Query(ctx, Range{Chats, chatPK(chatID), publicSK(max(after, 1)), skHead, windowLimit, false})
	if err != nil {
		return Window{}, err
	}
	return readWindow(chatID, items)
}

// wholeLimit is how many items Whole reads at most: a chat that waits has few.
const wholeLimit = 256

// Whole reads a chat with both its logs in one query, for whoever is about to route it. Of a long one the private log may
// not be whole.
func (s *Store) Whole(ctx context.Context, chatID string) (Window, error) {
	items, err := s.driver.Query(ctx, Range{Chats, chatPK(chatID), publicSK(1), privateSK(99999999), wholeLimit, false})
	if err != nil {
		return Window{}, err
	}
	w, err := readWindow(chatID, items)
	w.PrivateWhole = w.Complete && len(items) < wholeLimit
	return w, err
}

// Standing reads a chat's clock, connections and head, without events. Complete is false if there is no such chat.
func (s *Store) Standing(ctx context.Context, chatID string) (Window, error) {
	items, err := s.driver.Query(ctx, Range{Table: Chats, PK: chatPK(chatID), From: "HC#", To: skHead})
	if err != nil {
		return Window{}, err
	}
	return readWindow(chatID, items)
}

func readWindow(chatID string, items []Item) (Window, error) {
	var w Window
	for _, it := range items {
		switch {
		case it.SK == skHead:
			if err := log.Decode(it.Body, &w.Head.Chat); err != nil {
				return w, fmt.Errorf("store: head of chat %s: %w", chatID, err)
			}
			w.Head.Version, w.Complete = it.N["ver"], true
		case it.SK == skClock:
			w.Clock = readClock(ChatThing(chatID), it)
		case strings.HasPrefix(it.SK, "HC#"):
			party, conn, _ := strings.Cut(it.SK[3:], "#")
			w.Conns = append(w.Conns, Conn{Party: log.Party(party), ID: conn, Person: string(it.Body)})
		default:
			e, err := readEvent(it)
			if err != nil {
				return w, fmt.Errorf("store: chat %s, %s: %w", chatID, it.SK, err)
			}
			if strings.HasPrefix(it.SK, "P#") {
				w.Private = append(w.Private, e)
			} else {
				w.Events = append(w.Events, e)
			}
		}
	}
	return w, nil
}

func readEvent(it Item) (log.Event, error) {
	return log.Read(log.Stored{Envelope: it.Body, Payload: it.Payload, Salt: it.Salt})
}

// Public and Private are a chat's two logs.
const (
	Public  = false
	Private = true
)

func eventSK(private bool, seq int) string {
	if private {
		return privateSK(seq)
	}
	return publicSK(seq)
}

// Events reads a log from a seq on, inclusive; limit 0 reads it to its end.
func (s *Store) Events(ctx context.Context, chatID string, private bool, from, limit int) ([]log.Event, error) {
	return s.events(ctx, Range{Chats, chatPK(chatID), eventSK(private, max(from, 1)), eventSK(private, 99999999), limit, false})
}

// Tail reads the newest n events of a log, newest first.
func (s *Store) Tail(ctx context.Context, chatID string, private bool, n int) ([]log.Event, error) {
	return s.events(ctx, Range{Chats, chatPK(chatID), eventSK(private, 1), eventSK(private, 99999999), n, true})
}

func (s *Store) events(ctx context.Context, r Range) ([]log.Event, error) {
	items, err := s.driver.Query(ctx, r)
	if err != nil {
		return nil, err
	}
	events := make([]log.Event, len(items))
	for i, it := range items {
		if events[i], err = readEvent(it); err != nil {
			return nil, fmt.Errorf("store: %s, %s: %w", r.PK, it.SK, err)
		}
	}
	return events, nil
}

// PutEvent writes the next entry of a log. A taken slot means that somebody spoke: Moved.
func PutEvent(chatID string, private bool, e log.Event) Op {
	b := e.Stored()
	return Op{Verb: Put, If: If{Absent: true}, Else: Moved, Item: Item{
		Key:  Key{Chats, chatPK(chatID), eventSK(private, e.Seq)},
		Body: b.Envelope, Payload: b.Payload, Salt: b.Salt, Expires: e.At.Add(chatLife),
	}}
}

// PutHead writes a chat if its head is still the version that was read; version 0 creates it.
func PutHead(c chat.Chat, version int64, now time.Time) (Op, error) {
	body, err := log.Encode(c)
	if err != nil {
		return Op{}, err
	}
	return Op{Verb: Put, If: asRead(version), Else: Stale, Item: Item{
		Key: Key{Chats, chatPK(c.ID), skHead}, Body: body, N: map[string]int64{"ver": version + 1}, Expires: now.Add(chatLife),
	}}, nil
}

// CheckHead demands that a chat's head is still the version that was read.
func CheckHead(chatID string, version int64) Op {
	return Op{Verb: Check, If: asRead(version), Else: Stale, Item: Item{Key: Key{Chats, chatPK(chatID), skHead}}}
}

// asRead is the condition that a versioned item has not changed since it was read; version 0 is "not there".
func asRead(version int64) If {
	if version == 0 {
		return If{Absent: true}
	}
	return If{Equal: map[string]int64{"ver": version}}
}

// PutVisitor writes what staff may see of a chat's visitor.
func PutVisitor(chatID string, body []byte, now time.Time) Op {
	return Op{Verb: Put, Item: Item{Key: Key{Chats, chatPK(chatID), skVisitor}, Body: body, Expires: now.Add(chatLife)}}
}

// Visitor reads what PutVisitor wrote; nil if there is nothing.
func (s *Store) Visitor(ctx context.Context, chatID string) ([]byte, error) {
	it, err := s.driver.Get(ctx, Key{Chats, chatPK(chatID), skVisitor})
	if err != nil || it == nil {
		return nil, err
	}
	return it.Body, nil
}
