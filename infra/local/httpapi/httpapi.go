// Package httpapi behaves as an Amazon API Gateway HTTP API with payload
// format 2.0: route selection, the JWT authorizer, CORS answered by the
// gateway, the event, both response forms and the limits. It runs in one
// process on loopback. Unlike the real one, which takes RSA alone, the
// authorizer also takes ES256.
package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// MaxBody is the most bytes a request may carry.
const MaxBody = 10 << 20

// Invoker calls a function and returns what it returned. An error means that
// the function failed or ran out of its own time.
type Invoker interface {
	Invoke(ctx context.Context, function string, payload []byte) ([]byte, error)
}

// Route sends a method and a path such as /transcripts/{chat} to a function.
// The method ANY takes all; a last segment {name+} takes the rest of the path;
// the path $default, without a method, takes what no other route does.
type Route struct {
	Method, Path  string
	Function      string
	Authenticated bool // the JWT authorizer stands before it
}

// Config says what the API looks like. Invoker is required, and for
// authenticated routes Issuer, Audience and one of Keys and JWKS.
type Config struct {
	Routes  []Route
	Invoker Invoker

	// Audience is compared with aud, or with client_id where a token has no
	// aud, as Cognito's access tokens do.
	Issuer, Audience string

	// Keys fetches the issuer's JWKS document; JWKS is its URL instead.
	Keys func(ctx context.Context) ([]byte, error)
	JWKS string

	// CORS. Without origins the gateway answers no preflight. An origin may be
	// "*", "http://*" or "https://*".
	AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders []string
	AllowCredentials                                        bool
	CORSMaxAge                                              time.Duration

	Stage, APIID, AccountID, DomainName string // $default, local, 123456789012, localhost

	Now                func() time.Time
	IntegrationTimeout time.Duration // 30 s
	Log                *slog.Logger
}

// API is an HTTP API. It is an http.Handler.
type API struct {
	cfg    Config
	routes []pattern
	keys   *keys

	base    context.Context // what invocations run under; ends when Shutdown gives up
	stop    context.CancelFunc
	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// New returns an API, or an error that names the route or setting at fault.
func New(cfg Config) (*API, error) {
	cfg.defaults()
	a := &API{cfg: cfg, keys: newKeys(cfg)}
	seen := map[string]bool{}
	for _, r := range cfg.Routes {
		p, err := parsePattern(r)
		if err != nil {
			return nil, err
		}
		if seen[p.key] {
			return nil, fmt.Errorf("httpapi: route %q appears twice", p.key)
		}
		seen[p.key] = true
		if r.Authenticated && (cfg.Issuer == "" || cfg.Audience == "" || cfg.Keys == nil && cfg.JWKS == "") {
			return nil, fmt.Errorf("httpapi: route %q needs Issuer, Audience and Keys or JWKS", p.key)
		}
		a.routes = append(a.routes, p)
	}
	if cfg.Invoker == nil {
		return nil, errors.New("httpapi: no Invoker")
	}
	if cfg.AllowCredentials && slices.Contains(cfg.AllowOrigins, "*") {
		return nil, errors.New(`httpapi: credentials need origins other than "*"`)
	}
	a.base, a.stop = context.WithCancel(context.Background())
	return a, nil
}

func (c *Config) defaults() {
	for value, def := range map[*string]string{
		&c.Stage: "$default", &c.APIID: "local", &c.AccountID: "123456789012", &c.DomainName: "localhost",
	} {
		if *value == "" {
			*value = def
		}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.IntegrationTimeout <= 0 {
		c.IntegrationTimeout = 30 * time.Second
	}
}

// ServeHTTP answers a preflight by itself, and everything else by the route's
// function: 404 without a route, 401 without a valid token where one is asked
// for, 413 for a body over 10 MB, 500 when the function fails, 503 when it
// takes too long.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !a.enter() {
		fail(w, http.StatusServiceUnavailable, "Service Unavailable")
		return
	}
	defer a.running.Done()
	w.Header().Set("Apigw-Requestid", newID())
	if a.cors(w, r) {
		return
	}
	route, variables, ok := a.match(r)
	if !ok {
		fail(w, http.StatusNotFound, "Not Found")
		return
	}
	var claims map[string]string
	if route.Authenticated {
		var err error
		if claims, err = a.authorize(r); err != nil {
			a.cfg.Log.Debug("token refused", "route", route.key, "error", err)
			w.Header().Set("Www-Authenticate", "Bearer")
			fail(w, http.StatusUnauthorized, "Unauthorized")
			return
		}
	}
	a.integrate(w, r, route, variables, claims)
}

func (a *API) integrate(w http.ResponseWriter, r *http.Request, route pattern, variables, claims map[string]string) {
	body, err := readBody(w, r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		fail(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	case err != nil:
		fail(w, http.StatusBadRequest, "Bad Request")
		return
	}
	out, err := a.invoke(route.Function, a.event(r, route, variables, claims, body))
	if errors.Is(err, errTimeout) {
		fail(w, http.StatusServiceUnavailable, "Service Unavailable")
		return
	}
	answer, parseErr := parseResponse(out)
	if err := errors.Join(err, parseErr); err != nil {
		a.cfg.Log.Warn("integration failed", "function", route.Function, "error", err)
		fail(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	answer.write(w, len(a.cfg.AllowOrigins) > 0)
}

func fail(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": message}) // a client that went away needs no answer
}
