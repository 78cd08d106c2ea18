package main

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/outputs.txt and names.txt anew")

// Scripts and people ask for outputs by name. A name that changes or goes is a break; a new one is added with -update.
func TestOutputsKeepTheirNames(t *testing.T) {
	a := must(t, dev)
	lines := []string{}
	for _, part := range order {
		for _, name := range slices.Sorted(maps.Keys(a.parts[part].Outputs)) {
			if !strings.HasPrefix(name, "ExportsOutput") { // those are CDK's, for the next stack
				lines = append(lines, part+" "+name)
			}
		}
	}
	compare(t, "outputs.txt", lines, "scripts ask for outputs by these names")
	page, err := os.ReadFile("../../docs/aws.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		part, name, _ := strings.Cut(line, " ")
		if !regexp.MustCompile("(?m)^\\| " + part + " \\|.*`" + name + "`").Match(page) {
			t.Errorf("docs/aws.md, \"Outputs\", does not name %s of %s", name, part)
		}
	}
}

// lasting are the kinds of things that hold something, or whose name is known outside: CloudFormation makes a thing whose
// logical id or name changed anew, and lets go of the old one with all that it holds.
var lasting = map[string]string{ // and the property with the name that it is given, if any
	"AWS::DynamoDB::Table": "", "AWS::S3::Bucket": "", "AWS::SQS::Queue": "", "AWS::Cognito::UserPool": "UserPoolName", "AWS::Cognito::UserPoolClient": "",
	"AWS::Cognito::UserPoolDomain": "", "AWS::Cognito::UserPoolGroup": "GroupName", "AWS::ApiGatewayV2::Api": "Name", "AWS::CloudFront::Distribution": "",
	"AWS::Lambda::Function": "FunctionName", "AWS::Logs::LogGroup": "LogGroupName", "AWS::SNS::Topic": "", "AWS::CloudWatch::Dashboard": "DashboardName",
	"AWS::CloudWatch::Alarm": "AlarmName", "AWS::SecretsManager::Secret": "",
}

func TestWhatHoldsSomethingKeepsItsName(t *testing.T) {
	a := must(t, dev)
	lines := []string{}
	for _, part := range order {
		lines = append(lines, "stack Switchboard-dev-"+part) // readAssembly read it under this name
		for kind, named := range lasting {
			for _, r := range a.all(part, kind) {
				line := part + " " + kind + " " + r.id
				if named != "" {
					line += " " + a.at(r, named)
				}
				lines = append(lines, line)
			}
		}
	}
	slices.Sort(lines)
	compare(t, "names.txt", lines, "a thing under another id or name is made anew, and what the old one holds is let go of")
}

// compare holds lines against a file of testdata.
func compare(t *testing.T, name string, lines []string, because string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(text)), "\n")
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("gone: %s\n%s; if that is meant, say so in CHANGELOG.md and run go test ./infra/aws -update", line, because)
		}
	}
	for _, line := range lines {
		if !slices.Contains(want, line) {
			t.Errorf("new: %s; run go test ./infra/aws -update", line)
		}
	}
}

// No cycle: a stack imports only from those deployed before it.
func TestStacksReadOnlyEarlierOnes(t *testing.T) {
	imports := regexp.MustCompile(`Switchboard-\w+-(\w+):`)
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for at, part := range order {
			written, err := json.Marshal(a.parts[part])
			if err != nil {
				t.Fatal(err)
			}
			for _, from := range imports.FindAllStringSubmatch(string(written), -1) {
				if earlier := slices.Index(order, from[1]); earlier > at {
					t.Errorf("%s reads %s", part, from[1])
				}
			}
		}
	})
}

// What samconfig.toml names is what is synthesised.
func TestSamconfigNamesAStackThatExists(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "samconfig.toml"))
	if err != nil {
		t.Fatal(err)
	}
	stack := "Switchboard-dev-Api"
	for _, want := range []string{`"` + stack + `"`, `"cdk.out/` + stack + `.template.json"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("samconfig.toml does not name %s", want)
		}
	}
}
