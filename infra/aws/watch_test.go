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
		most := 10
		for _, switched := range []bool{a.config.AlarmWait > 0, a.config.Probe > 0} {
			if switched {
				most++
			}
		}
		if len(alarms) < 5 || len(alarms) > most {
			t.Errorf("%d alarms; ten are free, and %d are for what this stage switches on", len(alarms), most-10)
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

func TestAlarmsFollowTheConfiguration(t *testing.T) {
	find := func(a *assembly, name string) *resource {
		return a.where("Watch", "AWS::CloudWatch::Alarm", "AlarmName", "switchboard-"+a.config.Stage+"-"+name)
	}
	for _, row := range []struct {
		stage func() (*assembly, error)
		name  string
		want  map[string]string // nil: there is none
	}{
		{dev, "waiting-too-long", nil},
		{prod, "waiting-too-long", map[string]string{"Namespace": "Switchboard", "MetricName": "LongestWait", "Threshold": "120", "TreatMissingData": "notBreaching", "EvaluationPeriods": "2"}},
		{dev, "frames-fail", map[string]string{"Namespace": "Switchboard", "MetricName": "FailedFrames", "Period": "300", "Threshold": "3", "TreatMissingData": "notBreaching"}},
		{dev, "functions-crash", map[string]string{"Namespace": "AWS/ApiGateway", "MetricName": "IntegrationError", "Period": "300"}},
		{dev, "pushes-fail", map[string]string{"Namespace": "Switchboard", "MetricName": "FailedPushes", "Period": "60"}},
		{prod, "probe-fails", nil},
		{full, "probe-fails", map[string]string{"Namespace": "AWS/Lambda", "MetricName": "Errors", "Period": "600", "TreatMissingData": "breaching", "EvaluationPeriods": "2"}},
		{full, "probe-stands-still", nil},
	} {
		a := must(t, row.stage)
		t.Run(a.config.Stage+" "+row.name, func(t *testing.T) {
			got := find(a, row.name)
			if row.want == nil {
				if got != nil {
					t.Error("it is there")
				}
				return
			}
			a.expects(t, got, row.want)
		})
	}
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
