package routing

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/spectest"
)

func TestEveryRuleHasARow(t *testing.T) { spectest.EveryRuleHasARow(t) }

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func after(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

// same checks one thing that a rule left.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

// online is an agent who has logged in, with so many places and so many of them taken by chats she is in.
func online(person string, capacity, engaged int) Agent {
	a := Agent{Person: person, Name: person, Capacity: capacity}.Present(Online, "t1", noon)
	for range engaged {
		a = a.engage(noon, 1)
	}
	return a
}

func with(a Agent, change func(*Agent)) Agent {
	change(&a)
	return a
}

func away(a *Agent)    { a.Status = Away }
func offline(a *Agent) { a.Status = Offline }
func silent(a *Agent)  { a.Silent = true }

func TestParseStatus(t *testing.T) {
	for _, s := range []Status{Online, Away, Offline} {
		t.Run("RT20 (R13): "+string(s), func(t *testing.T) {
			if got, err := ParseStatus(string(s)); err != nil || got != s {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for _, s := range []string{"", "online", "ONLINE", "Busy", " Away"} {
		t.Run(fmt.Sprintf("RT20 (R13): no %q", s), func(t *testing.T) {
			if _, err := ParseStatus(s); !fault.Is(err, fault.Invalid) || fault.Of(err).Field != "status" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLostAt(t *testing.T) {
	held, idle := 45*time.Second, 150*time.Second
	rows := []struct {
		title string
		load  int
		busy  time.Time
		want  time.Duration
	}{
		{"RT5 (R22): late while she has no chat", 0, noon.Add(-time.Hour), idle},
		{"RT5 (R22): late while she has not renewed since she got one", 1, noon.Add(time.Millisecond), idle},
		{"RT5 (R22): soon from the renewal at which she has one", 1, noon, held},
		{"RT5 (R22): soon with several", 3, noon.Add(-time.Hour), held},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			a := Agent{Status: Online, Load: r.load, Busy: r.busy.UnixMilli()}
			same(t, "lost after", a.LostAt(noon, held, idle).Sub(noon), r.want)
		})
	}
}

// changes are all the rules that change an agent.
var changes = map[string]func(Agent) Agent{
	"Present":   func(a Agent) Agent { return a.Present(Away, "t2", after(1)) },
	"Leave":     func(a Agent) Agent { return a.Leave(true, after(1)) },
	"StepAway":  func(a Agent) Agent { return a.StepAway(after(1)) },
	"Hush":      func(a Agent) Agent { return a.Hush(after(1)) },
	"Hear":      func(a Agent) Agent { return a.Hear(after(1)) },
	"Take":      func(a Agent) Agent { a, _ = a.Take(after(1)); return a },
	"Assign":    func(a Agent) Agent { a, _ = a.Assign(Offer{Chat: "c9", Kind: Push}, after(1)); return a },
	"Ask":       func(a Agent) Agent { a, _ = a.Ask(Offer{Chat: "c9", Kind: Transfer}, after(1)); return a },
	"Answer":    func(a Agent) Agent { a, _ = a.Answer("c1", after(1)); return a },
	"Join":      func(a Agent) Agent { a, _ = a.Join(after(1)); return a },
	"Unoffer":   func(a Agent) Agent { return a.Unoffer("c1", ByHand, after(1)) },
	"Finish":    func(a Agent) Agent { return a.Finish(true, after(1)) },
	"Shut":      func(a Agent) Agent { return a.Shut(after(1)) },
	"Go":        func(a Agent) Agent { return a.Go(after(1)) },
	"Return":    func(a Agent) Agent { return a.Return(after(1)) },
	"RaiseFlag": func(a Agent) Agent { return a.RaiseFlag(Flag{Chat: "c9"}, after(1)) },
	"LowerFlag": func(a Agent) Agent { return a.LowerFlag("c1", ByAgent, after(1)) },
}

// roomy is the agent with spare room behind her lists, where a careless append would write.
func roomy(a Agent) Agent {
	a.Offers = append(make([]Offer, 0, len(a.Offers)+4), a.Offers...)
	a.Flags = append(make([]Flag, 0, len(a.Flags)+4), a.Flags...)
	return a
}

// whole copies an agent with what lies behind her lists.
func whole(a Agent) Agent {
	a.Offers, a.Flags = slices.Clone(a.Offers[:cap(a.Offers)]), slices.Clone(a.Flags[:cap(a.Flags)])
	a.Buttons, a.Skills, a.Ranks = slices.Clone(a.Buttons), slices.Clone(a.Skills), slices.Clone(a.Ranks)
	return a
}

func TestChanges(t *testing.T) {
	is := online("noor", 5, 1)
	is, _ = is.Assign(Offer{Chat: "c1", Kind: Push}, noon)
	is, _ = is.Ask(Offer{Chat: "c2", Kind: Transfer}, noon)
	is = is.RaiseFlag(Flag{Chat: "c1"}, noon).RaiseFlag(Flag{Chat: "c2"}, noon)
	for name, change := range changes {
		t.Run("RT22 (R24): "+name+" raises the revision, accounts the time, and leaves its argument alone", func(t *testing.T) {
			a := roomy(is)
			before := whole(a)
			got := change(a)
			same(t, "the argument", whole(a), before)
			if got.Rev <= a.Rev || got.Session.Since < after(1).UnixMilli() && name != "Leave" {
				t.Errorf("rev %d after %d, accounted up to %d", got.Rev, a.Rev, got.Session.Since)
			}
		})
	}
	for name, change := range map[string]func(Agent) Agent{
		"a flag that is not up":           func(a Agent) Agent { return a.LowerFlag("c9", ByAgent, after(1)) },
		"an offer that she has not":       func(a Agent) Agent { return a.Unoffer("c9", ByHand, after(1)) },
		"stepping away where she is Away": func(a Agent) Agent { return with(a, away).StepAway(after(1)) },
	} {
		t.Run("RT22 (R24): no change, no revision: "+name, func(t *testing.T) { same(t, "rev", change(is).Rev, is.Rev) })
	}
}
