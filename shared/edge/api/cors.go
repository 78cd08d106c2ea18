package api

import (
	"net/http"
	"slices"
	"strings"
)

// open are the paths that widgets on the owner's pages call. Which page may use a deployment is decided by the ticket
// call itself; the others are for the console alone.
var open = []string{"/visitor/", "/deployments/", "/availability"}

// cors answers a browser's question before a call across origins, and lets the page read the answer. Nothing here rests
// on cookies, so a permission gives a page nothing that it could not do from its own server.
func cors(siteOrigins []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		anyPage := slices.ContainsFunc(open, func(p string) bool { return strings.HasPrefix(r.URL.Path, p) })
		if origin != "" {
			w.Header().Add("Vary", "Origin")
			if anyPage || slices.Contains(siteOrigins, origin) {
				w.Header().Set("Access-Control-Allow-Origin", origin)
			}
		}
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
		w.Header().Set("Access-Control-Allow-Headers", "authorization, content-type, x-chat-secret")
		w.Header().Set("Access-Control-Max-Age", "600")
		w.WriteHeader(http.StatusNoContent)
	})
}
