package issuer

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// oauth answers the requests of the protocol after the library has parsed them and checked their form.
type oauth struct {
	op.UnimplementedServer
	issuer *Issuer
}

// Health implements op.Server.
func (o *oauth) Health(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	return op.NewResponse(op.Status{Status: "ok"}), nil
}

// Discovery implements op.Server.
func (o *oauth) Discovery(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	base := o.issuer.config.BaseURL
	return op.NewResponse(oidc.DiscoveryConfiguration{
		Issuer: base, AuthorizationEndpoint: base + authorizePath, TokenEndpoint: base + tokenPath,
		UserinfoEndpoint: base + userinfoPath, RevocationEndpoint: base + revokePath,
		EndSessionEndpoint: base + endSessionPath, JwksURI: base + keysPath,
		ScopesSupported: scopes, ResponseTypesSupported: []string{"code"}, ResponseModesSupported: []string{"query"},
		GrantTypesSupported:   []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeRefreshToken},
		SubjectTypesSupported: []string{"public"}, IDTokenSigningAlgValuesSupported: []string{"RS256"},
		TokenEndpointAuthMethodsSupported: []oidc.AuthMethod{oidc.AuthMethodNone},
		CodeChallengeMethodsSupported:     []oidc.CodeChallengeMethod{oidc.CodeChallengeMethodS256},
	}), nil
}

// Keys implements op.Server.
func (o *oauth) Keys(context.Context, *op.Request[struct{}]) (*op.Response, error) {
	return op.NewResponse(o.issuer.keys.set()), nil
}

// VerifyClient implements op.Server. There is one client, and a secret would prove nothing.
func (o *oauth) VerifyClient(_ context.Context, r *op.Request[op.ClientCredentials]) (op.Client, error) {
	return o.client(r.Data.ClientID)
}

func (o *oauth) client(id string) (op.Client, error) {
	if id != o.issuer.config.ClientID {
		return nil, oidc.ErrInvalidClient().WithDescription("no client has this client_id")
	}
	return client{config: o.issuer.config}, nil
}

// VerifyAuthRequest implements op.Server. The address to return to has to be literally one of the console's; nothing is
// sent anywhere else.
func (o *oauth) VerifyAuthRequest(_ context.Context, r *op.Request[oidc.AuthRequest]) (*op.ClientRequest[oidc.AuthRequest], error) {
	if r.Data.RequestParam != "" {
		return nil, oidc.ErrRequestNotSupported()
	}
	c, err := o.client(r.Data.ClientID)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(c.RedirectURIs(), r.Data.RedirectURI) {
		return nil, oidc.ErrInvalidRequestRedirectURI().WithDescription("redirect_uri is none of the console's")
	}
	return &op.ClientRequest[oidc.AuthRequest]{Request: r, Client: c}, nil
}

// Authorize implements op.Server: the person is sent to the page, or back at once where prompt=none asks for that.
func (o *oauth) Authorize(_ context.Context, r *op.ClientRequest[oidc.AuthRequest]) (*op.Redirect, error) {
	asked := r.Data
	if err := acceptable(r); err != nil {
		return refuse(asked, err)
	}
	req := request{
		redirect: asked.RedirectURI, state: asked.State, nonce: asked.Nonce, challenge: asked.CodeChallenge,
		hint: asked.LoginHint, scopes: asked.Scopes, fresh: slices.Contains(asked.Prompt, oidc.PromptLogin),
	}
	if slices.Contains(asked.Prompt, oidc.PromptNone) {
		p, since, ok := o.issuer.session(r.Header)
		if !ok {
			return refuse(asked, oidc.ErrLoginRequired().WithDescription("nobody is signed in"))
		}
		return op.NewRedirect(o.issuer.finish(grant{p.Sub, since, req})), nil
	}
	return op.NewRedirect(r.Client.LoginURL(keep(o.issuer.grants, o.issuer.grants.requests, req, requestAge))), nil
}

// acceptable holds what the library leaves open: no unknown scope (it drops one, Cognito refuses it), and PKCE with S256 without exception.
func acceptable(r *op.ClientRequest[oidc.AuthRequest]) error {
	for _, scope := range strings.Fields(r.Form.Get("scope")) {
		if !slices.Contains(scopes, scope) {
			return oidc.ErrInvalidScope().WithDescription("the client may not ask for the scope %q", scope)
		}
	}
	switch {
	case r.Data.CodeChallenge == "":
		return oidc.ErrInvalidRequest().WithDescription("code_challenge is missing: PKCE is required")
	case r.Data.CodeChallengeMethod != oidc.CodeChallengeMethodS256:
		return oidc.ErrInvalidRequest().WithDescription("code_challenge_method has to be S256")
	case r.Data.ResponseMode != "" && r.Data.ResponseMode != oidc.ResponseModeQuery:
		return oidc.ErrInvalidRequest().WithDescription("response_mode has to be query")
	}
	return nil
}

// refuse tells the console, whose address has been checked by now.
func refuse(asked *oidc.AuthRequest, err error) (*op.Redirect, error) {
	e := oidc.DefaultToServerError(err, err.Error())
	return op.NewRedirect(returnTo(asked.RedirectURI, url.Values{
		"error": {string(e.ErrorType)}, "error_description": {e.Description}, "state": {asked.State},
	})), nil
}
