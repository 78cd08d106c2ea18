package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// cost counts the requests to the tables and the pushes that one message makes, through a proxy that reads them (P1).
func (b *bed) cost(context.Context) (row, error) {
	counts := &counter{seen: map[string]int{}}
	env := slices.Clone(b.env)
	for i, v := range env {
		if target, ok := strings.CutPrefix(v, "AWS_ENDPOINT_URL_DYNAMODB="); ok {
			to, err := url.Parse(target)
			if err != nil {
				return row{}, err
			}
			proxy := httptest.NewServer(counts.before(httputil.NewSingleHostReverseProxy(to)))
			defer proxy.Close()
			env[i] = "AWS_ENDPOINT_URL_DYNAMODB=" + proxy.URL
		}
	}
	m, err := launch(filepath.Join(b.root, ".build/lambda", runtime.GOARCH, "message/bootstrap"), env)
	if err != nil {
		return row{}, err
	}
	defer m.stop()
	const n = 50
	for i := range n + 1 {
		if _, err := m.ready(); err != nil {
			return row{}, err
		}
		if i == 0 {
			counts.reset() // the cold start opened its connection
		}
		if i == n {
			break
		}
		if err := m.invoke(b.message()); err != nil {
			return row{}, err
		}
		b.after++
	}
	return row{"P1", fmt.Sprintf("requests to the tables per message, over %d messages", n), counts.per(n), "a scan of all connections, nothing stored", "1 query + 1 put"}, nil
}

// counter counts DynamoDB requests by operation.
type counter struct {
	mu   sync.Mutex
	seen map[string]int
}

func (c *counter) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		c.mu.Lock()
		c.seen[operation]++
		c.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

func (c *counter) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.seen)
}

func (c *counter) per(n int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var parts []string
	for operation, count := range c.seen {
		parts = append(parts, fmt.Sprintf("%.2f %s", float64(count)/float64(n), operation))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
