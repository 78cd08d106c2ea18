package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// authorizerEvent is the REQUEST event; it always has its maps, even empty.
type authorizerEvent struct {
	Type              string              `json:"type"`
	MethodARN         string              `json:"methodArn"`
	Headers           map[string]string   `json:"headers"`
	MultiValueHeaders map[string][]string `json:"multiValueHeaders"`
	Query             map[string]string   `json:"queryStringParameters"`
	MultiValueQuery   map[string][]string `json:"multiValueQueryStringParameters"`
	StageVariables    map[string]string   `json:"stageVariables"`
	RequestContext    requestContext      `json:"requestContext"`
}

var (
	unauthorized = refusal{http.StatusUnauthorized, "Unauthorized"}
	forbidden    = refusal{http.StatusForbidden, "Forbidden"}
	authFailed   = refusal{http.StatusInternalServerError, "Internal server error"}
)

// authorize asks the authorizer, if there is one: without an identity source
// 401 and no call, a policy that does not allow 403, the error "Unauthorized"
// 401, any other error or a result that does not fit 500. Results are never
// cached. The context it allows with goes into every later event.
func (g *Gateway) authorize(o *opening) refusal {
	if g.cfg.Authorizer == "" {
		return refusal{}
	}
	if strings.TrimSpace(o.headers[protocolHeader]) == "" {
		return unauthorized
	}
	arn := g.methodARN()
	query := o.request.URL.Query()
	out, err := g.invoke(g.cfg.Authorizer, authorizerEvent{
		Type: "REQUEST", MethodARN: arn, Headers: o.headers, MultiValueHeaders: o.multi,
		Query: lastOf(query), MultiValueQuery: query, StageVariables: map[string]string{},
		RequestContext: g.requestContext(o.origin, "$connect", "CONNECT"),
	})
	if err != nil {
		if saysUnauthorized(out, err) {
			return unauthorized
		}
		g.cfg.Log.Warn("authorizer failed", "function", g.cfg.Authorizer, "error", err)
		return authFailed
	}
	return g.judge(o, out, arn)
}

func (g *Gateway) judge(o *opening, out []byte, arn string) refusal {
	v, err := parseVerdict(out)
	if err != nil {
		g.cfg.Log.Warn("authorizer's result refused", "function", g.cfg.Authorizer, "error", err)
		return authFailed
	}
	if !v.PolicyDocument.allows(arn) {
		return forbidden
	}
	o.authorizer = v.context
	return refusal{}
}

func (g *Gateway) methodARN() string {
	return fmt.Sprintf("arn:aws:execute-api:%s:%s:%s/%s/$connect", g.cfg.Region, g.cfg.AccountID, g.cfg.APIID, g.cfg.Stage)
}

// saysUnauthorized finds the function's error message in the error, in one it
// wraps, or in the error payload that Lambda returns with a failed call.
func saysUnauthorized(out []byte, err error) bool {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if e.Error() == "Unauthorized" {
			return true
		}
	}
	var failed struct {
		ErrorMessage string `json:"errorMessage"`
	}
	return json.Unmarshal(out, &failed) == nil && failed.ErrorMessage == "Unauthorized"
}

// verdict is an authorizer's result.
type verdict struct {
	PrincipalID    string                     `json:"principalId"`
	PolicyDocument policy                     `json:"policyDocument"`
	Context        map[string]json.RawMessage `json:"context"`
	context        map[string]string
}

func parseVerdict(out []byte) (verdict, error) {
	var v verdict
	if len(out) > MaxAuthorizer {
		return v, fmt.Errorf("%d bytes, at most %d fit", len(out), MaxAuthorizer)
	}
	if err := json.Unmarshal(out, &v); err != nil {
		return v, err
	}
	if v.PrincipalID == "" {
		return v, errors.New("no principalId")
	}
	v.context = map[string]string{"principalId": v.PrincipalID}
	for name, raw := range v.Context {
		if string(raw) == "null" {
			continue
		}
		text, err := stringify(raw)
		if err != nil {
			return v, fmt.Errorf("context %q: %w", name, err)
		}
		v.context[name] = text
	}
	return v, nil
}

// stringify gives a context value as the events carry it. Objects and arrays
// are not allowed there.
func stringify(raw json.RawMessage) (string, error) {
	raw = bytes.TrimSpace(raw)
	switch raw[0] {
	case '{', '[':
		return "", errors.New("must be a string, number or boolean")
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	return string(raw), nil
}
