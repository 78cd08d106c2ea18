package memory

import "switchboard/shared/store"

// met reports whether an operation may go on with the item as it stands, nil for none.
func met(op store.Op, item *store.Item) bool {
	if op.Verb == store.Set && item == nil {
		return false
	}
	return holds(op.If, item)
}

func holds(c store.If, item *store.Item) bool {
	if item == nil {
		return !c.Present && len(c.Equal) == 0 && len(c.AtLeast) == 0 && len(c.AtMost) == 0
	}
	if c.Absent {
		return false
	}
	for name, want := range c.Equal {
		if item.N[name] != want {
			return false
		}
	}
	for name, least := range c.AtLeast {
		if item.N[name] < least {
			return false
		}
	}
	for name, most := range c.AtMost {
		if item.N[name] > most {
			return false
		}
	}
	return true
}
