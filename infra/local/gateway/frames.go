package gateway

import (
	"io"
	"unicode/utf8"

	"github.com/gobwas/ws"
)

// reader takes one socket's frames apart. It keeps no buffer between frames,
// so that an idle socket costs none.
type reader struct {
	s    *socket
	in   io.Reader
	part []byte // what came of a fragmented message
	open bool   // a fragmented message is under way
}

// serve reads a socket until it ends, then tells $disconnect. A goroutine of
// its own per socket.
func (g *Gateway) serve(s *socket, in io.Reader) {
	r := reader{s: s, in: in}
	for r.frame() {
	}
	g.forget(s)
	s.finish()
	s.release()
	g.disconnect(s)
}

// frame reads one frame; false ends the socket. What follows the frame that
// made this side close is read and dropped until the peer has answered:
// closing with unread bytes would reset the line and lose the close frame.
func (r *reader) frame() bool {
	h, err := ws.ReadHeader(r.in)
	if err != nil {
		return false
	}
	if r.s.isClosing() {
		return h.OpCode != ws.OpClose && r.discard(h)
	}
	if code := r.unacceptable(h); code != 0 {
		r.s.g.forget(r.s)
		r.s.shut(code, "")
		return r.discard(h)
	}
	payload := make([]byte, h.Length)
	if _, err := io.ReadFull(r.in, payload); err != nil {
		return false
	}
	ws.Cipher(payload, h.Mask, 0)
	if h.OpCode.IsControl() {
		return r.control(h.OpCode, payload)
	}
	r.data(h, payload)
	return true
}

func (r *reader) discard(h ws.Header) bool {
	_, err := io.CopyN(io.Discard, r.in, h.Length)
	return err == nil
}

// unacceptable gives the code to close with before the payload is read: 1009
// for a frame over 32 KB or a message over 128 KB, 1003 for a binary frame.
func (r *reader) unacceptable(h ws.Header) ws.StatusCode {
	state := ws.StateServerSide
	if r.open {
		state = state.Set(ws.StateFragmented)
	}
	switch {
	case ws.CheckHeader(h, state) != nil:
		return ws.StatusProtocolError
	case h.OpCode == ws.OpBinary:
		return ws.StatusUnsupportedData
	case h.Length > MaxFrame, int64(len(r.part))+h.Length > MaxMessage:
		return ws.StatusMessageTooBig
	}
	return 0
}

func (r *reader) control(op ws.OpCode, payload []byte) bool {
	switch op {
	case ws.OpPing:
		r.s.pong(payload)
	case ws.OpClose:
		r.s.g.forget(r.s)
		r.closed(payload)
		return false
	}
	return true
}

// closed answers the peer's close: without a status it is reported as 1005 and
// answered without one, a status that may not be sent is a protocol error.
func (r *reader) closed(payload []byte) {
	code, reason := ws.ParseCloseFrameData(payload)
	switch {
	case len(payload) == 0:
		r.s.echo(int(ws.StatusNoStatusRcvd), "", nil)
	case len(payload) == 1 || ws.CheckCloseFrameData(code, reason) != nil:
		r.s.shut(ws.StatusProtocolError, "")
	default:
		r.s.echo(int(code), reason, ws.NewCloseFrameBody(code, ""))
	}
}

// data adds a data frame to its message and hands a whole one on.
func (r *reader) data(h ws.Header, payload []byte) {
	message := payload
	if r.open || !h.Fin {
		r.part = append(r.part, payload...)
		message = r.part
	}
	r.s.touch()
	if r.open = !h.Fin; r.open {
		return
	}
	r.part = nil
	if !utf8.Valid(message) {
		r.s.g.forget(r.s)
		r.s.shut(ws.StatusInvalidFramePayloadData, "")
		return
	}
	r.s.g.message(r.s, string(message))
}

// compile makes the frames of one outgoing message, none above 32 KB. It is
// sent as text, which is all that functions send, unless it is not UTF-8:
// browsers would drop the connection over that.
func compile(data []byte) []byte {
	op := ws.OpText
	if !utf8.Valid(data) {
		op = ws.OpBinary
	}
	out := make([]byte, 0, len(data)+ws.MaxHeaderSize*(1+len(data)/MaxFrame))
	for {
		n := min(len(data), MaxFrame)
		out = append(out, ws.MustCompileFrame(ws.NewFrame(op, n == len(data), data[:n]))...)
		if data = data[n:]; len(data) == 0 {
			return out
		}
		op = ws.OpContinuation
	}
}
