package account

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// answering is an account whose APIs a test answers; the environment names them as it would name an emulator.
func answering(t *testing.T, answer http.HandlerFunc) *Account {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
	} {
		t.Setenv(name, value)
	}
	a, err := Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRefusalsAreReadInEachWayTheyAreWritten(t *testing.T) {
	for _, row := range []struct{ title, header, body, code, message string }{
		{"JSON", "", `{"__type":"com.amazonaws#UsernameExistsException","message":"there already"}`, "UsernameExistsException", "there already"},
		{"a header", "ResourceNotFoundException:http://x/", `{"Message":"no such thing"}`, "ResourceNotFoundException", "no such thing"},
		{"XML", "", `<E><Error><Code>ValidationError</Code><Message>bad</Message></Error></E>`, "ValidationError", "bad"},
	} {
		t.Run(row.title, func(t *testing.T) {
			a := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Amzn-Errortype", row.header)
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, row.body)
			})
			err := Pool{Account: a, ID: "pool"}.Disable(t.Context(), "ada")
			var f *Fault
			if !Is(err, row.code) || !errors.As(err, &f) || f.Message != row.message {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestACallIsSignedForItsAPIAndRegion(t *testing.T) {
	got := make(chan *http.Request, 1)
	a := answering(t, func(_ http.ResponseWriter, r *http.Request) { got <- r })
	if err := (Pool{Account: a, ID: "pool"}).Join(t.Context(), "ada", "agent"); err != nil {
		t.Fatal(err)
	}
	r := <-got
	if target := r.Header.Get("X-Amz-Target"); target != "AWSCognitoIdentityProviderService.AdminAddUserToGroup" {
		t.Errorf("target %q", target)
	}
	if signed := r.Header.Get("Authorization"); !strings.Contains(signed, "/eu-central-1/cognito-idp/aws4_request") {
		t.Errorf("signed as %q", signed)
	}
}

func TestStacks(t *testing.T) {
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		if form.Get("StackName") == "absent" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `<E><Error><Code>ValidationError</Code><Message>Stack with id absent does not exist</Message></Error></E>`)
			return
		}
		_, _ = fmt.Fprint(w, `<R><DescribeStacksResult><Stacks><member><StackName>here</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>`+
			`<Outputs><member><OutputKey>ApiURL</OutputKey><OutputValue>https://a</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></R>`)
	})
	s, err := a.Stack(t.Context(), "here")
	if err != nil || !s.Done() || s.Outputs["ApiURL"] != "https://a" {
		t.Errorf("got %+v, %v", s, err)
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

func TestASecondFactorIsSaid(t *testing.T) {
	a := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ChallengeName":"MFA_SETUP"}`)
	})
	if _, err := (Pool{Account: a}).Token(t.Context(), "ada", "x"); err == nil || !strings.Contains(err.Error(), "MFA_SETUP") {
		t.Errorf("got %v", err)
	}
}

func TestLinesComePageByPage(t *testing.T) {
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "nextToken") {
			_, _ = io.WriteString(w, `{"events":[{"timestamp":2,"message":"second"}]}`)
			return
		}
		_, _ = io.WriteString(w, `{"events":[{"timestamp":1,"message":"first"}],"nextToken":"more"}`)
	})
	lines, err := a.Lines(t.Context(), "group", time.Unix(0, 0))
	if err != nil || len(lines) != 2 || lines[0].Message != "first" || lines[1].Message != "second" {
		t.Errorf("got %v, %v", lines, err)
	}
}

func TestWhatIsMissingIsSaidWithWhatToDo(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_REGION": "", "AWS_DEFAULT_REGION": "", "AWS_PROFILE": "", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
	} {
		t.Setenv(name, value)
	}
	if _, err := Open(t.Context()); err == nil || !strings.Contains(err.Error(), "AWS_REGION") {
		t.Errorf("got %v", err)
	}
}
