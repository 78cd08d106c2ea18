package desk_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

func TestR26R27WhatIsStoredIsReadBackAndWhatIsWrongIsRefused(t *testing.T) {
	w := newWorld(t)
	full := settings.AgentConfiguration{
		ID: "Night_shift1", Name: strings.Repeat("n", 80), Capacity: 7, SneakPeek: true, RequestSound: true, LogoutSound: true,
		Notifications: true, AgentName: strings.Repeat("a", 255), Greeting: strings.Repeat("g", 1000), AutoAwayOnDecline: true,
		AutoAwayOnPushTimeout: true, CriticalWait: 90, Files: true, Blocking: true, Flags: true, Conferences: true, TransferToAgent: true,
		TransferToSkill: true, TransferToButton: true, TransferSkills: []string{"general"}, TransferButtons: []string{"support"},
		Monitoring: true, Whisper: true, AgentSneakPeek: true, DefaultStatus: "Away", DefaultSkill: "general", DefaultButton: "support",
		SupervisedSkills: []string{"general"},
	}
	w.configures(func(c *settings.Configuration) { c.AgentConfigurations = append(c.AgentConfigurations, full) })
	read := func() settings.Configuration {
		c, err := w.desk.ReadConfiguration(w.ctx)
		w.must(err)
		return c
	}
	if got := read().AgentConfigurations[1]; !reflect.DeepEqual(got, full) {
		t.Errorf("R26: stored %+v, read %+v", full, got)
	}
	before := read()
	for what, change := range map[string]func(a *settings.AgentConfiguration){
		"R26: a name of 81":                func(a *settings.AgentConfiguration) { a.Name += "n" },
		"R26: an agent name of 256":        func(a *settings.AgentConfiguration) { a.AgentName += "a" },
		"R26: a greeting of 1001":          func(a *settings.AgentConfiguration) { a.Greeting += "g" },
		"R26: no capacity":                 func(a *settings.AgentConfiguration) { a.Capacity = 0 },
		"R26: a negative critical wait":    func(a *settings.AgentConfiguration) { a.CriticalWait = -1 },
		"R27: it begins with a digit":      func(a *settings.AgentConfiguration) { a.ID = "1st" },
		"R27: a double underscore":         func(a *settings.AgentConfiguration) { a.ID = "night__shift" },
		"R27: a trailing underscore":       func(a *settings.AgentConfiguration) { a.ID = "night_" },
		"R27: a hyphen":                    func(a *settings.AgentConfiguration) { a.ID = "night-shift" },
		"R27: 81 characters":               func(a *settings.AgentConfiguration) { a.ID = strings.Repeat("n", 81) },
		"R27: the same name twice":         func(a *settings.AgentConfiguration) { a.ID = "standard" },
		"R26: a panel that opens with Any": func(a *settings.AgentConfiguration) { a.DefaultStatus = "Any" },
	} {
		c := read()
		change(&c.AgentConfigurations[1])
		_, err := w.desk.Configure(w.ctx, c)
		w.wantKind(err, fault.Invalid, what)
	}
	if got := read(); !reflect.DeepEqual(got, before) {
		t.Errorf("something refused was stored: %+v", got)
	}
}

func TestR28R30WhoseConfigurationItIs(t *testing.T) {
	w := newWorld(t)
	w.configures(func(c *settings.Configuration) {
		wide := c.AgentConfigurations[0]
		wide.ID, wide.Capacity = "wide", 9
		c.AgentConfigurations = append(c.AgentConfigurations, wide)
		c.Profiles = append(c.Profiles, settings.Profile{ID: "bare", Name: "Bare", Permissions: []settings.Permission{settings.ApiEnabled}})
	})
	for _, row := range []struct {
		title    string
		person   settings.Person
		capacity int
	}{
		{"R28: her profile's", settings.Person{Person: "petra", First: "Petra", Profile: "agents"}, 2},
		{"R28: her own", settings.Person{Person: "gus", First: "Gus", Profile: "bare", Configuration: "wide"}, 9},
		{"R29: her own goes before her profile's", settings.Person{Person: "eve", First: "Eve", Profile: "agents", Configuration: "wide"}, 9},
		{"R30: none", settings.Person{Person: "fay", First: "Fay", Profile: "bare"}, 0},
	} {
		t.Run(row.title, func(t *testing.T) {
			_, err := w.desk.PutPerson(w.ctx, row.person)
			w.must(err)
			for _, status := range []string{"Online", "Away"} {
				by := w.agent(row.person.Person)
				w.resumes(by)
				ack, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: w.id(), Status: status, Tab: "tab"})
				if row.capacity == 0 {
					w.wantKind(err, fault.Forbidden, "R30: "+status)
					same(t, "R30: she stays", []string{w.screen(by).Status}, []string{"Offline"})
					continue
				}
				w.must(err)
				if ack.Screen.Capacity != row.capacity || ack.Screen.Status != status {
					t.Errorf("she is %s with %d places, want %d", ack.Screen.Status, ack.Screen.Capacity, row.capacity)
				}
			}
		})
	}
}

func TestR34R35R36AutoAway(t *testing.T) {
	declines := func(w *world, by, _ caller, chat string) { w.declines(by, chat) }
	lapses := func(w *world, by, mara caller, chat string) {
		w.acknowledges(by, chat)
		w.stays(21*time.Second, by, mara)
	}
	for _, row := range []struct {
		title            string
		decline, timeout bool
		refuses          func(w *world, by, mara caller, chat string)
		want             routing.Status
	}{
		{"R34: a decline, switched on", true, false, declines, routing.Away},
		{"R34: a decline, switched off", false, true, declines, routing.Online},
		{"R35: a time-out, switched on", false, true, lapses, routing.Away},
		{"R35: a time-out, switched off", true, false, lapses, routing.Online},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := pushing(t)
			w.suits("ilse", func(a *settings.AgentConfiguration) {
				a.AutoAwayOnDecline, a.AutoAwayOnPushTimeout = row.decline, row.timeout
			})
			ilse := w.online("ilse")
			_, own := w.busy(ilse, 1)
			noor := w.online("noor")
			w.busy(noor, 1)
			w.online("petra")
			w.goes(w.agent("petra"), routing.Away)
			mara := w.visitor("mara")
			chat := w.wants(mara, targets(protocol.Target{Agent: "ilse", Button: "support"}))
			row.refuses(w, ilse, mara, chat)
			if got := w.standing("ilse").Status; got != row.want {
				t.Errorf("ilse is %s", got)
			}
			if got := w.screen(ilse); got.Status != string(row.want) || got.Load != 1 {
				t.Errorf("her screen: %+v", got)
			}
			same(t, "R36: her engaged chat goes on", w.onstage(own[0]), []string{"requested v", "accepted a1 Ilse B."})
			same(t, "the request goes on", w.backstage(chat)[2:], []string{"routed noor"})
			late := w.asks(w.visitor("tomas"))
			if offered := len(w.offersTo(ilse)) > 0; offered && row.want == routing.Away {
				t.Errorf("R15: she is Away and offered %s", late)
			}
		})
	}
	t.Run("R34: a choice that she does not make is no declined offer", func(t *testing.T) {
		w := staffed(t)
		w.suits("ilse", func(a *settings.AgentConfiguration) { a.AutoAwayOnDecline = true })
		ilse := w.online("ilse")
		w.online("noor")
		w.declines(ilse, w.asks(w.visitor("mara")))
		if got := w.standing("ilse").Status; got != routing.Online {
			t.Errorf("she is %s", got)
		}
	})
}

func TestR37R38UnderWhichNameAndWithWhichGreeting(t *testing.T) {
	for _, row := range []struct {
		title      string
		configured [2]string // name, greeting
		pressed    [2]string
		name       string
		greeting   []string
	}{
		{title: "R37: her first name and the initial of her last; R38: no greeting", name: "Noor K."},
		{title: "R37, R38: her configuration's", configured: [2]string{"Lamp desk", "Good day."},
			name: "Lamp desk", greeting: []string{"greeted a1 Good day."}},
		{title: "R37, R38: the button's goes before", configured: [2]string{"Lamp desk", "Good day."}, pressed: [2]string{"Night desk", "Good evening."},
			name: "Night desk", greeting: []string{"greeted a1 Good evening."}},
		{title: "R37: the button's name, R38: the configuration's greeting", configured: [2]string{"", "Good day."}, pressed: [2]string{"Night desk", ""},
			name: "Night desk", greeting: []string{"greeted a1 Good day."}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := staffed(t)
			w.suits("noor", func(a *settings.AgentConfiguration) { a.AgentName, a.Greeting = row.configured[0], row.configured[1] })
			w.sets(func(b *settings.Button) { b.AgentName, b.Greeting = row.pressed[0], row.pressed[1] })
			noor, mara := w.online("noor"), w.visitor("mara")
			chat := w.asks(mara)
			w.accepts(noor, chat)
			w.says(noor, chat, 2+len(row.greeting), "How can I help?")
			want := append([]string{"requested v", "accepted a1 " + row.name}, row.greeting...)
			same(t, "the public log", w.onstage(chat), append(want, "said a1 How can I help?"))
			seen, err := json.Marshal(w.resumes(mara))
			w.must(err)
			for _, data := range w.pushes.Take(mara.Conn) {
				seen = append(seen, data...)
			}
			for _, secret := range []string{"Klein", `"noor"`, "conn-noor"} {
				if strings.Contains(string(seen), secret) {
					t.Errorf("R37: the visitor is sent %s", secret)
				}
			}
			if !strings.Contains(string(seen), row.name) {
				t.Errorf("R37: the visitor is never sent %q", row.name)
			}
		})
	}
}

func TestR42ChangedSettingsReachAnAgent(t *testing.T) {
	scene := func(t *testing.T) (*world, caller) {
		w := staffed(t)
		noor := w.online("noor")
		w.configures(func(c *settings.Configuration) { c.AgentConfigurations[0].Capacity = 5 })
		if got := w.standing("noor").Capacity; got != 2 {
			t.Errorf("nobody has heard of her since, and she has %d places", got)
		}
		return w, noor
	}
	t.Run("R42: with her next beat", func(t *testing.T) {
		w, noor := scene(t)
		w.beats(noor)
		if got := w.screen(noor).Capacity; got != 5 {
			t.Errorf("she has %d places", got)
		}
	})
	t.Run("R42: at the latest with her next log-in", func(t *testing.T) {
		w, noor := scene(t)
		w.goes(noor, routing.Offline)
		w.goes(noor, routing.Online)
		if got := w.standing("noor").Capacity; got != 5 {
			t.Errorf("she has %d places", got)
		}
	})
}
