// Package store is a store such as the product's, small enough to know by heart what it does.
package store

type Table string

const (
	Chats Table = "chats"
	Desk  Table = "desk"
)

type Verb int

const (
	Put Verb = iota
	Set
	Delete
	Check
)

type Key struct {
	Table Table
	PK    string
}

type Op struct {
	Verb Verb
	Key  Key
}

type Driver interface {
	Get(Key) string
	Query(Key) []string
	Write(...Op)
}

type Store struct{ driver Driver }

func New(d Driver) *Store { return &Store{d} }

func thingKey(id string) Key { return Key{Desk, id} }

func (s *Store) Read(id string) string   { return s.driver.Get(Key{Chats, id}) }
func (s *Store) List(id string) []string { return s.list(thingKey(id)) }
func (s *Store) list(from Key) []string  { return s.driver.Query(from) }
func (s *Store) Commit(ops ...Op)        { s.driver.Write(ops...) }
func Sold(id string) Op                  { return Op{Verb: Put, Key: thingKey(id)} }
func Gone(id string) Op                  { return Op{Verb: Delete, Key: Key{Chats, id}} }
func Unused(id string) Op                { return Op{Verb: Check, Key: Key{Chats, id}} }
