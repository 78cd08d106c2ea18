package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// A run that CloudFormation took back uploads no site: its console would ask functions for what they do not know.
func TestADeploymentIsDoneUnlessThisRunWasTakenBack(t *testing.T) {
	const back = "UPDATE_ROLLBACK_COMPLETE"
	for _, row := range []struct {
		title, before, cdk string
		warns              int
		says               string
	}{
		{"all went well", "CREATE_COMPLETE", "echo UPDATE_COMPLETE > stacks/Api", 0, ""},
		{"nothing changes", "UPDATE_COMPLETE", "", 0, ""},
		{"taken back before, mended now", back, "for s in Data Web Api Watch; do echo UPDATE_COMPLETE > stacks/$s; done", 0, ""},
		{"taken back before, nothing changes", back, "", 1, ""},
		{"taken back", "UPDATE_COMPLETE", "echo " + back + " > stacks/Api; exit 1", 0, "exit status 1"},
		{"taken back once more", back, "exit 1", 0, "exit status 1"},
		{"taken back, and nobody says so", "UPDATE_COMPLETE", "echo " + back + " > stacks/Api", 0, "Switchboard-prod-Api was taken back"},
		{"stuck, and nobody says so", "UPDATE_COMPLETE", "echo UPDATE_ROLLBACK_FAILED > stacks/Api", 0, "Switchboard-prod-Api is UPDATE_ROLLBACK_FAILED"},
	} {
		t.Run(row.title, func(t *testing.T) {
			g := newGround(t, row.before, row.cdk+"\n")
			said := ""
			_, err := prints(t, &os.Stdout, func() error {
				var err error
				said, err = prints(t, &os.Stderr, func() error { return deploy(t.Context(), g.at()) })
				return err
			})
			if (err == nil) != (row.says == "") || err != nil && !strings.Contains(err.Error(), row.says) {
				t.Errorf("%v; it says %s", err, said)
			}
			if uploaded := slices.Contains(g.did(), "uploaded console/index.html"); uploaded != (err == nil) {
				t.Errorf("the site was uploaded: %t", uploaded)
			}
			if n := strings.Count(said, "the version before it runs"); n != row.warns {
				t.Errorf("it says %d times that a stack was taken back: %s", n, said)
			}
		})
	}
}
