package switchboard_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// link is a link of a paper to a place in the tree. Pictures that a run makes are not looked for.
var link = regexp.MustCompile(`(?:^|[^!])\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)`)

func TestPapersLinkToWhatThereIs(t *testing.T) {
	for _, paper := range papers(t) {
		text, err := os.ReadFile(paper)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(paper), found[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", paper, found[1])
			}
		}
	}
}

// papers are the Markdown files at the root, in docs and beside the code.
func papers(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{"docs", "functions", "shared", "infra"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if strings.HasSuffix(path, ".md") {
				found = append(found, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}
