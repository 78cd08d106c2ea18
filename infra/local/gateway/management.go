package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/gobwas/ws"
)

// What a push is refused with; the management API's 410, 413, 429 and 403.
var (
	ErrGone      = errors.New("gateway: connection is gone")
	ErrTooLarge  = errors.New("gateway: message exceeds 128 KB")
	ErrLimit     = errors.New("gateway: limit exceeded")
	ErrForbidden = errors.New("gateway: forbidden")
)

const missingToken = "Missing Authentication Token"

// Post sends data to one socket. It returns as soon as the message is queued,
// in order with all others of that socket, and never waits for the reader:
// ErrLimit when too much waits already, ErrGone when the socket is closed or
// its $connect has not returned, ErrTooLarge above 128 KB, ErrForbidden only
// as a fault, and the context's error when it has ended.
func (g *Gateway) Post(ctx context.Context, connectionID string, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(data) > MaxMessage {
		return ErrTooLarge
	}
	if !g.enter() {
		return ErrGone
	}
	defer g.running.Done()
	s, ok := g.find(connectionID)
	if !ok {
		return ErrGone
	}
	return g.faults.push(s, data)
}

// Drop closes one socket: its peer sees 1000, as with the management API's
// DELETE. ErrGone if there is none.
func (g *Gateway) Drop(ctx context.Context, connectionID string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !g.enter() {
		return ErrGone
	}
	defer g.running.Done()
	s, ok := g.find(connectionID)
	if !ok {
		return ErrGone
	}
	g.close(s, ws.StatusNormalClosure, closedNormally)
	return nil
}

// manage serves /{stage}/@connections/{id}; a call without a SigV4 header, or
// with a method that has no meaning here, is answered as an unknown resource.
func (g *Gateway) manage(w http.ResponseWriter, r *http.Request, id string) {
	if !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") {
		refuse(w, refusal{http.StatusForbidden, missingToken}, "", newID())
		return
	}
	switch r.Method {
	case http.MethodPost:
		g.managePost(w, r, id)
	case http.MethodGet:
		g.manageGet(w, id)
	case http.MethodDelete:
		if err := g.Drop(r.Context(), id); err != nil {
			answer(w, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		refuse(w, refusal{http.StatusForbidden, missingToken}, "", newID())
	}
}

func (g *Gateway) managePost(w http.ResponseWriter, r *http.Request, id string) {
	data, err := io.ReadAll(io.LimitReader(r.Body, MaxMessage+1))
	if err != nil {
		refuse(w, refusal{http.StatusBadRequest, "Bad Request"}, id, newID())
		return
	}
	if err := g.Post(r.Context(), id, data); err != nil {
		answer(w, err)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (g *Gateway) manageGet(w http.ResponseWriter, id string) {
	s, ok := g.find(id)
	if !ok {
		answer(w, ErrGone)
		return
	}
	s.mu.Lock()
	active := s.active
	s.mu.Unlock()
	const iso = "2006-01-02T15:04:05.000Z"
	writeJSON(w, http.StatusOK, map[string]any{
		"connectedAt":  s.connected.UTC().Format(iso),
		"identity":     s.caller,
		"lastActiveAt": active.UTC().Format(iso),
	})
}

// answer turns a push's error into what the SDK knows it by: the SDK reads the
// type from the header, never from the status.
func answer(w http.ResponseWriter, err error) {
	status, kind, text := http.StatusInternalServerError, "InternalServerErrorException", internalError
	switch {
	case errors.Is(err, ErrGone):
		status, kind, text = http.StatusGone, "GoneException", "Gone"
	case errors.Is(err, ErrTooLarge):
		status, kind, text = http.StatusRequestEntityTooLarge, "PayloadTooLargeException", "Message too long"
	case errors.Is(err, ErrLimit):
		status, kind, text = http.StatusTooManyRequests, "LimitExceededException", "Limit exceeded"
	case errors.Is(err, ErrForbidden):
		status, kind, text = http.StatusForbidden, "ForbiddenException", "Forbidden"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return // the caller has gone
	}
	id := newID()
	w.Header().Set("X-Amzn-ErrorType", kind)
	w.Header().Set("X-Amzn-RequestId", id)
	writeJSON(w, status, notice{Message: text, RequestID: id})
}
