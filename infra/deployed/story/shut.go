package story

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"

	"switchboard/infra/deployed/client"
)

// shut disables a person twice while her socket is open: in the settings, which acts at once, and at the sign-in, which the
// next sweep finds. Each time her token is refused from then on, and once she is enabled she works again.
func shut(t *testing.T, s client.Site) {
	ilse, ari := joins(t, s, "ilse"), client.Agent(t, s, client.Administrator) // nobody asks while nobody is logged in
	dana := client.Agent(t, s, "dana")
	ws := opens(t, dana)
	sets(t, s, ari, "dana", true)
	closes(t, ws, client.Patience)
	refusedTicket(t, dana)
	refusedCalls(t, dana)
	sets(t, s, ari, "dana", false)

	ws = opens(t, dana)
	if err := s.Disable(t.Context(), "dana"); err != nil {
		t.Fatal(err)
	}
	closes(t, ws, 2*s.Sweep+client.Patience)
	refusedTicket(t, dana)
	refusedCalls(t, dana)
	if _, err := s.Token(t.Context(), "dana"); err == nil {
		t.Error("F51: she signs in although she is disabled")
	}
	if err := s.Enable(t.Context(), "dana"); err != nil {
		t.Fatal(err)
	}
	client.Eventually(t, "a sign-in of a later second opens a socket", client.Patience, func() bool {
		status, _ := client.Agent(t, s, "dana").Call(http.MethodPost, "/agent/ticket", nil)
		return status == http.StatusOK
	})
	again := joins(t, s, "dana")
	again.Does(frame{"action": "presence", "status": "Offline"})
	ilse.Does(frame{"action": "presence", "status": "Offline"})
}

// outBefore takes the timers away and disables a person whose window has closed for good: nobody but the call that
// disables her counts her out.
func outBefore(t *testing.T, s client.Site) {
	defer without(t, "timers", s.Timers)()
	dana, ari := joins(t, s, "dana"), client.Agent(t, s, client.Administrator)
	calls(t, dana, http.MethodPost, "/agent/leave", frame{"tab": "tab-dana"})
	dana.Goes()
	_, settings := ari.Call(http.MethodGet, "/configuration", nil)
	delay, err := time.ParseDuration(cmp.Or(settings.Inner("clocks").Text("closeDelay"), "15s"))
	if err != nil {
		t.Fatal(err)
	}
	closed := time.Now().Add(delay + time.Second) // the server's clock may be behind
	client.Eventually(t, "no page of hers comes back (R17)", delay+client.Patience, func() bool { return time.Now().After(closed) })
	sets(t, s, ari, "dana", true)
	sets(t, s, ari, "dana", false)
	if screen := client.Agent(t, s, "dana").Connects().Inner("screen"); screen.Text("status") != "Offline" {
		t.Errorf("R17: she is %v", screen)
	}
}

// refusedCalls holds that her token opens nothing else either.
func refusedCalls(t *testing.T, p *person) {
	t.Helper()
	for _, path := range []string{"/agent/me", "/transcripts"} {
		if status, body := p.Call(http.MethodGet, path, nil); status != http.StatusForbidden {
			t.Errorf("F51: GET %s by a disabled person: %d %v", path, status, body)
		}
	}
}

// opens opens a socket beside whatever a person has, and registers it.
func opens(t *testing.T, p *person) *websocket.Conn {
	t.Helper()
	ws, err := p.Dial(p.Ticket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.CloseNow() })
	if err := ws.Write(t.Context(), websocket.MessageText, []byte(`{"action":"resume","id":"r1","have":[]}`)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), client.Patience)
	defer cancel()
	for {
		f := next(ctx, ws)
		if f == nil || f.Text("type") == "error" {
			t.Fatalf("she resumes: %v", f)
		}
		if f.Text("type") == "resumed" { // what is pushed to her may come before it
			return ws
		}
	}
}

// closes waits until a socket is closed from outside; its last frame has to say why.
func closes(t *testing.T, ws *websocket.Conn, within time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var last frame
	for f := next(ctx, ws); f != nil; f = next(ctx, ws) {
		last = f
	}
	if ctx.Err() != nil {
		t.Fatalf("F51: a disabled person's socket is open after %s", within)
	}
	if last.Text("type") != "error" || last.Text("kind") != "forbidden" || last.Text("message") == "" {
		t.Errorf("F51: the last she hears is %v", last)
	}
}

// next is the next frame; nil once the socket is closed or ctx ends.
func next(ctx context.Context, ws *websocket.Conn) frame {
	_, data, err := ws.Read(ctx)
	if err != nil {
		return nil
	}
	f := frame{}
	if json.Unmarshal(data, &f) != nil {
		return frame{"type": "no frame"}
	}
	return f
}
