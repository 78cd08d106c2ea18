package gateway

import (
	"bufio"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"testing"

	"github.com/gobwas/ws"
)

// peer is the other end of a socket, frame by frame.
type peer struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
	id   string
	resp *http.Response
}

func (p *peer) frame(op ws.OpCode, fin bool, data []byte) {
	p.t.Helper()
	f := ws.MaskFrame(ws.NewFrame(op, fin, data))
	if err := ws.WriteFrame(p.conn, f); err != nil {
		p.t.Fatal(err)
	}
}

func (p *peer) say(text string) { p.t.Helper(); p.frame(ws.OpText, true, []byte(text)) }

// hear reads the next whole message, across fragments.
func (p *peer) hear() string {
	p.t.Helper()
	var out []byte
	for {
		f, err := ws.ReadFrame(p.in)
		if err != nil {
			p.t.Fatalf("reading: %v", err)
		}
		if f.Header.OpCode.IsControl() {
			p.t.Fatalf("got a control frame %x %q, want a message", f.Header.OpCode, f.Payload)
		}
		if out = append(out, f.Payload...); f.Header.Fin {
			return string(out)
		}
	}
}

func (p *peer) notice() notice {
	p.t.Helper()
	var n notice
	if err := json.Unmarshal([]byte(p.hear()), &n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

// ended reads on until the close frame, answers it, and gives its code.
func (p *peer) ended() (ws.StatusCode, string) {
	p.t.Helper()
	for {
		f, err := ws.ReadFrame(p.in)
		if err != nil {
			p.t.Fatalf("no close frame: %v", err)
		}
		if f.Header.OpCode == ws.OpClose {
			_ = ws.WriteFrame(p.conn, ws.MaskFrame(ws.NewCloseFrame(f.Payload))) // it may be gone
			return ws.ParseCloseFrameData(f.Payload)
		}
	}
}

// gone reads until the line breaks without a close frame.
func (p *peer) gone() {
	p.t.Helper()
	f, err := ws.ReadFrame(p.in)
	var slow net.Error
	if err == nil || errors.As(err, &slow) && slow.Timeout() {
		p.t.Fatalf("the line is still up: %v %v", f, err)
	}
}

func (p *peer) frameSize() int {
	p.t.Helper()
	f, err := ws.ReadFrame(p.in)
	if err != nil {
		p.t.Fatal(err)
	}
	return int(f.Header.Length)
}
