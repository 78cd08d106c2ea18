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

var counterKey = Key{Desk, "COUNTERS", "TRANSCRIPT"}

// LastNumber reads the number that the newest transcript got.
func (s *Store) LastNumber(ctx context.Context) (int64, error) {
	it, err := s.driver.Get(ctx, counterKey)
	if err != nil || it == nil {
		return 0, err
	}
	return it.N["n"], nil
}

// PutRecord writes a transcript's record once, with the next number (R236): Stale if the number was taken, Moved if
// the chat has its record already.
func PutRecord(r Record) []Op {
	number := Op{Verb: Put, If: If{Equal: map[string]int64{"n": r.Number - 1}}, Else: Stale, Item: Item{Key: counterKey, N: map[string]int64{"n": r.Number}}}
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
	items, err := s.months(ctx, func(ms int64) string { return monthPK(time.UnixMilli(ms)) }, before, limit)
	if err != nil {
		return nil, err
	}
	records := make([]Record, len(items))
	for i, it := range items {
		_, chatID, _ := strings.Cut(it.SK, "#")
		records[i] = Record{Chat: chatID, EndedAt: it.N["ended"], Number: it.N["number"], Body: it.Body}
	}
	return records, nil
}

// months reads lists that lie in a partition per month, newest first.
func (s *Store) months(ctx context.Context, pk func(ms int64) string, before time.Time, limit int) ([]Item, error) {
	var all []Item
	month := time.Date(before.UTC().Year(), before.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	for back := 0; back < 12 && len(all) < limit; back++ {
		items, err := s.driver.Query(ctx, Range{Desk, pk(month.AddDate(0, -back, 0).UnixMilli()), "0", timeSK(before.UnixMilli()-1, "~"), limit - len(all), true})
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	return all, nil
}

// Session is an agent's session record, from log-in on (R208).
type Session struct {
	Person  string
	LoginAt int64
	Body    []byte
}

func sessionsPK(ms int64) string { return "SESSIONS#" + time.UnixMilli(ms).UTC().Format("2006-01") }

// PutSession writes a session record, anew when it ends.
func PutSession(s Session) Op {
	return Op{Verb: Put, Item: Item{Key: Key{Desk, sessionsPK(s.LoginAt), timeSK(s.LoginAt, s.Person)}, Body: s.Body, N: map[string]int64{"login": s.LoginAt}}}
}

// Sessions lists session records that began before a time, newest first, over at most a year of months.
func (s *Store) Sessions(ctx context.Context, before time.Time, limit int) ([]Session, error) {
	items, err := s.months(ctx, sessionsPK, before, limit)
	if err != nil {
		return nil, err
	}
	sessions := make([]Session, len(items))
	for i, it := range items {
		_, person, _ := strings.Cut(it.SK, "#")
		sessions[i] = Session{Person: person, LoginAt: it.N["login"], Body: it.Body}
	}
	return sessions, nil
}
