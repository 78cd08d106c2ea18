package memory

import (
	"slices"
	"sort"

	"switchboard/shared/store"
)

// partition holds the items of one partition key and their sort keys in the order of their bytes.
type partition struct {
	keys  []string
	items map[string]*store.Item
}

func (p *partition) put(item *store.Item) {
	if _, there := p.items[item.SK]; !there {
		i := sort.SearchStrings(p.keys, item.SK)
		p.keys = slices.Insert(p.keys, i, item.SK)
	}
	p.items[item.SK] = item
}

func (p *partition) remove(sk string) {
	if _, there := p.items[sk]; !there {
		return
	}
	delete(p.items, sk)
	i := sort.SearchStrings(p.keys, sk)
	if i == 0 {
		p.keys[0] = ""
		p.keys = p.keys[1:] // the head of a long queue goes first: do not move what stands behind it
		return
	}
	p.keys = slices.Delete(p.keys, i, i+1)
}

// cursor is a place between two sort keys: at a key, or just beyond it in the direction of reading.
type cursor struct {
	sk     string
	beyond bool
}

func startOf(r store.Range) cursor {
	if r.Backward {
		return cursor{sk: r.To}
	}
	return cursor{sk: r.From}
}

func beyond(sk string) cursor { return cursor{sk: sk, beyond: true} }

func (p *partition) next(r store.Range, c cursor) *store.Item {
	i := sort.SearchStrings(p.keys, c.sk)
	exact := i < len(p.keys) && p.keys[i] == c.sk
	switch {
	case r.Backward && (c.beyond || !exact):
		i--
	case !r.Backward && c.beyond && exact:
		i++
	}
	if i < 0 || i >= len(p.keys) {
		return nil
	}
	sk := p.keys[i]
	if sk < r.From || sk > r.To {
		return nil
	}
	return p.items[sk]
}
