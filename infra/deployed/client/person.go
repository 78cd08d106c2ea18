package client

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"sync"

	"github.com/coder/websocket"
)

// Protocol is the subprotocol that every socket must speak.
const Protocol = "switchboard.v1"

// Person is a visitor or an agent. One goroutine acts for a person; her socket is read by another.
type Person struct {
	Name  string
	Chat  string // visitors: the chat's secret
	Token string // agents: the access token
	From  string // visitors: the deployment whose page they are on

	t    Judge
	site Site

	mu     sync.Mutex
	ws     *websocket.Conn
	lost   map[*websocket.Conn]error
	frames []Frame
	came   chan struct{}
	held   map[string]map[int]Frame
	raw    bytes.Buffer // all that ever came
	page   string       // her page's own part of her frames' ids
	ids    int
}

// Visitor is one who has just come, with a secret of her own.
func Visitor(t Judge, s Site, name string) *Person {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // it never fails
	p := somebody(t, s, name)
	p.Chat, p.From = base64.RawURLEncoding.EncodeToString(b), "demo"
	return p
}

// Agent is a person of the demo who has signed in.
func Agent(t Judge, s Site, name string) *Person {
	t.Helper()
	token, err := s.Token(t.Context(), name)
	if err != nil {
		t.Fatalf("%s cannot sign in: %v", name, err)
	}
	p := somebody(t, s, name)
	p.Token = token
	return p
}

func somebody(t Judge, s Site, name string) *Person {
	return &Person{Name: name, page: rand.Text()[:8], t: t, site: s, came: make(chan struct{}, 1), held: map[string]map[int]Frame{}, lost: map[*websocket.Conn]error{}}
}

// Call calls the HTTP API.
func (p *Person) Call(method, path string, body any) (int, Frame) {
	p.t.Helper()
	status, f, err := p.site.Call(p.t.Context(), method, path, p.Token, p.Chat, body)
	if err != nil {
		p.t.Fatal(err)
	}
	return status, f
}

// Ticket is what opens one socket once.
func (p *Person) Ticket() Frame {
	p.t.Helper()
	path, body := "/agent/ticket", Frame{}
	if p.Token == "" {
		path, body = "/visitor/ticket", Frame{"deployment": p.From}
	}
	status, ticket := p.Call(http.MethodPost, path, body)
	if status != http.StatusOK {
		p.t.Fatalf("%s: ticket: %d %v", p.Name, status, ticket)
	}
	return ticket
}

// Dial opens a socket with a ticket; the error is the handshake's.
func (p *Person) Dial(ticket Frame) (*websocket.Conn, error) {
	ws, answer, err := websocket.Dial(p.t.Context(), ticket.Text("socket"), &websocket.DialOptions{
		Subprotocols: []string{Protocol, "ticket." + ticket.Text("ticket")},
	})
	if answer != nil && answer.Body != nil {
		_ = answer.Body.Close()
	}
	return ws, err
}

// Connects opens a socket, resumes, and returns the answer.
func (p *Person) Connects() Frame {
	p.t.Helper()
	ws, err := p.Dial(p.Ticket())
	if err != nil {
		p.t.Fatalf("%s: %v", p.Name, err)
	}
	if spoken := ws.Subprotocol(); spoken != Protocol && (!p.site.NoEcho || spoken != "") {
		p.t.Fatalf("%s: subprotocol %q", p.Name, spoken)
	}
	p.t.Cleanup(func() { _ = ws.CloseNow() })
	p.mu.Lock()
	p.ws = ws
	p.mu.Unlock()
	go p.read(ws)
	return p.Resumes()
}

// Vanishes drops the socket without a word, as a closed laptop does.
func (p *Person) Vanishes() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.ws.CloseNow()
}

// Goes closes the socket as a page does that is closed; once it returns, the gateway knows.
func (p *Person) Goes() {
	p.mu.Lock()
	ws := p.ws
	p.mu.Unlock()
	_ = ws.Close(websocket.StatusGoingAway, "") // whatever it says of it, the socket is closed
}

// Lost is why her socket ended, nil while it is open.
func (p *Person) Lost() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost[p.ws]
}
