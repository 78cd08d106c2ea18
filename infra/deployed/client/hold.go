package client

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/coder/websocket"
)

// read takes in what comes until the socket ends.
func (p *Person) read(ws *websocket.Conn) {
	for {
		_, data, err := ws.Read(context.Background())
		if err != nil {
			p.mu.Lock()
			p.lost[ws] = err
			p.mu.Unlock()
			return
		}
		var f Frame
		if json.Unmarshal(data, &f) != nil {
			continue
		}
		p.mu.Lock()
		p.raw.Write(data)
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
func (p *Person) keep(f Frame) {
	if chat := f.Text("chat"); chat != "" {
		for _, e := range f.List("events") {
			p.file(chat, e)
		}
	}
	views := f.List("chats")
	if view := f.Inner("view"); view != nil {
		views = append(views, view)
	}
	for _, view := range views {
		for _, e := range view.List("events") {
			p.file(view.Text("chat"), e)
		}
	}
}

func (p *Person) file(chat string, e Frame) {
	if p.held[chat] == nil {
		p.held[chat] = map[int]Frame{}
	}
	p.held[chat][e.Number("seq")] = e
}

// After is the newest seq up to which the person holds every event.
func (p *Person) After(chat string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for p.held[chat][n+1] != nil {
		n++
	}
	return n
}

// Events are those that a person holds of a chat, in order and without a gap.
func (p *Person) Events(chat string) []Frame {
	var list []Frame
	last := p.After(chat)
	p.mu.Lock()
	defer p.mu.Unlock()
	for seq := 1; seq <= last; seq++ {
		list = append(list, p.held[chat][seq])
	}
	return list
}

// Said are the texts that a person holds of a chat, in order.
func (p *Person) Said(chat string) []string {
	var texts []string
	for _, e := range p.Events(chat) {
		if e.Text("kind") == "said" {
			texts = append(texts, e.Text("text"))
		}
	}
	return texts
}

// Received reports whether a text came over her sockets, in whatever frame.
func (p *Person) Received(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Contains(p.raw.Bytes(), []byte(text))
}
