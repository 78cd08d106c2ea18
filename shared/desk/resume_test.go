package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/store"
)

// whole resumes until nothing is missing any more, and checks each page's size. It returns the seqs it was given.
func (w *world) whole(by caller, chat string) (seqs []int, answers int) {
	w.t.Helper()
	have := protocol.Held{Chat: chat}
	for answers < 100 {
		answers++
		r, err := w.desk.Resume(w.ctx, by, protocol.Resume{ID: w.id(), Have: []protocol.Held{have}})
		w.must(err)
		w.fits(r)
		more := false
		for _, c := range r.Chats {
			if c.Chat != chat {
				continue
			}
			for _, e := range c.Events {
				seqs = append(seqs, e.Seq)
				have.After = e.Seq
			}
			more = c.More
		}
		if !more {
			return seqs, answers
		}
	}
	w.t.Fatal("still more after 100 answers")
	return nil, 0
}

// fits checks that an answer is at most a page.
func (w *world) fits(answer any) {
	w.t.Helper()
	body, err := json.Marshal(answer)
	w.must(err)
	if len(body) > protocol.MaxPage {
		w.t.Errorf("an answer has %d bytes, at most %d", len(body), protocol.MaxPage)
	}
}

func upTo(n int) []int {
	seqs := make([]int, n)
	for i := range seqs {
		seqs[i] = i + 1
	}
	return seqs
}

func TestResumePagesHoldAtMost30KB(t *testing.T) {
	for name, text := range map[string]string{
		"short": "Hello", "long": strings.Repeat("word ", 800), "what JSON makes six times as long": strings.Repeat("<", protocol.MaxText),
		"four bytes a character": strings.Repeat("\U0001F4A1", protocol.MaxText),
	} {
		t.Run(name, func(t *testing.T) {
			w, noor, mara, chat := talk(t)
			for i := range 40 {
				w.says(mara, chat, 2+i, text)
			}
			for _, by := range []caller{mara, noor} {
				if seqs, answers := w.whole(by, chat); !slices.Equal(seqs, upTo(42)) {
					t.Errorf("%s got %v in %d answers", by.Role, seqs, answers)
				}
			}
		})
	}
	t.Run("more events than one answer reads", func(t *testing.T) {
		w, noor, mara, chat := talk(t)
		for i := range 450 {
			w.says(mara, chat, 2+i, "Hello")
		}
		if seqs, _ := w.whole(noor, chat); !slices.Equal(seqs, upTo(452)) {
			t.Errorf("got %d of 452", len(seqs))
		}
	})
}

// talkative is a request that says as much as it may.
func talkative(id string) protocol.Request {
	r := protocol.Request{Action: "request", ID: id, Button: "support", Name: "Mara", Question: strings.Repeat("q", protocol.MaxDetailValue),
		Page: "https://shop.example/" + strings.Repeat("p", 1900), Referrer: "https://search.example/" + strings.Repeat("r", 1900)}
	for i := range protocol.MaxDetails {
		r.Details = append(r.Details, protocol.Detail{Label: fmt.Sprint("label ", i), Value: strings.Repeat("v", protocol.MaxDetailValue), Shown: true})
	}
	return r
}

func TestAnAgentsAnswersHoldAtMost30KBHoweverMuchVisitorsSay(t *testing.T) {
	w := newWorld(t)
	noor := w.online("noor")
	var chats []string
	for i := range 6 {
		mara := w.visitor(fmt.Sprint("mara", i))
		ack, err := w.desk.Request(w.ctx, mara, talkative(w.id()))
		w.must(err)
		w.fits(ack)
		chats = append(chats, ack.Chat)
		w.now = w.now.Add(time.Second)
	}
	beaten, err := w.desk.Beat(w.ctx, noor, protocol.Beat{ID: w.id()})
	w.must(err)
	w.fits(beaten)
	if len(beaten.Requests) == 0 || beaten.Requests[0].Chat != chats[0] {
		t.Errorf("R71: the oldest request is not in the list: %+v", beaten.Requests)
	}
	for _, chat := range chats[:2] {
		ack, err := w.desk.Accept(w.ctx, noor, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: 1})
		w.must(err)
		w.fits(ack)
	}
	for _, chat := range chats[:2] {
		if seqs, _ := w.whole(noor, chat); !slices.Equal(seqs, upTo(2)) {
			t.Errorf("got %v", seqs)
		}
	}
}

func TestR67ALongRunningChatComesBackInPages(t *testing.T) {
	w, _, mara, chat := talk(t)
	for i := range 40 {
		w.says(mara, chat, 2+i, strings.Repeat("word ", 800))
	}
	ack, err := w.desk.Request(w.ctx, mara, protocol.Request{Action: "request", ID: w.id(), Button: "support"})
	w.must(err)
	w.fits(ack)
	if ack.Chat != chat || !ack.View.More || len(ack.View.Events) == 0 {
		t.Errorf("got chat %s, more %v, %d events", ack.Chat, ack.View.More, len(ack.View.Events))
	}
}

func TestABeatHealsAMissingConnection(t *testing.T) {
	w, noor, mara, chat := talk(t)
	w.must(store.New(w.driver).Commit(w.ctx, store.DropPartyConn(chat, "v", mara.Conn)))
	w.says(noor, chat, 2, "Are you there?")
	if got := w.pushes.Take(mara.Conn); len(got) > 1 {
		t.Fatalf("she was told: %s", got)
	}
	r, err := w.desk.Beat(w.ctx, mara, protocol.Beat{ID: w.id(), Have: []protocol.Held{{Chat: chat, After: 2}}})
	w.must(err)
	if len(r.Tails) != 1 || r.Tails[0].After != 3 {
		t.Errorf("the beat does not say that she is behind: %+v", r)
	}
	w.says(noor, chat, 3, "Hello?")
	if got := w.pushes.Take(mara.Conn); len(got) != 1 {
		t.Errorf("her connection was not put back: %s", got)
	}
}
