package settings

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/spectest"
)

func TestSpec(t *testing.T) { spectest.EveryRuleHasARow(t) }

// lantern is a shop with two buttons, as small as it can be and still be whole.
func lantern() Configuration {
	return Configuration{
		Skills: []Skill{{ID: "lamps", Name: "Lamps"}, {ID: "looms", Name: "Looms"}, {ID: "dutch", Name: "Dutch"}},
		Profiles: []Profile{
			{ID: "agents", Name: "Agents", Skills: []string{"lamps"}, Configuration: "standard", Permissions: []Permission{ApiEnabled}},
			{ID: "guests", Name: "Guests"},
		},
		AgentConfigurations:    []AgentConfiguration{{ID: "standard", Name: "Standard", Capacity: 3}, {ID: "senior", Name: "Senior", Capacity: 6}},
		PresenceConfigurations: []PresenceConfiguration{{ID: "half_day", Name: "Half a day", Capacity: 2}},
		Buttons: []Button{
			{ID: "support", Name: "Support", Skill: "lamps", Skills: []string{"looms"}},
			{ID: "orders", Name: "Orders", Skill: "looms"},
			{ID: "vragen", Name: "Vragen", Skill: "dutch"},
		},
		Deployments: []Deployment{{ID: "demo", Site: "Lantern & Loom", Buttons: []string{"support", "orders"}}},
	}
}

func noor() Person { return Person{Person: "sub-1", First: "Noor", Last: "Khan", Profile: "agents"} }

// changed is the shop after one change.
func changed(change func(*Configuration)) Configuration {
	c := lantern()
	change(&c)
	return c
}

// refused fails unless err is a fault of this kind at this field; no field means that nothing is refused.
func refused(t *testing.T, err error, kind fault.Kind, field string) {
	t.Helper()
	if field == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || f.Field != field || f.Message == "" {
		t.Errorf("got %v, want %s at %s", err, kind, field)
	}
}

func same[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// numbered are so many ids.
func numbered(prefix string, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s%d", prefix, i)
	}
	return ids
}

func skillsNamed(ids []string) (all []Skill) {
	for _, id := range ids {
		all = append(all, Skill{ID: id, Name: id})
	}
	return all
}
