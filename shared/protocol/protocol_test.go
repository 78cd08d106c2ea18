package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"switchboard/shared/fault"
)

const api = "../../api"

// Every golden frame is what the Go types write today, and what the published schema allows.
func TestGoldenFramesAreWhatTheTypesWriteAndTheSchemaAllows(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	for direction, frames := range map[string]map[string]any{"sent": SentFrames(), "received": ReceivedFrames()} {
		for name, frame := range frames {
			path := filepath.Join(api, "golden", fmt.Sprintf("%s-%s.json", direction, name))
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			now, err := json.MarshalIndent(frame, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(golden, append(now, '\n')) {
				t.Errorf("%s is not what the types write: run make generate", path)
			}
			title := strings.TrimPrefix(fmt.Sprintf("%T", frame), "protocol.")
			schema, err := compiler.Compile(filepath.Join(api, "protocol.schema.json") + "#/$defs/" + title)
			if err != nil {
				t.Fatal(err)
			}
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(golden))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

func frame(t *testing.T, changes map[string]any) string {
	t.Helper()
	f := map[string]any{"action": "message", "id": "m1", "chat": "c1", "after": 1, "text": "Hello"}
	maps.Copy(f, changes)
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFrameThatIsNotAsItShouldBeIsRefusedByName(t *testing.T) {
	rows := []struct{ body, field string }{
		{frame(t, map[string]any{"id": strings.Repeat("x", MaxID+1)}), "id"},
		{frame(t, map[string]any{"id": ""}), "id"},
		{frame(t, map[string]any{"id": "a b"}), "id"},
		{frame(t, map[string]any{"chat": "ä"}), "chat"},
		{frame(t, map[string]any{"after": -1}), "after"},
		{frame(t, map[string]any{"after": "1"}), "after"},
		{frame(t, map[string]any{"role": "agent"}), "role"},
		{`{"action":"message"`, ""},
		{frame(t, nil) + "{}", ""},
		{`[]`, ""},
	}
	for _, r := range rows {
		if _, err := Decode[Message](r.body); !fault.Is(err, fault.Invalid) || fault.Of(err).Field != r.field {
			t.Errorf("%.60s: got %v, want a refusal of %q", r.body, err, r.field)
		}
	}
	if _, err := Decode[Message](frame(t, map[string]any{"id": strings.Repeat("x", MaxID)})); err != nil {
		t.Errorf("an id of %d characters: %v", MaxID, err)
	}
}

func TestLimitsOfARequestAtAndOneBeyond(t *testing.T) {
	ok := Request{Action: "request", ID: "q", Button: "b", Name: strings.Repeat("ü", MaxName), Question: strings.Repeat("ü", MaxDetailValue),
		Page: strings.Repeat("p", MaxURL), Details: make([]Detail, MaxDetails)}
	over := map[string]func(*Request){
		"name":          func(r *Request) { r.Name += "x" },
		"question":      func(r *Request) { r.Question += "x" },
		"page":          func(r *Request) { r.Page += "x" },
		"details":       func(r *Request) { r.Details = append(r.Details, Detail{}) },
		"details.label": func(r *Request) { r.Details = []Detail{{Label: strings.Repeat("x", MaxDetailLabel+1)}} },
	}
	if err := ok.check(); err != nil {
		t.Errorf("at the limits: %v", err)
	}
	for field, change := range over {
		r := ok
		r.Details = append([]Detail(nil), ok.Details...)
		change(&r)
		if f := fault.Of(r.check()); r.check() == nil || f.Field != field {
			t.Errorf("%s one beyond: %v", field, r.check())
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"action":"message","id":"m1","chat":"c1","after":1,"text":"Hello"}`)
	f.Add(`{"action":"request","details":[{"label":1}]}`)
	f.Add(`{`)
	f.Fuzz(func(t *testing.T, body string) {
		if _, err := Decode[Message](body); err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", body, err)
		}
		_, _ = Decode[Request](body)
		NameOf(body)
	})
}
