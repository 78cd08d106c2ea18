package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

const (
	settingsName = "CONFIGURATION"
	settingsLife = 10 * time.Second
)

// known is the configuration as this process read it last.
type known struct {
	mu   sync.Mutex
	read time.Time
	held settings.Configuration
}

// Configuration returns the settings, at most ten seconds old. No lock is held while they are read: one slow read holds
// nobody else up.
func (d *Desk) Configuration(ctx context.Context) (settings.Configuration, error) {
	if c, fresh := d.known.get(d.Now()); fresh {
		return c, nil
	}
	c, err := d.ReadConfiguration(ctx)
	if err != nil {
		return settings.Configuration{}, err
	}
	d.known.keep(c, d.Now())
	return c, nil
}

func (s *known) get(now time.Time) (settings.Configuration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held, !s.read.IsZero() && now.Sub(s.read) < settingsLife
}

func (s *known) keep(c settings.Configuration, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held, s.read = c, now
}

func (s *known) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = time.Time{}
}

// ReadConfiguration returns the settings as they are stored now, for whoever is about to change them.
func (d *Desk) ReadConfiguration(ctx context.Context) (settings.Configuration, error) {
	var c settings.Configuration
	body, version, err := d.Store.Document(ctx, settingsName)
	if err != nil {
		return c, err
	}
	if version > 0 {
		if err := json.Unmarshal(body, &c); err != nil {
			return c, fmt.Errorf("desk: configuration: %w", err)
		}
	}
	c.Version = version
	return c.WithDefaults(), nil
}

// Configure stores the next version of the settings; c.Version names the one it was made from.
func (d *Desk) Configure(ctx context.Context, c settings.Configuration) (settings.Configuration, error) {
	if err := c.Check(); err != nil {
		return c, err
	}
	was, err := d.ReadConfiguration(ctx)
	if err != nil {
		return c, err
	}
	if err := d.unreferenced(ctx, was, c); err != nil {
		return c, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	for _, queue := range queuesOf(c) {
		if err := d.openQueue(ctx, queue); err != nil {
			return c, err
		}
	}
	if err := d.Store.Commit(ctx, store.PutDocument(settingsName, body, c.Version)); errors.Is(err, store.ErrStale) {
		return c, fault.New(fault.Conflict, "Somebody else changed the configuration meanwhile. Read it again.")
	} else if err != nil {
		return c, err
	}
	d.known.forget() // this process follows at once, the others within ten seconds
	return d.ReadConfiguration(ctx)
}

// queuesOf are the queues that a configuration needs: one per button and one per skill.
func queuesOf(c settings.Configuration) []string {
	var all []string
	for _, b := range c.Buttons {
		all = append(all, b.ID)
	}
	for _, s := range c.Skills {
		all = append(all, routing.SkillQueue(s.ID))
	}
	return all
}

// openQueue makes sure that a button's queue exists, with its clock.
func (d *Desk) openQueue(ctx context.Context, button string) error {
	if err := d.Store.EnsureRoster(ctx, button); err != nil {
		return err
	}
	thing := store.QueueThing(button)
	running, err := d.Store.Clock(ctx, thing)
	if err != nil || running != nil {
		return err
	}
	clock, err := d.born(thing, d.Now().Add(maxAhead))
	if err != nil {
		return err
	}
	if err := d.Store.Commit(ctx, store.Born(clock)...); err != nil {
		if isStale(err) {
			return nil
		}
		return err
	}
	return d.sendFirst(ctx, clock)
}

// person is what the settings make of somebody. Who has no settings of her own has no skills and no permissions.
func (d *Desk) person(ctx context.Context, person string) (settings.Standing, error) {
	s, _, err := d.personOrNone(ctx, person)
	return s, err
}

func (d *Desk) personOrNone(ctx context.Context, person string) (settings.Standing, bool, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return settings.Standing{}, false, err
	}
	p, err := d.ReadPerson(ctx, person)
	if err != nil || p.Version == 0 {
		return settings.Standing{Person: person}, false, err
	}
	s, ok := c.Standing(p)
	return s, ok, err
}

// ReadPerson reads the settings of a person; version 0 if there are none.
func (d *Desk) ReadPerson(ctx context.Context, person string) (settings.Person, error) {
	p := settings.Person{Person: person}
	body, version, err := d.Store.Document(ctx, store.PersonDocument(person))
	if err != nil || version == 0 {
		return p, err
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return p, fmt.Errorf("desk: person: %w", err)
	}
	p.Version = version
	return p, nil
}

// mayWork refuses whoever cannot be an agent: live chat is off, she is disabled, may not use the API, or has no
// configuration (R1, R2, R30, R311).
func (d *Desk) mayWork(ctx context.Context, person string) (settings.Standing, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return settings.Standing{}, err
	}
	p, err := d.ReadPerson(ctx, person)
	if err != nil {
		return settings.Standing{}, err
	}
	s, ok := c.Standing(p)
	switch {
	case c.Organisation.LiveChatOff:
		return s, errOff
	case p.Disabled:
		return s, errDisabled
	case p.Version == 0 || !ok:
		return s, fault.New(fault.Forbidden, "No agent configuration is assigned to you. Ask your administrator.")
	case !s.May(settings.ApiEnabled):
		return s, fault.New(fault.Forbidden, "You need the permission API Enabled. Ask your administrator.")
	}
	return s, nil
}

var errDisabled = fault.New(fault.Forbidden, "You have been disabled. Ask your administrator.")

// configurationOf is the configuration under which an agent is logged in.
func (d *Desk) configurationOf(ctx context.Context, person string) (settings.AgentConfiguration, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return settings.AgentConfiguration{}, err
	}
	a, err := d.Store.Agent(ctx, person)
	set, _ := c.AgentConfiguration(a.Configuration)
	return set, err
}
