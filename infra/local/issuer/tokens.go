package issuer

import (
	"context"
	"net/http"
	"slices"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// CodeExchange implements op.Server. A code is gone once it was shown, whatever comes of it.
func (o *oauth) CodeExchange(_ context.Context, r *op.ClientRequest[oidc.AccessTokenRequest]) (*op.Response, error) {
	g, ok := take(o.issuer.grants, o.issuer.grants.codes, r.Data.Code)
	if !ok {
		return nil, oidc.ErrInvalidGrant().WithDescription("the code is unknown, used or too old")
	}
	if r.Data.RedirectURI != g.request.redirect {
		return nil, oidc.ErrInvalidGrant().WithDescription("redirect_uri is not the one the code was made for")
	}
	challenge := &oidc.CodeChallenge{Challenge: g.request.challenge, Method: oidc.CodeChallengeMethodS256}
	if err := op.AuthorizeCodeChallenge(r.Data.CodeVerifier, challenge); err != nil {
		return nil, err
	}
	answer, err := o.tokens(g, g.request.scopes)
	if err != nil {
		return nil, err
	}
	answer.RefreshToken = keep(o.issuer.grants, o.issuer.grants.refresh, g, refreshAge)
	return private(answer), nil
}

// RefreshToken implements op.Server. As at Cognito the refresh token stays, and the answer does not repeat it.
func (o *oauth) RefreshToken(_ context.Context, r *op.ClientRequest[oidc.RefreshTokenRequest]) (*op.Response, error) {
	g, ok := look(o.issuer.grants, o.issuer.grants.refresh, r.Data.RefreshToken)
	if !ok {
		return nil, oidc.ErrInvalidGrant().WithDescription("the refresh token is unknown, revoked or too old")
	}
	granted := g.request.scopes
	if len(r.Data.Scopes) > 0 {
		granted = r.Data.Scopes
	}
	for _, scope := range granted {
		if !slices.Contains(g.request.scopes, scope) {
			return nil, oidc.ErrInvalidScope().WithDescription("the scope %q was not granted", scope)
		}
	}
	g.request.nonce = "" // it belongs to the sign-in alone
	answer, err := o.tokens(g, granted)
	if err != nil {
		return nil, err
	}
	return private(answer), nil
}

// tokens signs both, unless the person was disabled meanwhile. Without the scope openid there is no ID token.
func (o *oauth) tokens(g grant, granted []string) (*oidc.AccessTokenResponse, error) {
	p, err := o.issuer.people.enabled(g.sub)
	if err != nil {
		return nil, oidc.ErrInvalidGrant().WithDescription("this person may not sign in").WithParent(err)
	}
	access, err := o.issuer.sign(o.issuer.accessClaims(p, granted))
	if err != nil {
		return nil, err
	}
	answer := &oidc.AccessTokenResponse{
		AccessToken: access, TokenType: oidc.BearerToken, ExpiresIn: uint64(o.issuer.config.AccessTokenTTL.Seconds()),
	}
	if !slices.Contains(granted, "openid") {
		return answer, nil
	}
	answer.IDToken, err = o.issuer.sign(o.issuer.idClaims(p, g, access))
	return answer, err
}

// Revocation implements op.Server. An unknown token is as good as a revoked one (RFC 7009).
func (o *oauth) Revocation(_ context.Context, r *op.ClientRequest[oidc.RevocationRequest]) (*op.Response, error) {
	take(o.issuer.grants, o.issuer.grants.refresh, r.Data.Token)
	return private(struct{}{}), nil
}

func private(data any) *op.Response {
	answer := op.NewResponse(data)
	answer.Header = http.Header{"Cache-Control": {"no-store"}}
	return answer
}
