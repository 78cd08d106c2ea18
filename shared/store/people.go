package store

import (
	"context"
	"strings"
	"time"

	"switchboard/shared/log"
)

// Presence is where a person can be reached, the chats she is in, and whether she is shut out.
type Presence struct {
	Conns []string
	Chats []Holding
	Out   int64 // since when she is shut out, milliseconds; 0 if she is not
}

// Holding is a chat that a person is in. Name is its key: for a visitor the button (one running chat each, R67), for
// an agent the chat.
type Holding struct {
	Name    string
	Chat    string
	Version int64
}

// Person reads a person's connections and chats, and whether she is shut out, in one query.
func (s *Store) Person(ctx context.Context, person string) (Presence, error) {
	items, err := s.driver.Query(ctx, Range{Table: Chats, PK: whoPK(person), From: "C", To: "D"})
	if err != nil {
		return Presence{}, err
	}
	var p Presence
	for _, it := range items {
		if name, ok := strings.CutPrefix(it.SK, "CHAT#"); ok {
			p.Chats = append(p.Chats, Holding{name, string(it.Body), it.N["ver"]})
		} else if conn, ok := strings.CutPrefix(it.SK, "CONN#"); ok {
			p.Conns = append(p.Conns, conn)
		} else if it.SK == skClosed {
			p.Out = it.N["at"]
		}
	}
	return p, nil
}

// ShutOut notes that a person is let in no more since a time: nobody whose sign-in is older opens a socket or works.
func ShutOut(person string, at time.Time) Op {
	return Op{Verb: Put, Item: Item{Key: closedKey(person), N: map[string]int64{"at": at.UnixMilli()}, Expires: at.Add(outLife)}}
}

// LetIn forgets that a person is shut out.
func LetIn(person string) Op { return Op{Verb: Delete, Item: Item{Key: closedKey(person)}} }

// LetInAsRead is LetIn if nobody shut her out again since that was read.
func LetInAsRead(person string, out int64) Op {
	return Op{Verb: Delete, If: If{Equal: map[string]int64{"at": out}}, Else: Stale, Item: Item{Key: closedKey(person)}}
}

// CheckLetIn demands that a person is not shut out; refusal is what she is told.
func CheckLetIn(person string, refusal error) Op {
	return Op{Verb: Check, If: If{Absent: true}, Else: Refused(refusal), Item: Item{Key: closedKey(person)}}
}

func closedKey(person string) Key { return Key{Chats, whoPK(person), skClosed} }

// ShutOutSince reads since when a person is shut out, in milliseconds; 0 if she is not.
func (s *Store) ShutOutSince(ctx context.Context, person string) (int64, error) {
	it, err := s.driver.Get(ctx, closedKey(person))
	if err != nil || it == nil {
		return 0, err
	}
	return it.N["at"], nil
}

// Held returns the holding of this name, its zero value if there is none.
func (p Presence) Held(name string) Holding {
	for _, h := range p.Chats {
		if h.Name == name {
			return h
		}
	}
	return Holding{Name: name}
}

// PutHolding notes that a person is in a chat, if the entry is as it was read.
func PutHolding(person string, h Holding, now time.Time) Op {
	return Op{Verb: Put, If: asRead(h.Version), Else: Stale, Item: Item{
		Key: Key{Chats, whoPK(person), heldSK(h.Name)}, Body: []byte(h.Chat), N: map[string]int64{"ver": h.Version + 1}, Expires: now.Add(chatLife),
	}}
}

// DropHolding notes that a person holds a chat no longer.
func DropHolding(person, name string) Op {
	return Op{Verb: Delete, Item: Item{Key: Key{Chats, whoPK(person), heldSK(name)}}}
}

// PutConn registers a connection of a person.
func PutConn(person, conn string, now time.Time) Op {
	return Op{Verb: Put, Item: Item{Key: Key{Chats, whoPK(person), connSK(conn)}, Expires: now.Add(connLife)}}
}

// DropConn forgets a connection of a person.
func DropConn(person, conn string) Op {
	return Op{Verb: Delete, Item: Item{Key: Key{Chats, whoPK(person), connSK(conn)}}}
}

// PutPartyConn copies a connection under a chat, so that one query finds who listens.
func PutPartyConn(chatID string, party log.Party, conn string, now time.Time) Op {
	return Op{Verb: Put, Item: Item{Key: Key{Chats, chatPK(chatID), partySK(string(party), conn)}, Expires: now.Add(connLife)}}
}

// PutWatching copies the connection of a supervisor who watches a chat under it.
func PutWatching(chatID, person, conn string, now time.Time) Op {
	op := PutPartyConn(chatID, Watching, conn, now)
	op.Item.Body = []byte(person)
	return op
}

// DropPartyConn forgets such a copy.
func DropPartyConn(chatID string, party log.Party, conn string) Op {
	return Op{Verb: Delete, Item: Item{Key: Key{Chats, chatPK(chatID), partySK(string(party), conn)}}}
}

// HasPartyConn reports whether a connection is copied under a chat.
func (s *Store) HasPartyConn(ctx context.Context, chatID string, party log.Party, conn string) (bool, error) {
	it, err := s.driver.Get(ctx, Key{Chats, chatPK(chatID), partySK(string(party), conn)})
	return it != nil, err
}
