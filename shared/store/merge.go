package store

import "maps"

// merge makes one operation of all that Set or Check the numbers of one item: numbers and additions are taken together,
// all conditions must hold, and the gravest failure counts.
func merge(ops []Op) []Op {
	merged := make([]Op, 0, len(ops))
	at := map[Key]int{}
	for _, op := range ops {
		i, seen := at[op.Item.Key]
		if seen && merges(merged[i]) && merges(op) {
			merged[i] = join(merged[i], op)
			continue
		}
		at[op.Item.Key] = len(merged)
		merged = append(merged, op)
	}
	return merged
}

func merges(op Op) bool { return op.Verb == Set || op.Verb == Check }

func join(a, b Op) Op {
	if a.Verb == Check {
		a.Verb = b.Verb
	}
	a.Numbers, a.Adds = union(a.Numbers, b.Numbers), maps.Clone(a.Adds)
	for name, n := range b.Adds {
		if a.Adds == nil {
			a.Adds = map[string]int64{}
		}
		a.Adds[name] += n
	}
	a.If = If{
		Absent: a.If.Absent || b.If.Absent, Present: a.If.Present || b.If.Present,
		Equal: union(a.If.Equal, b.If.Equal), AtLeast: tighter(a.If.AtLeast, b.If.AtLeast, 1), AtMost: tighter(a.If.AtMost, b.If.AtMost, -1),
	}
	if b.Else.kind > a.Else.kind || a.Else == (Failure{}) {
		a.Else = b.Else
	}
	return a
}

func union(a, b map[string]int64) map[string]int64 {
	if len(a) == 0 {
		return b
	}
	a = maps.Clone(a)
	maps.Copy(a, b)
	return a
}

// tighter keeps of two bounds on a number the one that asks for more; sign is 1 for lower and -1 for upper bounds.
func tighter(a, b map[string]int64, sign int64) map[string]int64 {
	both := union(a, b)
	for name, n := range a {
		if n*sign > both[name]*sign {
			both[name] = n
		}
	}
	return both
}
