// Package issuer is the sign-in of one machine. It stands in for a Cognito user pool: an OpenID provider with
// authorization code and PKCE for one public client, whose tokens carry the claims that Cognito's do, and with people
// who are seeded and live in memory. It keeps no secret from whoever sits at the machine, so it must listen on loopback.
package issuer

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"
)

const (
	authorizePath  = "/oauth2/authorize"
	tokenPath      = "/oauth2/token"
	revokePath     = "/oauth2/revoke"
	userinfoPath   = "/oauth2/userInfo"
	keysPath       = "/keys"
	endSessionPath = "/end_session"
	logoutPath     = "/logout"
	signedOutPath  = "/signed-out"
	loginPath      = "/login"
)

// Config says who may sign in, and for which console.
type Config struct {
	BaseURL        string   // where it is reached, and the issuer that its tokens name
	ClientID       string   // the console's
	RedirectURIs   []string // where a sign-in may return to, literally
	PostLogoutURIs []string // where a sign-out may return to, literally
	People         []Person
	Now            func() time.Time // time.Now by default
	AccessTokenTTL time.Duration    // an hour by default
	KeyFile        string           // keeps the signing keys, so that a second run accepts earlier tokens; empty keeps none
}

// Issuer is a running one. It serves HTTP and may be used concurrently.
type Issuer struct {
	config  Config
	people  *people
	keys    *ring
	grants  *grants
	origins []string // the pages that may read its answers
	handler http.Handler
}

// New opens the keys and answers an Issuer, or says which part of the configuration is wrong.
func New(c Config) (*Issuer, error) {
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.AccessTokenTTL == 0 {
		c.AccessTokenTTL = time.Hour
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	people, err := seat(c.People)
	if err != nil {
		return nil, err
	}
	keys, err := openRing(c.KeyFile)
	if err != nil {
		return nil, err
	}
	i := &Issuer{config: c, people: people, keys: keys, grants: newGrants(c.Now), origins: origins(c)}
	i.handler = i.routes()
	return i, nil
}

func (c Config) check() error {
	if c.ClientID == "" {
		return errors.New("issuer: ClientID is empty")
	}
	if c.AccessTokenTTL < time.Second {
		return fmt.Errorf("issuer: AccessTokenTTL is %s; a second is the least", c.AccessTokenTTL)
	}
	if len(c.RedirectURIs) == 0 {
		return errors.New("issuer: RedirectURIs is empty, so nobody could return from a sign-in")
	}
	for _, raw := range slices.Concat([]string{c.BaseURL}, c.RedirectURIs, c.PostLogoutURIs) {
		if u, err := url.Parse(raw); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return fmt.Errorf("issuer: %q is no http address", raw)
		}
	}
	return nil
}

// ServeHTTP implements http.Handler.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) { i.handler.ServeHTTP(w, r) }

// routes puts what a person sees beside what a program asks for.
func (i *Issuer) routes() http.Handler {
	protocol := op.RegisterServer(&oauth{issuer: i}, op.Endpoints{
		Authorization: op.NewEndpoint(authorizePath),
		Token:         op.NewEndpoint(tokenPath),
		Revocation:    op.NewEndpoint(revokePath),
		EndSession:    op.NewEndpoint(endSessionPath),
		JwksURI:       op.NewEndpoint(keysPath),
	},
		op.WithServerCORSOptions(nil),                        // ours names the console's origins instead of all
		op.WithFallbackLogger(slog.New(slog.DiscardHandler)), // a refusal goes to the one refused, and tokens to no log
	)
	mux := http.NewServeMux()
	mux.Handle("/", postOnly(protocol, tokenPath, revokePath))
	mux.HandleFunc(userinfoPath, i.userinfo)
	mux.HandleFunc("GET "+logoutPath, i.logout)
	i.addPages(mux)
	return i.cors(i.programs(mux))
}

// postOnly refuses what would put a code or a token into an address.
func postOnly(next http.Handler, paths ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(paths, r.URL.Path) && r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "use POST", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}
