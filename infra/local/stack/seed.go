package stack

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Demo is the demo's configuration and people: its site, buttons, skills and agents, in the words of the HTTP API.
//
//go:embed demo.json
var Demo []byte

// seed gives a stack without a configuration the demo's, over the HTTP API as its administrator would. A stack that has
// one keeps it.
func (s *Stack) seed(ctx context.Context) error {
	token, err := s.Issuer.Mint("ari")
	if err != nil {
		return err
	}
	var held struct {
		Version int64 `json:"version"`
	}
	if err := s.call(ctx, http.MethodGet, "/configuration", token, nil, &held); err != nil || held.Version > 0 {
		return err
	}
	var demo struct {
		Configuration json.RawMessage   `json:"configuration"`
		People        []json.RawMessage `json:"people"`
	}
	if err := json.Unmarshal(Demo, &demo); err != nil {
		return err
	}
	if err := s.call(ctx, http.MethodPut, "/configuration", token, demo.Configuration, nil); err != nil {
		return err
	}
	for _, body := range demo.People {
		var named struct {
			Person string `json:"person"`
		}
		if err := json.Unmarshal(body, &named); err != nil {
			return err
		}
		if err := s.call(ctx, http.MethodPut, "/people/"+named.Person, token, body, nil); err != nil {
			return err
		}
	}
	return nil
}

// Configure changes some of the settings, such as {"clocks":{"left":"3s"}}, as the administrator would; what is not
// named stays.
func (s *Stack) Configure(ctx context.Context, change []byte) error {
	token, err := s.Issuer.Mint("ari")
	if err != nil {
		return err
	}
	held := map[string]json.RawMessage{}
	if err := s.call(ctx, http.MethodGet, "/configuration", token, nil, &held); err != nil {
		return err
	}
	if err := json.Unmarshal(change, &held); err != nil {
		return fmt.Errorf("these settings are not JSON: %w", err)
	}
	body, err := json.Marshal(held)
	if err != nil {
		return err
	}
	return s.call(ctx, http.MethodPut, "/configuration", token, body, nil)
}

func (s *Stack) call(ctx context.Context, method, path, token string, body []byte, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, s.APIURL+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, text)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}
