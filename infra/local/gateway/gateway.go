// Package gateway behaves as Amazon API Gateway does with a WebSocket API:
// the authorizer and $connect before the handshake, route selection by the
// body's action, one invocation per message without any order, the limits and
// closings, $disconnect, and the @connections management API. It runs in one
// process on loopback and can be made to fail in the ways the real one fails
// (see Faults). The management API asks for a SigV4 header as the real one
// does, but does not verify the signature: anybody who reaches the port may
// post, so it must listen on loopback only.
package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The quotas of API Gateway, none of which an account can raise.
const (
	MaxURL        = 4096      // characters of the handshake's URL
	MaxFrame      = 32 << 10  // bytes of one WebSocket frame
	MaxMessage    = 128 << 10 // bytes of one message, in either direction
	MaxAuthorizer = 8 << 10   // bytes of an authorizer's result
	outgoingLimit = 512 << 10 // bytes that may wait for one slow reader
	closeWait     = 2 * time.Second
)

// Invoker calls a function and returns what it returned. An error means that
// the function failed or ran out of its own time; its text, or an errorMessage
// in the returned payload, is the function's error message.
type Invoker interface {
	Invoke(ctx context.Context, function string, payload []byte) ([]byte, error)
}

// Config says what the API looks like. Stage and Invoker are required.
type Config struct {
	Stage, APIID, Region, AccountID, DomainName string

	// Routes maps a route key ($connect, $disconnect, $default, message, …) to
	// a function; Responds names the routes with a route response, whose
	// function's body goes to the caller.
	Routes   map[string]string
	Responds map[string]bool

	// Authorizer is the function asked on $connect, with the header
	// Sec-WebSocket-Protocol as its identity source. Empty means none.
	Authorizer string

	Invoker Invoker
	Now     func() time.Time

	Idle, MaxAge, IntegrationTimeout time.Duration // 10 m, 2 h, 29 s

	// CloseWait is how long a peer may take to answer a close frame (2 s), by
	// the machine's clock; Outgoing how many bytes may wait for one socket
	// before a post is refused with ErrLimit (512 KiB).
	CloseWait time.Duration
	Outgoing  int

	Log *slog.Logger
}

// Gateway is one stage of a WebSocket API. It is an http.Handler.
type Gateway struct {
	cfg    Config
	faults *Faults

	base context.Context // what invocations run under; ends when Shutdown gives up
	stop context.CancelFunc

	mu      sync.RWMutex
	sockets map[string]*socket
	serial  uint64
	closed  bool
	running sync.WaitGroup // every goroutine and handler of this gateway
}

// New returns a gateway with the defaults of API Gateway for what is not set.
// It panics without a stage or an Invoker: a gateway without them is a mistake
// in the program, not in its input.
func New(cfg Config) *Gateway {
	if cfg.Stage == "" || cfg.Invoker == nil {
		panic("gateway: Config needs a Stage and an Invoker")
	}
	cfg.defaults()
	g := &Gateway{cfg: cfg, sockets: map[string]*socket{}}
	g.base, g.stop = context.WithCancel(context.Background())
	g.faults = newFaults(g)
	return g
}

func (c *Config) defaults() {
	duration := func(d *time.Duration, def time.Duration) {
		if *d <= 0 {
			*d = def
		}
	}
	duration(&c.Idle, 10*time.Minute)
	duration(&c.MaxAge, 2*time.Hour)
	duration(&c.IntegrationTimeout, 29*time.Second)
	duration(&c.CloseWait, closeWait)
	if c.Outgoing <= 0 {
		c.Outgoing = outgoingLimit
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.DomainName == "" {
		c.DomainName = "localhost"
	}
}

// Faults returns the switches that make this gateway fail.
func (g *Gateway) Faults() *Faults { return g.faults }

// Connections says how many sockets are open.
func (g *Gateway) Connections() int {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return len(g.sockets)
}

// ServeHTTP serves the stage's handshake and its management API. Any other
// path is answered as API Gateway answers an unknown one: 403 Forbidden.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	stage := "/" + g.cfg.Stage
	id, manages := strings.CutPrefix(r.URL.Path, stage+"/@connections/")
	if !g.enter() {
		g.serveClosed(w, manages)
		return
	}
	defer g.running.Done()
	switch {
	case manages:
		g.manage(w, r, id)
	case r.URL.Path == stage || r.URL.Path == stage+"/":
		g.handshake(w, r)
	default:
		refuse(w, refusal{http.StatusForbidden, "Forbidden"}, "", newID())
	}
}

// serveClosed answers after Shutdown. A post gets 410, not 503: the SDK would
// repeat the latter and hold up the very invocations Shutdown waits for.
func (g *Gateway) serveClosed(w http.ResponseWriter, manages bool) {
	if manages {
		answer(w, ErrGone)
		return
	}
	refuse(w, refusal{http.StatusServiceUnavailable, "Service Unavailable"}, "", newID())
}

// enter counts the caller as running work; false once Shutdown has begun.
func (g *Gateway) enter() bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return false
	}
	g.running.Add(1)
	return true
}
