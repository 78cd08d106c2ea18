package account

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
)

// alone leaves nothing in the environment but what a test puts there.
func alone(t *testing.T, environment map[string]string) {
	t.Helper()
	for _, name := range []string{
		"AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
	} {
		t.Setenv(name, environment[name])
	}
	t.Setenv("AWS_CONFIG_FILE", "/dev/null")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// answering is an account whose APIs a test answers; the environment names them as it would name an emulator.
func answering(t *testing.T, answer http.HandlerFunc) *Account {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	alone(t, map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
	})
	a, err := Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// saying answers everything with one text.
func saying(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

// asked is a request's body.
func asked(r *http.Request) string {
	text, _ := io.ReadAll(r.Body)
	return string(text)
}

func TestRefusalsAreReadInEachWayTheyAreWritten(t *testing.T) {
	disable := func(a *Account) error { return Pool{Account: a, ID: "pool"}.Disable(t.Context(), "ada") }
	code := func(a *Account) error { _, err := a.Code(t.Context(), "message"); return err }
	policy := func(a *Account) error { _, err := a.RolePolicy(t.Context(), "role", "policy"); return err }
	site := func(a *Account) error { return a.Invalidate(t.Context(), "E1", "once", "/*") }
	for _, row := range []struct {
		title               string
		call                func(*Account) error
		header, body        string
		wantCode, wantWords string
	}{
		{"JSON", disable, "", `{"__type":"com.amazonaws#UserNotFoundException","message":"nobody"}`, "UserNotFoundException", "nobody"},
		{"JSON of no known kind", disable, "", `{"__type":"com.amazonaws#Odd","message":"who knows"}`, "Odd", "who knows"},
		{"a header", code, "ResourceNotFoundException:http://x/", `{"Message":"no such thing"}`, "ResourceNotFoundException", "no such thing"},
		{"XML", policy, "", `<E><Error><Code>NoSuchEntity</Code><Message>no such policy</Message></Error></E>`, "NoSuchEntity", "no such policy"},
		{"XML of CloudFront", site, "", `<E><Error><Code>NoSuchDistribution</Code><Message>gone</Message></Error></E>`, "NoSuchDistribution", "gone"},
	} {
		t.Run(row.title, func(t *testing.T) {
			a := answering(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Amzn-Errortype", row.header)
				saying(http.StatusBadRequest, row.body)(w, r)
			})
			err := row.call(a)
			var refused smithy.APIError
			if !Is(err, row.wantCode) || !errors.As(err, &refused) || refused.ErrorMessage() != row.wantWords {
				t.Errorf("got %v", err)
			}
			if Is(err, "AnotherException") {
				t.Errorf("%v is another's too", err)
			}
		})
	}
}

func TestWhatIsMissingIsSaidWithWhatToDo(t *testing.T) {
	for _, row := range []struct {
		title       string
		environment map[string]string
		says        string
	}{
		{"a region", map[string]string{"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret"}, "export AWS_REGION=eu-central-1"},
		{"credentials", map[string]string{"AWS_REGION": "eu-central-1"}, "sign in (aws sso login) or export AWS_PROFILE"},
	} {
		t.Run(row.title, func(t *testing.T) {
			alone(t, row.environment)
			if _, err := Open(t.Context()); err == nil || !strings.Contains(err.Error(), row.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestTheCallerIsTheNumberAndWhoCalls(t *testing.T) {
	a := answering(t, saying(http.StatusOK, `<R><GetCallerIdentityResult><Account>123456789012</Account>`+
		`<Arn>arn:aws:iam::123456789012:user/ada</Arn></GetCallerIdentityResult></R>`))
	if number, who, err := a.Caller(t.Context()); err != nil || number != "123456789012" || who != "arn:aws:iam::123456789012:user/ada" {
		t.Errorf("got %q, %q, %v", number, who, err)
	}
}

func TestCloudFrontIsAskedForThePaths(t *testing.T) {
	got := make(chan string, 1)
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		got <- r.Method + " " + r.URL.Path + " " + asked(r)
		w.WriteHeader(http.StatusCreated)
	})
	if err := a.Invalidate(t.Context(), "E1", "once", "/*"); err != nil {
		t.Fatal(err)
	}
	request := <-got
	for _, want := range []string{"POST /2020-05-31/distribution/E1/invalidation ", "<Quantity>1</Quantity>", "<Path>/*</Path>", "<CallerReference>once</"} {
		if !strings.Contains(request, want) {
			t.Errorf("%s is not in %s", want, request)
		}
	}
}
