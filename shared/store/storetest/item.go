package storetest

import (
	"bytes"
	"fmt"
	"maps"

	"switchboard/shared/store"
)

// number is a named number of an item.
type number struct {
	name  string
	value int64
}

func numbersOf(list []number) map[string]int64 {
	if len(list) == 0 {
		return nil
	}
	m := make(map[string]int64, len(list))
	for _, n := range list {
		m[n.name] = n.value
	}
	return m
}

// same compares byte by byte. Absent bytes are not empty bytes: a payload that was destroyed is not an empty one.
func same(a, b *store.Item) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Key == b.Key && sameBytes(a.Body, b.Body) && sameBytes(a.Payload, b.Payload) &&
		sameBytes(a.Salt, b.Salt) && maps.Equal(a.N, b.N) && a.Expires.Equal(b.Expires)
}

func sameBytes(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }

func sameAll(a, b []store.Item) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !same(&a[i], &b[i]) {
			return false
		}
	}
	return true
}

// show prints an item in one short line.
func show(item *store.Item) string {
	if item == nil {
		return "absent"
	}
	return fmt.Sprintf("%s %s/%s body %s payload %s salt %s n %v expires %s", item.Table, item.PK, item.SK,
		cut(item.Body), cut(item.Payload), cut(item.Salt), item.N, item.Expires)
}

func showAll(items []store.Item) string {
	var b bytes.Buffer
	for i := range items {
		b.WriteString("\n  " + show(&items[i]))
	}
	return b.String()
}

func cut(b []byte) string {
	switch {
	case b == nil:
		return "none"
	case len(b) > 16:
		return fmt.Sprintf("%x… (%d)", b[:16], len(b))
	}
	return fmt.Sprintf("%x.", b)
}

func sortKeys(items []store.Item) []string {
	keys := make([]string, len(items))
	for i, item := range items {
		keys[i] = item.SK
	}
	return keys
}
