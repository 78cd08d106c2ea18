package main

import (
	"os"
	"reflect"
	"testing"
	"testing/fstest"
)

// tree is a repository of fixtures: the paths on the left hold the files of testdata on the right.
func tree(t *testing.T, files map[string]string) fstest.MapFS {
	t.Helper()
	root := fstest.MapFS{}
	for path, fixture := range files {
		text, err := os.ReadFile("testdata/" + fixture)
		if err != nil {
			t.Fatal(err)
		}
		root[path] = &fstest.MapFile{Data: text}
	}
	return root
}

// provedBy maps each number to the title of the first test that proves it.
func provedBy(t *testing.T, root fstest.MapFS) map[int]string {
	t.Helper()
	tests, err := collect(root)
	if err != nil {
		t.Fatal(err)
	}
	first := map[int]string{}
	for n, proofs := range prove(tests) {
		first[n] = proofs[0].title
	}
	return first
}

func TestWhatIsATitle(t *testing.T) {
	const one, two = "TestR1R2AndTR93", "the number stands later (R5–R7)"
	rows := []struct {
		name  string
		files map[string]string
		want  map[int]string
	}{
		{"in Go: functions, rows, keys and what Run is given; through rules, of the same folder alone",
			map[string]string{"shared/a/rows_test.go": "rows_test.go.txt", "shared/a/SPEC.md": "SPEC.md.txt"},
			map[int]string{
				1: one, 2: one, 3: "R3: first of a row", 4: "R4, Q9: a field called name", 5: two, 6: two, 7: two,
				8: "AB2 (R8): a row that says its number", 10: "R10-R11: a literal", 11: "R10-R11: a literal",
				12: "R12: with …", 13: "R13: … of …", 14: "R14: a key", 15: "R16, R15: another", 16: "R16, R15: another",
				17: "R17: a value that can only be a title", 18: "R18: a title in a list",
				20: "AB1: a rule's row", 21: "AB1: a rule's row", 22: "AB1: a rule's row", 23: "AB2 (R8): a row that says its number",
			}},
		{"a rule of another folder gives nothing",
			map[string]string{"web/x.test.ts": "pages.test.ts.txt", "shared/a/SPEC.md": "SPEC.md.txt"},
			map[int]string{
				30: "R30 a group", 31: "R31: single quotes, and it's escaped", 32: "R32 R33 double quotes", 33: "R32 R33 double quotes",
				34: "R34: … in … of templates", 35: "R35: … of a table", 36: "R36: on the next line", 37: "R37: behind a division",
			}},
		{"in markup an apostrophe opens no string", map[string]string{"web/a/x.test.tsx": "markup.test.tsx.txt"},
			map[int]string{40: "R40 markup", 41: "R41 behind an apostrophe"}},
		{"what is no test, not ours, or this generator's own is not read", map[string]string{
			"shared/a/rows.go": "rows_test.go.txt", "web/node_modules/x/x.test.ts": "pages.test.ts.txt", "web/page.ts": "pages.test.ts.txt",
			"shared/a/testdata/rows_test.go": "rows_test.go.txt", ".local/rows_test.go": "rows_test.go.txt",
			"infra/requirements/rows_test.go": "rows_test.go.txt", "other/x.test.ts": "pages.test.ts.txt",
		}, map[int]string{}},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if got := provedBy(t, tree(t, r.files)); !reflect.DeepEqual(got, r.want) {
				t.Errorf("got  %v\nwant %v", got, r.want)
			}
		})
	}
	t.Run("a file that does not parse is named", func(t *testing.T) {
		_, err := collect(fstest.MapFS{"shared/a/x_test.go": {Data: []byte("package")}})
		if err == nil || err.Error()[:18] != "shared/a/x_test.go" {
			t.Errorf("got %v", err)
		}
	})
}

func TestNumbers(t *testing.T) {
	rows := []struct {
		name, title string
		want        []int
	}{
		{"a list", "R97, R100: both", []int{97, 100}},
		{"a list without commas", "R73 R71 both", []int{71, 73}},
		{"a range with a dash", "R54–R58: all", []int{54, 55, 56, 57, 58}},
		{"a range with a hyphen and one R", "R54-56: all", []int{54, 55, 56}},
		{"a range that runs backwards is its first", "R58–R54", []int{58}},
		{"twice is once", "R7: as R7 says", []int{7}},
		{"letters before it make it something else", "TR13: nothing", nil},
		{"letters behind it too", "R2D2: nothing", nil},
		{"in brackets behind a rule", "CH3 (R72, R109): both", []int{72, 109}},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if got := numbers(r.title); !reflect.DeepEqual(got, r.want) {
				t.Errorf("%q: got %v, want %v", r.title, got, r.want)
			}
		})
	}
}
