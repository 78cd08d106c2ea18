package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// Configuration is what administrators set: one versioned document, written whole, cached for at most ten seconds.
type Configuration struct {
	Version     int64            `json:"version" doc:"The version that was read; a change names it."`
	Deployments []Deployment     `json:"deployments" maxItems:"100"`
	Buttons     []routing.Button `json:"buttons" maxItems:"1000"`
	Agents      []AgentSettings  `json:"agents" maxItems:"10000"`
	Clocks      Clocks           `json:"clocks"`
}

// Deployment is a site that carries the widget (R49).
type Deployment struct {
	ID      string   `json:"deployment" pattern:"^[A-Za-z][A-Za-z0-9_]{0,79}$"`
	Site    string   `json:"site" minLength:"1" maxLength:"80"`
	Origins []string `json:"origins" doc:"Origins that may open the widget, such as https://shop.example. None: any."`
	Buttons []string `json:"buttons"`
	Accent  string   `json:"accent,omitempty" pattern:"^#[0-9a-fA-F]{6}$"`
}

// AgentSettings is an agent's configuration (R26, R37).
type AgentSettings struct {
	Person   string   `json:"person" minLength:"1" maxLength:"128"`
	Name     string   `json:"name" minLength:"1" maxLength:"255" doc:"As visitors see her."`
	Capacity int      `json:"capacity" minimum:"1" maximum:"100"`
	Buttons  []string `json:"buttons"`
}

// Clocks are the waits that may be set; a zero one keeps its default (R309).
type Clocks struct {
	Ticket       Wait `json:"ticket,omitempty"`       // a one-time ticket lives
	Beat         Wait `json:"beat,omitempty"`         // a chat without news is beaten after
	VisitorGone  Wait `json:"visitorGone,omitempty"`  // a visitor without word is gone after
	Disconnected Wait `json:"disconnected,omitempty"` // … after her last socket closed
	Left         Wait `json:"left,omitempty"`         // … after her page said that it closes
	Lease        Wait `json:"lease,omitempty"`        // an agent with chats renews each
	LeaseLost    Wait `json:"leaseLost,omitempty"`    // … and is lost after
	Idle         Wait `json:"idle,omitempty"`         // an agent without chats renews each
	IdleLost     Wait `json:"idleLost,omitempty"`     // … and is lost after
	CloseDelay   Wait `json:"closeDelay,omitempty"`   // closing the last console tab counts after (R17)
	Grace        Wait `json:"grace,omitempty"`        // a lost agent's chats are kept for (R22)
}

var defaultClocks = Clocks{
	Ticket: Wait(60 * time.Second), Beat: Wait(120 * time.Second), VisitorGone: Wait(300 * time.Second),
	Disconnected: Wait(120 * time.Second), Left: Wait(60 * time.Second), Lease: Wait(15 * time.Second),
	LeaseLost: Wait(45 * time.Second), Idle: Wait(60 * time.Second), IdleLost: Wait(150 * time.Second),
	CloseDelay: Wait(15 * time.Second), Grace: Wait(90 * time.Second),
}

// all lists a set of clocks by name, for defaults and checks.
func (c *Clocks) all() map[string]*Wait {
	return map[string]*Wait{
		"ticket": &c.Ticket, "beat": &c.Beat, "visitorGone": &c.VisitorGone, "disconnected": &c.Disconnected, "left": &c.Left,
		"lease": &c.Lease, "leaseLost": &c.LeaseLost, "idle": &c.Idle, "idleLost": &c.IdleLost, "closeDelay": &c.CloseDelay, "grace": &c.Grace,
	}
}

func (c Clocks) withDefaults() Clocks {
	defaults := defaultClocks
	for name, w := range c.all() {
		if *w == 0 {
			*w = *defaults.all()[name]
		}
	}
	return c
}

// Wait is a duration written as "90s" or "2m".
type Wait time.Duration

// MarshalText writes a wait as Go does.
func (w Wait) MarshalText() ([]byte, error) { return []byte(time.Duration(w).String()), nil }

// UnmarshalText reads a wait such as "90s".
func (w *Wait) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("a wait is written as 90s or 2m, not %q", text)
	}
	*w = Wait(d)
	return nil
}

// D is the wait as a duration.
func (w Wait) D() time.Duration { return time.Duration(w) }

// Check refuses a configuration that names what is not there, or waits that cannot be.
func (c Configuration) Check() error {
	var buttons []string
	for _, b := range c.Buttons {
		if b.ID == "" || b.Name == "" || slices.Contains(buttons, b.ID) {
			return fault.InvalidField("buttons", "each needs a name and an id of its own, %q has not", b.ID)
		}
		buttons = append(buttons, b.ID)
	}
	known := func(field string, names []string) error {
		for _, name := range names {
			if !slices.Contains(buttons, name) {
				return fault.InvalidField(field, "names the button %q, which does not exist", name)
			}
		}
		return nil
	}
	for _, d := range c.Deployments {
		if err := known("deployments", d.Buttons); err != nil {
			return err
		}
		for _, o := range d.Origins {
			if u, err := url.Parse(o); err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" {
				return fault.InvalidField("deployments", "%q is not an origin such as https://shop.example", o)
			}
		}
	}
	for _, a := range c.Agents {
		if a.Capacity < 1 {
			return fault.InvalidField("agents", "the capacity of %s must be at least 1 (R47)", a.Person)
		}
		if err := known("agents", a.Buttons); err != nil {
			return err
		}
	}
	for name, w := range c.Clocks.all() {
		if *w != 0 && (w.D() < time.Second || w.D() > 24*time.Hour) {
			return fault.InvalidField("clocks."+name, "must lie between 1s and 24h")
		}
	}
	return nil
}

func (c Configuration) deployment(id string) (Deployment, bool) {
	i := slices.IndexFunc(c.Deployments, func(d Deployment) bool { return d.ID == id })
	if i < 0 {
		return Deployment{}, false
	}
	return c.Deployments[i], true
}

func (c Configuration) button(id string) (routing.Button, bool) {
	i := slices.IndexFunc(c.Buttons, func(b routing.Button) bool { return b.ID == id })
	if i < 0 {
		return routing.Button{}, false
	}
	return c.Buttons[i], true
}

func (c Configuration) agent(person string) (AgentSettings, bool) {
	i := slices.IndexFunc(c.Agents, func(a AgentSettings) bool { return a.Person == person })
	if i < 0 {
		return AgentSettings{}, false
	}
	return c.Agents[i], true
}

const (
	settingsName = "CONFIGURATION"
	settingsLife = 10 * time.Second
)

type settings struct {
	mu   sync.Mutex
	read time.Time
	held Configuration
}

// Configuration returns the settings, at most ten seconds old. No lock is held while they are read: one slow read holds
// nobody else up.
func (d *Desk) Configuration(ctx context.Context) (Configuration, error) {
	if c, fresh := d.settings.get(d.Now()); fresh {
		return c, nil
	}
	c, err := d.ReadConfiguration(ctx)
	if err != nil {
		return Configuration{}, err
	}
	d.settings.keep(c, d.Now())
	return c, nil
}

func (s *settings) get(now time.Time) (Configuration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held, !s.read.IsZero() && now.Sub(s.read) < settingsLife
}

func (s *settings) keep(c Configuration, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held, s.read = c, now
}

// ReadConfiguration returns the settings as they are stored now, for whoever is about to change them.
func (d *Desk) ReadConfiguration(ctx context.Context) (Configuration, error) {
	var c Configuration
	body, version, err := d.Store.Document(ctx, settingsName)
	if err != nil {
		return c, err
	}
	if version > 0 {
		if err := json.Unmarshal(body, &c); err != nil {
			return c, fmt.Errorf("desk: configuration: %w", err)
		}
	}
	c.Version, c.Clocks = version, c.Clocks.withDefaults()
	return c, nil
}

// Configure stores the next version of the settings; c.Version names the one it was made from.
func (d *Desk) Configure(ctx context.Context, c Configuration) (Configuration, error) {
	if err := c.Check(); err != nil {
		return c, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	for _, b := range c.Buttons {
		if err := d.openQueue(ctx, b.ID); err != nil {
			return c, err
		}
	}
	if err := d.Store.Commit(ctx, store.PutDocument(settingsName, body, c.Version)); isStale(err) {
		return c, fault.New(fault.Conflict, "Somebody else changed the configuration meanwhile. Read it again.")
	} else if err != nil {
		return c, err
	}
	d.settings.mu.Lock()
	d.settings.read = time.Time{} // this process follows at once, the others within ten seconds
	d.settings.mu.Unlock()
	return d.ReadConfiguration(ctx)
}
