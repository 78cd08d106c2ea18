package issuer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// userinfo answers who an access token with the scope openid belongs to, in Cognito's words.
func (i *Issuer) userinfo(w http.ResponseWriter, r *http.Request) {
	p, err := i.bearer(r)
	if err != nil {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		http.Error(w, "the access token is missing, wrong, too old, or of somebody who is disabled", http.StatusUnauthorized)
		return
	}
	info := map[string]string{"sub": p.Sub, "username": p.Username}
	if p.Name != "" {
		info["name"] = p.Name
	}
	if p.Email != "" {
		info["email"], info["email_verified"] = p.Email, "true"
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(info) // the caller has gone if this fails
}

func (i *Issuer) bearer(r *http.Request) (Person, error) {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	claims, err := i.verify(token, forAccess, jwt.WithExpirationRequired())
	if err != nil {
		return Person{}, err
	}
	scope, _ := claims["scope"].(string) // our own tokens have one
	if !slices.Contains(strings.Fields(scope), "openid") {
		return Person{}, jwt.ErrTokenInvalidClaims
	}
	sub, err := claims.GetSubject()
	if err != nil {
		return Person{}, err
	}
	return i.people.enabled(sub)
}
