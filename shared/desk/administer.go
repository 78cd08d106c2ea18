package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"switchboard/shared/fault"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// PeoplePage is a stretch of the list of people, by id.
type PeoplePage struct {
	People []settings.Person `json:"people"`
	Next   string            `json:"next,omitempty" doc:"Ask with this as behind; empty at the end."`
}

// People lists what is set for people.
func (d *Desk) People(ctx context.Context, behind string, limit int) (PeoplePage, error) {
	page := PeoplePage{People: []settings.Person{}}
	entries, err := d.Store.People(ctx, behind, limit)
	if err != nil {
		return page, err
	}
	for _, e := range entries {
		var p settings.Person
		if err := json.Unmarshal(e.Body, &p); err != nil {
			return page, err
		}
		p.Version = e.Version
		page.People = append(page.People, p)
	}
	if len(entries) == limit {
		page.Next = entries[limit-1].Person
	}
	return page, nil
}

// PutPerson stores what is set for a person; p.Version names the version it was made from. Who is logged in stands under
// it at once (R43); who is disabled is shut out at once (F51), and let in again by the change that enables her.
func (d *Desk) PutPerson(ctx context.Context, p settings.Person) (settings.Person, error) {
	c, err := d.ReadConfiguration(ctx)
	if err != nil {
		return p, err
	}
	if err := c.CheckPerson(p); err != nil {
		return p, err
	}
	was, err := d.ReadPerson(ctx, p.Person)
	if err != nil {
		return p, err
	}
	body, err := json.Marshal(p)
	if err != nil {
		return p, err
	}
	put := store.PutDocument(store.PersonDocument(p.Person), body, p.Version)
	put.Else = store.Refused(errChanged)
	p.Version++
	if p.Disabled {
		return p, d.shutOut(ctx, p.Person, d.Now(), put)
	}
	ops := []store.Op{put}
	if was.Disabled || was.Version == 0 { // who is set anew may have been disabled when she was dropped
		ops = append(ops, store.LetIn(p.Person))
	}
	if err := d.Store.Commit(ctx, ops...); err != nil {
		return p, err
	}
	return p, d.restandLoggedIn(ctx, p.Person)
}

var errChanged = fault.New(fault.Conflict, "Somebody else changed this meanwhile. Read it again.")

func (d *Desk) restandLoggedIn(ctx context.Context, person string) error {
	a, err := d.Store.Agent(ctx, person)
	if err != nil || a.Status == routing.Offline {
		return err
	}
	_, err = d.restand(ctx, person)
	return err
}

// AssignSkills gives a person skills: what a supervisor may do who has the permission for it (R10).
func (d *Desk) AssignSkills(ctx context.Context, by session.Identity, person string, skills []string) (settings.Person, error) {
	if !by.Has(session.GroupAdministrator) {
		own, err := d.person(ctx, by.Person)
		if err != nil {
			return settings.Person{}, err
		}
		if !by.Has(session.GroupSupervisor) || !own.May(settings.AssignSkills) {
			return settings.Person{}, fault.New(fault.Forbidden, "You need the permission to assign skills.")
		}
	}
	p, err := d.ReadPerson(ctx, person)
	if err != nil {
		return p, err
	}
	if p.Version == 0 {
		return p, fault.New(fault.NotFound, "Nothing is set for this person.")
	}
	p.Skills = skills
	return d.PutPerson(ctx, p)
}

// DropPerson deletes what is set for a person, and logs her out.
func (d *Desk) DropPerson(ctx context.Context, person string, version int64) error {
	err := d.Store.Commit(ctx, store.DropDocument(store.PersonDocument(person), version))
	if errors.Is(err, store.ErrStale) {
		return errChanged
	}
	if err != nil {
		return err
	}
	return d.restandLoggedIn(ctx, person)
}

// peopleScan is how many people are read at once by whoever looks for references.
const peopleScan = 500

// unreferenced refuses a configuration without something that people still name (R53).
func (d *Desk) unreferenced(ctx context.Context, was, is settings.Configuration) error {
	if len(dropped(was, is)) == 0 {
		return nil
	}
	var users []string
	for behind := ""; ; {
		page, err := d.People(ctx, behind, peopleScan)
		if err != nil {
			return err
		}
		for _, p := range page.People {
			if err := is.CheckPerson(p); err != nil && was.CheckPerson(p) == nil {
				users = append(users, p.Person)
			}
		}
		if behind = page.Next; behind == "" {
			break
		}
	}
	if len(users) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "%s cannot go: %s use it.", strings.Join(dropped(was, is), ", "), strings.Join(users[:min(len(users), 10)], ", "))
}

// dropped are the objects that people may name and that a new configuration no longer has.
func dropped(was, is settings.Configuration) []string {
	var gone []string
	for _, o := range was.Skills {
		if _, ok := is.Skill(o.ID); !ok {
			gone = append(gone, "skill "+o.ID)
		}
	}
	for _, o := range was.Profiles {
		if _, ok := is.Profile(o.ID); !ok {
			gone = append(gone, "profile "+o.ID)
		}
	}
	for _, o := range was.AgentConfigurations {
		if _, ok := is.AgentConfiguration(o.ID); !ok {
			gone = append(gone, "agent configuration "+o.ID)
		}
	}
	for _, o := range was.PresenceConfigurations {
		if !slices.ContainsFunc(is.PresenceConfigurations, func(p settings.PresenceConfiguration) bool { return p.ID == o.ID }) {
			gone = append(gone, "presence configuration "+o.ID)
		}
	}
	return gone
}

// ConfigureAs is Configure for a person: switching conferences on needs a permission of its own (R157), but for the very
// first configuration, before which nobody can have one.
func (d *Desk) ConfigureAs(ctx context.Context, by session.Identity, c settings.Configuration) (settings.Configuration, error) {
	was, err := d.ReadConfiguration(ctx)
	if err != nil {
		return c, err
	}
	own, err := d.person(ctx, by.Person)
	if err != nil {
		return c, err
	}
	if err := settings.CheckChange(was, c, own.Permissions); err != nil && was.Version > 0 {
		return c, err
	}
	return d.Configure(ctx, c)
}

// maxRanges and maxListed are how many address ranges there may be, and how many rules are listed.
const (
	maxRanges = 500
	maxListed = 10000
)

// BlockingRules lists the address rules, ranges first.
func (d *Desk) BlockingRules(ctx context.Context) ([]settings.BlockingRule, error) {
	stored, err := d.Store.Blocks(ctx, maxListed)
	if err != nil {
		return nil, err
	}
	rules := make([]settings.BlockingRule, len(stored))
	for i, b := range stored {
		if err := json.Unmarshal(b.Body, &rules[i]); err != nil {
			return nil, err
		}
		rules[i].ID = ruleID(rules[i])
	}
	return rules, nil
}

// ruleID names a rule after its addresses: the same addresses are the same rule.
func ruleID(r settings.BlockingRule) string {
	sum := sha256.Sum256([]byte(r.From + "-" + r.To))
	return hex.EncodeToString(sum[:8])
}

func blockOf(r settings.BlockingRule, body []byte) store.Block {
	b := store.Block{ID: ruleID(r), Body: body}
	if r.Single() {
		b.Single = r.From
	}
	return b
}

// PutBlockingRule stores an address rule of an administrator (R194). It acts with the next request.
func (d *Desk) PutBlockingRule(ctx context.Context, by session.Identity, r settings.BlockingRule) (settings.BlockingRule, error) {
	r, err := r.Normal()
	if err != nil {
		return r, err
	}
	r.By, r.At, r.ID = by.Person, d.Now().UnixMilli(), ruleID(r)
	if r.Name == "" {
		r.Name = strings.TrimSuffix(fmt.Sprintf("%s–%s", r.From, r.To), "–")
	}
	if !r.Single() {
		all, err := d.Store.Blocks(ctx, maxRanges+1)
		if err != nil {
			return r, err
		}
		ranges := slices.DeleteFunc(all, func(b store.Block) bool { return b.Single != "" || b.ID == r.ID })
		if len(ranges) >= maxRanges {
			return r, fault.New(fault.Limited, "There are %d address ranges; no more are allowed. Join or delete some.", maxRanges)
		}
	}
	body, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	return r, d.Store.Commit(ctx, store.PutBlock(blockOf(r, body)))
}

// DropBlockingRule deletes an address rule; the next request from there is let in (R194).
func (d *Desk) DropBlockingRule(ctx context.Context, id string) error {
	rules, err := d.BlockingRules(ctx)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if r.ID == id {
			return d.Store.Commit(ctx, store.DropBlock(blockOf(r, nil)))
		}
	}
	return fault.New(fault.NotFound, "There is no such rule.")
}
