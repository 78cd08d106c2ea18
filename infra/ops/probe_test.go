package main

import "testing"

func TestWhatTheProbeAnswersIsTold(t *testing.T) {
	for _, row := range []struct {
		answer        string
		again, failed bool
	}{
		{`{"outcome":"talked","took":[12,9]}`, false, false},
		{`{"outcome":"furnished","took":[]}`, true, false},
		{`{"outcome":"idle","took":[]}`, false, true},
		{`nothing`, false, true},
	} {
		again, err := (&operation{}).probed([]byte(row.answer))
		if again != row.again || (err != nil) != row.failed {
			t.Errorf("%s: again %t, %v", row.answer, again, err)
		}
	}
}
