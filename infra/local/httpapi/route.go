package httpapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

const anyMethod = "ANY"

var methods = []string{
	anyMethod, http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// pattern is a route taken apart.
type pattern struct {
	Route
	key      string
	segments []string
}

func parsePattern(r Route) (pattern, error) {
	if r.Function == "" {
		return pattern{}, fmt.Errorf("httpapi: route %s %s has no function", r.Method, r.Path)
	}
	if r.Path == "$default" && r.Method == "" {
		return pattern{Route: r, key: "$default"}, nil
	}
	p := pattern{Route: r, key: r.Method + " " + r.Path}
	if !slices.Contains(methods, r.Method) || !strings.HasPrefix(r.Path, "/") {
		return p, fmt.Errorf("httpapi: route %q must be a method and a path from the root", p.key)
	}
	p.segments = strings.Split(r.Path[1:], "/")
	for i, s := range p.segments {
		name, variable := variableOf(s)
		if strings.ContainsAny(name, "{}") || variable && name == "" || greedy(s) && i < len(p.segments)-1 {
			return p, fmt.Errorf("httpapi: route %q: segment %q cannot be", p.key, s)
		}
	}
	return p, nil
}

// variableOf gives the name in {name} or {name+}, and whether it is one.
func variableOf(segment string) (string, bool) {
	inner, ok := strings.CutPrefix(segment, "{")
	if !ok || !strings.HasSuffix(inner, "}") {
		return segment, false
	}
	return strings.TrimSuffix(strings.TrimSuffix(inner, "}"), "+"), true
}

func greedy(segment string) bool { return strings.HasSuffix(segment, "+}") }

// match selects the route: a full match before a greedy one before $default,
// fixed segments before variables, the method before ANY. The path is decoded
// first, so an escaped slash separates segments.
func (a *API) match(r *http.Request) (pattern, map[string]string, bool) {
	segments := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	best, found := pattern{}, false
	var variables map[string]string
	for _, p := range a.routes {
		if p.Method != "" && p.Method != anyMethod && p.Method != r.Method {
			continue
		}
		v, ok := p.match(segments)
		if ok && (!found || p.before(best)) {
			best, variables, found = p, v, true
		}
	}
	return best, variables, found
}

func (p pattern) match(segments []string) (map[string]string, bool) {
	if p.key == "$default" {
		return nil, true
	}
	variables := map[string]string{}
	for i, s := range p.segments {
		if i >= len(segments) {
			return nil, false
		}
		name, variable := variableOf(s)
		switch {
		case greedy(s):
			variables[name] = strings.Join(segments[i:], "/")
			return variables, variables[name] != ""
		case variable && segments[i] != "":
			variables[name] = segments[i]
		case variable, s != segments[i]:
			return nil, false
		}
	}
	return variables, len(p.segments) == len(segments)
}

// before says whether p goes before q where both match.
func (p pattern) before(q pattern) bool {
	if a, b := p.rank(), q.rank(); a != b {
		return a < b
	}
	for i := range min(len(p.segments), len(q.segments)) {
		_, mine := variableOf(p.segments[i])
		_, other := variableOf(q.segments[i])
		if mine != other {
			return other
		}
	}
	if len(p.segments) != len(q.segments) {
		return len(p.segments) > len(q.segments) // of two greedy ones the longer
	}
	return p.Method != anyMethod
}

func (p pattern) rank() int {
	switch {
	case p.key == "$default":
		return 2
	case greedy(p.segments[len(p.segments)-1]):
		return 1
	}
	return 0
}
