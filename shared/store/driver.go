package store

import (
	"context"
	"time"
)

// Driver is what a database must offer: items under two keys, read consistently, written singly or together, each
// write on a condition. Everything else is built on it, once. storetest holds its contract.
type Driver interface {
	// Get returns one item as last written, or nil if there is none.
	Get(ctx context.Context, key Key) (*Item, error)

	// Query returns the items of a range in the order of their sort keys. It reads all pages that the limit needs.
	// It is not a snapshot: writes may land between two items of the answer.
	Query(ctx context.Context, r Range) ([]Item, error)

	// Write does all operations or none. If conditions failed it returns *Unmet with the index of each. An error of
	// another kind leaves open whether anything was written. No key may stand in two operations of one call. At
	// most MaxOps operations.
	Write(ctx context.Context, ops []Op) error
}

// MaxOps is the most operations that one Write takes.
const MaxOps = 100

// Table is one of the two tables: Chats holds what expires and has no index, Desk what stays.
type Table string

// The tables.
const (
	Chats Table = "chats"
	Desk  Table = "desk"
)

// Key addresses an item: partition and sort key.
type Key struct {
	Table  Table
	PK, SK string
}

// Item is what is stored. Body is opaque to the database; N holds the numbers that conditions and single-number writes
// rest on; Payload and Salt lie apart from Body because they may be destroyed on their own.
type Item struct {
	Key
	Body    []byte
	Payload []byte
	Salt    []byte
	N       map[string]int64
	Expires time.Time // TTL, whole seconds rounded up; zero for never. An item stays readable until it is deleted.
}

// Range is a stretch of one partition: sort keys from From to To, both inclusive.
type Range struct {
	Table    Table
	PK       string
	From, To string
	Limit    int // 0 for all
	Backward bool
}

// Verb says what an operation does.
type Verb int

// The verbs.
const (
	Put    Verb = iota // the whole item, replacing what is there
	Set                // only the numbers in Numbers and Adds, of an item that exists
	Delete             // the item; a missing one is no failure unless the condition says so
	Check              // nothing, but the condition must hold
)

// Op is one conditional operation. Else says what its failure means to whoever decided it.
type Op struct {
	Verb    Verb
	Item    Item             // Put: the item. Others: only its Key counts.
	Numbers map[string]int64 // Set: numbers to write
	Adds    map[string]int64 // Set: numbers to add to; a missing one counts as 0
	If      If
	Else    Failure
}

// If is a condition on the item as it stands. The zero value always holds (for Set: the item must exist).
// Fields are ANDed.
type If struct {
	Absent  bool             // there is no such item
	Present bool             // there is one
	Equal   map[string]int64 // these numbers are so; a missing number equals 0, a missing item fails
	AtLeast map[string]int64 // these numbers are so or greater; a missing number is 0, a missing item fails
	AtMost  map[string]int64 // these numbers are so or less; a missing number is 0, a missing item fails
}

// Unmet says which conditions of a Write failed. Nothing was written.
type Unmet struct{ Ops []int }

func (u *Unmet) Error() string { return "store: a condition was not met" }
