package gateway

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

var errTimeout = errors.New("integration timed out")

// invoke calls a function and waits at most the integration time-out. The call
// goes on after that, as a Lambda does: what it has done counts, only its
// answer is lost.
func (g *Gateway) invoke(function string, event any) ([]byte, error) {
	payload, err := json.Marshal(event)
	if err != nil {
		return nil, err
	}
	type result struct {
		out []byte
		err error
	}
	done := make(chan result, 1)
	g.running.Go(func() {
		out, err := g.cfg.Invoker.Invoke(g.base, function, payload)
		done <- result{out, err}
	})
	timer := time.NewTimer(g.cfg.IntegrationTimeout)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.out, r.err
	case <-timer.C:
		return nil, errTimeout
	}
}

// response is what a proxy integration returns.
type response struct {
	status  int
	headers map[string]string
	multi   map[string][]string
	body    []byte
}

func parseResponse(out []byte) (response, error) {
	var raw struct {
		StatusCode        *int                `json:"statusCode"`
		Headers           map[string]string   `json:"headers"`
		MultiValueHeaders map[string][]string `json:"multiValueHeaders"`
		Body              string              `json:"body"`
		IsBase64Encoded   bool                `json:"isBase64Encoded"`
	}
	if err := json.Unmarshal(out, &raw); err != nil {
		return response{}, fmt.Errorf("malformed response: %w", err)
	}
	if raw.StatusCode == nil || *raw.StatusCode < 100 || *raw.StatusCode > 599 {
		return response{}, errors.New("malformed response: no statusCode from 100 to 599")
	}
	body := []byte(raw.Body)
	if raw.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(raw.Body); err != nil {
			return response{}, fmt.Errorf("malformed response: body: %w", err)
		}
	}
	return response{*raw.StatusCode, raw.Headers, raw.MultiValueHeaders, body}, nil
}

// header finds a header whatever its case; empty if there is none.
func (r response) header(name string) string {
	for n, values := range r.multi {
		if strings.EqualFold(n, name) && len(values) > 0 {
			return values[0]
		}
	}
	for n, value := range r.headers {
		if strings.EqualFold(n, name) {
			return value
		}
	}
	return ""
}
