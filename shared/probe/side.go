package probe

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/coder/websocket"

	"switchboard/shared/desk"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// largest is more than any frame has: a gateway sends 128 KiB at most.
const largest = 128 << 10

// side is one of the two who talk, with her socket.
type side struct {
	name  string
	ws    *websocket.Conn
	after int    // the newest seq that came
	page  string // begins the ids of its frames: a frame of an earlier run is another frame
	ids   int
	heard []heard // what came and nobody has asked for yet
}

func newSide(name string) *side { return &side{name: name, page: rand.Text()[:8]} }

// heard is as much of a frame as the probe looks at.
type heard struct {
	Type    string            `json:"type"`
	ID      string            `json:"id"`
	Kind    string            `json:"kind"`
	Message string            `json:"message"`
	Chat    string            `json:"chat"`
	Seq     int               `json:"seq"`
	Events  []protocol.Event  `json:"events"`
	View    *protocol.Chat    `json:"view"`
	Request *protocol.Waiting `json:"request"`
}

// has reports whether a frame brings an event.
func (h heard) has(match func(protocol.Event) bool) bool { return slices.ContainsFunc(h.Events, match) }

// open opens a socket with a ticket of its own and resumes, as every client does first.
func (s *side) open(ctx context.Context, d *desk.Desk, id session.Identity) error {
	ticket, err := d.GiveTicket(ctx, id)
	if err != nil {
		return fmt.Errorf("the ticket: %w", err)
	}
	options := &websocket.DialOptions{Subprotocols: []string{protocol.Subprotocol, protocol.TicketPrefix + ticket.Ticket}}
	if id.Origin != "" {
		options.HTTPHeader = map[string][]string{"Origin": {id.Origin}}
	}
	ws, answer, err := websocket.Dial(ctx, ticket.Socket, options)
	if answer != nil && answer.Body != nil {
		_ = answer.Body.Close()
	}
	if err != nil {
		return err
	}
	s.ws = ws
	ws.SetReadLimit(largest)
	if spoken := ws.Subprotocol(); spoken != protocol.Subprotocol {
		return fmt.Errorf("the socket speaks %q, not %s: no browser would keep it", spoken, protocol.Subprotocol)
	}
	_, err = s.ask(ctx, func(id string) any { return protocol.Resume{Action: "resume", ID: id} })
	return err
}

// tell sends a frame under a new id, which it returns.
func (s *side) tell(ctx context.Context, frame func(id string) any) (string, error) {
	s.ids++
	id := fmt.Sprintf("%s-%d", s.page, s.ids)
	text, err := json.Marshal(frame(id))
	if err != nil {
		return "", err
	}
	return id, s.ws.Write(ctx, websocket.MessageText, text)
}

// ask sends a frame and returns its answer; a refusal is an error.
func (s *side) ask(ctx context.Context, frame func(id string) any) (heard, error) {
	id, err := s.tell(ctx, frame)
	if err != nil {
		return heard{}, err
	}
	return s.answer(ctx, id)
}

func (s *side) answer(ctx context.Context, id string) (heard, error) {
	h, err := s.await(ctx, "an answer", func(h heard) bool { return h.ID == id })
	if err == nil && h.Type == "error" {
		err = fmt.Errorf("refused as %s: %s", h.Kind, h.Message)
	}
	return h, err
}

// await returns the first frame that matches, of those that came already or come yet.
func (s *side) await(ctx context.Context, what string, match func(heard) bool) (heard, error) {
	for i, h := range s.heard {
		if match(h) {
			s.heard = slices.Delete(s.heard, i, i+1)
			return h, nil
		}
	}
	for {
		h, err := s.read(ctx)
		if err != nil && ctx.Err() != nil {
			err = errors.New("it did not come in time")
		}
		if err != nil {
			return h, fmt.Errorf("%s waited for %s: %w", s.name, what, err)
		}
		if match(h) {
			return h, nil
		}
		s.heard = append(s.heard, h)
	}
}

func (s *side) read(ctx context.Context) (heard, error) {
	var h heard
	_, text, err := s.ws.Read(ctx)
	if err != nil {
		return h, err
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, fmt.Errorf("a frame that is none: %w", err)
	}
	events := h.Events
	if h.View != nil {
		events = append(slices.Clone(events), h.View.Events...)
	}
	for _, e := range events {
		s.after = max(s.after, e.Seq)
	}
	if h.Type == "ack" {
		s.after = max(s.after, h.Seq)
	}
	return h, nil
}
