// Command permissions computes what each function may do to each table from what its code can reach, and writes it where
// the manifest reads it (infra/manifest/actions.json) and where people do (docs/permissions.md). Nobody grants anything by
// hand: a verb that comes to write something new has its permission with the next `make generate`, and one that no longer
// does loses it. CI fails if either file is not what the code says.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// The files that follow from the code, from the root of the project.
const (
	actionsFile = "infra/manifest/actions.json"
	pageFile    = "docs/permissions.md"
)

func main() {
	why := flag.String("why", "", `say how a function comes to need something, such as "typing chats DeleteItem" or "typing posts"`)
	flag.Parse()
	if err := run(".", *why); err != nil {
		fmt.Fprintln(os.Stderr, "infra/permissions:", err)
		os.Exit(1)
	}
}

func run(root, why string) error {
	code, err := product(root)
	if err != nil {
		return err
	}
	if why != "" {
		return code.explain(why, os.Stdout)
	}
	files, err := code.contents()
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil { //nolint:gosec // a file of the project, for everybody to read
			return err
		}
	}
	return nil
}

func product(root string) (*code, error) {
	return load(root, "switchboard/shared/store", "./functions/...")
}

// contents is what both files must say, by name.
func (c *code) contents() (map[string]string, error) {
	granted, err := c.grants()
	if err != nil {
		return nil, err
	}
	return map[string]string{actionsFile: asJSON(granted), pageFile: asPage(granted)}, nil
}
