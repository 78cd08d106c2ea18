package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Administrator is the person of the demo who may configure.
const Administrator = "ari"

// Seed gives a site without a configuration the demo's, over the HTTP API as its administrator would; a configuration
// that is there stays. The demo's people are put under the ids that the site's sign-in gave them.
func (s Site) Seed(ctx context.Context, demo []byte) error {
	var d struct {
		Configuration Frame   `json:"configuration"`
		People        []Frame `json:"people"`
	}
	if err := json.Unmarshal(demo, &d); err != nil {
		return fmt.Errorf("the demo's configuration: %w", err)
	}
	held, err := s.ask(ctx, http.MethodGet, "/configuration", nil)
	if err != nil {
		return err
	}
	if held.Number("version") > 0 {
		return nil
	}
	if _, err := s.ask(ctx, http.MethodPut, "/configuration", d.Configuration); err != nil {
		return err
	}
	for _, p := range d.People {
		id := s.Subject(p.Text("person"))
		p["person"] = id
		if _, err := s.ask(ctx, http.MethodPut, "/people/"+id, p); err != nil {
			return err
		}
	}
	return nil
}

// Configure lets the administrator change some settings; what change does not name stays.
func (s Site) Configure(ctx context.Context, change Frame) error {
	held, err := s.ask(ctx, http.MethodGet, "/configuration", nil)
	if err != nil {
		return err
	}
	for name, value := range change {
		held[name] = value
	}
	_, err = s.ask(ctx, http.MethodPut, "/configuration", held)
	return err
}

// ask calls as the administrator; a refusal is an error.
func (s Site) ask(ctx context.Context, method, path string, body any) (Frame, error) {
	token, err := s.Token(ctx, Administrator)
	if err != nil {
		return nil, err
	}
	status, f, err := s.Call(ctx, method, path, token, "", body)
	if err == nil && status >= http.StatusBadRequest {
		err = fmt.Errorf("%s %s: %d %v", method, path, status, f)
	}
	return f, err
}
