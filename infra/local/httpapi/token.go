package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// authorize verifies the token in the Authorization header, with or without
// the word Bearer: signature by the issuer's keys, exp, nbf and iat without any
// leeway, iss, and aud or else client_id. It returns the claims as the event
// has them. Whatever cannot be verified is refused.
func (a *API) authorize(r *http.Request) (map[string]string, error) {
	raw := strings.TrimSpace(r.Header.Get("Authorization"))
	if scheme, rest, ok := strings.Cut(raw, " "); ok && strings.EqualFold(scheme, "Bearer") {
		raw = strings.TrimSpace(rest)
	}
	if raw == "" {
		return nil, errors.New("no token")
	}
	claims := jwt.MapClaims{}
	_, err := jwt.NewParser(
		jwt.WithValidMethods([]string{"RS256", "ES256"}), jwt.WithTimeFunc(a.cfg.Now), jwt.WithJSONNumber(),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithIssuer(a.cfg.Issuer),
	).ParseWithClaims(raw, claims, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string) // a token without one names no key
		return a.keys.find(r.Context(), kid, t.Method.Alg())
	})
	if err != nil {
		return nil, err
	}
	if err := a.meant(claims); err != nil {
		return nil, err
	}
	return stringify(claims), nil
}

// meant compares the audience; client_id counts only where there is no aud.
func (a *API) meant(claims jwt.MapClaims) error {
	audience, err := claims.GetAudience()
	if err != nil {
		return err
	}
	if claims["aud"] == nil {
		id, _ := claims["client_id"].(string)
		audience = []string{id}
	}
	if !slices.Contains(audience, a.cfg.Audience) {
		return errors.New("the token is for another audience")
	}
	return nil
}

func stringify(claims map[string]any) map[string]string {
	out := make(map[string]string, len(claims))
	for name, value := range claims {
		if value != nil {
			out[name] = text(value)
		}
	}
	return out
}

// text writes one claim as API Gateway does: a list as "[a b]", an object as
// its JSON.
func text(value any) string {
	switch v := value.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = text(p)
		}
		return "[" + strings.Join(parts, " ") + "]"
	case map[string]any:
		b, _ := json.Marshal(v) // it came out of JSON
		return string(b)
	}
	return fmt.Sprint(value)
}
