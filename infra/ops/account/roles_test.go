package account

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"testing"
)

func TestARolesPolicyIsReadAndPutBackAsItWas(t *testing.T) {
	const document = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::a/*"}]}`
	put := make(chan url.Values, 1)
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		form, _ := url.ParseQuery(asked(r))
		if form.Get("Action") == "PutRolePolicy" {
			put <- form
			_, _ = io.WriteString(w, `<R/>`)
			return
		}
		_, _ = io.WriteString(w, `<R><GetRolePolicyResult><PolicyDocument>`+url.PathEscape(document)+`</PolicyDocument></GetRolePolicyResult></R>`)
	})
	policy, err := a.RolePolicy(t.Context(), "role", "policy")
	if err != nil || policy["Version"] != "2012-10-17" {
		t.Fatalf("got %v, %v", policy, err)
	}
	if err := a.PutRolePolicy(t.Context(), "role", "policy", policy); err != nil {
		t.Fatal(err)
	}
	var was, is Object
	form := <-put
	for text, into := range map[string]*Object{document: &was, form.Get("PolicyDocument"): &is} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	if form.Get("RoleName") != "role" || form.Get("PolicyName") != "policy" || !reflect.DeepEqual(was, is) {
		t.Errorf("put back %v", form)
	}
}

func TestTheGatewaysRole(t *testing.T) {
	for answer, want := range map[string]string{`{"cloudwatchRoleArn":"arn:aws:iam::1:role/logs"}`: "arn:aws:iam::1:role/logs", `{}`: ""} {
		if role, err := answering(t, saying(http.StatusOK, answer)).GatewayRole(t.Context()); err != nil || role != want {
			t.Errorf("%s: %q, %v", answer, role, err)
		}
	}
}
