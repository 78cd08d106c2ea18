package site

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
)

// Fill is what pages say of the machine they run on. {{API}} stands for Values["API"]; what stands between {{#PEOPLE}} and
// {{/PEOPLE}} is repeated for each entry of Lists["PEOPLE"], whose own names come first. Values are text: what is markup in
// them is escaped, in content and in quoted attributes alike.
type Fill struct {
	Values map[string]string
	Lists  map[string][]map[string]string
}

var (
	token   = regexp.MustCompile(`\{\{([#/]?)([A-Z][A-Z0-9_]*)\}\}`)
	section = regexp.MustCompile(`\{\{#([A-Z][A-Z0-9_]*)\}\}`)
)

// apply answers the page with its tokens replaced, or which one has no value.
func (f *Fill) apply(name string, page []byte) ([]byte, error) {
	out, err := f.lists(string(page))
	if err != nil {
		return nil, fmt.Errorf("site: %s: %w", name, err)
	}
	return []byte(out), nil
}

// lists repeats what stands between the tokens of a list and replaces the rest.
func (f *Fill) lists(text string) (string, error) {
	var out strings.Builder
	for {
		at := section.FindStringSubmatchIndex(text)
		if at == nil {
			rest, err := f.values(text, nil)
			return out.String() + rest, err
		}
		name := text[at[2]:at[3]]
		body, after, closed := strings.Cut(text[at[1]:], "{{/"+name+"}}")
		rows, known := f.Lists[name]
		if !closed || !known {
			return "", fmt.Errorf("the list %s has no end or no entries given", name)
		}
		part, err := f.repeat(text[:at[0]], body, rows)
		if err != nil {
			return "", err
		}
		out.WriteString(part)
		text = after
	}
}

func (f *Fill) repeat(before, body string, rows []map[string]string) (string, error) {
	out, err := f.values(before, nil)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		one, err := f.values(body, row)
		if err != nil {
			return "", err
		}
		out += one
	}
	return out, nil
}

func (f *Fill) values(text string, row map[string]string) (string, error) {
	var missing error
	out := token.ReplaceAllStringFunc(text, func(found string) string {
		name := strings.Trim(found, "{}")
		if value, ok := row[name]; ok {
			return html.EscapeString(value)
		}
		value, ok := f.Values[name]
		if !ok {
			missing = fmt.Errorf("nothing is given for %s", found)
		}
		return html.EscapeString(value)
	})
	return out, missing
}

// check fills every page once, so that a forgotten value is known at the start and not when somebody looks.
func (f *Fill) check(dir string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		page, err := fs.ReadFile(os.DirFS(dir), name)
		if err != nil {
			return err
		}
		_, err = f.apply(name, page)
		return err
	})
}
