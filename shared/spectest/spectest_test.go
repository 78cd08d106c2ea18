package spectest

import (
	"slices"
	"testing"
)

const spec = "# Rules\n\n| id | rule |\n| --- | --- |\n| AB1 | One. |\n| AB2 | Two. |\n"

func TestCompare(t *testing.T) {
	rows := []struct {
		name, spec, source string
		want               []string
	}{
		{"all are named", spec, `var _ = []string{"AB1 (R7): one", "AB2: two"}`, nil},
		{"a rule has no row", spec, `var _ = "AB1 (R7, R9): one"`, []string{"no test row names AB2"}},
		{"a comment is no row", spec, "var _ = \"AB1: one\" // AB2: two", []string{"no test row names AB2"}},
		{"a mention is no row", spec, `var _ = []string{"AB1: as AB2: says", "AB21: no"}`, []string{"no test row names AB2", "a test row names AB21, which SPEC.md does not write"}},
		{"other letters are somebody else's", spec, `var _ = []string{"AB1: one", "AB2: two", "CD9: nine"}`, nil},
		{"a rule is written twice", spec + "| AB2 | Again. |\n", `var _ = []string{"AB1: one", "AB2: two"}`, []string{"SPEC.md writes AB2 twice"}},
		{"an empty spec", "# Rules\n", ``, []string{"SPEC.md holds no rule"}},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			got, err := compare(r.spec, map[string]string{"a_test.go": "package a\n" + r.source + "\n"})
			if err != nil || !slices.Equal(got, r.want) {
				t.Errorf("got %q, %v; want %q", got, err, r.want)
			}
		})
	}
	t.Run("a source that does not parse", func(t *testing.T) {
		if _, err := compare(spec, map[string]string{"a_test.go": "package"}); err == nil {
			t.Error("no error")
		}
	})
}
