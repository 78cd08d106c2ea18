// Package site serves the built web files of one machine as CloudFront does on AWS: the same types, cache times, headers
// and single page for the console. What differs from one machine to the next is filled into the demo's pages as they are
// served, so that those need no build.
package site

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
)

// Config says what is served where.
type Config struct {
	Roots     []Root
	Documents map[string][]byte // path → JSON answered as it is and never stored, such as /config.json
	NotFound  string            // path of the page for what is not there; empty answers in plain words
}

// Root is a folder below a prefix. Of several that fit, the longest prefix wins.
type Root struct {
	Prefix     string // begins and ends with a slash
	Dir        string
	Policy     string // Content-Security-Policy; empty sends none
	SinglePage bool   // a path without a dot that is no file gets index.html, so that a reload stays where it was
	Hashed     string // folder below Dir whose file names carry a hash of their content, such as assets/
	Shared     bool   // pages of every origin may load it, as they do the widget
	Fill       *Fill  // what replaces the tokens in its .html files; nil serves them as they are
}

// Site serves a Config.
type Site struct {
	config Config
	roots  []Root // longest prefix first
	packed packed
}

// New checks that every folder is there and that every token of its pages has a value.
func New(c Config) (*Site, error) {
	s := &Site{config: c, roots: slices.Clone(c.Roots)}
	seen := map[string]bool{}
	for _, r := range s.roots {
		if err := r.check(); err != nil {
			return nil, err
		}
		if seen[r.Prefix] {
			return nil, fmt.Errorf("site: two roots below %s", r.Prefix)
		}
		seen[r.Prefix] = true
	}
	for _, path := range slices.Sorted(maps.Keys(c.Documents)) {
		if !strings.HasPrefix(path, "/") {
			return nil, fmt.Errorf("site: the document %q does not begin with a slash", path)
		}
	}
	slices.SortFunc(s.roots, func(a, b Root) int { return len(b.Prefix) - len(a.Prefix) })
	return s, nil
}

func (r Root) check() error {
	if !strings.HasPrefix(r.Prefix, "/") || !strings.HasSuffix(r.Prefix, "/") {
		return fmt.Errorf("site: the prefix %q does not begin and end with a slash", r.Prefix)
	}
	if strings.ContainsAny(r.Policy, "\r\n") {
		return errors.New("site: a policy is one line")
	}
	info, err := os.Stat(r.Dir)
	if err != nil {
		return fmt.Errorf("site: nothing to serve below %s: %w", r.Prefix, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("site: %s is no folder", r.Dir)
	}
	if r.Fill == nil {
		return nil
	}
	return r.Fill.check(r.Dir)
}

// ServeHTTP implements http.Handler.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	root, below, found := s.root(r.URL.Path)
	root.headers(w.Header())
	if content, ok := s.config.Documents[r.URL.Path]; ok {
		serveDocument(w, r, content)
		return
	}
	if !found {
		s.notFound(w, r)
		return
	}
	switch f, err := root.find(below); {
	case errors.Is(err, errSlash):
		http.Redirect(w, r, target(r), http.StatusFound)
	case errors.Is(err, errNotThere):
		s.notFound(w, r)
	case err != nil:
		fail(w, err)
	default:
		s.serveFile(w, r, root, f, http.StatusOK)
	}
}

// root answers whose folder a path lies in, and the path below it. A prefix without its last slash counts as well.
func (s *Site) root(path string) (Root, string, bool) {
	for _, r := range s.roots {
		if below, ok := strings.CutPrefix(path, r.Prefix); ok {
			return r, below, true
		}
		if path+"/" == r.Prefix {
			return r, withoutSlash, true
		}
	}
	return Root{}, "", false
}

// target is the same address with a slash behind its path. Two slashes in front would name another host.
func target(r *http.Request) string {
	u := *r.URL
	u.Path = "/" + strings.TrimLeft(u.Path, "/") + "/"
	u.RawPath, u.Scheme, u.Host = "", "", ""
	return u.String()
}
