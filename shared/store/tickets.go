package store

import (
	"context"
	"time"
)

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
