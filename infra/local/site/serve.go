package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"
)

const (
	forever = "public,max-age=31536000,immutable"
	briefly = "public,max-age=60" // the widget's script, whose name never changes
	asked   = "no-cache"          // a page: kept, and asked about each time
	never   = "no-store"
)

// hashed is a name as the build writes it: index-BfX3a1_k.js.
var hashed = regexp.MustCompile(`-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`)

func (s *Site) serveFile(w http.ResponseWriter, r *http.Request, root Root, f file, status int) {
	h := w.Header()
	h.Set("Content-Type", typeOf(f.name))
	h.Set("Cache-Control", root.cache(f.name))
	if status != http.StatusOK {
		h.Set("Cache-Control", never)
	}
	content, encoding := f.content, ""
	if compressible(f.name) {
		h.Add("Vary", "Accept-Encoding")
		content, encoding = s.packed.choose(f, r.Header.Get("Accept-Encoding"))
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("ETag", etag(content))
	if status == http.StatusOK {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content)) // it knows ETags, ranges and HEAD
		return
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // the caller has gone if this fails
	}
}

func (r Root) cache(name string) string {
	switch {
	case path.Ext(name) == ".html":
		return asked
	case r.Hashed != "" && strings.HasPrefix(name, r.Hashed) && hashed.MatchString(name):
		return forever
	}
	return briefly
}

func etag(content []byte) string {
	sum := sha256.Sum256(content)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

func serveDocument(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", never)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// notFound shows the page for what is not there to a person, and says it in words to a program.
func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	if s.config.NotFound != "" && strings.Contains(r.Header.Get("Accept"), "text/html") {
		if root, below, ok := s.root(s.config.NotFound); ok {
			if f, err := root.find(below); err == nil {
				root.headers(w.Header())
				s.serveFile(w, r, root, f, http.StatusNotFound)
				return
			}
		}
	}
	w.Header().Set("Cache-Control", never)
	http.Error(w, "there is nothing at this address", http.StatusNotFound)
}

// fail tells the person at the machine that a page cannot be served; the cause, which names paths, goes to the log.
func fail(w http.ResponseWriter, err error) {
	slog.Error("site", "error", err)
	w.Header().Set("Cache-Control", never)
	http.Error(w, "this page cannot be served now; the terminal says why", http.StatusInternalServerError)
}
