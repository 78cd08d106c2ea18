package routing

// SkillQueue is the name of the queue of a skill: transfers and conferences that are asked of all who have it wait
// there, and all who are logged in with it are listed there.
func SkillQueue(skill string) string { return "skill:" + skill }

// Queues are the queues whose requests concern an agent: those of her buttons and of her skills.
func (a Agent) Queues() []string {
	queues := append([]string(nil), a.Buttons...)
	for _, s := range a.Skills {
		queues = append(queues, SkillQueue(s))
	}
	return queues
}

// Count is what an agent adds to the counts of a queue.
type Count struct{ Online, Open int }

// Footprint is everything that is kept about an agent outside her own item: what she adds to the counts of queues, the
// lists of skills she stands in, and her places in the orders of the free (RT13). Two footprints tell what a change of
// hers must write.
type Footprint struct {
	Counts map[string]Count  // by queue
	Lists  []string          // queues of skills that list her
	Places map[string]string // by rank
}

// Footprint returns what is kept about an agent as she stands. Whoever is Offline leaves none.
func (a Agent) Footprint() Footprint {
	f := Footprint{Counts: map[string]Count{}, Places: map[string]string{}}
	if a.Status != Online && a.Status != Away {
		return f
	}
	for _, q := range a.Queues() {
		if a.Status == Online {
			f.Counts[q] = Count{Online: 1, Open: a.Open()}
		}
	}
	for _, s := range a.Skills {
		f.Lists = append(f.Lists, SkillQueue(s))
	}
	if a.Free() {
		for _, r := range a.Ranks {
			f.Places[r.String()] = r.Rule.Place(a)
		}
	}
	return f
}
