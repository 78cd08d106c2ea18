package store

import (
	"context"
	"strings"
)

const (
	settingsPK   = "SETTINGS"
	personPrefix = "PERSON#"
)

// Document reads a settings document and its version; version 0 if there is none.
func (s *Store) Document(ctx context.Context, name string) ([]byte, int64, error) {
	it, err := s.driver.Get(ctx, Key{Desk, settingsPK, name})
	if err != nil || it == nil {
		return nil, 0, err
	}
	return it.Body, it.N["ver"], nil
}

// PutDocument writes the next version of a settings document; Stale if somebody wrote one meanwhile.
func PutDocument(name string, body []byte, version int64) Op {
	return Op{Verb: Put, If: asRead(version), Else: Stale, Item: Item{Key: Key{Desk, settingsPK, name}, Body: body, N: map[string]int64{"ver": version + 1}}}
}

// PersonDocument is the name of the settings document of a person.
func PersonDocument(person string) string { return personPrefix + person }

// PersonEntry is what is stored of a person's settings.
type PersonEntry struct {
	Person  string
	Version int64
	Body    []byte
}

// People lists the settings of people behind one, by id, at most limit.
func (s *Store) People(ctx context.Context, behind string, limit int) ([]PersonEntry, error) {
	items, err := s.driver.Query(ctx, Range{Table: Desk, PK: settingsPK, From: personPrefix + behind + "!", To: personPrefix + "~", Limit: limit})
	if err != nil {
		return nil, err
	}
	people := make([]PersonEntry, len(items))
	for i, it := range items {
		people[i] = PersonEntry{Person: strings.TrimPrefix(it.SK, personPrefix), Version: it.N["ver"], Body: it.Body}
	}
	return people, nil
}

// DropDocument deletes a settings document, if it is as it was read.
func DropDocument(name string, version int64) Op {
	return Op{Verb: Delete, If: asRead(version), Else: Stale, Item: Item{Key: Key{Desk, settingsPK, name}}}
}
