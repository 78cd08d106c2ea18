package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// object is a JSON object of a template.
type object map[string]any

// inner is a field's object; an empty one that belongs to nobody if there is none.
func (o object) inner(name string) object {
	switch m := o[name].(type) {
	case map[string]any:
		return m
	case object:
		return m
	}
	return object{}
}

// template is one stack's.
type template object

// resources is every resource by its logical id.
func (t template) resources() map[string]object {
	all := map[string]object{}
	for id, r := range object(t).inner("Resources") {
		switch m := r.(type) {
		case map[string]any:
			all[id] = m
		case object:
			all[id] = m
		}
	}
	return all
}

// assembly is what the CDK wrote: a template for each stack, by the stack's name.
type assembly struct {
	dir       string
	templates map[string]template
}

func readAssembly(dir string, stacks []string) (assembly, error) {
	a := assembly{dir: dir, templates: map[string]template{}}
	for _, name := range stacks {
		text, err := os.ReadFile(a.path(name))
		if err != nil {
			return a, err
		}
		var t map[string]any
		if err := json.Unmarshal(text, &t); err != nil {
			return a, fmt.Errorf("%s: %w", a.path(name), err)
		}
		a.templates[name] = t
	}
	return a, nil
}

func (a assembly) path(stack string) string { return filepath.Join(a.dir, stack+".template.json") }

// write puts the templates back where the CDK's command line reads them.
func (a assembly) write() error {
	for name, t := range a.templates {
		text, err := json.Marshal(t)
		if err != nil {
			return err
		}
		if err := os.WriteFile(a.path(name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
