package routing

import (
	"testing"

	"switchboard/shared/fault"
)

// refused checks that a rule refused with this kind and left the agent as she was.
func refused(t *testing.T, was, is Agent, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("got %v, want %s", err, kind)
	}
	same(t, "agent", is, was)
}

func TestTake(t *testing.T) {
	rows := []struct {
		title string
		in    Agent
		may   bool
	}{
		{"RT3 (R14, R61): Online and below capacity", online("noor", 2, 1), true},
		{"RT3 (R61, R74): not at capacity", online("noor", 2, 2), false},
		{"RT3 (R156): not beyond capacity", online("noor", 2, 3), false},
		{"RT3 (R15): not Away", with(online("noor", 2, 0), away), false},
		{"RT3 (R16): not Offline", with(online("noor", 2, 0), offline), false},
		{"RT3 (R16): not before she has ever logged in", Agent{Capacity: 2}, false},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			got, err := r.in.Take(after(1))
			same(t, "free", r.in.Free(), r.may)
			if !r.may {
				refused(t, r.in, got, err, fault.Forbidden)
				return
			}
			if err != nil || got.Load != r.in.Load+1 || got.Engaged != r.in.Engaged+1 || got.Last != after(1).UnixMilli() {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	t.Run("RT5 (R22): her first place is when she became busy, a further one is not", func(t *testing.T) {
		first, _ := online("noor", 3, 0).Take(after(1))
		second, _ := first.Take(after(2))
		same(t, "busy since", []int64{first.Busy, second.Busy}, []int64{after(1).UnixMilli(), after(1).UnixMilli()})
	})
}

func TestPlacesGivenBack(t *testing.T) {
	two := online("noor", 3, 2)
	over := two.Finish(false, after(1))
	rows := []struct {
		title         string
		got           Agent
		load, engaged int
	}{
		{"RT4 (R120): the end keeps the place while the tab is open", over, 2, 1},
		{"RT4 (R120): the tab gives it back", over.Shut(after(2)), 1, 1},
		{"RT4 (R120): the end does where the organisation frees it", two.Finish(true, after(1)), 1, 1},
		{"RT4 (R317): a chat that goes on without her does at once", two.Go(after(1)), 1, 1},
		{"RT4 (R120): the other chat keeps its own", over.Shut(after(2)).Finish(false, after(3)), 1, 0},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			same(t, "load and engaged", []int{r.got.Load, r.got.Engaged}, []int{r.load, r.engaged})
		})
	}
}

func TestAssign(t *testing.T) {
	push := Offer{Chat: "c1", Kind: Push, At: after(1).UnixMilli()}
	given, ok := online("noor", 2, 1).Assign(push, after(1))
	t.Run("RT9 (R61, R80): an offer takes a place at once, the last one too", func(t *testing.T) {
		if o, has := given.Offered("c1"); !ok || !has || o != push || given.Load != 2 || given.Engaged != 1 || given.Active() != 2 || given.Free() {
			t.Errorf("got %+v, %v", given, ok)
		}
	})
	for title, is := range map[string]Agent{
		"RT9 (R89): none beyond capacity":     given,
		"RT9 (R15): none to who is Away":      with(online("noor", 2, 0), away),
		"RT9 (R16): none to who is Offline":   with(online("noor", 2, 0), offline),
		"RT9 (R20): none to a silent console": with(online("noor", 2, 0), silent),
	} {
		t.Run(title, func(t *testing.T) {
			got, ok := is.Assign(Offer{Chat: "c2", Kind: Push}, after(2))
			same(t, "assigned", ok, false)
			same(t, "agent", got, is)
		})
	}
	t.Run("RT9 (R84): an acceptance keeps the place, at capacity too", func(t *testing.T) {
		got, err := given.Answer("c1", after(2))
		if _, still := got.Offered("c1"); err != nil || still || got.Load != 2 || got.Engaged != 2 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	for title, how := range map[string]Refusal{
		"RT9 (R82): a decline gives it back":      ByHand,
		"RT9 (R81): a time-out gives it back":     TimedOut,
		"RT9 (R20): a withdrawal gives it back":   TakenBack,
		"RT9 (R68): a direct request has one too": TakenBack,
	} {
		t.Run(title, func(t *testing.T) {
			is, _ := online("noor", 2, 1).Assign(Offer{Chat: "c1", Kind: Direct}, after(1))
			got := is.Unoffer("c1", how, after(2))
			if _, still := got.Offered("c1"); still || got.Load != 1 || got.Engaged != 1 || !got.Free() {
				t.Errorf("got %+v", got)
			}
		})
	}
	t.Run("RT9 (R87): what is not offered any more is not answered", func(t *testing.T) {
		is := given.Unoffer("c1", TimedOut, after(2))
		got, err := is.Answer("c1", after(2))
		refused(t, is, got, err, fault.Conflict)
	})
	t.Run("RT9 (R15): an acceptance that comes after she turned Away is refused", func(t *testing.T) {
		is := given.Present(Away, "t1", after(2))
		got, err := is.Answer("c1", after(3))
		refused(t, is, got, err, fault.Forbidden)
	})
}

func TestBeyondCapacity(t *testing.T) {
	full := online("noor", 2, 2)
	for title, kind := range map[string]OfferKind{
		"RT10 (R136): a transfer to one agent may exceed capacity":     Transfer,
		"RT10 (R158): a conference with one agent may exceed capacity": Conference,
	} {
		t.Run(title, func(t *testing.T) {
			asked, err := full.Ask(Offer{Chat: "c1", Kind: kind}, after(1))
			if err != nil || asked.Load != 2 || asked.Active() != 2 {
				t.Fatalf("got %+v, %v", asked, err)
			}
			got, err := asked.Answer("c1", after(2))
			if err != nil || got.Load != 3 || got.Engaged != 3 {
				t.Errorf("got %+v, %v", got, err)
			}
			same(t, "load after a decline", asked.Unoffer("c1", ByHand, after(2)).Load, 2)
		})
	}
	t.Run("RT10 (R138, R156): a skill transfer may exceed capacity", func(t *testing.T) {
		got, err := full.Join(after(1))
		if err != nil || got.Load != 3 || got.Engaged != 3 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("RT10 (R156): nothing ordinary follows until the load is below capacity", func(t *testing.T) {
		over, _ := full.Join(after(1))
		at, below := over.Go(after(2)), over.Go(after(2)).Go(after(3))
		same(t, "open", []int{over.Open(), at.Open(), below.Open()}, []int{0, 0, 1})
	})
	for title, change := range map[string]func(*Agent){
		"RT10 (R15, R137): not to who is Away":    away,
		"RT10 (R16, R137): not to who is Offline": offline,
	} {
		t.Run(title, func(t *testing.T) {
			is := with(online("noor", 2, 0), change)
			got, err := is.Ask(Offer{Chat: "c1", Kind: Transfer}, after(1))
			refused(t, is, got, err, fault.Conflict)
			got, err = is.Join(after(1))
			refused(t, is, got, err, fault.Forbidden)
		})
	}
	t.Run("RT21 (R318): a chat returns at capacity too", func(t *testing.T) {
		if got := full.Return(after(1)); got.Load != 3 || got.Engaged != 3 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("RT21 (R318): and below it takes a place like any other", func(t *testing.T) {
		same(t, "open", online("noor", 2, 0).Return(after(1)).Open(), 1)
	})
}

func TestFlags(t *testing.T) {
	is := online("noor", 3, 2).RaiseFlag(Flag{Chat: "c1", Text: "A refund?"}, after(1)).RaiseFlag(Flag{Chat: "c2"}, after(2))
	t.Run("RT19 (R197): it stands with her and counts", func(t *testing.T) {
		same(t, "flags", is.Flags, []Flag{{Chat: "c1", Text: "A refund?"}, {Chat: "c2"}})
		same(t, "raised", is.Session.FlagsRaised, 2)
	})
	for _, r := range []struct {
		title             string
		by                Lowering
		agent, supervisor int
	}{
		{"RT19 (R198): the agent lowers it", ByAgent, 1, 0},
		{"RT19 (R198): a supervisor lowers it", BySupervisor, 0, 1},
		{"RT19 (R199): the end lowers it and counts nothing", ByEnd, 0, 0},
	} {
		t.Run(r.title, func(t *testing.T) {
			got := is.LowerFlag("c1", r.by, after(3))
			same(t, "flags", got.Flags, []Flag{{Chat: "c2"}})
			same(t, "lowered", []int{got.Session.LoweredAgent, got.Session.LoweredSupervisor}, []int{r.agent, r.supervisor})
		})
	}
	t.Run("RT19 (R198): one that is not up is not lowered", func(t *testing.T) {
		same(t, "agent", is.LowerFlag("c3", ByAgent, after(3)), is)
	})
}
