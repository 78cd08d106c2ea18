package routing

// Roster is a queue's counts, on which every refusal rests (R63). The queue of a button counts who serves it; that of a
// skill who has it.
type Roster struct {
	Online  int   // agents Online
	Open    int   // ordinary requests that they may be given now
	Waiting int   // requests that wait and are offered to nobody alone
	Rev     int   // raised by every change of the list of waiting requests
	Stir    int   // raised by whatever may let a request be routed
	Asking  int   // waiting visitors who want to know their place (R98)
	Wait    int64 // estimated wait, milliseconds (R106); 0 for unknown
}

// QueueLimit is how many requests may wait while everybody is at capacity (R93).
type QueueLimit struct {
	Limit   int
	Limited bool
}

// Admission is what a request meets (R65, in this order after the address rules).
type Admission int

// The admissions.
const (
	Admitted Admission = iota
	NoAgent            // nobody Online, or all at capacity and no queue (R63)
	NoQueue            // all at capacity and the queue is full (R64)
)

// Admit says whether one more request may come (RT6, R57, R58, R63–R66, R93). What is pushed may come while there are
// free places for all that wait and, beyond them, room in the queue; a choice may come as long as anybody is free.
func (r Roster) Admit(rule Rule, room QueueLimit, queue bool) Admission {
	switch {
	case r.Online <= 0:
		return NoAgent
	case rule.Pushes() && r.Waiting < r.Open, !rule.Pushes() && r.Open > 0:
		return Admitted
	case !queue:
		return NoAgent
	case room.Limited && r.Waiting >= r.beside(rule)+room.Limit:
		return NoQueue
	}
	return Admitted
}

// Most is the largest number of waiting requests at which one more is admitted; more than there can ever be if there is
// no limit. An admission rests on it and on the counts not having fallen.
func (r Roster) Most(rule Rule, room QueueLimit, queue bool) int {
	switch {
	case !rule.Pushes() && r.Open > 0, queue && !room.Limited:
		return 1 << 40
	case !queue:
		return r.Open - 1
	}
	return r.beside(rule) + room.Limit - 1
}

func (r Roster) beside(rule Rule) int {
	if rule.Pushes() {
		return r.Open
	}
	return 0
}

// Admits reports whether a request may go on waiting here: somebody who serves it is Online (R94).
func (r Roster) Admits() bool { return r.Online > 0 }

// NextWait is the estimated wait after a chat was accepted that waited so long (RT14, R106), milliseconds.
func NextWait(before, waited int64) int64 {
	if before <= 0 {
		return max(waited, 1)
	}
	return max((9*before+waited)/10, 1)
}

// WaitLeft is the estimate for somebody who has waited so long already: never below 0, -1 for unknown (R106).
func WaitLeft(estimate, waited int64) int64 {
	if estimate <= 0 {
		return -1
	}
	return max(estimate-waited, 0)
}
