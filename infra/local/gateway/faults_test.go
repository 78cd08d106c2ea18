package gateway

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func (b *bench) set(fault Fault, rule Rule) {
	b.t.Helper()
	if err := b.Faults().Set(fault, rule); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) fired(fault Fault, want int) {
	b.t.Helper()
	if got := b.Faults().Fired(fault); got != want {
		b.t.Errorf("%s fired %d times, want %d", fault, got, want)
	}
}

func (b *bench) push(p *peer, text string) error { return b.Post(b.t.Context(), p.id, []byte(text)) }

func TestF4F5F6RefusedPushes(t *testing.T) {
	for fault, want := range map[Fault]error{PushGone: ErrGone, PushLimit: ErrLimit, PushBan: ErrForbidden} {
		b := start(t)
		p := b.dial()
		b.set(fault, Rule{Times: 2})
		for range 2 {
			if err := b.push(p, "x"); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", fault, err, want)
			}
		}
		if err := b.push(p, "after"); err != nil {
			t.Errorf("%s beyond its times: %v", fault, err)
		}
		if got := p.hear(); got != "after" {
			t.Errorf("heard %q", got)
		}
		b.fired(fault, 2)
	}
}

func TestF7SwallowedPush(t *testing.T) {
	b := start(t)
	p, other := b.dial(), b.dial()
	b.set(PushDrop, Rule{Connection: p.id, Contains: "secret", Match: func(d []byte) bool { return len(d) > 6 }})
	for _, text := range []string{"a secret", "secret", "plain"} {
		if err := b.post(p.id, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := b.push(other, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"secret", "plain"} {
		if got := p.hear(); got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	if got := other.hear(); got != "a secret" {
		t.Errorf("the other heard %q", got)
	}
	b.fired(PushDrop, 1)
}

func TestPushDelayedAndDoubled(t *testing.T) {
	b := start(t)
	p := b.dial()
	b.set(PushDelay, Rule{Contains: "late", Delay: time.Minute})
	b.set(PushTwice, Rule{Contains: "twin"})
	for _, text := range []string{"late", "twin"} {
		if err := b.push(p, text); err != nil {
			t.Fatal(err)
		}
	}
	b.clock.move(time.Minute - 1)
	b.Tick()
	if err := b.push(p, "mark"); err != nil {
		t.Fatal(err)
	}
	b.clock.move(1)
	b.Tick()
	for _, want := range []string{"twin", "twin", "mark", "late"} {
		if got := p.hear(); got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	b.fired(PushDelay, 1)
	b.fired(PushTwice, 1)
}

func TestFrameOvertaken(t *testing.T) {
	b := start(t)
	p := b.dial()
	b.set(FrameHold, Rule{Contains: "first", Times: 1})
	p.say("first")
	p.say("second")
	p.say("third")
	got := map[int]string{}
	for i := range 3 {
		got[i] = proxyRequest(t, b.functions.next(t, "other")).Body
	}
	if got[0] == "first" || len(got) != 3 {
		t.Errorf("order %v", got)
	}
	b.fired(FrameHold, 1)
}

func TestHeldFrameIsNotReleasedByAnEarlierOne(t *testing.T) {
	b := start(t)
	let := make(chan struct{})
	b.functions.set("message", func(context.Context, []byte) ([]byte, error) {
		<-let
		return []byte(`{"statusCode":200,"body":"done"}`), nil
	})
	p := b.dial()
	b.set(FrameHold, Rule{Contains: "held"})
	p.say(`{"action":"message"}`)
	b.functions.next(t, "message")
	p.say("held")
	p.ping() // the frame before it was taken
	close(let)
	if got := p.hear(); got != "done" {
		t.Fatalf("heard %q", got)
	}
	p.say("overtaker")
	for _, want := range []string{"overtaker", "held"} {
		if got := proxyRequest(t, b.functions.next(t, "other")).Body; got != want {
			t.Errorf("invoked %q, want %q", got, want)
		}
	}
}

func TestHeldFrameGoesWithItsTimeAndWithItsSocket(t *testing.T) {
	b := start(t)
	p := b.dial()
	b.set(FrameHold, Rule{Times: 1, Delay: time.Second})
	b.set(FrameHold, Rule{Times: 1})
	p.say("timed")
	p.ping()
	b.clock.move(time.Second)
	b.Tick()
	if got := proxyRequest(t, b.functions.next(t, "other")).Body; got != "timed" {
		t.Errorf("invoked %q", got)
	}
	p.say("at the end")
	p.ping()
	b.functions.none(t)
	_ = p.conn.Close()
	calls := map[string]bool{}
	for range 2 { // its invocation and $disconnect know no order
		select {
		case c := <-b.functions.calls:
			calls[c.function] = true
		case <-time.After(patience):
			t.Fatal("not invoked")
		}
	}
	if !calls["other"] || !calls["disconnect"] {
		t.Errorf("called %v", calls)
	}
	b.fired(FrameHold, 2)
}

func TestTheSameSeedMakesTheSameChoices(t *testing.T) {
	trace := func(seed uint64) string {
		b := start(t)
		p := b.dial()
		b.Faults().Seed(seed)
		b.set(PushGone, Rule{Chance: 0.5})
		var out strings.Builder
		for range 64 {
			if b.push(p, "x") != nil {
				out.WriteByte('!')
			} else {
				out.WriteByte('.')
			}
		}
		if n := b.Faults().Fired(PushGone); n < 16 || n > 48 {
			t.Errorf("fired %d of 64 at one half", n)
		}
		return out.String()
	}
	if one, again := trace(7), trace(7); one != again {
		t.Errorf("\n%s\n%s", one, again)
	}
	if trace(7) == trace(8) {
		t.Error("another seed, the same choices")
	}
}

func TestClearReleasesWhatIsHeld(t *testing.T) {
	b := start(t)
	p := b.dial()
	b.set(PushDelay, Rule{Delay: time.Hour})
	b.set(FrameHold, Rule{})
	if err := b.push(p, "late"); err != nil {
		t.Fatal(err)
	}
	p.say("held")
	p.ping()
	b.Faults().Clear()
	if got := p.hear(); got != "late" {
		t.Errorf("heard %q", got)
	}
	b.functions.next(t, "other")
	p.say("free")
	b.functions.next(t, "other")
	b.fired(FrameHold, 1)
}

func TestRulesThatCannotBeMeant(t *testing.T) {
	b := start(t)
	for _, c := range []struct {
		fault Fault
		rule  Rule
	}{
		{"nonsense", Rule{}}, {SocketCut, Rule{}}, {PushDrop, Rule{Times: -1}}, {PushDrop, Rule{Chance: 1.5}},
		{PushDrop, Rule{Chance: -1}}, {PushDelay, Rule{}}, {DisconnectDelay, Rule{}}, {FrameHold, Rule{Delay: -1}},
	} {
		if err := b.Faults().Set(c.fault, c.rule); err == nil {
			t.Errorf("%s %+v was accepted", c.fault, c.rule)
		}
	}
}
