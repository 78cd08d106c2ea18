package httpapi

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// cors sets the CORS headers of an answer, where origins are configured, and
// answers a preflight itself: no route and no authorizer sees it. An origin
// that is not permitted gets the same answer without the headers.
func (a *API) cors(w http.ResponseWriter, r *http.Request) (answered bool) {
	if len(a.cfg.AllowOrigins) == 0 {
		return false
	}
	preflight := r.Method == http.MethodOptions
	if origin, ok := a.permit(r.Header.Get("Origin")); ok {
		a.allow(w.Header(), origin, preflight)
	}
	if preflight {
		w.WriteHeader(http.StatusNoContent)
	}
	return preflight
}

func (a *API) allow(h http.Header, origin string, preflight bool) {
	set := func(name string, values []string) {
		if len(values) > 0 {
			h.Set(name, strings.Join(values, ","))
		}
	}
	h.Set("Access-Control-Allow-Origin", origin)
	if origin != "*" {
		h.Add("Vary", "Origin")
	}
	if a.cfg.AllowCredentials {
		h.Set("Access-Control-Allow-Credentials", "true")
	}
	set("Access-Control-Expose-Headers", a.cfg.ExposeHeaders)
	if !preflight {
		return
	}
	set("Access-Control-Allow-Methods", a.cfg.AllowMethods)
	set("Access-Control-Allow-Headers", a.cfg.AllowHeaders)
	if a.cfg.CORSMaxAge > 0 {
		h.Set("Access-Control-Max-Age", strconv.Itoa(int(a.cfg.CORSMaxAge.Seconds())))
	}
}

// permit gives the value to answer an origin with, and whether it may come in.
func (a *API) permit(origin string) (string, bool) {
	scheme, _, _ := strings.Cut(origin, "://")
	switch {
	case origin == "":
		return "", false
	case slices.Contains(a.cfg.AllowOrigins, "*"):
		return "*", true
	case slices.Contains(a.cfg.AllowOrigins, origin), slices.Contains(a.cfg.AllowOrigins, scheme+"://*"):
		return origin, true
	}
	return "", false
}
