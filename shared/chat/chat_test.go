package chat

import (
	"reflect"
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
	oda  = Taking{Person: "p-oda", Name: "Oda", Epoch: 2, ID: "t3", At: noon.Add(7 * time.Second)}
	end1 = noon.Add(time.Minute)

	toNoor = Offer{Person: noor.Person, At: noon.UnixMilli(), Until: noon.Add(30 * time.Second).UnixMilli(), Epoch: 4, Name: "Noor Karimi"}
	looked = []log.Candidate{{Agent: noor.Person, Load: 1, Capacity: 3, Why: "chosen: fewest active chats"}}
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

// offered is a waiting request that is offered to Noor alone.
func offered() Chat {
	change, _ := Give(waiting(), toNoor, looked)
	return change.Chat
}

// direct is a request that the visitor meant for Noor, with a button to fall back to.
func direct() Chat {
	in := mara
	in.Queue, in.Fallback = "", "sales"
	change, _ := Give(Request(in).Chat, toNoor, nil)
	return change.Chat
}

// wrote checks the events that a rule wrote to one of the logs, whole and in order.
func wrote(t *testing.T, got []log.Draft, want ...log.Draft) {
	t.Helper()
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("wrote %+v\nwant  %+v", got, want)
	}
}

// same checks one thing that a rule left.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

// no is a row in which a rule refuses.
type no struct {
	title string
	err   error
	kind  fault.Kind
	words string
}

func refusals(t *testing.T, rows []no) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { refused(t, r.err, r.kind, r.words) })
	}
}

// why is the refusal of a rule that returns more than it.
func why[T any](_ T, err error) error { return err }

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
	for _, why := range []log.Reason{log.Barred, log.NoAgent, log.QueueFull} {
		t.Run("CH2 (R62, R63, R64, R220): refused with "+string(why), func(t *testing.T) {
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
