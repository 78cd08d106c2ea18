package desk

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

// Figure is something counted for whoever looks after the place, by the name under which it is drawn.
type Figure string

// The figures. The first three are of the moment, measured by the sweep; the others are noted where they happen.
const (
	WaitingNow    Figure = "WaitingNow"    // requests that nobody has taken
	LongestWait   Figure = "LongestWait"   // seconds, of the oldest of them that somebody Online could take
	AgentsOnline  Figure = "AgentsOnline"  // agents
	TimeToAccept  Figure = "TimeToAccept"  // seconds from a request to its first acceptance
	MessagesSaid  Figure = "MessagesSaid"  // messages written, each once however often it was sent
	FailedPushes  Figure = "FailedPushes"  // posts to sockets that failed, but for those to sockets that are gone
	FailedFrames  Figure = "FailedFrames"  // frames that we could not answer, their sender not being to blame
	ProbeTime     Figure = "ProbeTime"     // milliseconds from sending a message to its arrival on the other side
	ProbeFailures Figure = "ProbeFailures" // 1 for a probe that failed, 0 for one that went well
)

// summed are the figures of which one invocation has one number, whatever it came to.
var summed = map[Figure]bool{MessagesSaid: true, FailedPushes: true, FailedFrames: true}

// Probe is the id of all that the synthetic chat uses: its skill, button, deployment, configuration and agent. None of the
// figures counts it, but for its own.
const Probe = "probe"

// Figures are what one invocation noted. Several goroutines may note at once.
type Figures struct {
	mu    sync.Mutex
	noted map[Figure][]float64
}

type figuresKey struct{}

// Measured makes a context in which figures are noted, and what they are noted in. Where nobody asks for them nothing is
// noted and nothing is read for them.
func Measured(ctx context.Context) (context.Context, *Figures) {
	f := &Figures{noted: map[Figure][]float64{}}
	return context.WithValue(ctx, figuresKey{}, f), f
}

func figuresOf(ctx context.Context) *Figures {
	f, _ := ctx.Value(figuresKey{}).(*Figures)
	return f
}

// Note notes a value of a figure, if somebody measures.
func Note(ctx context.Context, figure Figure, value float64) {
	f := figuresOf(ctx)
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if is := f.noted[figure]; summed[figure] && len(is) > 0 {
		is[0] += value
		return
	}
	f.noted[figure] = append(f.noted[figure], value)
}

// Noted are the values noted so far, by figure.
func (f *Figures) Noted() map[Figure][]float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	noted := maps.Clone(f.noted)
	for figure, values := range noted {
		noted[figure] = slices.Clone(values)
	}
	return noted
}

// Standing is how a desk stands at one moment.
type Standing struct {
	Waiting  int           // requests that nobody has taken, those that ring included
	Longest  time.Duration // how long the oldest of them waits that somebody Online could take
	Online   int           // agents
	LoggedIn int           // agents, Away ones included
}

// Idle reports whether nobody is there and nothing waits.
func (s Standing) Idle() bool { return s.LoggedIn == 0 && s.Waiting == 0 }

// mostHere is how many agents of one skill are counted.
const mostHere = 1000

// Measure reads how the desk stands: one read for each skill and each button, and one more where requests wait. A request
// that rings at one console counts from when it began to; one that waits in a queue from when its visitor asked, as
// supervisors see it.
func (d *Desk) Measure(ctx context.Context) (Standing, error) {
	var s Standing
	c, err := d.Configuration(ctx)
	if err != nil {
		return s, err
	}
	if err := d.measureAgents(ctx, c, &s); err != nil {
		return s, err
	}
	for _, b := range c.Buttons {
		if b.ID == Probe {
			continue
		}
		if err := d.measureQueue(ctx, b.ID, &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// measureAgents counts the agents who are logged in with a skill, each once, and what rings at their consoles.
func (d *Desk) measureAgents(ctx context.Context, c settings.Configuration, s *Standing) error {
	seen := map[string]bool{Probe: true}
	for _, skill := range c.Skills {
		agents, err := d.Store.Listed(ctx, routing.SkillQueue(skill.ID), mostHere)
		if err != nil {
			return err
		}
		for _, a := range agents {
			if !seen[a.Person] {
				seen[a.Person] = true
				d.measureAgent(a.Agent, s)
			}
		}
	}
	return nil
}

func (d *Desk) measureAgent(a routing.Agent, s *Standing) {
	s.LoggedIn++
	if a.Status == routing.Online {
		s.Online++
	}
	for _, o := range a.Offers {
		if o.Kind == routing.Push || o.Kind == routing.Direct { // the others ask for help in a chat that somebody has
			s.Waiting++
			s.Longest = max(s.Longest, d.since(o.At))
		}
	}
}

func (d *Desk) measureQueue(ctx context.Context, queue string, s *Standing) error {
	r, err := d.Store.Roster(ctx, queue)
	if err != nil || r.Waiting == 0 {
		return err
	}
	s.Waiting += r.Waiting
	if r.Online == 0 {
		return nil
	}
	oldest, err := d.Store.Waiting(ctx, queue, 1)
	if err == nil && len(oldest) > 0 {
		s.Longest = max(s.Longest, d.since(oldest[0].RequestedAt))
	}
	return err
}

func (d *Desk) since(ms int64) time.Duration { return max(0, d.Now().Sub(time.UnixMilli(ms))) }

// noteStanding notes how the desk stands while somebody is there. What goes wrong is the log's alone: the sweep has kept
// its promise without it.
func (d *Desk) noteStanding(ctx context.Context) {
	if figuresOf(ctx) == nil {
		return
	}
	s, err := d.Measure(ctx)
	if err != nil {
		d.Log.Warn("measure", "error", err)
		return
	}
	if s.Idle() {
		return
	}
	Note(ctx, WaitingNow, float64(s.Waiting))
	Note(ctx, LongestWait, s.Longest.Seconds())
	Note(ctx, AgentsOnline, float64(s.Online))
}

// noteAcceptance notes how long a visitor waited whom an agent has just taken for the first time.
func noteAcceptance(ctx context.Context, m moved) {
	if !m.before.Answered() && m.after.Answered() && m.after.Button != Probe {
		Note(ctx, TimeToAccept, time.UnixMilli(m.after.AcceptedAt).Sub(time.UnixMilli(m.after.RequestedAt)).Seconds())
	}
}
