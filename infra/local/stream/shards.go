package stream

// shard is a part of the stream. A closed shard's items continue in its children.
type shard struct{ id, parent string }

// startable are the shards that may be read now: not begun, and their parent finished or no longer kept, so that an
// item's records come in order (F39).
func startable(shards []shard, begun, finished map[string]bool) []shard {
	kept := make(map[string]bool, len(shards))
	for _, s := range shards {
		kept[s.id] = true
	}
	var ready []shard
	for _, s := range shards {
		if !begun[s.id] && !finished[s.id] && (!kept[s.parent] || finished[s.parent]) {
			ready = append(ready, s)
		}
	}
	return ready
}
