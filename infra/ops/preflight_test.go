package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"switchboard/infra/ops/account"
)

// reserving answers as an account in which these functions are there and keep so many runs to themselves.
func reserving(t *testing.T, unreserved string, has map[string]string) *operation {
	t.Helper()
	return against(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/account-settings") {
			_, _ = io.WriteString(w, `{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":`+unreserved+`}}`)
			return
		}
		for function, answer := range has {
			if strings.HasSuffix(r.URL.Path, "/functions/"+function+"/concurrency") {
				_, _ = io.WriteString(w, answer)
				return
			}
		}
		w.Header().Set("X-Amzn-Errortype", "ResourceNotFoundException")
		w.WriteHeader(http.StatusNotFound)
	})
}

// Lambda does not count what the stage has reserved among what is nobody's.
func TestWhatAStageHasReservedIsNotAskedForAgain(t *testing.T) {
	wants := synthesis{reserved: map[string]int{"message": 600, "signal": 200}}
	for _, row := range []struct {
		title, unreserved string
		has               map[string]string
		says              string
	}{
		{"for the first time", "1000", nil, ""},
		{"again", "200", map[string]string{"message": `{"ReservedConcurrentExecutions":600}`, "signal": `{"ReservedConcurrentExecutions":200}`}, ""},
		{"one of them more than before", "300", map[string]string{"message": `{"ReservedConcurrentExecutions":500}`, "signal": `{"ReservedConcurrentExecutions":200}`}, ""},
		{"one is there and reserves nothing", "400", map[string]string{"message": `{"ReservedConcurrentExecutions":600}`, "signal": `{}`}, ""},
		{"too many, for the first time", "800", nil, "800 more are to be reserved, 800 of 1000 are nobody's"},
		{"too many more", "250", map[string]string{"message": `{"ReservedConcurrentExecutions":600}`}, "200 more are to be reserved, 250 of 1000 are nobody's"},
	} {
		f, err := concurrency(t.Context(), reserving(t, row.unreserved, row.has), wants, "")
		if err != nil || (f.bad == "") != (row.says == "") || !strings.Contains(f.bad, row.says) {
			t.Errorf("%s: %q, %v", row.title, f.bad, err)
		}
	}
}

func TestEveryStackThatIsStuckIsNamedWithWhatToDo(t *testing.T) {
	g := newGround(t, "UPDATE_COMPLETE", "")
	g.write("stacks/Data", "UPDATE_ROLLBACK_FAILED")
	g.write("stacks/Api", "ROLLBACK_COMPLETE")
	f, err := stuck(t.Context(), g.at(), synthesis{}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Switchboard-prod-Data is UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name Switchboard-prod-Data",
		"Switchboard-prod-Api is ROLLBACK_COMPLETE", "aws cloudformation delete-stack --stack-name Switchboard-prod-Api",
	} {
		if !strings.Contains(f.bad, want) {
			t.Errorf("%q is not in %s", want, f.bad)
		}
	}
	if strings.Contains(f.bad, "delete-stack --stack-name Switchboard-prod-Data") || strings.Contains(f.bad, "Web") {
		t.Errorf("it says %s", f.bad)
	}
}

// A change set that nobody carried out is a stack without a resource; the CDK makes another.
func TestAStackThatWasOnlyPlannedIsNotWaitedFor(t *testing.T) {
	if advice := unstick(account.Stack{Name: "x", Status: "REVIEW_IN_PROGRESS"}); advice != "" {
		t.Errorf("it says %s", advice)
	}
}

// CloudFormation refuses to delete what is protected, also when it was never there whole.
func TestWhatIsToBeDeletedIsUnlockedFirst(t *testing.T) {
	for _, locked := range []bool{true, false} {
		advice := unstick(account.Stack{Name: "x", Status: "ROLLBACK_COMPLETE", Locked: locked})
		unlock := strings.Index(advice, "update-termination-protection --no-enable-termination-protection --stack-name x")
		if (unlock >= 0) != locked || strings.Index(advice, "delete-stack --stack-name x") < unlock {
			t.Errorf("locked %t: %s", locked, advice)
		}
	}
}
