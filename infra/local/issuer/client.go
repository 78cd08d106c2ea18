package issuer

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client is the console as the protocol sees it: public, so it holds no secret and proves itself with PKCE. The embedded
// interface stands for the one question that only the protocol library's own tokens would ask; ours are made in claims.go.
type client struct {
	op.Client
	config Config
}

func (c client) GetID() string                       { return c.config.ClientID }
func (c client) RedirectURIs() []string              { return c.config.RedirectURIs }
func (c client) PostLogoutRedirectURIs() []string    { return c.config.PostLogoutURIs }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeUserAgent }
func (c client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodNone }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

func (c client) GrantTypes() []oidc.GrantType {
	return []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeRefreshToken}
}
func (c client) LoginURL(id string) string           { return loginPath + "?request=" + id }
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeJWT }
func (c client) IDTokenLifetime() time.Duration      { return c.config.AccessTokenTTL }

// DevMode lets the console lie at an http address; RedirectURIs still have to match literally.
func (c client) DevMode() bool                                                   { return true }
func (c client) RestrictAdditionalIdTokenScopes() func(scopes []string) []string { return unchanged }
func (c client) RestrictAdditionalAccessTokenScopes() func(scopes []string) []string {
	return unchanged
}
func (c client) IsScopeAllowed(string) bool { return false }
func (c client) ClockSkew() time.Duration   { return 0 }

func unchanged(scopes []string) []string { return scopes }
