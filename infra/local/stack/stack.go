// Package stack is the whole product on one machine: the gateway and the HTTP API in front, behind them the functions,
// either as the deployed binaries over DynamoDB Local, an S3 server and a timer queue, or all together in this process on
// memory. Everything it starts listens on loopback (DynamoDB Local cannot: see its package) and is stopped by Stop.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"switchboard/infra/local/gateway"
	"switchboard/infra/local/httpapi"
	"switchboard/infra/local/issuer"
	"switchboard/infra/manifest"
)

// Config says what to run and where.
type Config struct {
	Root     string // the project's folder
	Data     string // where tables, documents and keys are kept; empty keeps nothing
	Binaries string // folder with <function>/bootstrap for this machine
	Together bool   // all functions in this process, on memory
	Ports    Ports  // 0 takes a free port
	Origins  []string
	Console  string    // where the console lies, to which sign-in returns
	Output   io.Writer // what the functions and engines print
	Now      func() time.Time
	Sweep    time.Duration // between two sweeps; a minute by default
}

// Ports are where things listen.
type Ports struct{ Socket, API, Issuer int }

const (
	stage    = "local"
	clientID = "switchboard-console"
)

// Stack is a running one.
type Stack struct {
	SocketURL, ConnectionsURL, APIURL, IssuerURL string

	Gateway *gateway.Gateway
	Issuer  *issuer.Issuer
	Engine  Engine

	config Config
	stops  []func(context.Context) error
}

// Engine runs the functions and whatever wakes them.
type Engine interface {
	Invoke(ctx context.Context, function string, payload []byte) ([]byte, error)
	Controls() map[string]http.Handler // switches for faults, by name
	Parts() []Part
	Stop(ctx context.Context) error
}

// Part is something that runs, for the page that explains what does.
type Part struct{ Name, Does, Address string }

// ClientID is the console's client at the local sign-in.
func ClientID() string { return clientID }

// Start starts everything, or stops what it had started and says what failed.
func Start(ctx context.Context, c Config) (*Stack, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sweep == 0 {
		c.Sweep = time.Minute
	}
	s := &Stack{config: c}
	for _, step := range []func(context.Context) error{s.startIssuer, s.startFunctions, s.startAPI, s.seed} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}
	return s, nil
}

// Stop stops everything in the reverse order of its start.
func (s *Stack) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	var errs []error
	for i := len(s.stops) - 1; i >= 0; i-- {
		errs = append(errs, s.stops[i](ctx))
	}
	s.stops = nil
	return errors.Join(errs...)
}

// startIssuer starts the local sign-in with its seeded people.
func (s *Stack) startIssuer(context.Context) error {
	l, url, err := listen(s.config.Ports.Issuer)
	if err != nil {
		return err
	}
	keys := ""
	if s.config.Data != "" {
		keys = s.config.Data + "/sign-in.key"
	}
	s.Issuer, err = issuer.New(issuer.Config{
		BaseURL: url, ClientID: clientID, RedirectURIs: []string{s.config.Console + "callback"},
		PostLogoutURIs: []string{s.config.Console}, People: issuer.Seed(), Now: s.config.Now, KeyFile: keys,
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	s.IssuerURL = url
	s.serve(l, s.Issuer)
	return nil
}

// startFunctions starts the gateway's listener first, because the functions are told its address, and then them.
func (s *Stack) startFunctions(ctx context.Context) error {
	l, url, err := listen(s.config.Ports.Socket)
	if err != nil {
		return err
	}
	s.SocketURL, s.ConnectionsURL = "ws"+url[len("http"):]+"/"+stage, url+"/"+stage
	front := &later{}
	g := gateway.Config{
		Stage: stage, Region: region, Routes: map[string]string{}, Responds: map[string]bool{}, Invoker: front, Now: s.config.Now,
	}
	for _, f := range manifest.Functions() {
		switch f.Trigger.Kind {
		case manifest.Authorizer:
			g.Authorizer = f.Name
		case manifest.Socket:
			g.Routes[f.Trigger.Route] = f.Name
			g.Responds[f.Trigger.Route] = f.Trigger.Responds
		}
	}
	s.Gateway = gateway.New(g)
	start := startProcesses
	if s.config.Together {
		start = startTogether
	}
	if s.Engine, err = start(ctx, s); err != nil {
		return errors.Join(err, l.Close())
	}
	front.to = s.Engine
	s.stops = append(s.stops, s.Engine.Stop)
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	go s.Gateway.Run(running)
	s.stops = append(s.stops, func(ctx context.Context) error { defer cancel(); return s.Gateway.Shutdown(ctx) })
	s.serve(l, s.Gateway)
	return nil
}

// startAPI puts the HTTP API before the function that answers it.
func (s *Stack) startAPI(context.Context) error {
	c := httpapi.Config{Invoker: s.Engine, Issuer: s.IssuerURL, Audience: clientID, JWKS: s.IssuerURL + "/keys", Now: s.config.Now}
	preflight := manifest.Preflight()
	for _, r := range append(manifest.Routes(), preflight) {
		path := r.Path
		if r == preflight {
			path = "/{proxy+}"
		}
		c.Routes = append(c.Routes, httpapi.Route{Method: r.Method, Path: path, Function: r.Function, Authenticated: r.Authenticated})
	}
	a, err := httpapi.New(c)
	if err != nil {
		return err
	}
	l, url, err := listen(s.config.Ports.API)
	if err != nil {
		return err
	}
	s.APIURL = url
	s.stops = append(s.stops, a.Shutdown)
	s.serve(l, a)
	return nil
}

// serve serves until the stack stops.
func (s *Stack) serve(l net.Listener, h http.Handler) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug)}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("serve", "error", err)
		}
	}()
	s.stops = append(s.stops, func(context.Context) error { return server.Close() })
}

func listen(port int) (net.Listener, string, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, "", err
	}
	return l, "http://" + l.Addr().String(), nil
}

// later stands for the functions until they are started.
type later struct{ to Engine }

func (l *later) Invoke(ctx context.Context, function string, payload []byte) ([]byte, error) {
	return l.to.Invoke(ctx, function, payload)
}
