package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"switchboard/infra/deployed/client"
	"switchboard/infra/manifest"

	"github.com/aws/aws-lambda-go/events"
)

func TestBadArgumentsAreRefusedWithWhatToDo(t *testing.T) {
	for _, row := range []struct {
		args []string
		says string
	}{
		{nil, "one of these is needed"},
		{[]string{"dance"}, "one of these is needed"},
		{[]string{"outputs", "-stage", "Prod!"}, "a stage is 2 to 10 lower-case letters"},
		{[]string{"outputs", "prod"}, `"prod" was not understood`},
	} {
		if err := run(t.Context(), row.args); err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%q: %v", row.args, err)
		}
	}
}

func TestThePreflightReadsTheTemplates(t *testing.T) {
	s := synthesis{reserved: map[string]int{}}
	for _, text := range []string{
		`{"Type":"AWS::Cognito::UserPoolDomain","Properties":{"Domain":{"Fn::Join":["-",["switchboard","dev",{"Ref":"AWS::AccountId"}]]}}}`,
		`{"Type":"AWS::ApiGatewayV2::Stage","Properties":{"StageName":"$default","AccessLogSettings":{}}}`,
		`{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"a","ReservedConcurrentExecutions":2}}`,
		`{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"b"}}`,
		`{"Type":"AWS::CloudFront::Distribution","Properties":{"DistributionConfig":{"ViewerCertificate":{"AcmCertificateArn":"arn:aws:acm:eu-west-1:1:certificate/x"}}}}`,
	} {
		var r resource
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		if err := s.add(r); err != nil {
			t.Fatal(err)
		}
	}
	if s.signIn != "switchboard-dev-<account>" || s.socketLogs || s.makesLogRole || len(s.reserved) != 1 || s.reserved["a"] != 2 {
		t.Errorf("read %+v", s)
	}
	if f, err := certificate(t.Context(), nil, s, ""); err != nil || !strings.Contains(f.bad, "us-east-1") {
		t.Errorf("the certificate: %+v, %v", f, err)
	}
}

func TestTheSitesFiles(t *testing.T) {
	for name, want := range map[string][2]string{
		"console/index.html":         {"text/html; charset=utf-8", briefly},
		"console/assets/index-a1.js": {"text/javascript; charset=utf-8", forGood},
		"widget/widget.js":           {"text/javascript; charset=utf-8", briefly},
		"widget/unheard.of":          {"application/octet-stream", briefly},
	} {
		if kindOf(name) != want[0] || keepOf(name) != want[1] {
			t.Errorf("%s: %s, %s", name, kindOf(name), keepOf(name))
		}
	}
}

func TestWhatTheStreamGaveUpIsRead(t *testing.T) {
	for _, row := range []struct{ title, text, want string }{
		{"a string", `{"payload":"{\"Records\":[]}"}`, `{"Records":[]}`},
		{"an object", `{"payload":{"Records":[]}}`, `{"Records":[]}`},
	} {
		if got, err := payloadOf([]byte(row.text)); err != nil || string(got) != row.want {
			t.Errorf("%s: %s, %v", row.title, got, err)
		}
	}
	for _, text := range []string{`{}`, `nothing`} {
		if _, err := payloadOf([]byte(text)); err == nil {
			t.Errorf("%s is no record", text)
		}
	}
	for text, want := range map[string]bool{"": false, `{"batchItemFailures":null}`: false, `{"batchItemFailures":[{"itemIdentifier":"1"}]}`: true} {
		if got, err := refused([]byte(text)); err != nil || got != want {
			t.Errorf("%s: %t, %v", text, got, err)
		}
	}
}

func TestATrialGoesIntoTheSettingsOnceAndOutAgain(t *testing.T) {
	mine := client.Frame{"skill": "general"}
	one := client.Frame{"skill": trial}
	twice := put(put([]client.Frame{mine}, "skill", one), "skill", one)
	if len(twice) != 2 || twice[0].Text("skill") != "general" || twice[1].Text("skill") != trial {
		t.Errorf("put twice: %v", twice)
	}
	if left := drop(twice, "skill", one); len(left) != 1 || left[0].Text("skill") != "general" {
		t.Errorf("dropped: %v", left)
	}
}

// TestEventsByHand holds the files for `sam remote invoke` to what the functions read.
func TestEventsByHand(t *testing.T) {
	for _, f := range manifest.Functions() {
		kind := f.Trigger.Kind
		if kind != manifest.Queue && kind != manifest.Stream && kind != manifest.Schedule {
			continue
		}
		text, err := os.ReadFile(filepath.Join("events", f.Name+".json"))
		if err != nil {
			t.Error(err)
			continue
		}
		switch kind {
		case manifest.Queue:
			var e events.SQSEvent
			if err := json.Unmarshal(text, &e); err != nil || len(e.Records) != 1 || e.Records[0].Body == "" {
				t.Errorf("%s: %v, %+v", f.Name, err, e)
			}
		case manifest.Stream:
			var e events.DynamoDBEvent
			if err := json.Unmarshal(text, &e); err != nil || len(e.Records) != 1 {
				t.Fatalf("%s: %v, %+v", f.Name, err, e)
			}
			r := e.Records[0]
			if !f.Trigger.Filter.Match(r.EventName, r.UserIdentity.PrincipalID, r.Change.Keys[manifest.PartitionKey].String()) {
				t.Errorf("%s: the filter would not let it through", f.Name)
			}
		}
	}
}

func TestASettingsFileIsReadAndItsVersionAskedFor(t *testing.T) {
	for _, row := range []struct{ title, text, says string }{
		{"one that was printed", `{"version":3,"skills":[]}`, ""},
		{"the first one", `{"version":0}`, ""},
		{"without a version", `{"skills":[]}`, `names no version: begin with what make configure prints`},
		{"no JSON", `skills: []`, "is not JSON"},
	} {
		t.Run(row.title, func(t *testing.T) {
			o := &operation{file: filepath.Join(t.TempDir(), "settings.json")}
			if err := os.WriteFile(o.file, []byte(row.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := o.settings()
			if (err == nil) != (row.says == "") || err != nil && !strings.Contains(err.Error(), row.says) || err == nil && got == nil {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	if got, err := (&operation{}).settings(); got != nil || err != nil {
		t.Errorf("without a file: %v, %v", got, err)
	}
}

func TestWhoIsInvitedHasAnAddressAndAGroup(t *testing.T) {
	for _, o := range []*operation{{email: "ada", group: "agent"}, {email: "ada@example.com"}, {email: "ada@example.com", group: "boss"}} {
		if err := invite(t.Context(), o); err == nil || !strings.Contains(err.Error(), "make invite EMAIL=ada@example.com GROUP=agent|supervisor|administrator") {
			t.Errorf("%s, %s: %v", o.email, o.group, err)
		}
	}
}
