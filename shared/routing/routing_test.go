package routing

import (
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/spectest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestRules(t *testing.T) {
	t.Run("RT1 (R13): log-in begins an epoch, a change of status does not", func(t *testing.T) {
		a := Agent{Person: "noor"}.Present(Away, "t1", noon)
		b := a.Present(Online, "t1", noon)
		if a.Epoch != 1 || b.Epoch != 1 || b.Status != Online || b.Rev != 2 {
			t.Errorf("got %+v then %+v", a, b)
		}
		if again := b.Leave(true, noon).Present(Online, "t2", noon); again.Epoch != 3 || again.Exit {
			t.Errorf("after a log-out: %+v", again)
		}
	})
	t.Run("RT2 (R17): leaving notes the epoch it left", func(t *testing.T) {
		a := Agent{Epoch: 4, Status: Online}.Leave(true, noon)
		if a.Status != Offline || a.Out != 4 || a.Epoch != 5 || !a.Exit {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("RT3 (R15, R16, R61): only Online, only below capacity", func(t *testing.T) {
		for _, a := range []Agent{{Status: Away, Capacity: 2}, {Status: Offline, Capacity: 2}, {Capacity: 2}, {Status: Online, Capacity: 2, Load: 2}} {
			if _, err := a.Take(noon); !fault.Is(err, fault.Forbidden) || a.Free() {
				t.Errorf("%+v: %v", a, err)
			}
		}
		a, err := Agent{Status: Online, Capacity: 2, Load: 1, Busy: 7}.Take(noon)
		if err != nil || a.Load != 2 || a.Busy != 7 || a.Rev != 1 {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("RT4 (R120): a place is given back one by one", func(t *testing.T) {
		if a := (Agent{Load: 2}).Shut(noon); a.Load != 1 || a.Rev != 1 {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("RT5 (R22): 45 s once she renewed with a chat, 150 s before and without", func(t *testing.T) {
		held, idle := 45*time.Second, 150*time.Second
		rows := []struct {
			a    Agent
			want time.Duration
		}{
			{Agent{}, idle},
			{Agent{Load: 1, Busy: noon.Add(time.Second).UnixMilli()}, idle},
			{Agent{Load: 1, Busy: noon.UnixMilli()}, held},
		}
		for _, r := range rows {
			if got := r.a.LostAt(noon, held, idle).Sub(noon); got != r.want {
				t.Errorf("%+v: %s, want %s", r.a, got, r.want)
			}
		}
	})
	t.Run("RT6 (R63): nobody Online, nothing admitted", func(t *testing.T) {
		if (Roster{Online: 0, Waiting: 3}).Admits() || !(Roster{Online: 1}).Admits() {
			t.Error("admission does not follow the agents Online")
		}
	})
	t.Run("R13: three statuses and no fourth", func(t *testing.T) {
		for _, s := range []string{"", "online", "Busy"} {
			if _, err := ParseStatus(s); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", s, err)
			}
		}
	})
}

func TestEveryRuleHasARow(t *testing.T) { spectest.EveryRuleHasARow(t) }
