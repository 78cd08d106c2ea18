// Command requirements writes docs/requirements.md: for each numbered requirement what it is about and which tests prove
// it. It reads the titles of the tests and the SPEC.md files beside them, so the page claims nothing that no test says.
// With -check it writes nothing and fails if the page is not what it would write; -missing prints what has no test.
package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const page = "docs/requirements.md"

// about has a line for each requirement, in our own words.
//
//go:embed about.txt
var about string

func main() {
	check := flag.Bool("check", false, "fail if "+page+" is not up to date")
	missing := flag.Bool("missing", false, "print the numbers of the requirements without a test")
	flag.Parse()
	root, err := findRoot()
	if err == nil {
		err = run(root, *check, *missing, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run reads the tree below root and does what the flags ask.
func run(root string, check, missing bool, out io.Writer) error {
	lines, err := parseAbout(about)
	if err != nil {
		return err
	}
	tests, err := collect(os.DirFS(root))
	if err != nil {
		return err
	}
	proved := prove(tests)
	if unknown := beyond(proved, len(lines)); len(unknown) > 0 {
		return fmt.Errorf("tests name requirements that do not exist: %s", strings.Join(unknown, "; "))
	}
	if missing {
		for n := range lines {
			if len(proved[n+1]) == 0 {
				if _, err := fmt.Fprintf(out, "R%d %s\n", n+1, lines[n]); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return settle(filepath.Join(root, page), render(lines, proved), check)
}

// settle writes the page, or compares it.
func settle(path, text string, check bool) error {
	if !check {
		return os.WriteFile(path, []byte(text), 0o644) //nolint:gosec // a page for everybody to read
	}
	have, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if string(have) != text {
		return errors.New(page + " is not what the tests say: run go run ./infra/requirements and commit the page")
	}
	return nil
}

// findRoot is the folder of go.mod, here or above.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod here or above: run this inside the repository")
		}
		dir = up
	}
	return "", err
}
