package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestTheLinesOfAbout(t *testing.T) {
	rows := []struct{ name, text, complaint string }{
		{"in order", "R1 one\nR2 two\n", ""},
		{"one is left out", "R1 one\nR3 three\n", `"R3" stands where R2 should`},
		{"one says nothing", "R1\n", "R1 has 0 characters"},
		{"90 characters fit", "R1 " + strings.Repeat("ä", 90), ""},
		{"91 do not", "R1 " + strings.Repeat("ä", 91), "R1 has 91 characters"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			_, err := parseAbout(r.text)
			if (err == nil) != (r.complaint == "") || err != nil && !strings.Contains(err.Error(), r.complaint) {
				t.Errorf("got %v, want %q", err, r.complaint)
			}
		})
	}
	t.Run("the real one has all, and each section begins where the last one ends", func(t *testing.T) {
		lines, err := parseAbout(about)
		if err != nil || len(lines) != 333 {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		for i := 1; i < len(sections); i++ {
			if sections[i].first <= sections[i-1].first || sections[i].first > len(lines) {
				t.Errorf("section %s begins with R%d", sections[i].letters, sections[i].first)
			}
		}
	})
}

func TestWhichTestsAreShown(t *testing.T) {
	of := func(path, title string, numbers, through []int) test {
		return test{path: path, title: title, numbers: numbers, through: through}
	}
	tests := []test{
		of("a", "a0", nil, []int{1}), of("a", "a1", []int{4}, []int{1, 3}), of("a", "a2", []int{1}, []int{1}),
		of("a", "a3", []int{1}, nil), of("a", "a3", []int{1}, nil), of("b", "b1", []int{1}, nil), of("b", "b2", []int{2}, nil),
	}
	got := map[int]string{}
	for n, proofs := range prove(tests) {
		for _, p := range proofs {
			got[n] += p.title + " "
		}
	}
	want := map[int]string{1: "a2 b1 a3 a0 ", 2: "b2 ", 3: "a1 ", 4: "a1 "}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("by name before by rule, each file's first before any second, nothing twice: got %v, want %v", got, want)
	}
	if got := beyond(prove([]test{of("a", "x", []int{3, 0}, nil)}), 2); !reflect.DeepEqual(got, []string{"R0 in a", "R3 in a"}) {
		t.Errorf("got %v", got)
	}
}

func TestEvidence(t *testing.T) {
	rows := []struct {
		name  string
		tests []test
		want  string
	}{
		{"none", nil, "not yet |"},
		{"one", []test{{path: "web/a b.test.ts", title: "it works"}}, "tested | [it works](../web/a%20b.test.ts)"},
		{"five, of which four are shown", slices.Repeat([]test{{path: "a", title: "1"}}, 5),
			"tested | [1](../a) · [1](../a) · [1](../a) · [1](../a)"},
		{"no markup, no table, one line", []test{{path: "a", title: "a|b [c]\n<d> *e* `f` g_h"}},
			"tested | [a\\|b (c) \\<d> \\*e\\* \\`f\\` g\\_h](../a)"},
		{"a long title is cut", []test{{path: "a", title: strings.Repeat("ö", 101)}}, "tested | [" + strings.Repeat("ö", 99) + "…](../a)"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if got := evidence(r.tests); got != r.want {
				t.Errorf("got  %s\nwant %s", got, r.want)
			}
		})
	}
}

func TestRun(t *testing.T) {
	root := t.TempDir()
	put := func(path, text string) {
		t.Helper()
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("docs/other.md", "")
	put("shared/a/a_test.go", "package a\n\nfunc TestR3Once(t *testing.T) {}\n")
	ask := func(check, missing bool) (string, error) {
		var out strings.Builder
		err := run(root, check, missing, &out)
		return out.String(), err
	}
	stale := func(when string) {
		t.Helper()
		if _, err := ask(true, false); err == nil || !strings.Contains(err.Error(), "run go run ./infra/requirements") {
			t.Errorf("%s: %v", when, err)
		}
	}
	stale("without a page")
	if _, err := ask(false, false); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, page))
	summary := "**1 of 333 requirements are tested, 332 are not yet.**"
	for _, want := range []string{summary, "[TestR3Once](../shared/a/a_test.go)", "\n## AA. "} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("the page lacks %q, %v", want, err)
		}
	}
	if _, err := ask(true, false); err != nil {
		t.Errorf("just written: %v", err)
	}
	out, err := ask(false, true)
	if lines := strings.Split(out, "\n"); err != nil || !strings.HasPrefix(lines[0], "R1 ") || !strings.HasPrefix(lines[2], "R4 ") {
		t.Errorf("missing: %v, %.200s", err, out)
	}
	put("web/b.test.ts", "it('R4: more', () => {})\n")
	stale("after another test")
	put("web/b.test.ts", "it('R334: there is no such requirement', () => {})\n")
	if _, err := ask(false, false); err == nil || !strings.Contains(err.Error(), "R334 in web/b.test.ts") {
		t.Errorf("got %v", err)
	}
}
