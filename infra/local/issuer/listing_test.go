package issuer_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestF51ProgramsMayAskWhoIsDisabledAndNothingElse(t *testing.T) {
	i, _, _ := stand(t)
	if err := i.Disable("noor"); err != nil {
		t.Fatal(err)
	}
	const call, question = "AWSCognitoIdentityProviderService.ListUsers", `{"UserPoolId":"people","Filter":"status = \"Disabled\""}`
	for _, row := range []struct {
		title, call, kind, body string
		status                  int
		says                    string
	}{
		{"F51: who is disabled", call, "application/x-amz-json-1.1", question, http.StatusOK, `"Value":"noor"`},
		{"F51: nobody who may sign in is in the answer", call, "application/x-amz-json-1.1", question, http.StatusOK, `{"Users":[{"Username":"noor","Enabled":false,`},
		{"F51: another call", "AWSCognitoIdentityProviderService.AdminGetUser", "application/x-amz-json-1.1", question, http.StatusBadRequest, "UnknownOperationException"},
		{"F51: a page that cannot send what programs do", call, "text/plain", question, http.StatusBadRequest, "UnknownOperationException"},
		{"F51: all people", call, "application/x-amz-json-1.1", `{}`, http.StatusBadRequest, "InvalidParameterException"},
		{"F51: a token from elsewhere", call, "application/x-amz-json-1.1", `{"Filter":"status = \"Disabled\"","PaginationToken":"-1"}`, http.StatusBadRequest, "InvalidParameterException"},
		{"F51: no question", call, "application/x-amz-json-1.1", `{`, http.StatusBadRequest, "SerializationException"},
	} {
		t.Run(row.title, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(row.body))
			r.Header.Set("X-Amz-Target", row.call)
			r.Header.Set("Content-Type", row.kind)
			got := httptest.NewRecorder()
			i.ServeHTTP(got, r)
			if got.Code != row.status || !strings.Contains(got.Body.String(), row.says) {
				t.Errorf("%d %s", got.Code, got.Body)
			}
		})
	}
}
