package client

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/coder/websocket"
)

// Patience is how long a person waits for a frame.
const Patience = 20 * time.Second

// ID is an id for a frame that no other of hers has, nor of another page of hers: one that comes again is a copy.
func (p *Person) ID() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids++
	return fmt.Sprintf("%s-%s-%d", p.Name, p.page, p.ids)
}

// Send sends a frame as it is. A socket that was cut says nothing: whoever sent tries again.
func (p *Person) Send(f Frame) {
	p.t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	ws := p.ws
	p.mu.Unlock()
	_ = ws.Write(p.t.Context(), websocket.MessageText, data)
}

// Awaits takes out the first frame that came and for which match holds, and returns it.
func (p *Person) Awaits(what string, match func(Frame) bool) Frame {
	p.t.Helper()
	return p.AwaitsFor(Patience, what, match)
}

// AwaitsFor is Awaits for what may take longer, or must not take so long.
func (p *Person) AwaitsFor(patience time.Duration, what string, match func(Frame) bool) Frame {
	p.t.Helper()
	deadline := time.After(patience)
	for {
		for i, f := range p.Unread() {
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
			p.t.Fatalf("%s waited in vain for %s; frames: %v", p.Name, what, p.Unread())
		}
	}
}

// Unread are the frames that came and that nobody has taken out.
func (p *Person) Unread() []Frame {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.frames)
}

// unnumbered are the frames about a chat that do not say how much of it their sender holds.
var unnumbered = map[string]bool{"watch": true, "visit": true, "whisper": true}

// Tries sends a frame that changes something and returns its ack or error.
func (p *Person) Tries(f Frame) Frame {
	p.t.Helper()
	id := p.ID()
	f["id"] = id
	if chat, ok := f["chat"].(string); ok && f["after"] == nil && !unnumbered[f.Text("action")] {
		f["after"] = max(p.After(chat), 1)
	}
	p.Send(f)
	return p.Awaits("the answer to "+f.Text("action"), func(g Frame) bool { return g.Text("id") == id })
}

// Does is Tries that must succeed; whoever was behind catches up and tries again.
func (p *Person) Does(f Frame) Frame {
	p.t.Helper()
	for range 3 {
		answer := p.Tries(f)
		if answer.Text("kind") == "behind" {
			p.Resumes()
			f["after"] = nil
			continue
		}
		if answer.Text("type") == "error" {
			p.t.Fatalf("%s: %s: %v", p.Name, f.Text("action"), answer)
		}
		return answer
	}
	p.t.Fatalf("%s: %s: always behind", p.Name, f.Text("action"))
	return nil
}
