package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// assembly is a stage as CloudFormation will see it. The tests read the written templates and not CDK's objects: what is
// deployed is the file, and a comparison that fails does not take the whole test binary with it.
type assembly struct {
	config   Config
	parts    map[string]*template // Data, Web, Api, Watch
	exports  map[string]any       // by export name; the value, already as text
	findings []string             // errors and warnings on constructs, cdk-nag's among them
}

type template struct {
	Resources map[string]*resource
	Outputs   map[string]struct {
		Value  any
		Export *struct{ Name string }
	}
}

type resource struct {
	id             string
	Type           string
	Properties     map[string]any
	DependsOn      []string
	DeletionPolicy string
}

// order is the one in which stacks are deployed; a stack may read only what an earlier one exports.
var order = []string{"Data", "Web", "Api", "Watch"}

func readAssembly(out string, c Config) (*assembly, error) {
	a := &assembly{config: c, parts: map[string]*template{}, exports: map[string]any{}}
	for _, part := range order {
		base := filepath.Join(out, "Switchboard-"+c.Stage+"-"+part)
		t := &template{}
		if err := readJSON(base+".template.json", t); err != nil {
			return nil, err
		}
		for id, r := range t.Resources {
			r.id = id
		}
		a.parts[part] = t
		for _, output := range t.Outputs {
			if output.Export != nil {
				a.exports[output.Export.Name] = a.text(output.Value)
			}
		}
		if err := a.readFindings(base + ".metadata.json"); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return nil
}

func (a *assembly) readFindings(file string) error {
	notes := map[string][]struct {
		Type string
		Data any
	}{}
	if err := readJSON(file, &notes); err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(notes)) {
		for _, note := range notes[path] {
			if note.Type == "aws:cdk:error" || note.Type == "aws:cdk:warning" {
				a.findings = append(a.findings, fmt.Sprintf("%s: %v", path, note.Data))
			}
		}
	}
	return nil
}

// all is every resource of one type in one part, by id.
func (a *assembly) all(part, kind string) []*resource {
	found := []*resource{}
	for _, id := range slices.Sorted(maps.Keys(a.parts[part].Resources)) {
		if r := a.parts[part].Resources[id]; r.Type == kind {
			found = append(found, r)
		}
	}
	return found
}

// everywhere runs over every resource of one type in all parts.
func (a *assembly) everywhere(kind string) []*resource {
	found := []*resource{}
	for _, part := range order {
		found = append(found, a.all(part, kind)...)
	}
	return found
}

// where is the one resource of a type whose property reads so; nil if there is none or more than one.
func (a *assembly) where(part, kind, property, value string) *resource {
	var found *resource
	for _, r := range a.all(part, kind) {
		if a.at(r, property) == value {
			if found != nil {
				return nil
			}
			found = r
		}
	}
	return found
}

// at is a property as text, found by its dotted path; empty if it is not there.
func (a *assembly) at(r *resource, path string) string {
	return a.text(value(r, path))
}

func value(r *resource, path string) any {
	var here any = r.Properties
	for _, step := range strings.Split(path, ".") {
		object, ok := here.(map[string]any)
		if !ok {
			return nil
		}
		here = object[step]
	}
	return here
}

// hash is what CDK adds to the name of a construct that consists of several.
var hash = regexp.MustCompile(`[0-9A-F]{8}$`)

// text writes a template's value as a person would: strings as they are, a reference as <name>, a reference into another
// stack as what that stack says about it. So a whole ARN can be compared with what it should be.
func (a *assembly) text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case map[string]any:
		return a.intrinsic(v)
	case []any:
		parts := []string{}
		for _, each := range v {
			parts = append(parts, a.text(each))
		}
		return strings.Join(parts, ",")
	default:
		return fmt.Sprint(v)
	}
}

func (a *assembly) intrinsic(v map[string]any) string {
	if len(v) == 1 {
		if name, ok := v["Ref"].(string); ok {
			return "<" + hash.ReplaceAllString(name, "") + ">"
		}
		if parts, ok := v["Fn::GetAtt"].([]any); ok {
			return "<" + hash.ReplaceAllString(a.text(parts[0]), "") + "." + a.text(parts[1]) + ">"
		}
		if parts, ok := v["Fn::Join"].([]any); ok {
			list, _ := parts[1].([]any)
			texts := []string{}
			for _, each := range list {
				texts = append(texts, a.text(each))
			}
			return strings.Join(texts, a.text(parts[0]))
		}
		if name, ok := v["Fn::ImportValue"].(string); ok {
			return a.text(a.exports[name])
		}
	}
	written, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(written)
}
