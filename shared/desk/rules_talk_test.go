package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
)

func TestR107R108WhatARequestShows(t *testing.T) {
	w := newTeam(t, nil)
	w.now = w.now.Add(time.Second)
	ack, err := w.desk.Request(w.ctx, w.mara, protocol.Request{Action: "request", ID: w.id(), Button: "support", Name: "Mara", Details: []protocol.Detail{
		{Label: "Order", Value: "4711", Shown: true}, {Label: "Score", Value: "secret-17", Shown: false},
	}})
	w.must(err)
	hint, ok := newest[protocol.WaitingShown](w, w.noor, "waiting")
	list := w.resumes(w.ilse).Requests
	if !ok || len(list) != 1 {
		t.Fatalf("noor was hinted %v, ilse sees %+v", ok, list)
	}
	for who, r := range map[string]protocol.Waiting{"noor": hint.Request, "ilse": list[0]} {
		if r.Chat != ack.Chat || r.Site != "Lantern" || r.Visitor.Name != "Mara" || r.RequestedAt != epoch.Add(time.Second).UnixMilli() {
			t.Errorf("R107: %s is shown %+v", who, r)
		}
		if len(r.Visitor.Details) != 1 || r.Visitor.Details[0].Value != "4711" {
			t.Errorf("R108: %s is shown %+v", who, r.Visitor.Details)
		}
	}
	w.must(w.transfersOf(ack.Chat))
	moved, ok := newest[protocol.WaitingShown](w, w.ilse, "waiting")
	if r := moved.Request; !ok || r.Site != "Lantern" || r.Visitor == nil || r.Visitor.Name != "Mara" || r.RequestedAt != epoch.Add(time.Second).UnixMilli() {
		t.Errorf("R107: a transferred one shows %+v", r)
	}
}

// transfersOf lets noor take a chat and ask ilse to take it over.
func (w *team) transfersOf(chat string) error {
	if _, err := w.comes(w.noor, chat); err != nil {
		return err
	}
	w.hushes()
	return w.transfers(w.noor, chat, "agent", "ilse", "")
}

func TestR108R123WhatTheAgentIsTold(t *testing.T) {
	w := newTeam(t, nil)
	ack, err := w.desk.Request(w.ctx, w.mara, protocol.Request{
		Action: "request", ID: w.id(), Button: "support", Name: "Mara", Question: "Where is my lamp?", VisitorKey: "visitor-key-1",
		Page: "https://shop.example/lamps", Referrer: "https://search.example/", Language: "en-GB",
		Screen: "1440x900", Platform: "Linux", Browser: "Firefox 150",
		Details: []protocol.Detail{{Label: "Order", Value: "4711", Shown: true}, {Label: "Score", Value: "secret-17", Shown: false}},
	})
	w.must(err)
	w.now = w.now.Add(4 * time.Second)
	taken, err := w.comes(w.noor, ack.Chat)
	w.must(err)
	v := taken.View
	if v.Visitor.Name != "Mara" || v.Visitor.Question != "Where is my lamp?" || v.Visitor.Address != "203.0.113.24" || v.Visitor.Browser != "Firefox 150" ||
		v.Visitor.Language != "en-GB" || v.Visitor.Screen != "1440x900" || v.Visitor.Platform != "Linux" || v.Visitor.Page != "https://shop.example/lamps" ||
		v.Visitor.Referrer != "https://search.example/" || v.Visitor.Key != "visitor-key-1" {
		t.Errorf("R123: got %+v", v.Visitor)
	}
	if v.RequestedAt != epoch.UnixMilli() || v.AcceptedAt != epoch.Add(4*time.Second).UnixMilli() || v.Button != "Support" ||
		v.Site != "Lantern" || v.State != "engaged" {
		t.Errorf("R123: got %+v", v)
	}
	for what, answer := range map[string]any{"accept": taken, "resume": w.resumes(w.noor)} {
		body, err := json.Marshal(answer)
		w.must(err)
		if strings.Contains(string(body), "secret-17") {
			t.Errorf("R108: %s tells the agent what is not for her: %s", what, body)
		}
	}
}

func TestR110R112ChatsDoNotMixAndHaveOneOrder(t *testing.T) {
	w := newTeam(t, nil)
	one, two := w.engages(w.noor, w.mara), w.engages(w.noor, w.tomas)
	_, err := w.watches(w.dana, one)
	w.must(err)
	for i := range 3 {
		w.writes(w.mara, one, fmt.Sprint("mara ", i))
		w.writes(w.tomas, two, fmt.Sprint("tomas ", i))
		w.writes(w.noor, one, fmt.Sprint("to mara ", i))
		w.writes(w.noor, two, fmt.Sprint("to tomas ", i))
	}
	for _, r := range []struct {
		title string
		by    caller
		chat  string
		words string
	}{{"R110: mara", w.mara, one, "mara"}, {"R110: tomas", w.tomas, two, "tomas"}} {
		for _, frame := range w.pushes.Take(r.by.Conn) {
			var f protocol.Events
			w.must(json.Unmarshal(frame, &f))
			if f.Type == "events" && (f.Chat != r.chat || !strings.Contains(f.Events[0].Text, r.words)) {
				t.Errorf("%s was told %s", r.title, frame)
			}
		}
	}
	want := []string{"mara 0", "to mara 0", "mara 1", "to mara 1", "mara 2", "to mara 2"}
	w.same("R112: mara's order", saidIn(w.chatOf(w.mara, one)), want...)
	w.same("R112: noor's order", saidIn(w.chatOf(w.noor, one)), want...)
	ack, err := w.watches(w.dana, one)
	w.must(err)
	w.same("R112: the supervisor's order", saidIn(*ack.View), want...)
	w.must(w.ends(w.noor, one))
	w.must(w.shuts(w.noor, one))
	w.passes(settled)
	doc, err := w.desk.Transcript(w.ctx, one)
	w.must(err)
	var kept []string
	for _, l := range doc.Lines {
		if strings.Contains(l.Text, "mara ") {
			kept = append(kept, l.Text)
		}
	}
	w.same("R112: the transcript's order", kept, want...)
}

// chatOf is a chat as somebody resumes it.
func (w *team) chatOf(by caller, chat string) protocol.Chat {
	w.t.Helper()
	all := w.resumes(by).Chats
	i := slices.IndexFunc(all, func(c protocol.Chat) bool { return c.Chat == chat })
	if i < 0 {
		w.t.Fatalf("she has no such chat: %+v", all)
	}
	return all[i]
}

func saidIn(c protocol.Chat) []string {
	var texts []string
	for _, e := range c.Events {
		if e.Kind == "said" {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

func TestR116R117R118TheEndOfAChat(t *testing.T) {
	for _, r := range []struct {
		title  string
		by     func(w *team) caller
		public string
		record string
	}{
		{"R116, R118: by the agent", func(w *team) caller { return w.noor }, "ended a1 agent ended", "Completed Agent"},
		{"R117, R118: by the visitor", func(w *team) caller { return w.mara }, "ended v visitor ended", "Completed Visitor"},
	} {
		t.Run(r.title, func(t *testing.T) {
			w := newTeam(t, nil)
			chat := w.engages(w.noor, w.mara)
			w.must(w.ends(r.by(w), chat))
			w.same("public", w.public(chat, 3), r.public)
			for name, other := range map[string]caller{"noor": w.noor, "mara": w.mara} {
				if heard := w.hears(other); other.Conn != r.by(w).Conn && !slices.Contains(heard, "events ended") {
					t.Errorf("%s hears %v", name, heard)
				}
				w.refuses("R118: "+name+" writes on", fault.Conflict, w.tries(other, chat, "One more thing"))
				w.refuses("R118: "+name+" ends it again", fault.Conflict, w.ends(other, chat))
				w.refuses("R118: "+name+" signals", fault.Conflict, w.signals(other, chat, "ring", ""))
			}
			w.refuses("R118: noor hands it over", fault.Conflict, w.transfers(w.noor, chat, "agent", "ilse", ""))
			if v := w.chatOf(w.noor, chat); v.State != "ended" {
				t.Errorf("R118: her tab is %+v", v)
			}
			w.same("R218: no transcript while her tab is open", w.transcripts())
			w.must(w.shuts(w.noor, chat))
			w.passes(settled)
			w.same("transcripts", w.transcripts(), chat+" "+r.record)
		})
	}
}

func TestR120WhenAnEndedChatGivesItsPlaceBack(t *testing.T) {
	for title, atEnd := range map[string]bool{"R120: when its tab is closed": false, "R120: at its end, where the organisation says so": true} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, func(c *settings.Configuration) {
				pushes(c)
				c.Organisation.FreePlaceAtEnd = atEnd
			})
			w.goes(w.ilse, routing.Away)
			w.goes(w.petra, routing.Away)
			held := w.fills(w.noor)
			waiting := w.asks(w.tomas)
			w.must(w.ends(w.noor, held[0]))
			if _, offered := w.standing("noor").Offered(waiting); offered != atEnd {
				t.Errorf("after the end, offered: %v, %s", offered, w.loads("noor"))
			}
			w.must(w.shuts(w.noor, held[0]))
			if _, offered := w.standing("noor").Offered(waiting); !offered || w.loads("noor") != "noor 2" {
				t.Errorf("after the tab is closed, offered: %v, %s", offered, w.loads("noor"))
			}
			w.must(w.shuts(w.noor, held[0]))
			if got := w.loads("noor"); got != "noor 2" {
				t.Errorf("closing it twice: %s", got)
			}
		})
	}
	t.Run("R120: of a button that agents choose from, the next is shown at once", func(t *testing.T) {
		w := newTeam(t, func(c *settings.Configuration) { c.Buttons[0].Queue = true })
		w.goes(w.ilse, routing.Away)
		w.goes(w.petra, routing.Away)
		first := w.engages(w.noor, w.mara)
		w.engages(w.noor, w.visitor("anna"))
		waiting := w.asks(w.tomas)
		w.must(w.ends(w.mara, first))
		if list := w.resumes(w.noor).Requests; len(list) != 0 {
			t.Errorf("before, she sees %+v", list)
		}
		w.hushes()
		w.must(w.shuts(w.noor, first))
		if shown, ok := newest[protocol.WaitingShown](w, w.noor, "waiting"); !ok || shown.Request.Chat != waiting {
			t.Errorf("she is shown %+v", shown.Request)
		}
	})
}

func (w *team) signals(by caller, chat, kind, data string) error {
	_, err := w.desk.Signal(w.ctx, by, protocol.Signal{Action: "signal", ID: w.id(), Chat: chat, After: w.tail(chat), Type: kind, Data: data})
	return err
}

func TestR121CustomEvents(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	w.must(w.signals(w.mara, chat, "cart", `{"items":2}`))
	if f, ok := newest[protocol.Events](w, w.noor, "events"); !ok || f.Events[0].Type != "cart" || f.Events[0].Text != `{"items":2}` ||
		f.Events[0].Who != "v" || f.Events[0].At != w.now.UnixMilli() {
		t.Errorf("noor is told %+v", f)
	}
	w.must(w.signals(w.noor, chat, "coupon", "LAMP10"))
	if f, ok := newest[protocol.Events](w, w.mara, "events"); !ok || f.Events[0].Type != "coupon" || f.Events[0].Text != "LAMP10" || f.Events[0].Who != "a1" {
		t.Errorf("mara is told %+v", f)
	}
	var listed []string
	for _, e := range w.chatOf(w.mara, chat).Events {
		if e.Kind == "signalled" {
			listed = append(listed, e.Who+" "+e.Type+" "+e.Text)
		}
	}
	w.same("listed for the chat", listed, `v cart {"items":2}`, "a1 coupon LAMP10")
	w.refuses("one without a type", fault.Invalid, w.signals(w.mara, chat, "", ""))
	w.refuses("one whose type is too long", fault.Invalid, w.signals(w.mara, chat, strings.Repeat("t", 256), ""))
}

func TestR122ANewPageIsShownToTheAgent(t *testing.T) {
	w := newTeam(t, nil)
	chat := w.engages(w.noor, w.mara)
	visits := func(page string) {
		t.Helper()
		_, err := w.desk.Visit(w.ctx, w.mara, protocol.Visit{Action: "visit", ID: w.id(), Chat: chat, Page: page})
		w.must(err)
	}
	w.now = w.now.Add(time.Second)
	visits("https://shop.example/lamps")
	w.now = w.now.Add(time.Second)
	visits("https://shop.example/checkout")
	f, ok := newest[protocol.Events](w, w.noor, "events")
	if !ok || len(f.Private) != 1 || f.Private[0].Text != "https://shop.example/checkout" {
		t.Errorf("noor is told %+v", f)
	}
	var kept []string
	for _, e := range w.chatOf(w.noor, chat).Private {
		if e.Kind == "visited" {
			kept = append(kept, fmt.Sprint(e.At-epoch.UnixMilli(), " ", e.Text))
		}
	}
	w.same("page and time", kept, "1000 https://shop.example/lamps", "2000 https://shop.example/checkout")
	w.same("mara hears", w.hears(w.mara))
}
