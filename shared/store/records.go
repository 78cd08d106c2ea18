package store

import (
	"context"
	"strings"
	"time"
)

// Record is an ended chat's transcript as the list knows it: Body is what the list shows, the document lies elsewhere.
type Record struct {
	Chat    string
	EndedAt int64
	Number  int64
	Body    []byte
}

var keyCounter = Key{Desk, "COUNTERS", "TRANSCRIPT"}

// LastNumber reads the number that the newest transcript got.
func (s *Store) LastNumber(ctx context.Context) (int64, error) {
	it, err := s.driver.Get(ctx, keyCounter)
	if err != nil || it == nil {
		return 0, err
	}
	return it.N["n"], nil
}

// PutRecord writes a transcript's record once, with the next number (R236): Stale if the number was taken, Moved if
// the chat has its record already.
func PutRecord(r Record) []Op {
	number := Op{Verb: Put, If: If{Equal: map[string]int64{"n": r.Number - 1}}, Else: Stale, Item: Item{Key: keyCounter, N: map[string]int64{"n": r.Number}}}
	if r.Number == 1 {
		number.If = If{Absent: true}
	}
	n := map[string]int64{"number": r.Number, "ended": r.EndedAt}
	return []Op{
		{Verb: Put, If: If{Absent: true}, Else: Moved, Item: Item{Key: Key{Desk, recordPK(r.Chat), "TRANSCRIPT"}, Body: r.Body, N: n}},
		{Verb: Put, Item: Item{Key: Key{Desk, monthPK(time.UnixMilli(r.EndedAt)), timeSK(r.EndedAt, r.Chat)}, Body: r.Body, N: n}},
		number,
	}
}

func monthPK(t time.Time) string { return "TRANSCRIPTS#" + t.UTC().Format("2006-01") }

// Record reads the record of one chat; nil if it has none yet.
func (s *Store) Record(ctx context.Context, chatID string) (*Record, error) {
	it, err := s.driver.Get(ctx, Key{Desk, recordPK(chatID), "TRANSCRIPT"})
	if err != nil || it == nil {
		return nil, err
	}
	return &Record{Chat: chatID, EndedAt: it.N["ended"], Number: it.N["number"], Body: it.Body}, nil
}

// Records lists transcripts that ended before a time, newest first, over at most a year of months.
func (s *Store) Records(ctx context.Context, before time.Time, limit int) ([]Record, error) {
	var records []Record
	month := time.Date(before.UTC().Year(), before.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	for back := 0; back < 12 && len(records) < limit; back++ {
		items, err := s.driver.Query(ctx, Range{Desk, monthPK(month.AddDate(0, -back, 0)), "0", timeSK(before.UnixMilli()-1, "~"), limit - len(records), true})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			_, chatID, _ := strings.Cut(it.SK, "#")
			records = append(records, Record{Chat: chatID, EndedAt: it.N["ended"], Number: it.N["number"], Body: it.Body})
		}
	}
	return records, nil
}

// Document reads a settings document and its version; version 0 if there is none.
func (s *Store) Document(ctx context.Context, name string) ([]byte, int64, error) {
	it, err := s.driver.Get(ctx, Key{Desk, "SETTINGS", name})
	if err != nil || it == nil {
		return nil, 0, err
	}
	return it.Body, it.N["ver"], nil
}

// PutDocument writes the next version of a settings document; Stale if somebody wrote one meanwhile.
func PutDocument(name string, body []byte, version int64) Op {
	return Op{Verb: Put, If: asRead(version), Else: Stale, Item: Item{Key: Key{Desk, "SETTINGS", name}, Body: body, N: map[string]int64{"ver": version + 1}}}
}
