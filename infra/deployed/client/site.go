package client

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// Site is a running copy of the product, and what a test may ask of whoever runs it.
type Site struct {
	API string // the HTTP API's address, without a slash at the end

	// Token signs a person of the demo in and returns her access token. A person who may not sign in is an error.
	Token func(ctx context.Context, name string) (string, error)
	// Subject is the person's id, as her token says it.
	Subject func(name string) string
	// Disable lets a person sign in no more, Enable again.
	Disable, Enable func(ctx context.Context, name string) error
	// Timers stops or starts what delivers timers, so that the sweep alone is left; nil where that cannot be done.
	Timers func(ctx context.Context, on bool) error
	// Expires has TTL delete a chat's marker now, and its stream tell of it; nil where TTL comes when it comes.
	Expires func(ctx context.Context, chat string) error
	// Disconnects stops or starts telling the site of sockets that have closed, which AWS promises to nobody (F1).
	Disconnects func(ctx context.Context, on bool) error

	// NoEcho: sockets open without a word about the subprotocol that was chosen.
	NoEcho bool
	// Sweep is the time between two sweeps.
	Sweep time.Duration
}

// limit is how long one call may take, cold start included.
const limit = 30 * time.Second

// Call calls the HTTP API: as a person with her token, as a visitor with the chat's secret. An answer that is no object
// is an empty frame.
func (s Site) Call(ctx context.Context, method, path, token, secret string, body any) (int, Frame, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, s.API+path, bytes.NewReader(text))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	} else {
		r.Header.Set("X-Chat-Secret", secret)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, nil, err
	}
	var f Frame
	_ = json.Unmarshal(read, &f)
	return answer.StatusCode, f, nil
}
