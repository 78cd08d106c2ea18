package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard/infra/local/gateway"
	"switchboard/infra/local/httpapi"
	"switchboard/infra/local/issuer"
	"switchboard/infra/local/together"
	"switchboard/infra/manifest"
	"switchboard/shared/push"
)

const clientID = "console"

// late is a server whose address must be known before what it serves.
type late struct{ http.Handler }

func (l *late) serve(t *testing.T) (url string) {
	t.Helper()
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	return server.URL
}

// behind are functions that are made after the gateway in front of them.
type behind struct{ *together.Functions }

// direct pushes straight into the gateway.
type direct struct{ *gateway.Gateway }

func (d direct) Send(ctx context.Context, conn string, data []byte) error {
	return goneOr(d.Post(ctx, conn, data))
}

func (d direct) Drop(ctx context.Context, conn string) error {
	return goneOr(d.Gateway.Drop(ctx, conn))
}

func goneOr(err error) error {
	if errors.Is(err, gateway.ErrGone) {
		return push.ErrGone
	}
	return err
}

// stage is the whole product on memory, without any settings, and tokens for people s-1 to s-9, who are administrators
// and agents.
func stage(t *testing.T) (api string, mint func(subject string) (string, error)) {
	t.Helper()
	sign, calls, sockets := &late{}, &late{}, &late{}
	signURL, callsURL, socketsURL := sign.serve(t), calls.serve(t), sockets.serve(t)
	people := issuer.Config{BaseURL: signURL, ClientID: clientID, RedirectURIs: []string{signURL + "/callback"}}
	for n := 1; n < 10; n++ {
		name := fmt.Sprint("s-", n)
		people.People = append(people.People, issuer.Person{Sub: name, Username: name, Password: name, Groups: []string{"administrator", "agent"}})
	}
	signIn, err := issuer.New(people)
	if err != nil {
		t.Fatal(err)
	}
	functions := &behind{}
	g := gateway.Config{Stage: "local", Region: "local", Routes: map[string]string{}, Responds: map[string]bool{}, Invoker: functions, Now: time.Now}
	for _, f := range manifest.Functions() {
		switch f.Trigger.Kind {
		case manifest.Authorizer:
			g.Authorizer = f.Name
		case manifest.Socket:
			g.Routes[f.Trigger.Route], g.Responds[f.Trigger.Route] = f.Name, f.Trigger.Responds
		}
	}
	front := gateway.New(g)
	t.Cleanup(func() { _ = front.Shutdown(context.WithoutCancel(t.Context())) })
	functions.Functions = together.New(together.Config{Push: direct{front}, Now: time.Now, SocketURL: strings.Replace(socketsURL, "http", "ws", 1) + "/local"})
	h := httpapi.Config{Invoker: functions, Issuer: signURL, Audience: clientID, JWKS: signURL + "/keys", Now: time.Now}
	for _, r := range manifest.Routes() {
		h.Routes = append(h.Routes, httpapi.Route{Method: r.Method, Path: r.Path, Function: r.Function, Authenticated: r.Authenticated})
	}
	answers, err := httpapi.New(h)
	if err != nil {
		t.Fatal(err)
	}
	sign.Handler, calls.Handler, sockets.Handler = signIn, answers, front
	return callsURL, signIn.Mint
}
