package client

// Resumes registers the socket and catches up with every chat that the person holds.
func (p *Person) Resumes() Frame {
	p.t.Helper()
	have := []Frame{}
	p.mu.Lock()
	chats := make([]string, 0, len(p.held))
	for chat := range p.held {
		chats = append(chats, chat)
	}
	p.mu.Unlock()
	for _, chat := range chats {
		have = append(have, Frame{"chat": chat, "after": p.After(chat)})
	}
	return p.Does(Frame{"action": "resume", "have": have})
}

// Beats asks how far a chat has come and resumes if the person is behind.
func (p *Person) Beats(chat string) Frame {
	p.t.Helper()
	answer := p.Does(Frame{"action": "beat", "have": []Frame{{"chat": chat, "after": p.After(chat)}}})
	for _, tail := range answer.List("tails") {
		if tail.Number("after") > p.After(tail.Text("chat")) {
			p.Resumes()
		}
	}
	return answer
}

// Says writes into a chat and returns the seq that the ack named.
func (p *Person) Says(chat, text string) int {
	p.t.Helper()
	ack := p.Does(Frame{"action": "message", "chat": chat, "text": text})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.file(chat, Frame{"seq": float64(ack.Number("seq")), "kind": "said", "text": text})
	return ack.Number("seq")
}

// Asks asks for a chat with a button and returns it.
func (p *Person) Asks(button string) string {
	p.t.Helper()
	return p.Does(Frame{"action": "request", "button": button, "name": p.Name, "question": "Where is my lamp?"}).Text("chat")
}

// IsOnline sets an agent Online.
func (p *Person) IsOnline() {
	p.t.Helper()
	p.Does(Frame{"action": "presence", "status": "Online", "tab": "tab-" + p.Name})
}
