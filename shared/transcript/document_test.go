package transcript

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"switchboard/shared/log"
)

func TestChain(t *testing.T) {
	in := ordinary(t)
	whole := Render(in).Chain
	t.Run("TR21: whole logs are intact, and all entries count", func(t *testing.T) {
		if !whole.Intact || whole.Entries != 7 || len(whole.Root) != 64 || whole.Fault != "" {
			t.Errorf("got %+v", whole)
		}
	})
	rows := []struct {
		title string
		touch func(*Ended)
		fault string
	}{
		{"TR21: a message is missing", func(in *Ended) { in.Public = slices.Delete(slices.Clone(in.Public), 2, 3) }, "public log, entry 3"},
		{"TR21: the end is missing", func(in *Ended) { in.Public = in.Public[:len(in.Public)-1] }, "public log: its last entry is not ended"},
		{"TR21: the private end is missing", func(in *Ended) { in.Private = in.Private[:len(in.Private)-1] }, "private log: its last entry is not closed"},
		{"TR21: nothing is there", func(in *Ended) { in.Public, in.Private = nil, nil }, "public log: its last entry is not ended"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			in := in
			r.touch(&in)
			d := Render(in)
			if d.Chain.Intact || !strings.HasPrefix(d.Chain.Fault, r.fault) {
				t.Errorf("got %+v", d.Chain)
			}
			if len(d.Fields) != 39 || d.Status == "" {
				t.Errorf("a broken log cost the record: %+v", d.Summary)
			}
		})
	}
	t.Run("TR21: another word is another root", func(t *testing.T) {
		other := requested(t).accept(12.9, noor).text(20, log.Visitor, "Hullo").text(25, noor.Party, "Hello Mara").
			end(100.4, noor.Party, log.ByAgent, log.Finished).shut(110, noor).close(110)
		if got := Render(other).Chain.Root; got == whole.Root {
			t.Error("the same root")
		}
		private := requested(t).accept(12.9, noor).text(20, log.Visitor, "Hello").text(25, noor.Party, "Hello Mara").
			end(100.4, noor.Party, log.ByAgent, log.Finished).shut(111, noor).close(111)
		if got := Render(private).Chain.Root; got == whole.Root {
			t.Error("the same root for another private log")
		}
	})
}

func TestLines(t *testing.T) {
	t.Run("TR22 (R112, R331): the public log in order, and nothing private", func(t *testing.T) {
		in := requested(t).decline(3, dana).accept(5, noor).text(58, log.Visitor, "Hello").text(84, noor.Party, "Hello Mara").
			end(90, log.Visitor, log.ByVisitor, log.Finished).shut(95, noor).close(95)
		ms := noon.UnixMilli()
		want := []Line{
			{ms, "0s", "system", "", "Mara asked for a chat."},
			{ms + 5000, "0s", "system", "", "Noor K. joined the chat."},
			{ms + 58000, "53s", "visitor", "Mara", "Hello"},
			{ms + 84000, "1m 19s", "agent", "Noor K.", "Hello Mara"},
			{ms + 90000, "1m 25s", "system", "", "Mara ended the chat."},
		}
		if got := Render(in).Lines; !slices.Equal(got, want) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("TR22 (R112, R331): who comes and goes, in words", func(t *testing.T) {
		in := requested(t).accept(0, noor).say(0, log.Greeted, noor.Party, log.Payload{Text: "Welcome"}).comes(10, log.Joined, ilse).
			say(15, log.Signalled, log.Visitor, log.Payload{Detail: "cart", Text: "{}"}).leaves(20, noor).passes(30, ilse, "").
			comes(40, log.Returned, ilse).comes(50, log.Transferred, cara).finish(60, cara)
		want := []string{"Mara asked for a chat.", "Noor K. joined the chat.", "agent Noor K.: Welcome", "Ilse joined the chat.", "Noor K. left the chat.",
			"Ilse passed the chat on to other agents.", "Ilse is back in the chat.", "Cara took the chat over.", "Cara ended the chat."}
		var got []string
		for _, l := range Render(in).Lines {
			if l.Who != "system" {
				l.Text = l.Who + " " + l.Name + ": " + l.Text
			}
			got = append(got, l.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
	t.Run("TR22 (R318, R331): nobody took a chat that was passed on", func(t *testing.T) {
		got := Render(requested(t).accept(1, noor).passes(5, noor, "").end(9, log.System, log.BySystem, log.NoAgent).close(9)).Lines
		if last := got[len(got)-1]; last.Text != "The chat ended: no agent was available." {
			t.Errorf("got %+v", last)
		}
	})
	rows := map[log.Reason]string{
		log.Cancelled: "Mara canceled the request.",
		log.NoAgent:   "The request ended: no agent was available.",
		log.QueueFull: "The request ended: the queue was full.",
		log.Barred:    "The request was blocked.",
		log.Gone:      "Mara left the chat.",
		log.AgentGone: "The chat ended: the connection to the agent was lost.",
		"later":       "The chat ended.",
	}
	for why, w := range rows {
		t.Run("TR22 (R331): the end in words: "+string(why), func(t *testing.T) {
			got := Render(missed(t, log.System, log.BySystem, why)).Lines
			if last := got[len(got)-1]; last.Text != w || last.Who != "system" || last.Elapsed != "7s" {
				t.Errorf("got %+v", last)
			}
		})
	}
	t.Run("TR22 (R331): an agent who left is named", func(t *testing.T) {
		got := Render(requested(t).accept(1, noor).end(5, noor.Party, log.ByAgent, log.LoggedOut).close(8)).Lines
		if last := got[len(got)-1]; last.Text != "Noor K. left, and the chat ended." {
			t.Errorf("got %+v", last)
		}
	})
}

func TestTheSameLogsGiveTheSameDocument(t *testing.T) {
	marshal := func(d Document) string {
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	t.Run("TR23 (R240): byte for byte", func(t *testing.T) {
		if a, b := marshal(Render(ordinary(t))), marshal(Render(ordinary(t))); a != b {
			t.Errorf("%s\n%s", a, b)
		}
	})
	t.Run("TR23 (R240): also with every kind of entry", func(t *testing.T) {
		a := marshal(Render(eventful(t)))
		for range 20 {
			if b := marshal(Render(eventful(t))); a != b {
				t.Fatalf("%s\n%s", a, b)
			}
		}
	})
	t.Run("TR23 (R240): also from the bytes as they were stored", func(t *testing.T) {
		in := ordinary(t)
		stored := in
		stored.Public, stored.Private = reread(t, in.Public), reread(t, in.Private)
		if a, b := marshal(Render(in)), marshal(Render(stored)); a != b {
			t.Errorf("%s\n%s", a, b)
		}
	})
	t.Run("TR23 (R236): a number changes the number alone", func(t *testing.T) {
		d := Render(ordinary(t))
		before := marshal(d)
		n := d.Numbered("T-00000001")
		check(t, n, want{"Live Chat Transcript": "T-00000001"})
		if n.Number != "T-00000001" || marshal(d) != before || !reflect.DeepEqual(n.Numbered(""), d) {
			t.Error("something else changed")
		}
	})
	t.Run("TR23: the shape that readers know", func(t *testing.T) {
		var got map[string]any
		if err := json.Unmarshal([]byte(marshal(Render(missed(t, log.System, log.BySystem, log.NoAgent)))), &got); err != nil {
			t.Fatal(err)
		}
		for _, key := range strings.Fields("chat number visitor site button status requestedAt startedAt endedAt endedBy owner waitTime chatDuration agentMessages visitorMessages fields lines events body responseTimes chain") {
			if _, ok := got[key]; !ok {
				t.Errorf("no key %s", key)
			}
		}
		if times := got["responseTimes"].(map[string]any); times["agentAverage"] != nil || len(times) != 4 || got["startedAt"] != 0.0 || got["chatDuration"] != nil {
			t.Errorf("got %v", got)
		}
	})
}

// eventful is a chat in which much happens.
func eventful(t *testing.T) Ended {
	s := requested(t).note(0, log.Queued, log.System, toRepairs).offer(1, dana).decline(2, dana).offer(2, noor)
	s.accept(3, noor).say(3, log.Greeted, noor.Party, log.Payload{Text: "Welcome"}).took(3, noor, 20, 30, 60).text(40, visitor, "Hi").flags(50, noor, "Help")
	s.note(55, log.Whispered, log.System, log.Payload{Agent: dana.Person, Name: dana.Name, Text: "B"}).lowers(56, dana.Person, supervisor)
	s.text(70, noor.Party, "Hello").asks(80, noor, log.Conference, toIlse, "").comes(85, log.Joined, ilse).took(85, ilse, 0, 0, 0).leaves(90, noor)
	s.passes(95, ilse, "").passFails(99, ilse).comes(99, log.Returned, ilse).took(99, ilse, 20, 30, 60)
	s.asks(110, ilse, log.Transfer, toWeavers, "").comes(112, log.Transferred, cara).took(112, cara, 20, 30, 60)
	return s.blocks(130, cara, "Enough").shut(131, cara).close(131)
}

func reread(t *testing.T, events []log.Event) []log.Event {
	var out []log.Event
	for _, e := range events {
		read, err := log.Read(e.Stored())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, read)
	}
	return out
}
