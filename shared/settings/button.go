package settings

import (
	"regexp"
	"slices"
)

// Routing is how a button finds its agent (R44).
type Routing string

// The three ways.
const (
	Choice        Routing = "choice"        // shown to all who are free; the first to accept has it
	LeastActive   Routing = "leastActive"   // offered to the free agent with the fewest active chats
	MostAvailable Routing = "mostAvailable" // offered to the one with the most capacity left
)

// Pushes reports whether a request is offered to one agent at a time.
func (r Routing) Pushes() bool { return r == LeastActive || r == MostAvailable }

// Button is what visitors press (R44). Times are in seconds; a number that is 0 is not set (R47).
type Button struct {
	ID       string `json:"button" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Name     string `json:"name" minLength:"1" maxLength:"80"`
	Language string `json:"language,omitempty" pattern:"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" maxLength:"35" doc:"Such as en-GB."`

	Routing Routing  `json:"routing,omitempty" enum:"choice,leastActive,mostAvailable" doc:"None is choice."`
	Skill   string   `json:"skill,omitempty" doc:"The primary skill."`
	Skills  []string `json:"skills,omitempty" maxItems:"200" doc:"Further skills; one of all is enough to serve it (R48)."`

	PushTimeout     int  `json:"pushTimeout,omitempty" minimum:"0" maximum:"86400" doc:"To answer an offer; 0 for as long as it takes (R88)."`
	AutoAccept      bool `json:"autoAccept,omitempty" doc:"An offer is accepted at once; with leastActive and mostAvailable only (R45)."`
	Reroute         bool `json:"reroute,omitempty" doc:"What all have declined is offered again (R86)."`
	RerouteAttempts int  `json:"rerouteAttempts,omitempty" minimum:"0" maximum:"100" doc:"At most so many rounds more."`

	Queue         bool `json:"queue,omitempty" doc:"Requests wait while everybody is at capacity."`
	PerAgentQueue int  `json:"perAgentQueue,omitempty" minimum:"0" maximum:"100000" doc:"At most, for each agent Online; 0 any (R93)."`
	OverallQueue  int  `json:"overallQueue,omitempty" minimum:"0" maximum:"100000" doc:"At most, in all; 0 any (R93)."`

	Greeting    string `json:"greeting,omitempty" maxLength:"1000" doc:"Goes before the configuration's (R38)."`
	AgentName   string `json:"agentName,omitempty" maxLength:"255" doc:"Goes before the configuration's (R37)."`
	IdleTimeout int    `json:"idleTimeout,omitempty" minimum:"0" maximum:"86400" doc:"A silent visitor is let go after it; 0 never (R128)."`
	IdleWarning int    `json:"idleWarning,omitempty" minimum:"0" maximum:"86400" doc:"She is warned after this, which is sooner (R46)."`
}

const (
	maxAttempts = 100
	maxQueue    = 100000
	maxLanguage = 35
)

var (
	routings = []Routing{"", Choice, LeastActive, MostAvailable}
	language = regexp.MustCompile(`^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$`)
)

func (b Button) check(k *check) {
	k.name(b.Name)
	k.text("greeting", b.Greeting, maxProse)
	k.text("agentName", b.AgentName, maxAgentName)
	k.must(len(b.Language) <= maxLanguage && language.MatchString(b.Language), "language", "must be a language such as en or en-GB")
	k.distinct("skills", b.Skills)
	b.checkRouting(k)
	b.checkIdle(k)
}

func (b Button) checkRouting(k *check) {
	k.must(slices.Contains(routings, b.Routing), "routing", "must be choice, leastActive or mostAvailable")
	k.must(!b.AutoAccept || b.Routing.Pushes(), "autoAccept", "works with leastActive and mostAvailable only: choose one of them, or turn it off")
	k.number("pushTimeout", b.PushTimeout, 0, maxSeconds)
	k.number("rerouteAttempts", b.RerouteAttempts, 0, maxAttempts)
	k.must(b.Reroute || b.RerouteAttempts == 0, "rerouteAttempts", "need reroute: turn it on, or leave the attempts out")
	k.number("perAgentQueue", b.PerAgentQueue, 0, maxQueue)
	k.number("overallQueue", b.OverallQueue, 0, maxQueue)
}

func (b Button) checkIdle(k *check) {
	k.number("idleTimeout", b.IdleTimeout, 0, maxSeconds)
	k.number("idleWarning", b.IdleWarning, 0, maxSeconds)
	on := b.IdleTimeout > 0
	k.must(on || b.IdleWarning == 0, "idleWarning", "needs an idleTimeout: set one that is longer, or leave the warning out")
	k.must(!on || b.IdleWarning > 0, "idleWarning", "must be set with idleTimeout, to fewer seconds than its %d", b.IdleTimeout)
	k.must(!on || b.IdleWarning < b.IdleTimeout, "idleWarning", "must be shorter than idleTimeout, which is %d seconds", b.IdleTimeout)
}

// AllSkills are the primary skill and the further ones, each once. An agent with one of them serves the button (R48).
func (b Button) AllSkills() []string {
	var all []string
	for _, s := range append([]string{b.Skill}, b.Skills...) {
		if s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// QueueLimit is how many requests may wait for places while so many of its agents are Online (R93): the smaller of both
// limits. Without a queue it is 0; it is not limited if there is a queue and no limit is set.
func (b Button) QueueLimit(online int) (limit int, limited bool) {
	if !b.Queue {
		return 0, true
	}
	if b.PerAgentQueue > 0 {
		limit, limited = b.PerAgentQueue*max(online, 0), true
	}
	if b.OverallQueue > 0 && (!limited || b.OverallQueue < limit) {
		limit, limited = b.OverallQueue, true
	}
	return limit, limited
}
