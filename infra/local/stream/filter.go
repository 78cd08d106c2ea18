package stream

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Filter chooses the records that reach the function: Match does it here, Pattern is the same in the words of an
// event source mapping's filter criteria.
type Filter struct {
	Pattern string
	Match   func(Record) bool
}

// Expired passes TTL deletions of items whose string key starts with a prefix (F41).
func Expired(key, prefix string) Filter {
	pattern := map[string]any{
		"eventName":    []string{"REMOVE"},
		"userIdentity": map[string]any{"type": []string{"Service"}, "principalId": []string{ttlPrincipal}},
		"dynamodb": map[string]any{"Keys": map[string]any{key: map[string]any{
			"S": []any{map[string]string{"prefix": prefix}},
		}}},
	}
	text, err := json.Marshal(pattern)
	if err != nil { // strings and maps always encode
		panic(fmt.Sprintf("stream: filter pattern: %v", err))
	}
	return Filter{Pattern: string(text), Match: func(r Record) bool {
		return r.Expired() && strings.HasPrefix(r.Change.Keys[key].Text(), prefix)
	}}
}

// Removal makes a deletion that no stream sent, by TTL or by a caller, for Inject.
func Removal(keys map[string]string, old map[string]Attribute, expired bool) Record {
	r := Record{
		EventID: "injected", EventName: "REMOVE", EventVersion: "1.1", EventSource: "aws:dynamodb",
		Change: Change{Keys: make(map[string]Attribute), OldImage: old, StreamViewType: "NEW_AND_OLD_IMAGES"},
	}
	for name, value := range keys {
		r.Change.Keys[name] = Attribute{S: &value}
	}
	if expired {
		r.Identity = &Identity{Type: "Service", PrincipalID: ttlPrincipal}
	}
	return r
}
