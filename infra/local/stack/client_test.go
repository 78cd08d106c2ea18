package stack_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"switchboard/infra/local/stack"
)

// frame is a frame as a client that knows only the wire sees it.
type frame map[string]any

func (f frame) text(name string) string { s, _ := f[name].(string); return s }
func (f frame) number(name string) int  { n, _ := f[name].(float64); return int(n) }
func (f frame) list(name string) []frame {
	var list []frame
	items, _ := f[name].([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			list = append(list, m)
		}
	}
	return list
}

// person is a visitor or an agent with a client that does what a good client must: it keeps events by seq, answers gaps
// by resume, and sends a frame again with its id until it is answered.
type person struct {
	t     *testing.T
	stack *stack.Stack
	name  string
	token string // agents
	chat  string // visitors: the chat's secret

	mu     sync.Mutex
	ws     *websocket.Conn
	frames []frame
	came   chan struct{}
	held   map[string]map[int]frame
	ids    int
}

func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

func visitor(t *testing.T, s *stack.Stack, name string) *person {
	return &person{t: t, stack: s, name: name, chat: secret(), came: make(chan struct{}, 1), held: map[string]map[int]frame{}}
}

func agent(t *testing.T, s *stack.Stack, sub string) *person {
	t.Helper()
	token, err := s.Issuer.Mint(sub)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, stack: s, name: sub, token: token, came: make(chan struct{}, 1), held: map[string]map[int]frame{}}
}

// call calls the HTTP API.
func (p *person) call(method, path string, body any) (int, frame) {
	p.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.stack.APIURL+path, bytes.NewReader(text))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	} else {
		r.Header.Set("X-Chat-Secret", p.chat)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var f frame
	_ = json.Unmarshal(read, &f) // an empty answer is an empty frame
	return answer.StatusCode, f
}

func (p *person) ticket() frame {
	p.t.Helper()
	path, body := "/agent/ticket", frame{}
	if p.token == "" {
		path, body = "/visitor/ticket", frame{"deployment": "demo"}
	}
	status, ticket := p.call(http.MethodPost, path, body)
	if status != http.StatusOK {
		p.t.Fatalf("%s: ticket: %d %v", p.name, status, ticket)
	}
	return ticket
}

// dial opens a socket with a ticket; the error is the handshake's.
func (p *person) dial(ticket frame) (*websocket.Conn, error) {
	ws, answer, err := websocket.Dial(p.t.Context(), ticket.text("socket"), &websocket.DialOptions{
		Subprotocols: []string{"switchboard.v1", "ticket." + ticket.text("ticket")},
	})
	if answer != nil && answer.Body != nil {
		_ = answer.Body.Close()
	}
	return ws, err
}

// connects opens a socket, resumes, and returns the answer.
func (p *person) connects() frame {
	p.t.Helper()
	ws, err := p.dial(p.ticket())
	if err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	if ws.Subprotocol() != "switchboard.v1" {
		p.t.Fatalf("%s: subprotocol %q", p.name, ws.Subprotocol())
	}
	p.t.Cleanup(func() { _ = ws.CloseNow() })
	p.mu.Lock()
	p.ws = ws
	p.mu.Unlock()
	go p.read(ws)
	return p.resumes()
}

func (p *person) read(ws *websocket.Conn) {
	for {
		_, data, err := ws.Read(context.Background())
		if err != nil {
			return
		}
		var f frame
		if json.Unmarshal(data, &f) != nil {
			continue
		}
		p.mu.Lock()
		p.keep(f)
		p.frames = append(p.frames, f)
		p.mu.Unlock()
		select {
		case p.came <- struct{}{}:
		default:
		}
	}
}

// keep files the events that a frame carries.
func (p *person) keep(f frame) {
	if chat := f.text("chat"); chat != "" {
		for _, e := range f.list("events") {
			p.file(chat, e)
		}
	}
	views := f.list("chats")
	if view, ok := f["view"].(map[string]any); ok {
		views = append(views, view)
	}
	for _, view := range views {
		for _, e := range view.list("events") {
			p.file(view.text("chat"), e)
		}
	}
}

func (p *person) file(chat string, e frame) {
	if p.held[chat] == nil {
		p.held[chat] = map[int]frame{}
	}
	p.held[chat][e.number("seq")] = e
}

// after is the newest seq up to which the person holds every event.
func (p *person) after(chat string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for p.held[chat][n+1] != nil {
		n++
	}
	return n
}

// said are the texts that a person holds of a chat, in order.
func (p *person) said(chat string) []string {
	var texts []string
	for seq := 1; seq <= p.after(chat); seq++ {
		p.mu.Lock()
		e := p.held[chat][seq]
		p.mu.Unlock()
		if e.text("kind") == "said" {
			texts = append(texts, e.text("text"))
		}
	}
	return texts
}

func (p *person) id() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids++
	return fmt.Sprintf("%s-%d", p.name, p.ids)
}

func (p *person) send(f frame) {
	p.t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	ws := p.ws
	p.mu.Unlock()
	_ = ws.Write(p.t.Context(), websocket.MessageText, data) // a cut socket: whoever sent tries again
}

const patience = 20 * time.Second

// awaits returns the first frame, since the last one it took, for which match holds.
func (p *person) awaits(what string, match func(frame) bool) frame {
	p.t.Helper()
	deadline := time.After(patience)
	for {
		p.mu.Lock()
		frames := slices.Clone(p.frames)
		p.mu.Unlock()
		for i, f := range frames {
			if match(f) {
				p.mu.Lock()
				p.frames = slices.Delete(p.frames, i, i+1) // only this side takes frames out
				p.mu.Unlock()
				return f
			}
		}
		select {
		case <-p.came:
		case <-deadline:
			p.t.Fatalf("%s waited in vain for %s; frames: %v", p.name, what, p.frames)
		}
	}
}

// tries sends a frame that changes something and returns its ack or error.
func (p *person) tries(f frame) frame {
	p.t.Helper()
	id := p.id()
	f["id"] = id
	if chat, ok := f["chat"].(string); ok && f["after"] == nil {
		f["after"] = max(p.after(chat), 1)
	}
	p.send(f)
	return p.awaits("the answer to "+f.text("action"), func(g frame) bool { return g.text("id") == id })
}

// does is tries that must succeed.
func (p *person) does(f frame) frame {
	p.t.Helper()
	for range 3 {
		answer := p.tries(f)
		if answer.text("kind") == "behind" {
			p.resumes()
			f["after"] = nil
			continue
		}
		if answer.text("type") == "error" {
			p.t.Fatalf("%s: %s: %v", p.name, f.text("action"), answer)
		}
		return answer
	}
	p.t.Fatalf("%s: %s: always behind", p.name, f.text("action"))
	return nil
}

func (p *person) resumes() frame {
	p.t.Helper()
	have := []frame{}
	p.mu.Lock()
	chats := make([]string, 0, len(p.held))
	for chat := range p.held {
		chats = append(chats, chat)
	}
	p.mu.Unlock()
	for _, chat := range chats {
		have = append(have, frame{"chat": chat, "after": p.after(chat)})
	}
	return p.does(frame{"action": "resume", "have": have})
}

// beats asks how far the chats have come and resumes if the person is behind.
func (p *person) beats(chat string) frame {
	p.t.Helper()
	answer := p.does(frame{"action": "beat", "have": []frame{{"chat": chat, "after": p.after(chat)}}})
	for _, tail := range answer.list("tails") {
		if tail.number("after") > p.after(tail.text("chat")) {
			p.resumes()
		}
	}
	return answer
}

func (p *person) says(chat, text string) int {
	p.t.Helper()
	ack := p.does(frame{"action": "message", "chat": chat, "text": text})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.file(chat, frame{"seq": float64(ack.number("seq")), "kind": "said", "text": text})
	return ack.number("seq")
}

func (p *person) asks(button string) string {
	p.t.Helper()
	return p.does(frame{"action": "request", "button": button, "name": p.name, "question": "Where is my lamp?"}).text("chat")
}

func (p *person) isOnline() {
	p.t.Helper()
	p.does(frame{"action": "presence", "status": "Online", "tab": "tab-" + p.name})
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, within time.Duration, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(within)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %s", within, what)
		}
		<-tick.C
	}
}
