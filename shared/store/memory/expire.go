package memory

import (
	"cmp"
	"slices"
	"time"

	"switchboard/shared/store"
)

// longForgotten is the age beyond which DynamoDB takes an expiry for a mistake and never acts on it.
const longForgotten = 5 * 365 * 24 * time.Hour

// Expire deletes what TTL may delete at this time and returns it as it was, in the order of the keys: the caller makes
// stream records of it. Only the table Chats has a TTL. DynamoDB is free to do this days later, or never.
func (d *Driver) Expire(now time.Time) []store.Item {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.firstOut.IsZero() || now.Before(d.firstOut) {
		return nil
	}
	var gone []store.Item
	d.firstOut = time.Time{}
	for at, p := range d.partitions {
		if at.table == store.Chats {
			gone = append(gone, d.expire(at, p, now)...)
		}
	}
	slices.SortFunc(gone, func(a, b store.Item) int {
		return cmp.Or(cmp.Compare(a.PK, b.PK), cmp.Compare(a.SK, b.SK))
	})
	return gone
}

func (d *Driver) expire(at partitionKey, p *partition, now time.Time) []store.Item {
	var gone []store.Item
	for sk, item := range p.items {
		if !expired(item.Expires, now) {
			d.noteExpiry(item)
			continue
		}
		gone = append(gone, *item)
		d.drop(at, p, sk)
	}
	return gone
}

func expired(at, now time.Time) bool {
	return !at.IsZero() && !now.Before(at) && now.Sub(at) < longForgotten
}

// noteExpiry keeps the earliest expiry, so that a simulation may call Expire at each of its steps for nothing.
func (d *Driver) noteExpiry(item *store.Item) {
	if item.Expires.IsZero() || item.Table != store.Chats {
		return
	}
	if d.firstOut.IsZero() || item.Expires.Before(d.firstOut) {
		d.firstOut = item.Expires
	}
}

// wholeSeconds rounds up, so that nothing expires early; zero stays zero, for never.
func wholeSeconds(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	seconds := t.Unix()
	if t.Nanosecond() > 0 {
		seconds++
	}
	return time.Unix(seconds, 0).UTC()
}
