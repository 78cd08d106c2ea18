package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"switchboard/infra/manifest"
)

// inEveryFunction runs a check on each function of a stage.
func inEveryFunction(t *testing.T, a *assembly, check func(t *testing.T, f manifest.Function, r *resource)) {
	t.Helper()
	for _, f := range manifest.Functions() {
		t.Run(f.Name, func(t *testing.T) {
			r := a.where("Api", "AWS::Lambda::Function", "FunctionName", "switchboard-"+a.config.Stage+"-"+f.Name)
			if r == nil {
				t.Fatal("not deployed, or twice")
			}
			check(t, f, r)
		})
	}
}

func TestEachFunctionIsDeployedAsItsRowSays(t *testing.T) {
	a := must(t, dev)
	inEveryFunction(t, a, func(t *testing.T, f manifest.Function, r *resource) {
		for property, want := range map[string]string{
			"Runtime":                 "provided.al2023",
			"Architectures":           "arm64",
			"Handler":                 "bootstrap",
			"MemorySize":              strconv.Itoa(f.MemoryMB),
			"Timeout":                 fmt.Sprint(f.Timeout.Seconds()),
			"LoggingConfig.LogFormat": "JSON",
			"LoggingConfig.LogGroup":  "<" + f.Name + "Log>",
			"Role":                    "<" + f.Name + "Role.Arn>",
		} {
			if got := a.at(r, property); got != want {
				t.Errorf("%s is %q, want %q", property, got, want)
			}
		}
	})
	if got := len(a.everywhere("AWS::Lambda::Function")); got != len(manifest.Functions()) {
		t.Errorf("%d functions are deployed, the manifest has %d", got, len(manifest.Functions()))
	}
}

func TestArchitectureFollowsTheConfiguration(t *testing.T) {
	a := must(t, full)
	for _, r := range a.everywhere("AWS::Lambda::Function") {
		if got := a.at(r, "Architectures"); got != "x86_64" {
			t.Errorf("%s runs on %s", r.id, got)
		}
	}
}

func TestReservedConcurrencyIsOffUnlessConfigured(t *testing.T) {
	for _, r := range must(t, prod).everywhere("AWS::Lambda::Function") {
		if got, set := r.Properties["ReservedConcurrentExecutions"]; set {
			t.Errorf("%s reserves %v", r.id, got)
		}
	}
	a := must(t, full)
	r := a.where("Api", "AWS::Lambda::Function", "FunctionName", "switchboard-full-sweep")
	if r == nil || a.at(r, "ReservedConcurrentExecutions") != "1" {
		t.Error("sweep reserves nothing")
	}
}

func TestEachFunctionGetsExactlyItsVariables(t *testing.T) {
	a := must(t, dev)
	api := "<sockets>.execute-api.<AWS::Region>.<AWS::URLSuffix>/dev"
	values := map[string]string{
		"CHATS_TABLE":        "<chats>",
		"DESK_TABLE":         "<desk>",
		"TRANSCRIPTS_BUCKET": "<transcripts>",
		"TIMER_QUEUE_URL":    "<timers>",
		"CONNECTIONS_URL":    "https://" + api,
		"SOCKET_URL":         "wss://" + api,
		"SITE_ORIGINS":       "https://<distribution.DomainName>,http://localhost:5173",
		"ORIGIN_SECRET":      "{{resolve:secretsmanager:<originSecret>:SecretString:::}}",
		"PEOPLE_POOL":        "<people>",
		"METRICS":            "Switchboard/dev",
	}
	inEveryFunction(t, a, func(t *testing.T, f manifest.Function, r *resource) {
		got, _ := value(r, "Environment.Variables").(map[string]any)
		names := manifest.Environment(f.Name)
		if len(got) != len(names) {
			t.Errorf("variables %v, want %v", got, names)
		}
		for _, name := range names {
			if a.text(got[name]) != values[name] {
				t.Errorf("%s is %q, want %q", name, a.text(got[name]), values[name])
			}
		}
	})
}

// actions is what the roles of one policy document allow, each as "action resource".
func (a *assembly) actions(document any) []string {
	list := []string{}
	statements, _ := document.(map[string]any)["Statement"].([]any)
	for _, each := range statements {
		statement, _ := each.(map[string]any)
		if statement["Effect"] != "Allow" {
			continue
		}
		for _, action := range asList(statement["Action"]) {
			for _, on := range asList(statement["Resource"]) {
				list = append(list, a.text(action)+" "+a.text(on))
			}
		}
	}
	slices.Sort(list)
	return list
}

func asList(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// permitted is what a row of the manifest should come to, written down a second time and in other words.
func permitted(f manifest.Function, c Config) []string {
	stage := c.Stage
	list := []string{"logs:CreateLogStream <" + f.Name + "Log.Arn>", "logs:PutLogEvents <" + f.Name + "Log.Arn>"}
	add := func(prefix, on string, actions ...string) {
		for _, action := range actions {
			list = append(list, prefix+action+" "+on)
		}
	}
	add("dynamodb:", "<chats.Arn>", f.Chats...)
	add("dynamodb:", "<desk.Arn>", f.Desk...)
	add("s3:", "<transcripts.Arn>/*", f.Transcripts...)
	if f.Connections {
		add("execute-api:", "arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<sockets>/"+stage+"/POST/@connections/*", "ManageConnections")
	}
	if f.Closes {
		add("execute-api:", "arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<sockets>/"+stage+"/DELETE/@connections/*", "ManageConnections")
	}
	if f.Directory {
		add("cognito-idp:", "<people.Arn>", "ListUsers")
	}
	if f.Timers {
		add("sqs:", "<timers.Arn>", "SendMessage")
	}
	if c.XRay {
		add("xray:", "*", "PutTelemetryRecords", "PutTraceSegments")
	}
	switch f.Name {
	case "api":
		add("s3:", "<transcripts.Arn>", "ListBucket")
	case "expire":
		add("sqs:", "<timers.Arn>", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
	case "finalise":
		add("dynamodb:", "<chats.StreamArn>", "DescribeStream", "GetRecords", "GetShardIterator")
		add("dynamodb:", "*", "ListStreams")
		add("s3:", "<failures.Arn>/*", "PutObject")
		add("s3:", "<failures.Arn>", "ListBucket")
	}
	slices.Sort(list)
	return list
}

func TestEachFunctionHasExactlyItsPermissions(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		inEveryFunction(t, a, func(t *testing.T, f manifest.Function, r *resource) {
			role := a.parts["Api"].Resources[roleOf(r)]
			if role == nil {
				t.Fatalf("no role %s", roleOf(r))
			}
			got := []string{}
			for _, policy := range asList(role.Properties["Policies"]) {
				got = append(got, a.actions(policy.(map[string]any)["PolicyDocument"])...)
			}
			if want := permitted(f, a.config); !slices.Equal(got, want) {
				t.Errorf("may\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
			}
			if role.Properties["ManagedPolicyArns"] != nil {
				t.Errorf("managed policies %s", a.at(role, "ManagedPolicyArns"))
			}
			if trusts := a.at(role, "AssumeRolePolicyDocument"); !strings.Contains(trusts, `"Service":"lambda.amazonaws.com"`) || strings.Count(trusts, "Principal") != 1 {
				t.Errorf("is assumed by %s", trusts)
			}
		})
		if extra := a.everywhere("AWS::IAM::Policy"); len(extra) > 0 {
			t.Errorf("%s adds permissions beside the roles", extra[0].id)
		}
	})
}

// roleOf is the id of the function's role, which no other function has.
func roleOf(r *resource) string {
	reference, _ := r.Properties["Role"].(map[string]any)
	parts, _ := reference["Fn::GetAtt"].([]any)
	if len(parts) == 0 {
		return ""
	}
	id, _ := parts[0].(string)
	return id
}

func TestXRayIsASwitch(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		inEveryFunction(t, a, func(t *testing.T, _ manifest.Function, r *resource) {
			if got := a.at(r, "TracingConfig.Mode"); (got == "Active") != a.config.XRay {
				t.Errorf("tracing is %q, and XRay is %v", got, a.config.XRay)
			}
		})
	})
}

// S4: no wildcard in any action of any role or policy.
func TestS4NoActionHasAWildcard(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for _, role := range a.everywhere("AWS::IAM::Role") {
			for _, policy := range asList(role.Properties["Policies"]) {
				if policy == nil {
					continue
				}
				for _, each := range a.actions(policy.(map[string]any)["PolicyDocument"]) {
					if action, _, _ := strings.Cut(each, " "); strings.Contains(action, "*") {
						t.Errorf("%s may %s", role.id, each)
					}
				}
			}
		}
	})
}

func TestLogsAreKeptAsLongAsConfigured(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		groups := a.everywhere("AWS::Logs::LogGroup")
		if len(groups) < len(manifest.Functions())+1 {
			t.Errorf("%d log groups", len(groups))
		}
		for _, group := range groups {
			if got := a.at(group, "RetentionInDays"); got != strconv.Itoa(a.config.LogDays) {
				t.Errorf("%s keeps %s days", group.id, got)
			}
		}
	})
}
