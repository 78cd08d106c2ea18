package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// types has somebody type a line, and returns what destroy says and what comes of it.
func (g *ground) types(line string) (said string, err error) {
	g.t.Helper()
	g.write("typed", line)
	in, err := os.Open(filepath.Join(g.folder, "typed"))
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	was := os.Stdin
	os.Stdin = in
	defer func() { os.Stdin = was }()
	asked, failed := prints(g.t, &os.Stdout, func() error {
		var err error
		said, err = prints(g.t, &os.Stderr, func() error { return destroy(g.t.Context(), g.at()) })
		return err
	})
	return said + asked, failed
}

const (
	takesOthers = "cdk destroy Switchboard-prod-Watch Switchboard-prod-Api Switchboard-prod-Web"
	takesData   = "cdk destroy Switchboard-prod-Data"
)

// What S3 logs while the buckets are emptied goes into the last of them.
func TestBucketsAreEmptiedWhenNobodyUsesThemAnyMoreAndTheAccessLogsLast(t *testing.T) {
	g := newGround(t, "CREATE_COMPLETE", taken)
	said, err := g.types("prod\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"deleted one of prod-web-site", takesOthers,
		"deleted one of prod-data-files", "deleted one of prod-data-transcripts", "deleted one of prod-data-accesslogs", takesData,
	}
	if got := g.did(); !slices.Equal(got, want) {
		t.Errorf("it did\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if left, _ := g.names("stacks"); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
	if !strings.Contains(said, "stage prod is gone") {
		t.Errorf("it says %s", said)
	}
}

func TestWhoTakesAStageDownIsToldWhereItStandsBeforeSheTypesItsName(t *testing.T) {
	for _, line := range []string{"dev\n", "\n", ""} {
		g := newGround(t, "CREATE_COMPLETE", taken)
		said, err := g.types(line)
		if err == nil || !strings.Contains(err.Error(), "nothing was touched") || len(g.did()) > 0 {
			t.Errorf("%q: %v; it did %q", line, err, g.did())
		}
		if !strings.Contains(said, "account 123456789012, region eu-central-1, as arn:aws:iam::123456789012:user/ada") {
			t.Errorf("%q: it says %s", line, said)
		}
	}
}

// Whatever the stage's file here says: the templates in its folder keep nothing.
func TestNothingIsEmptiedOfAStageThatIsProtectedOrKeepsItsData(t *testing.T) {
	g := newGround(t, "UPDATE_COMPLETE", taken)
	g.locked = true
	if said, err := g.types("prod\n"); err == nil || !strings.Contains(err.Error(), "is protected from deletion") || strings.Contains(said, "Type the stage's name") {
		t.Errorf("protected: %v; it says %s", err, said)
	}
	if got := g.did(); len(got) > 0 {
		t.Errorf("protected: it did %q", got)
	}
	g.locked, g.policy = false, "Retain"
	g.write(".tools/cdk/node_modules/.bin/cdk", "#!/bin/sh\necho \"cdk $*\" >> diary\n")
	if said, err := g.types("prod\n"); err != nil || !strings.Contains(said, "keeps its tables, buckets and people") {
		t.Errorf("kept: %v; it says %s", err, said)
	}
	if got := g.did(); !slices.Equal(got, []string{takesOthers, takesData}) {
		t.Errorf("kept: it did %q", got)
	}
}

// S3 still writes what it logged: into the bucket that was empty a moment ago.
func TestWhatIsLoggedLateIsDeletedToo(t *testing.T) {
	g := newGround(t, "CREATE_COMPLETE", `case $2 in *-Data) if [ ! -e late ]; then : > late; : > buckets/prod-data-accesslogs/two; fi ;; esac
`+taken)
	if _, err := g.types("prod\n"); err != nil {
		t.Fatal(err)
	}
	if got := g.did(); !slices.Equal(got[len(got)-3:], []string{takesData, "deleted two of prod-data-accesslogs", takesData}) {
		t.Errorf("it did %q", got)
	}
}

func TestAStageOfWhichHalfIsLeftIsTakenDownAgain(t *testing.T) {
	g := newGround(t, "DELETE_FAILED", taken)
	g.made["Data"] = append(g.made["Data"], "prod-data-a-gone") // by hand, because destroy had failed
	for _, part := range []string{"Watch", "Api"} {
		if err := os.Remove(filepath.Join(g.folder, "stacks", part)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := g.types("prod\n"); err != nil {
		t.Error(err)
	}
	if left, _ := g.names("stacks"); len(left) > 0 {
		t.Errorf("%q are left, it did %q", left, g.did())
	}
}

func TestAStageThatDoesNotGoSaysHowToGoOn(t *testing.T) {
	for _, part := range []string{"Web", "Data"} {
		g := newGround(t, "CREATE_COMPLETE", "case \"$*\" in *-"+part+"*) exit 1 ;; esac\n"+taken)
		if _, err := g.types("prod\n"); err == nil || !strings.Contains(err.Error(), "make destroy STAGE=prod goes on") {
			t.Errorf("%s: %v", part, err)
		}
		if held, _ := g.names("buckets/prod-data-files"); (len(held) > 0) != (part == "Web") {
			t.Errorf("%s: %q are in a bucket of Data", part, held)
		}
	}
}
