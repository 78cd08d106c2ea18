package story_test

import (
	"context"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"switchboard/infra/deployed/client"
	"switchboard/infra/manifest"
)

// record is what a telling has called: the functions, by the line that each invocation logs, and the HTTP routes that
// were answered and not refused.
type record struct {
	mu                sync.Mutex
	functions, routes map[string]bool
}

// recorded keeps a record of this process's functions until the test ends.
func recorded(t *testing.T) *record {
	t.Helper()
	r := &record{functions: map[string]bool{}, routes: map[string]bool{}}
	before := slog.Default()
	slog.SetDefault(slog.New(r))
	t.Cleanup(func() { slog.SetDefault(before) })
	return r
}

// Enabled implements slog.Handler.
func (r *record) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements slog.Handler: it reads the name of the function out of an invocation's line.
func (r *record) Handle(_ context.Context, line slog.Record) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	line.Attrs(func(a slog.Attr) bool {
		if line.Message == "invocation" && a.Key == "function" {
			r.functions[a.Value.String()] = true
		}
		return true
	})
	return nil
}

// WithAttrs implements slog.Handler.
func (r *record) WithAttrs([]slog.Attr) slog.Handler { return r }

// WithGroup implements slog.Handler.
func (r *record) WithGroup(string) slog.Handler { return r }

// before puts the record before an HTTP API and returns the address to call.
func (r *record) before(t *testing.T, api string) string {
	t.Helper()
	to, err := url.Parse(api)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = func(answer *http.Response) error {
		if answer.StatusCode < http.StatusBadRequest {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.routes[answer.Request.Pattern] = true
		}
		return nil
	}
	mux := http.NewServeMux()
	for _, route := range manifest.Routes() {
		mux.Handle(route.Key(), proxy)
	}
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	return front.URL
}

// called reports whether a function was.
func (r *record) called(function string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.functions[function]
}

// outlasts has visitors ask while nobody is there until once TTL was first at the chat that is over at once: the sweep
// does the same, and which of both comes first is chance.
func (r *record) outlasts(t *testing.T, s client.Site) {
	t.Helper()
	for range 50 {
		if r.called("finalise") {
			return
		}
		mara := client.Visitor(t, s, "Mara")
		mara.Connects()
		chat, noor := mara.Asks("support"), client.Agent(t, s, "noor")
		client.Eventually(t, "the transcript", client.Patience, func() bool {
			status, _ := noor.Call(http.MethodGet, "/transcripts/"+chat, nil)
			return status == http.StatusOK
		})
	}
}

// complete holds that the story leaves out nothing that the manifest has.
func (r *record) complete(t *testing.T, s client.Site) {
	t.Helper()
	if flag.Lookup("test.skip").Value.String() != "" || strings.Contains(flag.Lookup("test.run").Value.String(), "/") {
		return // a part of the story was asked for
	}
	r.outlasts(t, s)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range manifest.Functions() {
		if !r.functions[f.Name] && !f.Probes { // the probe tells a story of its own to itself
			t.Errorf("the story never calls the function %s: add a row that does", f.Name)
		}
	}
	for _, route := range manifest.Routes() {
		if !r.routes[route.Key()] {
			t.Errorf("the story never calls %s with success: add a row that does", route.Key())
		}
	}
	for name := range r.functions {
		if !slices.ContainsFunc(manifest.Functions(), func(f manifest.Function) bool { return f.Name == name }) {
			t.Errorf("%s was called, which the manifest does not have", name)
		}
	}
}
