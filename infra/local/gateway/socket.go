package gateway

import (
	"net"
	"sync"
	"time"

	"github.com/gobwas/ws"
)

const (
	goingAway      = "Going away"
	closedNormally = "Connection Closed Normally"
)

// socket is one open connection. A silent one costs a goroutine that reads and
// this struct: writers exist only while there is something to write.
type socket struct {
	origin
	g      *Gateway
	serial uint64 // in the order of opening, so faults repeat from a seed

	mu      sync.Mutex
	idle    sync.Cond // no writer is running
	conn    net.Conn  // nil until the handshake's answer has left
	active  time.Time // data went either way
	queue   net.Buffers
	queued  int  // bytes in queue and in the writer's hands
	writing bool // one writer at a time; true also before conn is there
	closing bool // a close frame is queued or was received, or the line is cut
	cut     bool // the line is to be reset
	code    int  // what $disconnect will report
	reason  string
	held    []func() // client frames kept back to be overtaken
}

func newSocket(g *Gateway, o origin, serial uint64) *socket {
	s := &socket{
		origin: o, g: g, serial: serial, active: o.connected, writing: true,
		code: int(ws.StatusAbnormalClosure),
	}
	s.idle.L = &s.mu
	return s
}

// opened hands over the connection once the 101 has been written.
func (s *socket) opened(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn, s.writing = conn, false
	if s.cut {
		s.reset()
		return
	}
	if s.closing {
		s.hurry()
	}
	s.write()
}

// send queues one message. ErrLimit comes back when the reader at the other
// end is too slow and what waits for it would exceed the limit; ErrGone when
// the socket is closing.
func (s *socket) send(frames []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return ErrGone
	}
	if s.queued+len(frames) > s.g.cfg.Outgoing {
		return ErrLimit
	}
	s.active = s.g.cfg.Now()
	s.enqueue(frames)
	return nil
}

// pong answers a ping. It counts as no data for the idle limit, and a reader
// too slow for its messages gets none.
func (s *socket) pong(payload []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	frame := ws.MustCompileFrame(ws.NewPongFrame(payload))
	if !s.closing && s.queued+len(frame) <= s.g.cfg.Outgoing {
		s.enqueue(frame)
	}
}

func (s *socket) enqueue(frames []byte) {
	s.queue = append(s.queue, frames)
	s.queued += len(frames)
	s.write()
}

// write starts the writer unless one is at work. The caller holds mu.
func (s *socket) write() {
	if !s.writing && len(s.queue) > 0 {
		s.writing = true
		s.g.running.Go(s.drain)
	}
}

// drain writes what is queued, in order, and ends when nothing is left or the
// line breaks, which the reader notices by itself.
func (s *socket) drain() {
	for {
		s.mu.Lock()
		batch := s.queue
		s.queue = nil
		if len(batch) == 0 {
			s.writing = false
			s.idle.Broadcast()
			s.mu.Unlock()
			return
		}
		conn := s.conn
		s.mu.Unlock()
		n, err := batch.WriteTo(conn)
		s.mu.Lock()
		s.queued -= int(n)
		s.mu.Unlock()
		if err != nil {
			s.broken()
			return
		}
	}
}

func (s *socket) broken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue, s.writing = nil, false
	s.idle.Broadcast()
	_ = s.conn.Close() // the line is gone already
}

// shut begins a close by this side: a close frame behind what is queued, then
// at most CloseWait for the peer's answer. Only the first close counts.
func (s *socket) shut(code ws.StatusCode, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return
	}
	s.closing, s.code, s.reason = true, int(code), reason
	s.hurry()
	s.enqueue(ws.MustCompileFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(code, reason))))
}

// echo answers the peer's close frame with its own code.
func (s *socket) echo(code int, reason string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return // this is the answer to ours
	}
	s.closing, s.code, s.reason = true, code, reason
	s.hurry()
	s.enqueue(ws.MustCompileFrame(ws.NewCloseFrame(body)))
}

// hurry bounds what is still read and written on a closing socket.
func (s *socket) hurry() {
	if s.conn != nil {
		_ = s.conn.SetDeadline(time.Now().Add(s.g.cfg.CloseWait)) // fails only on a closed line
	}
}

// sever cuts the line without a word, as a dead network does, or as soon as
// the handshake's answer has left.
func (s *socket) sever() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing, s.cut = true, true
	if s.conn != nil {
		s.reset()
	}
}

func (s *socket) reset() {
	if tcp, ok := s.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset instead of an orderly end
	}
	_ = s.conn.Close()
}

// finish waits for the writer, then ends the connection. Deadlines or a
// broken line bound the wait.
func (s *socket) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.closing = true
		s.hurry()
	}
	for s.writing {
		s.idle.Wait()
	}
	_ = s.conn.Close() // nothing is left to lose
}

func (s *socket) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

func (s *socket) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = s.g.cfg.Now()
}

// times says how long the socket has been open, and how long silent.
func (s *socket) times(now time.Time) (age, idle time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Sub(s.connected), now.Sub(s.active)
}

// release invokes the client frames that were kept back: they have been
// overtaken, or nothing can overtake them any more.
func (s *socket) release() {
	s.mu.Lock()
	held := s.held
	s.held = nil
	s.mu.Unlock()
	for _, call := range held {
		s.g.running.Go(call)
	}
}
