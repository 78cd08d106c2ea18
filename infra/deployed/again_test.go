package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/infra/ops/account"
)

func standingOf(status string, ids ...string) standing {
	s := standing{status, map[string]account.Resource{}}
	for _, id := range ids {
		logical, physical, _ := strings.Cut(id, "=")
		s.resources[logical] = account.Resource{Logical: logical, Physical: physical, Type: "AWS::SQS::Queue"}
	}
	return s
}

func TestADeploymentWithoutAChangeTouchesNothing(t *testing.T) {
	was := standingOf("CREATE_COMPLETE", "timers=q1", "dead=q2")
	for name, c := range map[string]struct {
		is   standing
		may  []string
		says string
	}{
		"all as it was":             {is: standingOf("CREATE_COMPLETE", "timers=q1", "dead=q2")},
		"another status":            {is: standingOf("UPDATE_COMPLETE", "timers=q1", "dead=q2"), says: "was CREATE_COMPLETE and is UPDATE_COMPLETE"},
		"a status that may be":      {is: standingOf("UPDATE_COMPLETE", "timers=q1", "dead=q2"), may: []string{"UPDATE_COMPLETE"}},
		"a resource made anew":      {is: standingOf("CREATE_COMPLETE", "timers=q3", "dead=q2"), says: `timers (AWS::SQS::Queue) was "q1" and is "q3"`},
		"a resource gone":           {is: standingOf("CREATE_COMPLETE", "timers=q1"), says: `dead (AWS::SQS::Queue) was "q2" and is ""`},
		"a resource that is added":  {is: standingOf("CREATE_COMPLETE", "timers=q1", "dead=q2", "more=q4"), says: "more was not there before"},
		"a status that may not be":  {is: standingOf("UPDATE_FAILED", "timers=q1", "dead=q2"), may: []string{"UPDATE_COMPLETE"}, says: "is UPDATE_FAILED"},
		"the same, whatever it may": {is: was, may: []string{"UPDATE_COMPLETE"}},
	} {
		err := same("Data", was, c.is, c.may)
		if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestWhatTheCDKSaysOfEachStack(t *testing.T) {
	const log = " ✅  Switchboard-dev-Data (no changes)\n ✅  Switchboard-dev-Api\n"
	if !unchanged(log, "Switchboard-dev-Data") || unchanged(log, "Switchboard-dev-Api") || unchanged(log, "Switchboard-dev-Web") {
		t.Error("only Data is said to be unchanged")
	}
}

func TestOnlyTheRenewedFunctionMayHaveOtherCode(t *testing.T) {
	before := map[string]string{"switchboard-dev-message": "m1", "switchboard-dev-beat": "b1"}
	for name, c := range map[string]struct {
		after map[string]string
		ok    bool
	}{
		"the one":     {map[string]string{"switchboard-dev-message": "m2", "switchboard-dev-beat": "b1"}, true},
		"none":        {map[string]string{"switchboard-dev-message": "m1", "switchboard-dev-beat": "b1"}, false},
		"another too": {map[string]string{"switchboard-dev-message": "m2", "switchboard-dev-beat": "b2"}, false},
	} {
		if err := onlyRenewed(before, c.after); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAColdStartIsReadOutOfTheLog(t *testing.T) {
	since := time.UnixMilli(1000)
	line := func(at int64, cold bool) account.Line {
		return account.Line{Timestamp: at, Message: fmt.Sprintf(`{"level":"INFO","msg":"invocation","function":"message","cold":%t}`, cold)}
	}
	lines := []account.Line{line(999, true), line(1000, false), line(1001, true), {Timestamp: 1002, Message: `{"msg":"cold start","cold":true}`}}
	if n := colds(lines, since); n != 1 {
		t.Errorf("%d cold invocations since then, want the one at 1001", n)
	}
}

func TestTheReportNamesEachTypeStackAndStep(t *testing.T) {
	var out strings.Builder
	printResources(&out, map[string]standing{
		"Switchboard-dev-Data": standingOf("CREATE_COMPLETE", "timers=q1", "dead=q2"), "Switchboard-dev-Api": standingOf("CREATE_COMPLETE", "more=q3"),
	})
	printLacks(&out, make([]int, len(lacks)))
	printSteps(&out, []step{{"deploy", 1500 * time.Millisecond, nil}, {"tell the story", time.Second, fmt.Errorf("no")}})
	for _, want := range []string{"deployed Data Web Api Watch all", "AWS::SQS::Queue 2 – 1 – 3", lacks[0].what + " 0", "deploy 1.5", "tell the story 1.0 failed", "all 2.5"} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
