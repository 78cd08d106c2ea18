package chat

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/spectest"
)

func TestEveryRuleHasARow(t *testing.T) { spectest.EveryRuleHasARow(t) }

var (
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

	mara = Asked{
		Queue: "support", Chat: "c1", ID: "r1", Visitor: "v-mara", Alias: "Mara", Button: "support", ButtonName: "Support",
		Deployment: "demo", Site: "Lantern & Loom", At: noon,
	}
	noor = Taking{Person: "p-noor", Name: "Noor K.", Epoch: 4, ID: "t1", At: noon.Add(5 * time.Second)}
	ilse = Taking{Person: "p-ilse", Name: "Ilse", Epoch: 9, ID: "t2", At: noon.Add(6 * time.Second)}
	end1 = noon.Add(time.Minute)
)

// must keeps a rule's change, or stops the test.
func must(change Change, err error) func(*testing.T) Change {
	return func(t *testing.T) Change {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return change
	}
}

func waiting() Chat { return Request(mara).Chat }

func engaged(t *testing.T) Chat { return must(Accept(waiting(), noor))(t).Chat }

// joined is an engaged chat with a second agent, as a conference has.
func joined(t *testing.T) Chat {
	c := engaged(t).clone()
	c.Agents = append(c.Agents, Agent{Person: ilse.Person, Party: "a2", Name: ilse.Name, Epoch: ilse.Epoch, In: true, TabOpen: true})
	return c
}

// left is an engaged chat whose second agent has left it again.
func left(t *testing.T) Chat {
	c := joined(t)
	c.Agents[1].In, c.Agents[1].TabOpen = false, false
	return c
}

func ended(t *testing.T) Chat { return must(End(engaged(t), "a1", "e1", end1))(t).Chat }

func shut(t *testing.T) Chat { return must(ShutTab(ended(t), noor.Person, "s1"))(t).Chat }

func closed(t *testing.T) Chat {
	t.Helper()
	change, ok := Close(shut(t))
	if !ok {
		t.Fatal("an ended chat was not closed")
	}
	return change.Chat
}

// kinds writes drafts as "who kind", in order.
func kinds(drafts []log.Draft) string {
	var out []string
	for _, d := range drafts {
		out = append(out, string(d.Who)+" "+string(d.Kind))
	}
	return strings.Join(out, ", ")
}

// refused checks that a rule refused with this kind and these words.
func refused(t *testing.T, err error, kind fault.Kind, words string) {
	t.Helper()
	if !fault.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want %s with %q", err, kind, words)
	}
}

func TestRequest(t *testing.T) {
	t.Run("CH1 (R97): a request opens a waiting chat", func(t *testing.T) {
		change := Request(mara)
		c := change.Chat
		if c.ID != "c1" || c.State != Waiting || c.Visitor != "v-mara" || c.RequestID != "r1" || c.Alias != "Mara" || c.RequestedAt != noon.UnixMilli() || !c.Open() {
			t.Errorf("got %+v", c)
		}
		if c.Button != "support" || c.ButtonName != "Support" || c.Deployment != "demo" || c.Site != "Lantern & Loom" {
			t.Errorf("got %+v", c)
		}
		if kinds(change.Public) != "v requested" || change.Public[0].ID != "r1" || len(change.Private) != 0 {
			t.Errorf("got %+v", change)
		}
	})
	for _, why := range []log.Reason{log.NoAgent, log.QueueFull} {
		t.Run("CH2 (R63, R64, R220): refused with "+string(why), func(t *testing.T) {
			change := Refuse(mara, why)
			c := change.Chat
			if c.State != Ended || c.EndedBy != log.BySystem || c.Reason != why || c.EndedAt != noon.UnixMilli() || c.AcceptedAt != 0 || c.Open() {
				t.Errorf("got %+v", c)
			}
			if kinds(change.Public) != "v requested, system ended" || !reflect.DeepEqual(change.Public[1].Payload, log.Payload{By: log.BySystem, Reason: why}) {
				t.Errorf("got %+v", change.Public)
			}
		})
	}
}

func TestAccept(t *testing.T) {
	t.Run("CH3 (R72, R109): the first agent is in it", func(t *testing.T) {
		change := must(Accept(waiting(), noor))(t)
		want := Agent{Person: "p-noor", Party: "a1", Name: "Noor K.", Epoch: 4, In: true, TabOpen: true}
		if c := change.Chat; c.State != Engaged || c.AcceptedAt != noor.At.UnixMilli() || !slices.Equal(c.Agents, []Agent{want}) {
			t.Errorf("got %+v", c)
		}
		if d := change.Public; kinds(d) != "a1 accepted" || d[0].ID != "t1" || !reflect.DeepEqual(d[0].Payload, log.Payload{Party: "a1", Name: "Noor K."}) {
			t.Errorf("got %+v", d)
		}
		if c := change.Chat; !c.Holds("p-noor") || c.Holder().Person != "p-noor" || c.Party("p-noor") != "a1" || c.Name("a1") != "Noor K." {
			t.Errorf("got %+v", c)
		}
	})
	t.Run("CH3 (R72): a later one is told who has it", func(t *testing.T) {
		_, err := Accept(engaged(t), ilse)
		refused(t, err, fault.Conflict, "Noor K.")
	})
	t.Run("CH3 (R72): nobody takes a chat that no longer waits", func(t *testing.T) {
		for _, c := range []Chat{Refuse(mara, log.NoAgent).Chat, ended(t), closed(t)} {
			_, err := Accept(c, ilse)
			refused(t, err, fault.Conflict, "no longer waiting")
		}
	})
	t.Run("CH3 (R37): public events name a handle and a visible name, never a person", func(t *testing.T) {
		for _, d := range must(Accept(waiting(), noor))(t).Public {
			if d.Who != "a1" || d.Payload.Agent != "" {
				t.Errorf("got %+v", d)
			}
		}
	})
}

func TestDecline(t *testing.T) {
	t.Run("CH4 (R76): declining hides the request from that agent only", func(t *testing.T) {
		change := must(Decline(waiting(), noor))(t)
		if c := change.Chat; c.State != Waiting || !slices.Equal(c.Refused, []string{"p-noor"}) {
			t.Errorf("got %+v", c)
		}
		if len(change.Public) != 0 || kinds(change.Private) != "system declined" || !reflect.DeepEqual(change.Private[0].Payload, log.Payload{Agent: "p-noor", Name: "Noor K."}) {
			t.Errorf("got %+v", change)
		}
		if after := must(Accept(change.Chat, ilse))(t).Chat; after.Holder().Person != "p-ilse" {
			t.Errorf("got %+v", after)
		}
	})
	t.Run("CH4 (R76): a second decline changes nothing", func(t *testing.T) {
		once := must(Decline(waiting(), noor))(t).Chat
		twice := must(Decline(once, noor))(t)
		if len(twice.Private) != 0 || !slices.Equal(twice.Chat.Refused, []string{"p-noor"}) {
			t.Errorf("got %+v", twice)
		}
		both := must(Decline(once, ilse))(t)
		if !slices.Equal(both.Chat.Refused, []string{"p-noor", "p-ilse"}) {
			t.Errorf("got %+v", both)
		}
	})
	t.Run("CH4 (R76): only a waiting request can be declined", func(t *testing.T) {
		for _, c := range []Chat{engaged(t), ended(t), closed(t)} {
			_, err := Decline(c, ilse)
			refused(t, err, fault.Conflict, "no longer waiting")
		}
	})
}
