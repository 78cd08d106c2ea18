package desk

import (
	"cmp"
	"context"
	"slices"

	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

// Me is what a console needs to know of the person who is signed in.
type Me struct {
	Person   string   `json:"person"`
	Name     string   `json:"name" doc:"As visitors see her; empty if no agent configuration is assigned."`
	Groups   []string `json:"groups"`
	Capacity int      `json:"capacity"`
	Buttons  []Named  `json:"buttons" doc:"The buttons she serves."`
	Skills   []Named  `json:"skills"`
	Can      Can      `json:"can"`

	TransferSkills   []Named `json:"transferSkills" doc:"To which skills she may transfer (R40)."`
	TransferButtons  []Named `json:"transferButtons"`
	ConferenceSkills []Named `json:"conferenceSkills"`
	Panel            Filters `json:"panel"`
}

// Named is an administrative object by id and name.
type Named struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Button string `json:"button,omitempty" doc:"The id, of a button."`
	Skill  string `json:"skill,omitempty" doc:"The id, of a skill."`
}

// Filters are those with which the supervisor's panel opens (R200); empty is any.
type Filters struct {
	Status string `json:"status"`
	Skill  string `json:"skill"`
	Button string `json:"button"`
}

// Can is what her configuration lets her do; the server refuses the rest whatever a console shows (R39).
type Can struct {
	TransferToAgent  bool `json:"transferToAgent"`
	TransferToSkill  bool `json:"transferToSkill"`
	TransferToButton bool `json:"transferToButton"`
	Conferences      bool `json:"conferences"`
	Blocking         bool `json:"blocking"`
	Flags            bool `json:"flags"`
	Files            bool `json:"files"`
	SneakPeek        bool `json:"sneakPeek"`
	Monitoring       bool `json:"monitoring"`
	Whisper          bool `json:"whisper"`
	AgentSneakPeek   bool `json:"agentSneakPeek"`
	RequestSound     bool `json:"requestSound"`
	LogoutSound      bool `json:"logoutSound"`
	Notifications    bool `json:"notifications"`
}

// Me tells a person about herself.
func (d *Desk) Me(ctx context.Context, by session.Identity) (Me, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return Me{}, err
	}
	s, ok, err := d.personOrNone(ctx, by.Person)
	if err != nil {
		return Me{}, err
	}
	me := Me{Person: by.Person, Groups: by.Groups, Buttons: buttonNames(c, s.Buttons), Skills: skillNames(c, s.Skills)}
	if me.Groups == nil {
		me.Groups = []string{}
	}
	if ok {
		me.Name, me.Capacity = s.Name, s.Capacity
	}
	set := s.Configuration
	me.Can = Can{
		TransferToAgent: set.TransferToAgent, TransferToSkill: set.TransferToSkill, TransferToButton: set.TransferToButton,
		Conferences: set.Conferences, Blocking: set.Blocking, Flags: set.Flags, Files: set.Files, SneakPeek: set.SneakPeek,
		Monitoring: set.Monitoring, Whisper: set.Whisper, AgentSneakPeek: set.AgentSneakPeek,
		RequestSound: set.RequestSound, LogoutSound: set.LogoutSound, Notifications: set.Notifications,
	}
	me.TransferSkills, me.TransferButtons = skillNames(c, set.TransferSkills), buttonNames(c, set.TransferButtons)
	var all []string
	for _, skill := range c.Skills {
		all = append(all, skill.ID)
	}
	me.ConferenceSkills = skillNames(c, all)
	me.Panel = Filters{Status: set.DefaultStatus, Skill: set.DefaultSkill, Button: set.DefaultButton}
	return me, nil
}

func skillNames(c settings.Configuration, ids []string) []Named {
	names := []Named{}
	for _, id := range ids {
		if s, ok := c.Skill(id); ok {
			names = append(names, Named{ID: s.ID, Name: s.Name, Skill: s.ID})
		}
	}
	return names
}

func buttonNames(c settings.Configuration, ids []string) []Named {
	names := []Named{}
	for _, id := range ids {
		if b, ok := c.Button(id); ok {
			names = append(names, Named{ID: b.ID, Name: b.Name, Button: b.ID})
		}
	}
	return names
}

// Colleague is an agent who is logged in, as others see her when they choose whom to ask (R137).
type Colleague struct {
	Person   string   `json:"person"`
	Name     string   `json:"name"`
	Status   string   `json:"status" enum:"Online,Away"`
	Chats    int      `json:"chats"`
	Load     int      `json:"load"`
	Capacity int      `json:"capacity"`
	Skills   []string `json:"skills"`
}

// colleaguesLimit is how many agents of a skill are listed.
const colleaguesLimit = 200

// Colleagues lists the agents who are logged in with a skill, or with any, without the one who asks.
func (d *Desk) Colleagues(ctx context.Context, by session.Identity, skill string) ([]Colleague, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]Colleague{}
	for _, s := range c.Skills {
		if skill != "" && s.ID != skill {
			continue
		}
		agents, err := d.Store.Listed(ctx, routing.SkillQueue(s.ID), colleaguesLimit)
		if err != nil {
			return nil, err
		}
		for _, a := range agents {
			if a.Person != by.Person {
				all[a.Person] = Colleague{a.Person, a.Name, string(a.Status), a.Engaged, a.Load, a.Capacity, a.Skills}
			}
		}
	}
	list := []Colleague{}
	for _, a := range all {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b Colleague) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Person, b.Person)) })
	return list[:min(len(list), colleaguesLimit)], nil
}
