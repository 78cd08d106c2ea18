package routing

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// held says what a chat is to an agent in a walk.
type held string

const (
	talks  held = "talks"  // she is in it
	tab    held = "tab"    // it has ended, its tab is open
	place  held = "place"  // an ordinary request is offered to her
	beyond held = "beyond" // a transfer or a conference is
)

// desk is the walk: an agent, and beside her what she holds as somebody would count it by hand.
type desk struct {
	t        *rapid.T
	agent    Agent
	held     map[string]held
	now      time.Time
	chats    int
	answered int // offers that she accepted in this session
}

// pick draws one of the chats that are one of these to her, "" if there is none.
func (d *desk) pick(kinds ...held) string {
	var of []string
	for _, chat := range slices.Sorted(maps.Keys(d.held)) {
		if slices.Contains(kinds, d.held[chat]) {
			of = append(of, chat)
		}
	}
	if len(of) == 0 {
		return ""
	}
	return rapid.SampledFrom(of).Draw(d.t, "chat")
}

func (d *desk) fresh() string {
	d.chats++
	return fmt.Sprintf("c%02d", d.chats)
}

// do applies a rule and checks that it left its argument alone.
func (d *desk) do(rule func(Agent) Agent) {
	was := roomy(d.agent)
	before := whole(was)
	d.agent = rule(was)
	if got := whole(was); !reflect.DeepEqual(got, before) {
		d.t.Fatalf("the argument was %+v, is %+v", before, got)
	}
}

// may applies a rule that refuses, and notes what she holds if it did not.
func (d *desk) may(chat string, as held, rule func(Agent) (Agent, error)) bool {
	var err error
	d.do(func(a Agent) Agent { a, err = rule(a); return a })
	if err == nil {
		d.held[chat] = as
	}
	return err == nil
}

// ordinary checks what holds of every request that came without a colleague.
func (d *desk) ordinary(came bool) {
	if came && (d.agent.Load > d.agent.Capacity || d.agent.Status != Online) {
		d.t.Fatalf("a request came to %+v", d.agent)
	}
}

func (d *desk) assign() {
	chat, came := d.fresh(), false
	d.do(func(a Agent) Agent {
		a, came = a.Assign(Offer{Chat: chat, Kind: Push}, d.now)
		return a
	})
	if came {
		d.held[chat] = place
	}
	d.ordinary(came)
}

func (d *desk) ask() {
	chat := d.fresh()
	d.may(chat, beyond, func(a Agent) (Agent, error) { return a.Ask(Offer{Chat: chat, Kind: Transfer}, d.now) })
}

func (d *desk) answer() {
	if chat := d.pick(place, beyond); d.may(chat, talks, func(a Agent) (Agent, error) { return a.Answer(chat, d.now) }) {
		d.answered++
	}
}

func (d *desk) unoffer() {
	chat, how := d.pick(place, beyond), rapid.SampledFrom([]Refusal{ByHand, TimedOut, TakenBack}).Draw(d.t, "how")
	d.do(func(a Agent) Agent { return a.Unoffer(chat, how, d.now) })
	delete(d.held, chat)
}

func (d *desk) finish() {
	free, chat := rapid.Bool().Draw(d.t, "free"), d.pick(talks)
	if chat == "" {
		return
	}
	d.do(func(a Agent) Agent { return a.Finish(free, d.now) })
	d.held[chat] = tab
	if free {
		delete(d.held, chat)
	}
}

func (d *desk) letGo(of held, rule func(Agent) Agent) {
	if chat := d.pick(of); chat != "" {
		d.do(rule)
		delete(d.held, chat)
	}
}

func (d *desk) present() {
	status := rapid.SampledFrom([]Status{Online, Online, Away}).Draw(d.t, "status")
	if d.agent.Status == Offline {
		d.answered = 0
	}
	d.do(func(a Agent) Agent { return a.Present(status, "t1", d.now) })
}

// leave lets go of what was offered to her, as follows each leaving before she can log in again; her chats may take longer.
func (d *desk) leave() {
	if d.agent.Status == Offline {
		return
	}
	d.do(func(a Agent) Agent { return a.Leave(rapid.Bool().Draw(d.t, "exit"), d.now) })
	for chat, h := range d.held {
		if h == place || h == beyond {
			d.do(func(a Agent) Agent { return a.Unoffer(chat, TakenBack, d.now) })
			delete(d.held, chat)
		}
	}
}

func (d *desk) steps() []func() {
	return []func(){
		d.assign, d.assign, d.ask, d.answer, d.answer, d.unoffer, d.finish, d.present, d.present, d.leave,
		func() { d.ordinary(d.may(d.fresh(), talks, func(a Agent) (Agent, error) { return a.Take(d.now) })) },
		func() { d.may(d.fresh(), talks, func(a Agent) (Agent, error) { return a.Join(d.now) }) },
		func() { d.letGo(talks, func(a Agent) Agent { return a.Go(d.now) }) },
		func() { d.letGo(tab, func(a Agent) Agent { return a.Shut(d.now) }) },
		func() { d.do(func(a Agent) Agent { return a.StepAway(d.now) }) },
		func() { d.do(func(a Agent) Agent { return a.Hush(d.now) }) },
		func() { d.do(func(a Agent) Agent { return a.Hear(d.now) }) },
		func() { d.do(func(a Agent) Agent { return a.RaiseFlag(Flag{Chat: "c01"}, d.now) }) },
		func() { d.do(func(a Agent) Agent { return a.LowerFlag("c01", BySupervisor, d.now) }) },
	}
}

func TestAnyWalkThroughTheRules(t *testing.T) {
	t.Run("RT4 (R61, R208, R209): load is what she holds, and her times add up, whatever happens", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			d := &desk{t: t, held: map[string]held{}, now: noon, agent: with(online("noor", rapid.IntRange(1, 3).Draw(t, "capacity"), 0), serving)}
			for range rapid.IntRange(1, 60).Draw(t, "steps") {
				d.now = d.now.Add(time.Duration(rapid.IntRange(-2000, 20000).Draw(t, "ms")) * time.Millisecond)
				rev, steps := d.agent.Rev, d.steps()
				steps[rapid.IntRange(0, len(steps)-1).Draw(t, "step")]()
				if d.agent.Rev < rev {
					t.Fatalf("the revision fell from %d to %d", rev, d.agent.Rev)
				}
				for _, err := range []error{d.placesRight(), d.sessionRight()} {
					if err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	})
}

// placesRight compares the agent with what was counted by hand.
func (d *desk) placesRight() error {
	count := map[held]int{}
	for _, h := range d.held {
		count[h]++
	}
	a := d.agent
	switch {
	case a.Engaged != count[talks]:
		return fmt.Errorf("engaged in %d, is in %d", a.Engaged, count[talks])
	case a.Load != count[talks]+count[tab]+count[place]:
		return fmt.Errorf("load %d, holds %v", a.Load, d.held)
	case len(a.Offers) != count[place]+count[beyond] || a.Active() != count[talks]+count[place]:
		return fmt.Errorf("offered %+v, holds %v", a.Offers, d.held)
	case a.Open() < 0 || a.Open() > max(0, a.Capacity-a.Load) || a.Open() > 0 && a.Status != Online:
		return fmt.Errorf("%d open of %+v", a.Open(), a)
	case a.Free() != (len(a.Footprint().Places) == len(a.Ranks)):
		return fmt.Errorf("stands in %v, but free is %v", a.Footprint().Places, a.Free())
	case a.Status != Offline && a.Epoch <= a.Out:
		return fmt.Errorf("%s under epoch %d, but left %d", a.Status, a.Epoch, a.Out)
	}
	return nil
}

func (d *desk) sessionRight() error {
	s := d.agent.Session
	switch {
	case s.Online+s.Away != s.Since-s.LoginAt:
		return fmt.Errorf("Online %d and Away %d of %d", s.Online, s.Away, s.Since-s.LoginAt)
	case d.agent.Status == Offline && s.LogoutAt-s.LoginAt != s.Online+s.Away:
		return fmt.Errorf("Online %d and Away %d of %d to the log-out", s.Online, s.Away, s.LogoutAt-s.LoginAt)
	case s.Assigned < d.answered+s.Declined+s.TimedOut:
		return fmt.Errorf("assigned %d, of which %d answered, %d declined, %d timed out", s.Assigned, d.answered, s.Declined, s.TimedOut)
	case s.Idle() < 0 || s.AtCapacity > s.Online+s.Away:
		return fmt.Errorf("idle %d, at capacity %d of %d", s.Idle(), s.AtCapacity, s.Online+s.Away)
	}
	return nil
}
