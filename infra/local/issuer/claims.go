package issuer

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	forAccess = "access"
	forID     = "id"
)

// scopes are what the deployed client may ask for.
var scopes = []string{"openid", "email", "profile"}

// Mint signs an access token for a person without a browser. It answers ErrNobody or ErrDisabled.
func (i *Issuer) Mint(sub string) (string, error) {
	p, err := i.people.enabled(sub)
	if err != nil {
		return "", fmt.Errorf("%w: %q", err, sub)
	}
	return i.sign(i.accessClaims(p, scopes))
}

// accessClaims are those of Cognito's access tokens, which have a client_id and no aud.
func (i *Issuer) accessClaims(p Person, granted []string) jwt.MapClaims {
	claims := i.claims(p, forAccess, i.config.AccessTokenTTL)
	claims["client_id"] = i.config.ClientID
	claims["scope"] = strings.Join(granted, " ")
	claims["username"] = p.Username
	return claims
}

// idClaims are those of Cognito's ID tokens; hash ties the token to the access token it came with.
func (i *Issuer) idClaims(p Person, g grant, access string) jwt.MapClaims {
	claims := i.claims(p, forID, i.config.AccessTokenTTL)
	claims["aud"] = i.config.ClientID
	claims["auth_time"] = jwt.NewNumericDate(g.signedIn)
	claims["cognito:username"] = p.Username
	claims["at_hash"] = halfHash(access)
	if g.request.nonce != "" {
		claims["nonce"] = g.request.nonce
	}
	if p.Name != "" {
		claims["name"] = p.Name
	}
	if p.Email != "" {
		claims["email"], claims["email_verified"] = p.Email, true
	}
	return claims
}

// claims are what both kinds carry. Somebody in no group has no claim of groups, as at Cognito.
func (i *Issuer) claims(p Person, use string, age time.Duration) jwt.MapClaims {
	now := i.config.Now()
	claims := jwt.MapClaims{
		"iss": i.config.BaseURL, "sub": p.Sub, "token_use": use, "jti": rand.Text(),
		"iat": jwt.NewNumericDate(now), "exp": jwt.NewNumericDate(now.Add(age)),
	}
	if len(p.Groups) > 0 {
		claims["cognito:groups"] = p.Groups
	}
	return claims
}

// halfHash is at_hash: the left half of the token's SHA-256 (OpenID Connect Core 3.1.3.6).
func halfHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

func (i *Issuer) sign(claims jwt.MapClaims) (string, error) {
	k := i.keys.signing()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = k.id
	return token.SignedString(k.private)
}

// verify answers the claims of a token that this issuer signed for that use.
func (i *Issuer) verify(token, use string, options ...jwt.ParserOption) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	options = append(options, jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(i.config.Now))
	_, err := jwt.NewParser(options...).ParseWithClaims(token, claims, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string) // a token without one names no key
		return i.keys.public(kid)
	})
	if err != nil {
		return nil, err
	}
	if claims["iss"] != i.config.BaseURL || claims["token_use"] != use {
		return nil, errors.New("issuer: the token is for something else")
	}
	return claims, nil
}
