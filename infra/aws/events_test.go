package main

import (
	"strings"
	"testing"
	"time"

	"switchboard/infra/manifest"
)

// expects compares a resource's properties with what they should be.
func (a *assembly) expects(t *testing.T, r *resource, want map[string]string) {
	t.Helper()
	if r == nil {
		t.Fatal("is not there, or twice")
	}
	for property, expected := range want {
		if got := a.at(r, property); got != expected {
			t.Errorf("%s is %q, want %q", property, got, expected)
		}
	}
}

// F32, F35, F37, F41: one bad record holds up no other, is kept whole, and only what TTL deleted arrives at all.
func TestF32F35F37F41TheStreamOfChatsReachesFinalise(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		mapping := a.where("Api", "AWS::Lambda::EventSourceMapping", "FunctionName", "<finalise.Arn>")
		a.expects(t, mapping, map[string]string{
			"EventSourceArn":                          "<chats.StreamArn>",
			"StartingPosition":                        "TRIM_HORIZON",
			"BatchSize":                               "10",
			"BisectBatchOnFunctionError":              "true",
			"FunctionResponseTypes":                   "ReportBatchItemFailures",
			"MaximumRetryAttempts":                    "10",
			"MaximumRecordAgeInSeconds":               "3600",
			"DestinationConfig.OnFailure.Destination": "<failures.Arn>",
		})
		filters, _ := value(mapping, "FilterCriteria.Filters").([]any)
		finalise, _ := manifest.Find("finalise")
		pattern, err := finalise.Trigger.Filter.Pattern()
		if err != nil || len(filters) != 1 || a.text(filters[0].(map[string]any)["Pattern"]) != pattern {
			t.Errorf("filters %v, %v; want %s", filters, err, pattern)
		}
	})
}

func TestTheTimerQueueReachesExpire(t *testing.T) {
	a := must(t, dev)
	a.expects(t, a.where("Api", "AWS::Lambda::EventSourceMapping", "FunctionName", "<expire.Arn>"), map[string]string{
		"EventSourceArn":        "<timers.Arn>",
		"BatchSize":             "10",
		"FunctionResponseTypes": "ReportBatchItemFailures",
	})
	if got := len(a.everywhere("AWS::Lambda::EventSourceMapping")); got != 2 {
		t.Errorf("%d mappings", got)
	}
	a.expects(t, a.where("Data", "AWS::SQS::Queue", "RedrivePolicy.deadLetterTargetArn", "<deadTimers.Arn>"), map[string]string{
		"VisibilityTimeout":             "60",
		"MessageRetentionPeriod":        "86400",
		"RedrivePolicy.maxReceiveCount": "5",
		"SqsManagedSseEnabled":          "true",
	})
}

func TestTheSweepRunsEveryMinuteAndOnce(t *testing.T) {
	a := must(t, dev)
	a.expects(t, a.where("Api", "AWS::Scheduler::Schedule", "Target.Arn", "<sweep.Arn>"), map[string]string{
		"ScheduleExpression":                      "rate(1 minute)",
		"FlexibleTimeWindow.Mode":                 "OFF",
		"Target.RetryPolicy.MaximumRetryAttempts": "0",
		"Target.RoleArn":                          "<sweepScheduleRole.Arn>",
	})
	a.expects(t, a.where("Api", "AWS::Lambda::EventInvokeConfig", "FunctionName", "<sweep.Arn>"), map[string]string{"MaximumRetryAttempts": "0"})
	for _, role := range a.all("Api", "AWS::IAM::Role") {
		if !strings.HasPrefix(role.id, "sweepScheduleRole") {
			continue
		}
		for _, policy := range asList(role.Properties["Policies"]) {
			if got := strings.Join(a.actions(policy.(map[string]any)["PolicyDocument"]), "; "); got != "lambda:InvokeFunction <sweep.Arn>" {
				t.Errorf("the schedule may %s", got)
			}
		}
		if trusts := a.at(role, "AssumeRolePolicyDocument"); !strings.Contains(trusts, "aws:SourceAccount") {
			t.Errorf("the schedule's role is assumed by %s", trusts)
		}
	}
}

func TestTheProbeRunsOnlyWhereAStageAsksForIt(t *testing.T) {
	for _, stage := range []func() (*assembly, error){dev, prod} {
		a := must(t, stage)
		if got := a.where("Api", "AWS::Scheduler::Schedule", "Target.Arn", "<probe.Arn>"); got != nil {
			t.Errorf("%s runs the probe %s", a.config.Stage, a.at(got, "ScheduleExpression"))
		}
		if a.where("Api", "AWS::Lambda::Function", "FunctionName", "switchboard-"+a.config.Stage+"-probe") == nil {
			t.Errorf("%s: nobody can start the probe by hand", a.config.Stage)
		}
	}
	a := must(t, full)
	a.expects(t, a.where("Api", "AWS::Scheduler::Schedule", "Target.Arn", "<probe.Arn>"), map[string]string{
		"ScheduleExpression":                      "rate(10 minutes)",
		"Target.RetryPolicy.MaximumRetryAttempts": "0",
		"Target.RoleArn":                          "<probeScheduleRole.Arn>",
	})
}

func TestRatesAreWholeMinutes(t *testing.T) {
	for every, want := range map[time.Duration]string{time.Minute: "rate(1 minute)", 5 * time.Minute: "rate(5 minutes)", 90 * time.Second: "", time.Second: "", 0: ""} {
		if got, err := rateOf(every); got != want || (err == nil) != (want != "") {
			t.Errorf("%v: %q, %v", every, got, err)
		}
	}
}
