package settings

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"
)

// full is a document in which every setting has a value.
func full() Configuration {
	c := Configuration{
		Version:      7,
		Organisation: Organisation{LiveChatOff: true, FreePlaceAtEnd: true, CapacityFromPresence: true},
		Skills:       []Skill{{ID: "lamps", Name: "Lamps", Description: "They give light."}, {ID: "looms", Name: "Looms", Description: "They weave."}},
		Profiles: []Profile{{
			ID: "agents", Name: "Agents", Skills: []string{"lamps"}, Configuration: "standard",
			Permissions: []Permission{ApiEnabled, AssignSkills, ConferencePermission},
		}},
		AgentConfigurations: []AgentConfiguration{{
			ID: "standard", Name: "Standard", Capacity: 3, SneakPeek: true, RequestSound: true, LogoutSound: true, Notifications: true,
			AgentName: "Lantern", Greeting: "Hello\nthere", AutoAwayOnDecline: true, AutoAwayOnPushTimeout: true, CriticalWait: 45,
			Files: true, Blocking: true, Flags: true, Conferences: true, TransferToAgent: true, TransferToSkill: true, TransferToButton: true,
			TransferSkills: []string{"looms"}, TransferButtons: []string{"support"}, Monitoring: true, Whisper: true, AgentSneakPeek: true,
			DefaultStatus: "Away", DefaultSkill: "lamps", DefaultButton: "support", SupervisedSkills: []string{"lamps", "looms"},
		}},
		PresenceConfigurations: []PresenceConfiguration{{ID: "half_day", Name: "Half a day", Capacity: 2}},
		Buttons: []Button{{
			ID: "support", Name: "Support", Language: "en-GB", Routing: MostAvailable, Skill: "lamps", Skills: []string{"looms"},
			PushTimeout: 40, AutoAccept: true, Reroute: true, RerouteAttempts: 2, Queue: true, PerAgentQueue: 3, OverallQueue: 20,
			Greeting: "Welcome", AgentName: "Lamp desk", IdleTimeout: 120, IdleWarning: 90,
		}},
		Deployments: []Deployment{{
			ID: "demo", Site: "Lantern & Loom", WindowTitle: "Ask us", Origins: []string{"https://shop.example"}, Buttons: []string{"support"},
			Accent: "#1a6b5c", SaveTranscript: true, PrechatAPI: true,
		}},
	}
	for i, w := range c.Clocks.all() {
		*w.wait = Wait(time.Duration(i+1) * 7 * time.Second)
	}
	return c
}

func TestEverySettingIsKept(t *testing.T) {
	t.Run("ST2 (R26, R43, R44): every setting is read back as it was stored", func(t *testing.T) {
		c := full()
		everyFieldIsSet(t, "configuration", reflect.ValueOf(c))
		refused(t, c.Check(), "", "")
		if got := again(t, c); !reflect.DeepEqual(got, c) {
			t.Errorf("got %+v\nwant %+v", got, c)
		}
	})
	t.Run("ST2 (R26, R44): what is not set is read back as not set, and lists as empty", func(t *testing.T) {
		c := Configuration{}.WithDefaults()
		if got := again(t, c); !reflect.DeepEqual(got, c) || got.Skills == nil || got.Buttons == nil || got.Deployments == nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("ST2 (R28): so is a person", func(t *testing.T) {
		p := Person{
			Person: "sub-1", First: "Noor", Last: "Khan", Profile: "agents", Configuration: "standard", Presence: "half_day",
			Skills: []string{"lamps"}, Permissions: []Permission{ApiEnabled}, Disabled: true, Version: 3,
		}
		everyFieldIsSet(t, "person", reflect.ValueOf(p))
		if got := again(t, p); !reflect.DeepEqual(got, p) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("ST2 (R26): a button's names in JSON are those of its settings", func(t *testing.T) {
		same(t, "names", names(t, full().Buttons[0]), []string{
			"agentName", "autoAccept", "button", "greeting", "idleTimeout", "idleWarning", "language", "name", "overallQueue", "perAgentQueue",
			"pushTimeout", "queue", "reroute", "rerouteAttempts", "routing", "skill", "skills",
		})
	})
}

// again is a value after it was stored and read.
func again[T any](t *testing.T, v T) (got T) {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func names(t *testing.T, v any) (all []string) {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatal(err)
	}
	for name := range fields {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// everyFieldIsSet keeps the full document full: a setting that is added must be added there.
func everyFieldIsSet(t *testing.T, at string, v reflect.Value) {
	t.Helper()
	switch {
	case v.IsZero():
		t.Errorf("%s is not set", at)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			everyFieldIsSet(t, at+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			everyFieldIsSet(t, at, v.Index(i))
		}
	}
}
