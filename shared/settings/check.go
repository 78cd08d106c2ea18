package settings

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"switchboard/shared/fault"
)

const (
	maxID    = 80
	maxName  = 80
	maxProse = 1000
)

// developerName has no double and no trailing underscore (R27).
var developerName = regexp.MustCompile(`^[A-Za-z](_?[A-Za-z0-9])*$`)

const idShape = "must be a letter and then letters, digits and single underscores, none at the end, and at most %d in all"

func isID(id string) bool { return len(id) <= maxID && developerName.MatchString(id) }

// check keeps the first thing that is wrong; at says where it looks, such as "buttons.support".
type check struct {
	at    string
	fault error
}

func (k *check) must(ok bool, field, format string, args ...any) {
	if !ok && k.fault == nil {
		k.fault = fault.InvalidField(k.field(field), format, args...)
	}
}

func (k *check) field(name string) string {
	if k.at == "" {
		return name
	}
	return k.at + "." + name
}

// text counts characters, as people do.
func (k *check) text(field, value string, most int) {
	k.must(utf8.RuneCountInString(value) <= most, field, "must have at most %d characters", most)
}

func (k *check) label(field, value string) {
	k.must(strings.TrimSpace(value) != "", field, "must not be blank")
	k.text(field, value, maxName)
}

func (k *check) name(value string) { k.label("name", value) }

func (k *check) number(field string, n, least, most int) {
	k.must(n >= least && n <= most, field, "must be a whole number from %d to %d", least, most)
}

func (k *check) distinct(field string, list []string) {
	seen := make(map[string]bool, len(list))
	for _, s := range list {
		k.must(!seen[s], field, "names %.100q twice: leave one out", s)
		seen[s] = true
	}
}

func (k *check) permissions(list []Permission) {
	for _, p := range list {
		k.must(p.known(), "permissions", "%.100q is none: choose among %s, %s and %s", p, ApiEnabled, AssignSkills, ConferencePermission)
	}
}

// checked is an object that knows what it must be like.
type checked interface {
	object
	check(k *check)
}

// objects checks a list of the document: how many there are, their ids, and each for itself.
func objects[T checked](k *check, list string, all []T, most int) {
	k.at = ""
	k.must(len(all) <= most, list, "must be at most %d, these are %d", most, len(all))
	seen := map[string]bool{}
	for i, o := range all {
		if k.fault != nil {
			return
		}
		k.at = fmt.Sprintf("%s[%d]", list, i)
		k.must(isID(o.id()), "id", idShape+", not %.100q", maxID, o.id())
		k.must(!seen[o.id()], "id", "%q is there twice: give each an id of its own", o.id())
		k.at, seen[o.id()] = list+"."+o.id(), true
		o.check(k)
	}
}

// Check refuses, as invalid, a document that may not be stored, and names the field and the object that are wrong.
// Whatever it refers to must be there: an object in use cannot be left out (R53).
func (c Configuration) Check() error {
	k := &check{}
	c.checkSize(k) // first: the rest may then take its time
	objects(k, "skills", c.Skills, MaxSkills)
	objects(k, "profiles", c.Profiles, MaxProfiles)
	objects(k, "agentConfigurations", c.AgentConfigurations, MaxAgentConfigurations)
	objects(k, "presenceConfigurations", c.PresenceConfigurations, MaxPresenceConfigurations)
	objects(k, "buttons", c.Buttons, MaxButtons)
	objects(k, "deployments", c.Deployments, MaxDeployments)
	c.Clocks.check(k)
	c.checkReferences(k)
	c.checkProfiles(k)
	return k.fault
}

func (c Configuration) checkSize(k *check) {
	body, err := json.Marshal(c)
	if err != nil {
		k.fault = err
		return
	}
	k.must(len(body) <= MaxBytes, "configuration", "takes %d bytes of at most %d: shorten texts, or remove what is not used",
		len(body), MaxBytes)
}
