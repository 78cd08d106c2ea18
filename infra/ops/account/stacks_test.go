package account

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const absent = `<E><Error><Code>ValidationError</Code><Message>Stack with id absent does not exist</Message></Error></E>`

// stacks answers as CloudFormation does of one stack, whose resources come on two pages.
func stacks(w http.ResponseWriter, r *http.Request) {
	form, _ := url.ParseQuery(asked(r))
	resource := func(logical, kind, status string) string {
		return "<member><LogicalResourceId>" + logical + "</LogicalResourceId><PhysicalResourceId>here-" + strings.ToLower(logical) +
			"</PhysicalResourceId><ResourceType>" + kind + "</ResourceType><ResourceStatus>" + status + "</ResourceStatus></member>"
	}
	page := func(next string, resources ...string) string {
		return "<R><ListStackResourcesResult><StackResourceSummaries>" + strings.Join(resources, "") + "</StackResourceSummaries>" + next +
			"</ListStackResourcesResult></R>"
	}
	switch {
	case form.Get("StackName") != "here":
		saying(http.StatusBadRequest, absent)(w, r)
	case form.Get("Action") == "DescribeStacks":
		_, _ = io.WriteString(w, `<R><DescribeStacksResult><Stacks><member><StackName>here</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>`+
			`<StackStatusReason>asked for</StackStatusReason><Outputs><member><OutputKey>ApiURL</OutputKey><OutputValue>https://a/?b&amp;c</OutputValue></member>`+
			`<member><OutputKey>ChatsTable</OutputKey><OutputValue>chats</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></R>`)
	case form.Get("NextToken") == "":
		_, _ = io.WriteString(w, page("<NextToken>more</NextToken>",
			resource("Queue", "AWS::SQS::Queue", "CREATE_COMPLETE"), resource("Gone", "AWS::SQS::Queue", "DELETE_COMPLETE")))
	default:
		_, _ = io.WriteString(w, page("", resource("Files", "AWS::S3::Bucket", "UPDATE_COMPLETE"), resource("Full", "AWS::S3::Bucket", "DELETE_FAILED")))
	}
}

func TestAStackIsReadAsItStands(t *testing.T) {
	a := answering(t, stacks)
	s, err := a.Stack(t.Context(), "here")
	if err != nil || s.Name != "here" || !s.Done() || s.Reason != "asked for" {
		t.Errorf("got %+v, %v", s, err)
	}
	if s.Outputs["ApiURL"] != "https://a/?b&c" || s.Outputs["ChatsTable"] != "chats" {
		t.Errorf("outputs %v", s.Outputs)
	}
	if _, err := a.Stack(t.Context(), "absent"); !errors.Is(err, ErrNoStack) {
		t.Errorf("a stack that is not there: %v", err)
	}
	for _, status := range []string{"CREATE_IN_PROGRESS", "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"} {
		if (Stack{Status: status}).Done() {
			t.Errorf("%s counts as done", status)
		}
	}
}

func TestResourcesComePageByPageAndOnlyThoseThatAreThere(t *testing.T) {
	a := answering(t, stacks)
	got, err := a.Resources(t.Context(), "here")
	want := []Resource{
		{"Queue", "here-queue", "AWS::SQS::Queue", "CREATE_COMPLETE"},
		{"Files", "here-files", "AWS::S3::Bucket", "UPDATE_COMPLETE"},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if names, err := a.Physical(t.Context(), "here", "AWS::S3::Bucket"); err != nil || !slices.Equal(names, []string{"here-files", "here-full"}) {
		t.Errorf("the buckets: %v, %v", names, err)
	}
	if names, err := a.Physical(t.Context(), "absent", "AWS::S3::Bucket"); err != nil || len(names) > 0 {
		t.Errorf("the buckets of no stack: %v, %v", names, err)
	}
}

// A template says of each resource what becomes of it; a stack that was only planned has none yet.
func TestWhatIsDeployedSaysWhetherAnythingOfAKindStays(t *testing.T) {
	for _, row := range []struct {
		title, template string
		keeps           bool
	}{
		{"tables stay", `{"Resources":{"t":{"Type":"T","DeletionPolicy":"Retain"},"b":{"Type":"B","DeletionPolicy":"Delete"}}}`, true},
		{"one bucket stays", `{"Resources":{"t":{"Type":"T","DeletionPolicy":"Delete"},"b":{"Type":"B","DeletionPolicy":"RetainExceptOnCreate"}}}`, true},
		{"all of it goes", `{"Resources":{"t":{"Type":"T","DeletionPolicy":"Delete"},"b":{"Type":"B"}}}`, false},
		{"what stays is of another kind", `{"Resources":{"r":{"Type":"R","DeletionPolicy":"Retain"}}}`, false},
		{"no template", ``, false},
	} {
		a := answering(t, saying(http.StatusOK, `<R><GetTemplateResult><TemplateBody>`+row.template+`</TemplateBody></GetTemplateResult></R>`))
		if keeps, err := a.Keeps(t.Context(), "here", "T", "B"); err != nil || keeps != row.keeps {
			t.Errorf("%s: %t, %v", row.title, keeps, err)
		}
	}
	a := answering(t, saying(http.StatusOK, `<R><GetTemplateResult><TemplateBody>no JSON</TemplateBody></GetTemplateResult></R>`))
	if _, err := a.Keeps(t.Context(), "here", "T"); err == nil || !strings.Contains(err.Error(), "the template of here") {
		t.Errorf("a template that cannot be read: %v", err)
	}
}
