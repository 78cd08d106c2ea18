package httpapi

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// event is payload format 2.0, with exactly the fields of a real one.
type event struct {
	Version               string            `json:"version"`
	RouteKey              string            `json:"routeKey"`
	RawPath               string            `json:"rawPath"`
	RawQueryString        string            `json:"rawQueryString"`
	Cookies               []string          `json:"cookies,omitempty"`
	Headers               map[string]string `json:"headers"`
	QueryStringParameters map[string]string `json:"queryStringParameters,omitempty"`
	RequestContext        requestContext    `json:"requestContext"`
	PathParameters        map[string]string `json:"pathParameters,omitempty"`
	Body                  string            `json:"body,omitempty"`
	IsBase64Encoded       bool              `json:"isBase64Encoded"`
}

type requestContext struct {
	AccountID    string      `json:"accountId"`
	APIID        string      `json:"apiId"`
	Authorizer   *authorizer `json:"authorizer,omitempty"`
	DomainName   string      `json:"domainName"`
	DomainPrefix string      `json:"domainPrefix"`
	HTTP         call        `json:"http"`
	RequestID    string      `json:"requestId"`
	RouteKey     string      `json:"routeKey"`
	Stage        string      `json:"stage"`
	Time         string      `json:"time"`
	TimeEpoch    int64       `json:"timeEpoch"`
}

type authorizer struct {
	JWT struct {
		Claims map[string]string `json:"claims"`
		Scopes []string          `json:"scopes"` // null: no route asks for one
	} `json:"jwt"`
}

type call struct {
	Method    string `json:"method"`
	Path      string `json:"path"`
	Protocol  string `json:"protocol"`
	SourceIP  string `json:"sourceIp"`
	UserAgent string `json:"userAgent"`
}

func (a *API) event(r *http.Request, route pattern, variables, claims map[string]string, body []byte) event {
	prefix, _, _ := strings.Cut(a.cfg.DomainName, ".")
	now := a.cfg.Now()
	e := event{
		Version: "2.0", RouteKey: route.key, RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery,
		Headers: headersOf(r, now), QueryStringParameters: joined(r.URL.Query()), PathParameters: variables,
		RequestContext: requestContext{
			AccountID: a.cfg.AccountID, APIID: a.cfg.APIID, DomainName: a.cfg.DomainName, DomainPrefix: prefix,
			HTTP:      call{r.Method, r.URL.Path, r.Proto, sourceIP(r), r.UserAgent()},
			RequestID: newID(), RouteKey: route.key, Stage: a.cfg.Stage,
			Time: now.UTC().Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
		},
	}
	for _, line := range r.Header.Values("Cookie") {
		e.Cookies = append(e.Cookies, strings.Split(line, "; ")...)
	}
	if claims != nil {
		e.RequestContext.Authorizer = &authorizer{}
		e.RequestContext.Authorizer.JWT.Claims = claims
	}
	e.Body, e.IsBase64Encoded = encode(body, r.Header.Get("Content-Type"))
	return e
}

// headersOf gives the headers as format 2.0 has them: names in lower case,
// several values joined by commas, cookies apart, and what API Gateway adds.
func headersOf(r *http.Request, now time.Time) map[string]string {
	out := map[string]string{"host": r.Host}
	for name, values := range r.Header {
		if name != "Cookie" && name != "Connection" {
			out[strings.ToLower(name)] = strings.Join(values, ",")
		}
	}
	if r.ContentLength >= 0 && (r.ContentLength > 0 || r.Method == http.MethodPost) {
		out["content-length"] = fmt.Sprint(r.ContentLength)
	}
	out["x-forwarded-for"] = strings.Join(append(r.Header.Values("X-Forwarded-For"), sourceIP(r)), ", ")
	out["x-forwarded-proto"], out["x-forwarded-port"] = "http", "80"
	if r.TLS != nil {
		out["x-forwarded-proto"], out["x-forwarded-port"] = "https", "443"
	}
	if u := (url.URL{Host: r.Host}); u.Port() != "" {
		out["x-forwarded-port"] = u.Port()
	}
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	out["x-amzn-trace-id"] = fmt.Sprintf("Root=1-%08x-%s", now.Unix(), hex.EncodeToString(b[:]))
	return out
}

func joined(values map[string][]string) map[string]string {
	out := make(map[string]string, len(values))
	for name, v := range values {
		out[name] = strings.Join(v, ",")
	}
	return out
}

// sourceIP is the address of the TCP peer, never what a header claims.
func sourceIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func newID() string {
	var b [11]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.URLEncoding.EncodeToString(b[:])
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	return io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
}

// encode gives the body as text if its type says text and it is UTF-8, else in
// base64. Forms count as binary, as they do on AWS.
func encode(body []byte, contentType string) (string, bool) {
	if len(body) == 0 {
		return "", false
	}
	if isText(contentType) && utf8.Valid(body) {
		return string(body), false
	}
	return base64.StdEncoding.EncodeToString(body), true
}

func isText(contentType string) bool {
	if contentType == "" {
		return true
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch kind {
	case "application/json", "application/javascript", "application/xml":
		return true
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml")
}
