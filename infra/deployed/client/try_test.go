package client_test

import (
	"context"
	"slices"
	"testing"

	"switchboard/infra/deployed/client"
)

func TestAJudgeEndsADeedAndUndoesIt(t *testing.T) {
	var deeds []string
	err := client.Try(context.Background(), func(j client.Judge) {
		j.Cleanup(func() { deeds = append(deeds, "undone") })
		j.Errorf("a first thing")
		j.Fatalf("a %s thing", "second")
		deeds = append(deeds, "went on")
	})
	if err == nil || err.Error() != "a first thing\na second thing" || !slices.Equal(deeds, []string{"undone"}) {
		t.Errorf("%v; %v", err, deeds)
	}
}
