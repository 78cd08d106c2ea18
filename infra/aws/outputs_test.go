package main

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/outputs.txt anew")

// Scripts and people ask for outputs by name. A name that changes or goes is a break; a new one is added with -update.
func TestOutputsKeepTheirNames(t *testing.T) {
	golden := filepath.Join("testdata", "outputs.txt")
	a := must(t, dev)
	lines := []string{}
	for _, part := range order {
		for _, name := range slices.Sorted(maps.Keys(a.parts[part].Outputs)) {
			if !strings.HasPrefix(name, "ExportsOutput") { // those are CDK's, for the next stack
				lines = append(lines, part+" "+name)
			}
		}
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("outputs\n%swant\n%s%v", got, want, err)
	}
}

// No cycle: a stack imports only from those deployed before it.
func TestStacksReadOnlyEarlierOnes(t *testing.T) {
	imports := regexp.MustCompile(`Switchboard-\w+-(\w+):`)
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for at, part := range order {
			written, err := json.Marshal(a.parts[part])
			if err != nil {
				t.Fatal(err)
			}
			for _, from := range imports.FindAllStringSubmatch(string(written), -1) {
				if earlier := slices.Index(order, from[1]); earlier > at {
					t.Errorf("%s reads %s", part, from[1])
				}
			}
		}
	})
}

// What samconfig.toml names is what is synthesised.
func TestSamconfigNamesAStackThatExists(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "samconfig.toml"))
	if err != nil {
		t.Fatal(err)
	}
	stack := "Switchboard-dev-Api"
	for _, want := range []string{`"` + stack + `"`, `"cdk.out/` + stack + `.template.json"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("samconfig.toml does not name %s", want)
		}
	}
}
