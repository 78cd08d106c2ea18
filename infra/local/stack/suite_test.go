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

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/story"
	"switchboard/infra/local/gateway"
	"switchboard/infra/local/stack"
	"switchboard/infra/local/stack/stacktest"
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
			t.Run("R218: the synthetic chat", func(t *testing.T) { probes(t, s) })
			t.Run("what a deployed copy must pass", func(t *testing.T) { story.Tell(t, stacktest.Site(s, sweeps)) })
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
		Console: "http://127.0.0.1/console/", Output: t.Output(), Sweep: sweeps,
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
	noor.Connects()
	noor.IsOnline()
	mara.Connects()
	chat = mara.Asks("support")
	noor.Awaits("the hint", func(f frame) bool {
		r, _ := f["request"].(map[string]any)
		return f.Text("type") == "waiting" && frame(r).Text("chat") == chat
	})
	noor.Does(frame{"action": "accept", "chat": chat, "after": 1})
	mara.Awaits("accepted", func(f frame) bool { return f.Text("chat") == chat && mara.After(chat) >= 2 })
	return mara, noor, chat
}

// ends ends a chat by the agent and closes her tab.
func ends(noor *person, chat string) {
	noor.Does(frame{"action": "end", "chat": chat})
	noor.Does(frame{"action": "close", "chat": chat})
}

func conversation(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Send(frame{"action": "typing", "chat": chat, "on": true})
	noor.Awaits("typing (R114)", func(f frame) bool { return f.Text("type") == "typing" && f.Text("who") == "v" })
	for i := range 3 {
		mara.Says(chat, fmt.Sprintf("question %d", i))
		noor.Beats(chat)
		noor.Says(chat, fmt.Sprintf("answer %d", i))
		mara.Beats(chat)
	}
	if !slices.Equal(mara.Said(chat), noor.Said(chat)) || len(mara.Said(chat)) != 6 {
		t.Errorf("R112: the visitor has %v, the agent %v", mara.Said(chat), noor.Said(chat))
	}
	mara.Does(frame{"action": "end", "chat": chat})
	ended := noor.Awaits("ended (R117)", func(f frame) bool {
		e := f.List("events")
		return f.Text("chat") == chat && len(e) > 0 && e[0].Text("kind") == "ended"
	})
	if by := ended.List("events")[0].Text("by"); by != "visitor" {
		t.Errorf("ended by %q", by)
	}
	if status, _ := noor.Call(http.MethodGet, "/transcripts/"+chat, nil); status != http.StatusNotFound {
		t.Errorf("R218: a transcript while the tab is open: %d", status)
	}
	noor.Does(frame{"action": "close", "chat": chat})
	_, doc := noor.Call(http.MethodGet, "/transcripts/"+chat, nil)
	if len(doc.List("lines")) < 6 || doc.Text("status") != "Completed" || doc.Number("visitorMessages") != 3 || doc.Number("agentMessages") != 3 {
		t.Errorf("R218, R224: transcript %v", doc)
	}
	if chain, _ := doc["chain"].(map[string]any); chain["intact"] != true {
		t.Errorf("chain %v", chain)
	}
}

func cuts(t *testing.T, s *stack.Stack) {
	mara, _, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "before")
	// The page is loaded anew: it holds nothing and gets everything.
	again := visitor(t, s, "Mara")
	again.Chat = mara.Chat
	again.Connects()
	if got := again.Said(chat); !slices.Equal(got, []string{"before"}) {
		t.Errorf("the visitor's reload shows %v", got)
	}
	fresh := agent(t, s, "noor")
	fresh.Connects()
	if got := fresh.Said(chat); !slices.Equal(got, []string{"before"}) {
		t.Errorf("the agent's reload shows %v", got)
	}
	if n := s.Gateway.Faults().Cut("", 0); n == 0 {
		t.Error("the cut did not fire")
	}
	s.Gateway.Faults().Restore()
	// Both were cut and write as soon as they are back; a frame that was under way is sent again under its id.
	again.Connects()
	fresh.Connects()
	retry := frame{"action": "message", "chat": chat, "text": "after", "after": again.After(chat), "id": "same"}
	again.Send(retry)
	again.Send(retry)
	for range 2 {
		again.Awaits("an ack for each", func(f frame) bool { return f.Text("id") == "same" && f.Text("type") == "ack" })
	}
	again.Resumes()
	fresh.Says(chat, "hello again")
	again.Beats(chat)
	fresh.Beats(chat)
	want := []string{"before", "after", "hello again"}
	if a, b := again.Said(chat), fresh.Said(chat); !slices.Equal(a, want) || !slices.Equal(b, want) {
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
	mara.Says(chat, "the last word")
	client.Eventually(t, "the fault fires", client.Patience, func() bool { return faults.Fired(gateway.PushDrop) > before })
	noor.Beats(chat)
	if got := noor.Said(chat); !slices.Equal(got, []string{"the last word"}) {
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
	mara.Says(chat, "into the void")
	if faults.Fired(gateway.PushGone) == before {
		t.Error("the fault did not fire")
	}
	noor.Connects() // her row is gone, so she must register anew; the sender's is untouched
	noor.Says(chat, "I hear you")
	mara.Awaits("the answer, pushed", func(f frame) bool { return slices.Contains(mara.Said(chat), "I hear you") })
	ends(noor, chat)
}

func taken(t *testing.T, s *stack.Stack) {
	noor, ilse, mara := agent(t, s, "noor"), agent(t, s, "ilse"), visitor(t, s, "Mara")
	for _, a := range []*person{noor, ilse} {
		a.Connects()
		a.IsOnline()
	}
	mara.Connects()
	chat := mara.Asks("support")
	answers := map[string]frame{}
	var mu sync.Mutex
	var both sync.WaitGroup
	for _, a := range []*person{noor, ilse} {
		both.Go(func() {
			f := a.Tries(frame{"action": "accept", "chat": chat, "after": 1})
			mu.Lock()
			answers[a.Name] = f
			mu.Unlock()
		})
	}
	both.Wait()
	winner, loser := noor, ilse
	if answers["noor"].Text("type") == "error" {
		winner, loser = ilse, noor
	}
	if got := answers[loser.Name]; answers[winner.Name].Text("type") != "ack" || got.Text("kind") != "conflict" || !strings.HasPrefix(got.Text("message"), "Already taken by") {
		t.Errorf("winner %v, loser %v", answers[winner.Name], got)
	}
	ends(winner, chat)
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}

func cancelled(t *testing.T, s *stack.Stack) {
	noor, mara := agent(t, s, "noor"), visitor(t, s, "Mara")
	noor.Connects()
	noor.IsOnline()
	mara.Connects()
	chat := mara.Asks("support")
	mara.Does(frame{"action": "end", "chat": chat})
	noor.Awaits("the request goes", func(f frame) bool { return f.Text("type") == "withdrawn" && f.Text("chat") == chat })
	client.Eventually(t, "transcript", client.Patience, func() bool {
		status, doc := noor.Call(http.MethodGet, "/transcripts/"+chat, nil)
		return status == http.StatusOK && doc.Text("status") == "Missed" && doc.Text("endedBy") == "Visitor"
	})
}

func nobody(t *testing.T, s *stack.Stack) {
	noor, mara := agent(t, s, "noor"), visitor(t, s, "Mara")
	noor.Connects()
	noor.Does(frame{"action": "presence", "status": "Offline"})
	mara.Connects()
	ack := mara.Does(frame{"action": "request", "button": "support", "name": "Mara"})
	view, _ := ack["view"].(map[string]any)
	if frame(view).Text("state") != "ended" {
		t.Errorf("got %v", view)
	}
	_, site := mara.Call(http.MethodGet, "/availability?deployment=demo", nil)
	if there, _ := site["buttons"].(map[string]any); there["support"] != false {
		t.Errorf("R54: %v", site)
	}
}

func vanished(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "bye")
	if status, body := mara.Call(http.MethodPost, "/visitor/leave", frame{"chat": chat}); status != http.StatusNoContent {
		t.Fatalf("leave: %d %v", status, body)
	}
	mara.Vanishes()
	client.Eventually(t, "the transcript is there, nobody having acted", client.Patience, func() bool {
		status, doc := noor.Call(http.MethodGet, "/transcripts/"+chat, nil)
		return status == http.StatusOK && doc.Text("endedBy") == "System"
	})
	noor.Beats(chat)
	noor.Does(frame{"action": "close", "chat": chat})
	if load := noor.Beats(chat)["screen"].(map[string]any)["load"]; load != float64(0) {
		t.Errorf("her load is %v", load)
	}
}

func tickets(t *testing.T, s *stack.Stack) {
	mara := visitor(t, s, "Mara")
	ticket := mara.Ticket()
	opened := make(chan bool, 20)
	var all sync.WaitGroup
	for range cap(opened) {
		all.Go(func() {
			ws, err := mara.Dial(ticket)
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
	if _, err := mara.Dial(frame{"socket": ticket["socket"], "ticket": "made-up"}); err == nil {
		t.Error("a made-up ticket opened a socket")
	}
}

func stranger(t *testing.T, s *stack.Stack) {
	mara, noor, chat := engaged(t, s, "Mara", "noor")
	mara.Says(chat, "secret")
	eve := visitor(t, s, "Eve")
	eve.Connects()
	absent := eve.Tries(frame{"action": "message", "chat": "AAAAAAAAAAAAAAAAAAAAAA", "text": "hi", "after": 1})
	for _, action := range []string{"message", "end", "accept", "close"} {
		f := frame{"action": action, "chat": chat, "after": 1}
		if action == "message" {
			f["text"] = "hi"
		}
		got := eve.Tries(f)
		if kind := got.Text("kind"); kind != "not_found" && kind != "forbidden" || action == "message" && got.Text("message") != absent.Text("message") {
			t.Errorf("%s: %v", action, got)
		}
	}
	r := eve.Does(frame{"action": "resume", "have": []frame{{"chat": chat, "after": 0}}})
	if len(r.List("chats")) != 0 {
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
			id = mara.ID()
			f["id"] = id
		}
		if f["after"] == nil {
			f["after"] = mara.After(chat)
		}
		mara.Send(f)
		got := mara.Awaits("a refusal", func(g frame) bool { return g.Text("type") == "error" && g.Text("id") == id })
		if got.Text("kind") != "invalid" || got.Text("field") != field {
			t.Errorf("%s: %v", field, got)
		}
	}
	long := strings.Repeat("😀", 4096)
	mara.Says(chat, long) // 4,096 characters, 16 KiB: the most there may be
	if got := mara.Tries(frame{"action": "message", "chat": chat, "text": long + "!"}); got.Text("kind") != "invalid" {
		t.Errorf("R26: 4,097 characters: %v", got)
	}
	ends(noor, chat)
}
