package story_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"

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

// complete holds that the story leaves out nothing that the manifest has.
func (r *record) complete(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range manifest.Functions() {
		if !r.functions[f.Name] {
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
