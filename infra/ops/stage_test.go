package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard/infra/ops/account"
)

// standing answers as an account in which those of the stage's stacks stand, and notes what was asked of it.
type standing struct {
	status map[string]string // by part
	locked bool
	policy string // of Data's tables when they are deleted
	asked  []string
}

func (s *standing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	action, part := form.Get("Action"), strings.TrimPrefix(form.Get("StackName"), "Switchboard-prod-")
	s.asked = append(s.asked, strings.TrimSpace(action+" "+part))
	switch {
	case s.status[part] == "":
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `<E><Error><Code>ValidationError</Code><Message>Stack with id x does not exist</Message></Error></E>`)
	case action == "DescribeStacks":
		_, _ = fmt.Fprintf(w, `<R><DescribeStacksResult><Stacks><member><StackName>Switchboard-prod-%s</StackName><StackStatus>%s</StackStatus>`+
			`<EnableTerminationProtection>%t</EnableTerminationProtection></member></Stacks></DescribeStacksResult></R>`, part, s.status[part], s.locked)
	case action == "GetTemplate":
		_, _ = fmt.Fprintf(w, `<R><GetTemplateResult><TemplateBody>{"Resources":{"t":{"Type":"AWS::DynamoDB::Table","DeletionPolicy":%q}}}</TemplateBody></GetTemplateResult></R>`, s.policy)
	}
}

// at is an operation on stage prod of that account.
func (s *standing) at(t *testing.T) *operation {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_PROFILE": "",
	} {
		t.Setenv(name, value)
	}
	a, err := account.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &operation{Account: a, stage: "prod", began: time.Now()}
}

func all(status string) map[string]string {
	return map[string]string{"Data": status, "Web": status, "Api": status, "Watch": status}
}

// What is deployed says whether a stage may go, and says it before anything is touched.
func TestAStageThatIsProtectedIsNotTouched(t *testing.T) {
	for _, row := range []struct {
		title string
		is    standing
		keeps bool
		says  string
	}{
		{"all goes", standing{status: all("CREATE_COMPLETE"), policy: "Delete"}, false, ""},
		{"its tables stay", standing{status: all("UPDATE_COMPLETE"), policy: "Retain"}, true, ""},
		{"protected", standing{status: all("CREATE_COMPLETE"), locked: true, policy: "Retain"}, false, "--no-enable-termination-protection --stack-name Switchboard-prod-Watch"},
		{"half of it is left", standing{status: map[string]string{"Data": "DELETE_FAILED"}, policy: "Delete"}, false, ""},
		{"not there", standing{}, false, "there is nothing of stage prod in region eu-central-1"},
	} {
		t.Run(row.title, func(t *testing.T) {
			keeps, err := row.is.at(t).mayGo(t.Context())
			if keeps != row.keeps || (err == nil) != (row.says == "") || err != nil && !strings.Contains(err.Error(), row.says) {
				t.Errorf("keeps %t, %v", keeps, err)
			}
			for _, asked := range row.is.asked {
				if !strings.HasPrefix(asked, "DescribeStacks") && !strings.HasPrefix(asked, "GetTemplate") {
					t.Errorf("it did more than look: %s", asked)
				}
			}
		})
	}
}

// A change that was taken back leaves the version before it at work.
func TestAStageWhoseLastChangeWasTakenBackIsUsed(t *testing.T) {
	for status, used := range map[string]bool{"UPDATE_COMPLETE": true, "UPDATE_ROLLBACK_COMPLETE": true, "ROLLBACK_COMPLETE": false, "UPDATE_ROLLBACK_FAILED": false} {
		is := standing{status: all(status)}
		if _, err := is.at(t).found(t.Context()); (err == nil) != used {
			t.Errorf("%s: %v", status, err)
		}
	}
}

// Only a stack that never worked is to be deleted.
func TestWhatToDoAboutAStackThatIsStuck(t *testing.T) {
	for status, want := range map[string]string{
		"CREATE_COMPLETE": "", "UPDATE_COMPLETE": "", "UPDATE_ROLLBACK_COMPLETE": "",
		"UPDATE_IN_PROGRESS": "wait", "ROLLBACK_COMPLETE": "delete-stack", "ROLLBACK_FAILED": "delete-stack", "CREATE_FAILED": "delete-stack",
		"UPDATE_ROLLBACK_FAILED": "never delete it", "DELETE_FAILED": "make destroy again", "UPDATE_FAILED": "events",
	} {
		got := unstick(account.Stack{Name: "Switchboard-prod-Data", Status: status})
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q", status, got)
		}
	}
}
