// Package store has a function of which nobody can say what it needs.
package store

type Table string

const (
	Chats Table = "chats"
	Desk  Table = "desk"
)

type Key struct{ Table Table }

type Driver interface{ Get(Key) string }

type Store struct{ driver Driver }

func (s *Store) Either(first bool) string {
	if first {
		return s.driver.Get(Key{Chats})
	}
	return s.driver.Get(Key{Desk})
}
