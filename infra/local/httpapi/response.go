package httpapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// response is what a function answers over HTTP.
type response struct {
	status  int
	headers map[string]string
	cookies []string
	body    []byte
}

// parseResponse reads both forms of format 2.0. An object with a statusCode is
// the full form; any other JSON is the body itself, of type application/json,
// a string without its quotes. What is neither is an integration error.
func parseResponse(out []byte) (response, error) {
	if !json.Valid(out) {
		return response{}, errors.New("the function returned no JSON")
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(out, &fields) == nil && fields["statusCode"] != nil {
		return fullForm(out)
	}
	plain := response{status: http.StatusOK, headers: map[string]string{"Content-Type": "application/json"}, body: bytes.TrimSpace(out)}
	var text string
	if json.Unmarshal(out, &text) == nil && plain.body[0] == '"' {
		plain.body = []byte(text)
	}
	return plain, nil
}

func fullForm(out []byte) (response, error) {
	var raw struct {
		StatusCode      json.Number                `json:"statusCode"`
		Headers         map[string]json.RawMessage `json:"headers"`
		Cookies         []string                   `json:"cookies"`
		Body            string                     `json:"body"`
		IsBase64Encoded bool                       `json:"isBase64Encoded"`
	}
	if err := json.Unmarshal(out, &raw); err != nil {
		return response{}, fmt.Errorf("malformed response: %w", err)
	}
	status, err := raw.StatusCode.Int64()
	if err != nil || status < 200 || status > 599 {
		return response{}, fmt.Errorf("malformed response: statusCode %s", raw.StatusCode)
	}
	r := response{status: int(status), headers: map[string]string{}, cookies: raw.Cookies, body: []byte(raw.Body)}
	for name, value := range raw.Headers {
		if r.headers[name], err = scalar(value); err != nil {
			return response{}, fmt.Errorf("malformed response: header %s: %w", name, err)
		}
	}
	if raw.IsBase64Encoded {
		if r.body, err = base64.StdEncoding.DecodeString(raw.Body); err != nil {
			return response{}, fmt.Errorf("malformed response: body: %w", err)
		}
	}
	return r, nil
}

// scalar gives a header's value, which may be a number or a boolean.
func scalar(raw json.RawMessage) (string, error) {
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

// write sends the response. With CORS configured a function's own CORS headers
// are dropped; the length is always the body's.
func (r response) write(w http.ResponseWriter, cors bool) {
	for name, value := range r.headers {
		canonical := http.CanonicalHeaderKey(name)
		if cors && strings.HasPrefix(canonical, "Access-Control-") || canonical == "Content-Length" {
			continue
		}
		if canonical == "Vary" {
			w.Header().Add(canonical, value) // beside the gateway's own
			continue
		}
		w.Header().Set(canonical, value)
	}
	for _, cookie := range r.cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	if w.Header().Get("Content-Type") == "" && len(r.body) > 0 {
		w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // a client that went away needs no answer; 204 and 304 take none
}
