// Package api is the HTTP API: tickets, availability, transcripts and the configuration. Every operation is declared
// with its types, so that OpenAPI and the typed client follow from the code. API Gateway has checked the token of the
// operations that want one; who may do what is decided here.
package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/akrylysov/algnhsa"
	"github.com/aws/aws-lambda-go/events"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"switchboard/shared/desk"
	"switchboard/shared/edge"
	"switchboard/shared/fault"
	"switchboard/shared/session"
)

// Handler serves the API over a desk. siteOrigins are those of the console, comma-separated; originSecret is what CloudFront
// proves itself with, empty where there is none.
func Handler(d *desk.Desk, siteOrigins, originSecret string) edge.Handler {
	mux := http.NewServeMux()
	New(mux, d)
	adapter := algnhsa.New(cors(strings.Split(siteOrigins, ","), mux), &algnhsa.Options{RequestType: algnhsa.RequestTypeAPIGatewayV2})
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		var e events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(payload, &e); err != nil {
			return nil, err
		}
		c := callOf(e)
		c.admit, c.viewer = d.Admit, viewerOf(e.Headers, originSecret)
		return adapter.Invoke(context.WithValue(ctx, callKey{}, c), payload)
	}
}

// New declares every operation on a mux and returns the API, from which OpenAPI is written.
func New(mux *http.ServeMux, d *desk.Desk) huma.API {
	config := huma.DefaultConfig("Switchboard", "1.0.0")
	config.DocsPath, config.OpenAPIPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema links: there is nothing served behind them
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"person": {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token of the deployment's sign-in."},
		"secret": {Type: "apiKey", In: "header", Name: "X-Chat-Secret", Description: "256 random bits in base64url, made by the widget for one chat."},
	}
	a := humago.New(mux, config)
	visitors(a, d)
	agents(a, d)
	colleagues(a, d)
	records(a, d)
	administration(a, d)
	people(a, d)
	blocking(a, d)
	return a
}

// call is what API Gateway knows of a caller and no header may claim.
type call struct {
	address string
	claims  map[string]string
	admit   func(context.Context, session.Identity) error
	viewer  viewer
}

type callKey struct{}

func callOf(e events.APIGatewayV2HTTPRequest) call {
	c := call{address: e.RequestContext.HTTP.SourceIP}
	if a := e.RequestContext.Authorizer; a != nil && a.JWT != nil {
		c.claims = a.JWT.Claims
	}
	return c
}

// person is who signed in, by the claims that API Gateway has checked. It refuses whoever is in no group of ours, and
// whoever was disabled since: a token outlives that.
func person(ctx context.Context, groups ...string) (session.Identity, error) {
	c, _ := ctx.Value(callKey{}).(call)
	seconds, err := strconv.ParseInt(c.claims["exp"], 10, 64)
	if err != nil || c.claims["sub"] == "" {
		return session.Identity{}, fault.New(fault.Unauthorized, "Sign in first.")
	}
	id := session.Identity{
		Role: session.Agent, Person: c.claims["sub"], Groups: strings.Fields(strings.Trim(c.claims["cognito:groups"], "[]")),
		Expires: time.Unix(seconds, 0).UTC(), Address: c.address, Issued: issued(c.claims["iat"]),
	}
	for _, g := range groups {
		if id.Has(g) {
			return id, c.admit(ctx, id)
		}
	}
	return id, fault.New(fault.Forbidden, "This needs to be in the group %s.", strings.Join(groups, " or "))
}

// issued reads when a token was; a claim that is none counts as long ago.
func issued(claim string) time.Time {
	seconds, _ := strconv.ParseInt(claim, 10, 64)
	return time.Unix(seconds, 0).UTC()
}

var staff = []string{session.GroupAgent, session.GroupSupervisor, session.GroupAdministrator}

// address is where a call comes from: the visitor's own, if it came by CloudFront.
func address(ctx context.Context) string {
	c, _ := ctx.Value(callKey{}).(call)
	return cmp.Or(c.viewer.address, c.address)
}

// whereabouts are a visitor's place and network, empty where nobody we believe says so.
func whereabouts(ctx context.Context) (place, network string) {
	c, _ := ctx.Value(callKey{}).(call)
	return c.viewer.place, c.viewer.network
}

// refusal is how the API says no: the same kinds and words as on the socket.
type refusal struct {
	status  int
	Kind    string `json:"kind" doc:"invalid, unauthorized, forbidden, not_found, conflict, behind, limited or internal"`
	Message string `json:"message" doc:"For the person refused."`
	Field   string `json:"field,omitempty" doc:"What is wrong in the input."`
}

func (r *refusal) Error() string  { return r.Message }
func (r *refusal) GetStatus() int { return r.status }

func init() { // huma builds every error through this
	huma.NewError = func(code int, message string, errs ...error) huma.StatusError {
		r := &refusal{status: code, Kind: string(kindOf(code)), Message: message}
		if len(errs) > 0 && errs[0] != nil {
			r.Message = errs[0].Error()
			if detail, ok := errs[0].(*huma.ErrorDetail); ok {
				r.Message, r.Field = detail.Message, strings.TrimPrefix(detail.Location, "body.")
			}
		}
		return r
	}
}

// status is the HTTP status that carries each kind of refusal.
var status = map[fault.Kind]int{
	fault.Invalid:      http.StatusBadRequest,
	fault.Unauthorized: http.StatusUnauthorized,
	fault.Forbidden:    http.StatusForbidden,
	fault.NotFound:     http.StatusNotFound,
	fault.Conflict:     http.StatusConflict,
	fault.Behind:       http.StatusConflict,
	fault.Limited:      http.StatusTooManyRequests,
	fault.Internal:     http.StatusInternalServerError,
}

// kindOf is the kind of what the HTTP layer itself refuses.
func kindOf(code int) fault.Kind {
	for _, kind := range []fault.Kind{fault.Unauthorized, fault.Forbidden, fault.NotFound, fault.Limited} {
		if status[kind] == code {
			return kind
		}
	}
	switch {
	case code == http.StatusRequestEntityTooLarge:
		return fault.Limited
	case code >= http.StatusInternalServerError:
		return fault.Internal
	}
	return fault.Invalid
}

// refuse turns a verb's error into an answer.
func refuse(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	f := edge.Refused(ctx, err)
	return &refusal{status: status[f.Kind], Kind: string(f.Kind), Message: f.Message, Field: f.Field}
}

// body wraps an answer's JSON.
type body[T any] struct{ Body T }
