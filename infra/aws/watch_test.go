package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An alarm that nobody knows how to answer is noise: each has its heading in docs/aws.md.
func TestEachAlarmHasARunbookAndSomebodyToTell(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "aws.md"))
	if err != nil {
		t.Fatal(err)
	}
	inEveryStage(t, func(t *testing.T, a *assembly) {
		alarms := a.all("Watch", "AWS::CloudWatch::Alarm")
		if len(alarms) < 5 || len(alarms) > 10 {
			t.Errorf("%d alarms; ten are free", len(alarms))
		}
		for _, alarm := range alarms {
			name := strings.TrimPrefix(a.at(alarm, "AlarmName"), "switchboard-"+a.config.Stage+"-")
			if !strings.Contains(string(page), "### "+name+"\n") {
				t.Errorf("docs/aws.md does not say what to do about %s", name)
			}
			if a.at(alarm, "AlarmActions") != "<alarms>" || a.at(alarm, "MetricName") == "" || a.at(alarm, "Dimensions") == "" {
				t.Errorf("%s tells nobody or watches nothing", name)
			}
		}
		if !strings.Contains(string(page), "### record-given-up\n") {
			t.Error("docs/aws.md does not say what to do about record-given-up")
		}
	})
}

// F35: a record that was given up is an alarm of its own.
func TestF35ARecordGivenUpIsTold(t *testing.T) {
	a := must(t, dev)
	rule := a.all("Watch", "AWS::Events::Rule")[0]
	if pattern := a.at(rule, "EventPattern"); !strings.Contains(pattern, "Object Created") || !strings.Contains(pattern, "aws.s3") {
		t.Errorf("the rule listens to %s", pattern)
	}
	targets, _ := rule.Properties["Targets"].([]any)
	if len(targets) != 1 || a.text(targets[0].(map[string]any)["Arn"]) != "<alarms>" {
		t.Errorf("it tells %v", targets)
	}
	for _, bucket := range a.all("Data", "AWS::S3::Bucket") {
		if told := a.at(bucket, "NotificationConfiguration") != ""; told != strings.HasPrefix(bucket.id, "failures") {
			t.Errorf("%s tells: %v", bucket.id, told)
		}
	}
}

func TestTheDashboardDrawsOnlyWhatIsDeployed(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		body := a.at(a.all("Watch", "AWS::CloudWatch::Dashboard")[0], "DashboardBody")
		for _, function := range a.everywhere("AWS::Lambda::Function") {
			if name := a.at(function, "FunctionName"); !strings.Contains(body, `"`+name+`"`) {
				t.Errorf("%s is not drawn", name)
			}
		}
		for _, id := range []string{"<sockets>", "<http>", "<chats>"} {
			if !strings.Contains(body, id) {
				t.Errorf("%s is not drawn", id)
			}
		}
	})
}

func TestTheBudgetAndTheMailFollowTheConfiguration(t *testing.T) {
	for name, want := range map[string]string{"dev": "10", "prod": "100"} {
		a := must(t, everyStage()[name])
		a.expects(t, a.all("Watch", "AWS::Budgets::Budget")[0], map[string]string{"Budget.BudgetLimit.Amount": want})
		if mails := a.all("Watch", "AWS::SNS::Subscription"); len(mails) > 0 {
			t.Errorf("%s mails somebody", name)
		}
	}
	a := must(t, full)
	a.expects(t, a.all("Watch", "AWS::SNS::Subscription")[0], map[string]string{"Endpoint": "ops@example.com", "Protocol": "email"})
}
