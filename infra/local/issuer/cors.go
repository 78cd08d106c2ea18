package issuer

import (
	"net/http"
	"net/url"
	"slices"
)

// origins are the pages of the console, known by the addresses it may be returned to.
func origins(c Config) []string {
	var out []string
	for _, raw := range slices.Concat(c.RedirectURIs, c.PostLogoutURIs) {
		if u, err := url.Parse(raw); err == nil {
			out = append(out, u.Scheme+"://"+u.Host)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cors lets the console read what programs ask for. The pages for people need none: nobody else may read them.
func (i *Issuer) cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		if !slices.Contains(i.origins, origin) || r.URL.Path == loginPath {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", origin)
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
			w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			w.Header().Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}
