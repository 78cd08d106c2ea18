package settings

import (
	"slices"
	"strings"
)

// The kinds of objects that others refer to.
const (
	KindSkill         = "skill"
	KindProfile       = "profile"       // only people refer to it
	KindConfiguration = "configuration" // an agent configuration
	KindPresence      = "presence"      // a presence configuration; only people refer to it
	KindButton        = "button"
	KindDeployment    = "deployment" // only pages refer to it
)

// thing is an object by kind and id.
type thing struct{ kind, id string }

func (t thing) String() string {
	switch t.kind {
	case KindConfiguration:
		return "agent configuration"
	case KindPresence:
		return "presence configuration"
	}
	return t.kind
}

// reference is one object's mention of another.
type reference struct {
	to    thing
	from  string // "button support (primary skill)"
	at    string // "buttons.support"
	field string // "skill"
}

// mentions collects what one object refers to.
type mentions struct {
	who, at string
	all     *[]reference
}

func (m mentions) each(kind, field, as string, ids []string) {
	for _, id := range ids {
		*m.all = append(*m.all, reference{thing{kind, id}, m.who + " (" + as + ")", m.at, field})
	}
}

// one is a single reference; an empty one refers to nothing.
func (m mentions) one(kind, field, as, id string) {
	if id != "" {
		m.each(kind, field, as, []string{id})
	}
}

// references are all mentions in the document, in its order.
func (c Configuration) references() []reference {
	var all []reference
	for _, p := range c.Profiles {
		from := mentions{"profile " + p.ID, "profiles." + p.ID, &all}
		from.each(KindSkill, "skills", "skills", p.Skills)
		from.one(KindConfiguration, "configuration", "agent configuration", p.Configuration)
	}
	for _, a := range c.AgentConfigurations {
		from := mentions{"agent configuration " + a.ID, "agentConfigurations." + a.ID, &all}
		from.each(KindSkill, "transferSkills", "transfer skills", a.TransferSkills)
		from.each(KindButton, "transferButtons", "transfer buttons", a.TransferButtons)
		from.one(KindSkill, "defaultSkill", "default skill", a.DefaultSkill)
		from.one(KindButton, "defaultButton", "default button", a.DefaultButton)
		from.each(KindSkill, "supervisedSkills", "supervised skills", a.SupervisedSkills)
	}
	for _, b := range c.Buttons {
		from := mentions{"button " + b.ID, "buttons." + b.ID, &all}
		from.one(KindSkill, "skill", "primary skill", b.Skill)
		from.each(KindSkill, "skills", "further skills", b.Skills)
	}
	for _, d := range c.Deployments {
		from := mentions{"deployment " + d.ID, "deployments." + d.ID, &all}
		from.each(KindButton, "buttons", "buttons", d.Buttons)
	}
	return all
}

// ReferredBy says who in the document refers to an object, such as "button support (primary skill)": it is what a refusal to
// delete names (R53). People are documents of their own and are not looked at.
func (c Configuration) ReferredBy(kind, id string) []string {
	var all []string
	for _, r := range c.references() {
		if r.to == (thing{kind, id}) && !slices.Contains(all, r.from) {
			all = append(all, r.from)
		}
	}
	return all
}

// things are the objects that the document lists and that something in it may refer to.
func (c Configuration) things() map[thing]bool {
	there := map[thing]bool{}
	list(there, KindSkill, c.Skills)
	list(there, KindConfiguration, c.AgentConfigurations)
	list(there, KindButton, c.Buttons)
	return there
}

func list[T object](there map[thing]bool, kind string, all []T) {
	for _, o := range all {
		there[thing{kind, o.id()}] = true
	}
}

// checkReferences refuses the first mention of what is not there, and names all who mention it (R53).
func (c Configuration) checkReferences(k *check) {
	there := c.things()
	for _, r := range c.references() {
		if k.fault != nil {
			return
		}
		if !there[r.to] {
			k.at = r.at
			k.must(false, r.field, "the %s %.100q does not exist, but is used by %s: add it, or take it out there",
				r.to, r.to.id, someOf(c.ReferredBy(r.to.kind, r.to.id)))
		}
	}
}

// named is how many of those who use something a message names.
const named = 10

func someOf(all []string) string {
	if len(all) > named {
		return strings.Join(all[:named], ", ") + " and others"
	}
	return strings.Join(all, ", ")
}
