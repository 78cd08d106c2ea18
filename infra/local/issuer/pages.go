package issuer

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
)

//go:embed page/*
var pageFiles embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{"join": strings.Join}).ParseFS(pageFiles, "page/*.html"))

// page is what the templates show.
type page struct {
	Request, Username, Fault, Console string
	Session                           *Person
	People                            []Person
}

// addPages adds what a person sees: the sign-in, its end, and what they are drawn with.
func (i *Issuer) addPages(mux *http.ServeMux) {
	// A form that another site fills in would sign somebody in as somebody else.
	own := http.NewCrossOriginProtection()
	mux.Handle("GET "+loginPath, http.HandlerFunc(i.showLogin))
	mux.Handle("POST "+loginPath, own.Handler(http.HandlerFunc(i.login)))
	mux.HandleFunc("GET "+signedOutPath, func(w http.ResponseWriter, _ *http.Request) {
		i.show(w, http.StatusOK, "signed-out.html", page{Console: i.console()})
	})
	mux.HandleFunc("GET /sign-in.css", i.asset("sign-in.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET /favicon.svg", i.asset("favicon.svg", "image/svg+xml"))
}

func (i *Issuer) asset(name, kind string) http.HandlerFunc {
	content, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(content) // the caller has gone if this fails
	}
}

func (i *Issuer) showLogin(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("request")
	req, ok := look(i.grants, i.grants.requests, name)
	if !ok {
		i.show(w, http.StatusBadRequest, "expired.html", page{Console: i.console()})
		return
	}
	i.show(w, http.StatusOK, "login.html", i.page(r, name, req, req.hint, ""))
}

// login takes a name and a password, or the wish to go on as the person this browser is signed in as.
func (i *Issuer) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<14)
	name := r.PostFormValue("request")
	req, ok := look(i.grants, i.grants.requests, name)
	if !ok {
		i.show(w, http.StatusBadRequest, "expired.html", page{Console: i.console()})
		return
	}
	g, err := i.admit(w, r, req)
	if err != nil {
		i.show(w, http.StatusForbidden, "login.html", i.page(r, name, req, r.PostFormValue("username"), fault(err)))
		return
	}
	if _, first := take(i.grants, i.grants.requests, name); !first {
		i.show(w, http.StatusBadRequest, "expired.html", page{Console: i.console()})
		return
	}
	http.Redirect(w, r, i.finish(g), http.StatusSeeOther)
}

func (i *Issuer) admit(w http.ResponseWriter, r *http.Request, req request) (grant, error) {
	if r.PostFormValue("continue") != "" && !req.fresh {
		p, since, ok := i.session(r.Header)
		if !ok {
			return grant{}, errSession
		}
		return grant{p.Sub, since, req}, nil
	}
	p, err := i.people.check(strings.TrimSpace(r.PostFormValue("username")), r.PostFormValue("password"))
	if err != nil {
		return grant{}, err
	}
	return grant{p.Sub, i.open(w, p.Sub), req}, nil
}

var errSession = errors.New("issuer: the session is over")

// fault says in a person's words why she is not let in.
func fault(err error) string {
	switch {
	case errors.Is(err, ErrDisabled):
		return "This account is disabled. An administrator can enable it again."
	case errors.Is(err, errSession):
		return "You were signed out meanwhile. Sign in again."
	}
	return "The name or the password is wrong."
}

func (i *Issuer) page(r *http.Request, name string, req request, username, fault string) page {
	out := page{Request: name, Username: username, Fault: fault, Console: i.console()}
	if p, _, ok := i.session(r.Header); ok && !req.fresh {
		out.Session = &p
	}
	if loopback(r.RemoteAddr) {
		out.People = i.people.all()
	}
	return out
}

// loopback tells whether the caller sits at this machine; only she is shown its people and their passwords.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && net.ParseIP(host).IsLoopback()
}

// console is where a person who is lost here goes back to.
func (i *Issuer) console() string {
	return slices.Concat(i.config.PostLogoutURIs, i.config.RedirectURIs)[0]
}

func (i *Issuer) show(w http.ResponseWriter, status int, name string, p page) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, p); err != nil {
		slog.Error("sign-in page", "page", name, "error", err)
		http.Error(w, "the page could not be drawn", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	// A browser checks form-action along the redirects too, and those lead to the console.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+strings.Join(i.origins, " "))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the caller has gone if this fails
}
