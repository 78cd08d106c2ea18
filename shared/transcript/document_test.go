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
	rows := map[log.Reason]string{
		log.Cancelled: "Mara canceled the request.",
		log.NoAgent:   "The request ended: no agent was available.",
		log.QueueFull: "The request ended: the queue was full.",
		"blocked":     "The request was blocked.",
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
