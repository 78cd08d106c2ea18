package stack_test

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/infra/local/gateway"
	"switchboard/infra/local/stack"
)

const root = "../../.."

// TestTheProduct walks the whole product over its wire, once with all functions in this process and once with the
// binaries that are deployed: what passes over one must pass over the other.
func TestTheProduct(t *testing.T) {
	for name, together := range map[string]bool{"in one process": true, "as deployed": false} {
		t.Run(name, func(t *testing.T) {
			s := start(t, together)
			t.Run("R72, R97, R109, R112, R218: from request to transcript", func(t *testing.T) { conversation(t, s) })
			t.Run("R17, R22, R283: reloads and cuts lose and double nothing", func(t *testing.T) { cuts(t, s) })
			t.Run("F7: a swallowed last push is healed by the next beat", func(t *testing.T) { swallowed(t, s) })
			t.Run("F4: a push to a dead socket never costs the sender hers", func(t *testing.T) { gone(t, s) })
			t.Run("Q9, R72: of two agents one gets it", func(t *testing.T) { taken(t, s) })
			t.Run("R101: a request can be cancelled while it waits", func(t *testing.T) { cancelled(t, s) })
			t.Run("R63: nobody there, nobody asked", func(t *testing.T) { nobody(t, s) })
			t.Run("R102, R219: a closed browser leaves its transcript", func(t *testing.T) { vanished(t, s) })
			t.Run("S2: a ticket opens one socket once", func(t *testing.T) { tickets(t, s) })
			t.Run("R12: a stranger learns nothing", func(t *testing.T) { stranger(t, s) })
			t.Run("F8: a bad frame is named and the socket lives on", func(t *testing.T) { badFrames(t, s) })
		})
	}
}

func start(t *testing.T, together bool) *stack.Stack {
	t.Helper()
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	s, err := stack.Start(t.Context(), stack.Config{
		Root: dir, Binaries: filepath.Join(dir, ".build/lambda", runtime.GOARCH), Together: together,
		Console: "http://127.0.0.1/console/", Output: t.Output(), Sweep: 2 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Log(err)
		}
	})
	if err := s.Configure(t.Context(), []byte(`{"clocks":{"left":"2s","disconnected":"3s","visitorGone":"60s"}}`)); err != nil {
		t.Fatal(err)
	}
	return s
}

// engaged is a chat between a visitor and an agent who has accepted it.
func engaged(t *testing.T, s *stack.Stack, name, sub string) (mara, noor *person, chat string) {
	t.Helper()
	noor, mara = agent(t, s, sub), visitor(t, s, name)
	noor.connects()
	noor.isOnline()
	mara.connects()
	chat = mara.asks("support")
	noor.awaits("the hint", func(f frame) bool {
		r, _ := f["request"].(map[string]any)
		return f.text("type") == "waiting" && frame(r).text("chat") == chat
	})
	noor.does(frame{"action": "accept", "chat": chat, "after": 1})
	mara.awaits("accepted", func(f frame) bool { return f.text("chat") == chat && mara.after(chat) >= 2 })
	return mara, noor, chat
}

// ends ends a chat by the agent and closes her tab.
func ends(noor *person, chat string) {
	noor.t.Helper()
	noor.does(frame{"action": "end", "chat": chat})
	noor.does(frame{"action": "close", "chat": chat})
}

func conversation(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.send(frame{"action": "typing", "chat": chat, "on": true})
	noor.awaits("typing (R114)", func(f frame) bool { return f.text("type") == "typing" && f.text("who") == "v" })
	for i := range 3 {
		mara.says(chat, fmt.Sprintf("question %d", i))
		noor.beats(chat)
		noor.says(chat, fmt.Sprintf("answer %d", i))
		mara.beats(chat)
	}
	if !slices.Equal(mara.said(chat), noor.said(chat)) || len(mara.said(chat)) != 6 {
		t.Errorf("R112: the visitor has %v, the agent %v", mara.said(chat), noor.said(chat))
	}
	mara.does(frame{"action": "end", "chat": chat})
	ended := noor.awaits("ended (R117)", func(f frame) bool {
		e := f.list("events")
		return f.text("chat") == chat && len(e) > 0 && e[0].text("kind") == "ended"
	})
	if by := ended.list("events")[0].text("by"); by != "visitor" {
		t.Errorf("ended by %q", by)
	}
	if status, _ := noor.call(http.MethodGet, "/transcripts/"+chat, nil); status != http.StatusNotFound {
		t.Errorf("R218: a transcript while the tab is open: %d", status)
	}
	noor.does(frame{"action": "close", "chat": chat})
	_, doc := noor.call(http.MethodGet, "/transcripts/"+chat, nil)
	if len(doc.list("lines")) < 6 || doc.text("status") != "Completed" || doc.number("visitorMessages") != 3 || doc.number("agentMessages") != 3 {
		t.Errorf("R218, R224: transcript %v", doc)
	}
	if chain, _ := doc["chain"].(map[string]any); chain["intact"] != true {
		t.Errorf("chain %v", chain)
	}
}

func cuts(t *testing.T, s *stack.Stack) {
	mara, _, chat := engaged(t, s, "Mara", "noor")
	mara.says(chat, "before")
	// The page is loaded anew: it holds nothing and gets everything.
	again := visitor(t, s, "Mara")
	again.chat = mara.chat
	again.connects()
	if got := again.said(chat); !slices.Equal(got, []string{"before"}) {
		t.Errorf("the visitor's reload shows %v", got)
	}
	fresh := agent(t, s, "noor")
	fresh.connects()
	if got := fresh.said(chat); !slices.Equal(got, []string{"before"}) {
		t.Errorf("the agent's reload shows %v", got)
	}
	if n := s.Gateway.Faults().Cut("", 0); n == 0 {
		t.Error("the cut did not fire")
	}
	s.Gateway.Faults().Restore()
	// Both were cut and write as soon as they are back; a frame that was under way is sent again under its id.
	again.connects()
	fresh.connects()
	retry := frame{"action": "message", "chat": chat, "text": "after", "after": again.after(chat), "id": "same"}
	again.send(retry)
	again.send(retry)
	for range 2 {
		again.awaits("an ack for each", func(f frame) bool { return f.text("id") == "same" && f.text("type") == "ack" })
	}
	again.resumes()
	fresh.says(chat, "hello again")
	again.beats(chat)
	fresh.beats(chat)
	want := []string{"before", "after", "hello again"}
	if a, b := again.said(chat), fresh.said(chat); !slices.Equal(a, want) || !slices.Equal(b, want) {
		t.Errorf("visitor %v, agent %v", a, b)
	}
	ends(fresh, chat)
}

func swallowed(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	faults := s.Gateway.Faults()
	before := faults.Fired(gateway.PushDrop)
	if err := faults.Set(gateway.PushDrop, gateway.Rule{Contains: "the last word", Times: 1}); err != nil {
		t.Fatal(err)
	}
	mara.says(chat, "the last word")
	eventually(t, "the fault fires", patience, func() bool { return faults.Fired(gateway.PushDrop) > before })
	noor.beats(chat)
	if got := noor.said(chat); !slices.Equal(got, []string{"the last word"}) {
		t.Errorf("after the beat the agent has %v", got)
	}
	ends(noor, chat)
}

func gone(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	faults := s.Gateway.Faults()
	before := faults.Fired(gateway.PushGone)
	if err := faults.Set(gateway.PushGone, gateway.Rule{Contains: "into the void", Times: 1}); err != nil {
		t.Fatal(err)
	}
	mara.says(chat, "into the void")
	if faults.Fired(gateway.PushGone) == before {
		t.Error("the fault did not fire")
	}
	noor.connects() // her row is gone, so she must register anew; the sender's is untouched
	noor.says(chat, "I hear you")
	mara.awaits("the answer, pushed", func(f frame) bool { return slices.Contains(mara.said(chat), "I hear you") })
	ends(noor, chat)
}

func taken(t *testing.T, s *stack.Stack) {
	noor, ilse, mara := agent(t, s, "noor"), agent(t, s, "ilse"), visitor(t, s, "Mara")
	for _, a := range []*person{noor, ilse} {
		a.connects()
		a.isOnline()
	}
	mara.connects()
	chat := mara.asks("support")
	answers := map[string]frame{}
	var mu sync.Mutex
	var both sync.WaitGroup
	for _, a := range []*person{noor, ilse} {
		both.Go(func() {
			f := a.tries(frame{"action": "accept", "chat": chat, "after": 1})
			mu.Lock()
			answers[a.name] = f
			mu.Unlock()
		})
	}
	both.Wait()
	winner, loser := noor, ilse
	if answers["noor"].text("type") == "error" {
		winner, loser = ilse, noor
	}
	if got := answers[loser.name]; answers[winner.name].text("type") != "ack" || got.text("kind") != "conflict" || !strings.HasPrefix(got.text("message"), "Already taken by") {
		t.Errorf("winner %v, loser %v", answers[winner.name], got)
	}
	ends(winner, chat)
	ilse.does(frame{"action": "presence", "status": "Offline"})
}

func cancelled(t *testing.T, s *stack.Stack) {
	noor, mara := agent(t, s, "noor"), visitor(t, s, "Mara")
	noor.connects()
	noor.isOnline()
	mara.connects()
	chat := mara.asks("support")
	mara.does(frame{"action": "end", "chat": chat})
	noor.awaits("the request goes", func(f frame) bool { return f.text("type") == "withdrawn" && f.text("chat") == chat })
	eventually(t, "transcript", patience, func() bool {
		status, doc := noor.call(http.MethodGet, "/transcripts/"+chat, nil)
		return status == http.StatusOK && doc.text("status") == "Missed" && doc.text("endedBy") == "Visitor"
	})
}

func nobody(t *testing.T, s *stack.Stack) {
	noor, mara := agent(t, s, "noor"), visitor(t, s, "Mara")
	noor.connects()
	noor.does(frame{"action": "presence", "status": "Offline"})
	mara.connects()
	ack := mara.does(frame{"action": "request", "button": "support", "name": "Mara"})
	view, _ := ack["view"].(map[string]any)
	if frame(view).text("state") != "ended" {
		t.Errorf("got %v", view)
	}
	_, site := mara.call(http.MethodGet, "/availability?deployment=demo", nil)
	if there, _ := site["buttons"].(map[string]any); there["support"] != false {
		t.Errorf("R54: %v", site)
	}
}

func vanished(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.says(chat, "bye")
	if status, body := mara.call(http.MethodPost, "/visitor/leave", frame{"chat": chat}); status != http.StatusNoContent {
		t.Fatalf("leave: %d %v", status, body)
	}
	mara.mu.Lock()
	_ = mara.ws.CloseNow()
	mara.mu.Unlock()
	eventually(t, "the transcript is there, nobody having acted", patience, func() bool {
		status, doc := noor.call(http.MethodGet, "/transcripts/"+chat, nil)
		return status == http.StatusOK && doc.text("endedBy") == "System"
	})
	noor.beats(chat)
	noor.does(frame{"action": "close", "chat": chat})
	if load := noor.beats(chat)["screen"].(map[string]any)["load"]; load != float64(0) {
		t.Errorf("her load is %v", load)
	}
}

func tickets(t *testing.T, s *stack.Stack) {
	mara := visitor(t, s, "Mara")
	ticket := mara.ticket()
	opened := make(chan bool, 20)
	var all sync.WaitGroup
	for range cap(opened) {
		all.Go(func() {
			ws, err := mara.dial(ticket)
			if err == nil {
				_ = ws.CloseNow()
			}
			opened <- err == nil
		})
	}
	all.Wait()
	close(opened)
	n := 0
	for ok := range opened {
		if ok {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d of %d sockets were opened with one ticket", n, cap(opened))
	}
	if _, err := mara.dial(frame{"socket": ticket["socket"], "ticket": "made-up"}); err == nil {
		t.Error("a made-up ticket opened a socket")
	}
}

func stranger(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.says(chat, "secret")
	eve := visitor(t, s, "Eve")
	eve.connects()
	absent := eve.tries(frame{"action": "message", "chat": "AAAAAAAAAAAAAAAAAAAAAA", "text": "hi", "after": 1})
	for _, action := range []string{"message", "end", "accept", "close"} {
		f := frame{"action": action, "chat": chat, "after": 1}
		if action == "message" {
			f["text"] = "hi"
		}
		got := eve.tries(f)
		if kind := got.text("kind"); kind != "not_found" && kind != "forbidden" || action == "message" && got.text("message") != absent.text("message") {
			t.Errorf("%s: %v", action, got)
		}
	}
	r := eve.does(frame{"action": "resume", "have": []frame{{"chat": chat, "after": 0}}})
	if len(r.list("chats")) != 0 {
		t.Errorf("a stranger resumed %v", r)
	}
	ends(noor, chat)
}

func badFrames(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	rows := map[string]frame{
		"text":  {"action": "message", "chat": chat, "text": "  "},
		"id":    {"action": "message", "chat": chat, "text": "x", "id": "with space", "after": 1},
		"extra": {"action": "message", "chat": chat, "text": "x", "extra": true},
	}
	for field, f := range rows {
		id, _ := f["id"].(string)
		if id == "" {
			id = mara.id()
			f["id"] = id
		}
		if f["after"] == nil {
			f["after"] = mara.after(chat)
		}
		mara.send(f)
		got := mara.awaits("a refusal", func(g frame) bool { return g.text("type") == "error" && g.text("id") == id })
		if got.text("kind") != "invalid" || got.text("field") != field {
			t.Errorf("%s: %v", field, got)
		}
	}
	long := strings.Repeat("😀", 4096)
	mara.says(chat, long) // 4,096 characters, 16 KiB: the most there may be
	if got := mara.tries(frame{"action": "message", "chat": chat, "text": long + "!"}); got.text("kind") != "invalid" {
		t.Errorf("R26: 4,097 characters: %v", got)
	}
	ends(noor, chat)
}
