package issuer

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

var errNotListed = errors.New("issuer: the address is not listed")

// sessionCookie carries a name of its own, because cookies of one host are seen on all its ports.
const sessionCookie = "switchboard-sign-in"

// session answers who is signed in at this browser, and since when.
func (i *Issuer) session(h http.Header) (Person, time.Time, bool) {
	c, err := (&http.Request{Header: h}).Cookie(sessionCookie)
	if err != nil {
		return Person{}, time.Time{}, false
	}
	g, ok := look(i.grants, i.grants.sessions, c.Value)
	if !ok {
		return Person{}, time.Time{}, false
	}
	p, err := i.people.enabled(g.sub)
	return p, g.signedIn, err == nil
}

// open remembers the person at this browser.
func (i *Issuer) open(w http.ResponseWriter, sub string) time.Time {
	now := i.config.Now()
	http.SetCookie(w, cookie(keep(i.grants, i.grants.sessions, grant{sub: sub, signedIn: now}, sessionAge), 0))
	return now
}

func cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: sessionCookie, Value: value, MaxAge: maxAge, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// finish makes the code and answers where to take it.
func (i *Issuer) finish(g grant) string {
	return returnTo(g.request.redirect, url.Values{
		"code": {keep(i.grants, i.grants.codes, g, codeAge)}, "state": {g.request.state},
	})
}

// returnTo adds to the console's address what is not empty.
func returnTo(address string, values url.Values) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // New has parsed each of them
	}
	q := u.Query()
	for name, v := range values {
		if len(v) == 1 && v[0] != "" {
			q.Set(name, v[0])
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// EndSession implements op.Server: sign-out as OpenID Connect has it.
func (o *oauth) EndSession(_ context.Context, r *op.Request[oidc.EndSessionRequest]) (*op.Redirect, error) {
	if r.Data.ClientID != "" && r.Data.ClientID != o.issuer.config.ClientID {
		return nil, oidc.ErrInvalidClient().WithDescription("no client has this client_id")
	}
	if hint := r.Data.IdTokenHint; hint != "" {
		if _, err := o.issuer.verify(hint, forID, jwt.WithoutClaimsValidation()); err != nil { // an old one is a hint as well
			return nil, oidc.ErrInvalidRequest().WithDescription("id_token_hint is none of ours").WithParent(err)
		}
	}
	target, err := o.issuer.afterwards(r.Data.PostLogoutRedirectURI, r.Data.State)
	if err != nil {
		return nil, oidc.ErrInvalidRequest().WithDescription("post_logout_redirect_uri is none of the console's")
	}
	out := op.NewRedirect(target)
	out.Header.Set("Set-Cookie", o.issuer.leave(r.Header).String())
	return out, nil
}

// logout is sign-out as Cognito has it: /logout?client_id=…&logout_uri=….
func (i *Issuer) logout(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != i.config.ClientID {
		http.Error(w, "no client has this client_id", http.StatusBadRequest)
		return
	}
	target, err := i.afterwards(q.Get("logout_uri"), q.Get("state"))
	if err != nil {
		http.Error(w, "logout_uri is none of the console's", http.StatusBadRequest)
		return
	}
	http.SetCookie(w, i.leave(r.Header))
	http.Redirect(w, r, target, http.StatusFound)
}

// afterwards is where a sign-out goes: one of the addresses allowed, or the page that says it is done.
func (i *Issuer) afterwards(address, state string) (string, error) {
	if address == "" {
		return i.config.BaseURL + signedOutPath, nil
	}
	if !slices.Contains(i.config.PostLogoutURIs, address) {
		return "", errNotListed
	}
	return returnTo(address, url.Values{"state": {state}}), nil
}

// leave forgets the browser's session and answers the cookie that says so.
func (i *Issuer) leave(h http.Header) *http.Cookie {
	if c, err := (&http.Request{Header: h}).Cookie(sessionCookie); err == nil {
		take(i.grants, i.grants.sessions, c.Value)
	}
	return cookie("", -1)
}
