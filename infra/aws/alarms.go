package main

import (
	"cmp"
	"fmt"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

// metric is one line that CloudWatch draws: names and values of its dimensions alternate in of.
type metric struct {
	namespace, name, statistic string
	of                         []string
	label                      string // in a graph; empty: CloudWatch's choice
}

func (m metric) called(label string) metric {
	m.label = label
	return m
}

func (m metric) dimensions() *[]any {
	list := []any{}
	for i := 0; i+1 < len(m.of); i += 2 {
		list = append(list, &awscloudwatch.CfnAlarm_DimensionProperty{Name: jsii.String(m.of[i]), Value: jsii.String(m.of[i+1])})
	}
	return &list
}

// alarm is one question, asked each minute unless it says otherwise. Its name is a heading of docs/aws.md, which says what to do.
type alarm struct {
	name, means string
	metric      metric
	compare     string
	threshold   float64
	times       float64 // in a row
	missing     string  // what a period without data counts as
	period      float64 // seconds; 0: a minute
}

// seconds is the period over which an alarm looks at its metric.
func (a alarm) seconds() float64 { return cmp.Or(a.period, 60) }

const (
	above   = "GreaterThanThreshold"
	below   = "LessThanThreshold"
	fine    = "notBreaching"
	broken  = "breaching"
	perAPI  = "ApiId"
	aMinute = 60_000 // milliseconds

	fiveMinutes = 300 // seconds: with one agent Online a few frames come in them
)

// alarms is few on purpose: each costs by the month, and one that nobody acts on teaches people to look away. What a
// person would notice comes first (a frame or call that fails), then what nobody would notice (a timer, stream or sweep
// that stands still).
func alarms(d *dataStack, a *apiStack) []alarm {
	list := []alarm{
		{name: "frames-fail", means: "frames are answered that something went wrong here",
			metric: a.ownMetric(manifest.FailedFrames, "Sum"), compare: above, threshold: 3, times: 2, missing: fine, period: fiveMinutes},
		{name: "functions-crash", means: "functions behind socket routes crash or run out of time",
			metric: d.socketMetric(a, "IntegrationError", "Sum"), compare: above, threshold: 3, times: 2, missing: fine, period: fiveMinutes},
		{name: "calls-fail", means: "the HTTP API answers with its own errors",
			metric: d.httpMetric("5xx", "Sum"), compare: above, threshold: 3, times: 2, missing: fine, period: fiveMinutes},
		{name: "pushes-fail", means: "what others say reaches no screen until it is asked for",
			metric: a.ownMetric(manifest.FailedPushes, "Sum"), compare: above, threshold: 10, times: 3, missing: fine},
		{name: "timers-given-up", means: "a timer could not be handled",
			metric: d.deadTimersMetric(), compare: above, times: 1, missing: fine},
		{name: "table-throttled", means: "writes to the table chats are refused for their rate",
			metric: d.tableMetric(manifest.ChatsTable, "WriteThrottleEvents", "Sum"), compare: above, times: 3, missing: fine},
	}
	if wait := a.config.AlarmWait; wait > 0 {
		list = append(list, alarm{name: "waiting-too-long", means: fmt.Sprintf("a visitor waits for more than %d seconds although agents are Online", wait),
			metric: a.ownMetric(manifest.LongestWait, "Maximum"), compare: above, threshold: float64(wait), times: 2, missing: fine})
	}
	for _, f := range manifest.Functions() {
		list = append(list, a.alarmsOf(f)...)
	}
	return list
}

// alarmsOf are the alarms of one function, by what starts it.
func (a *apiStack) alarmsOf(f manifest.Function) []alarm {
	fails := func(means string) alarm {
		return alarm{name: f.Name + "-fails", means: means, metric: a.functionMetric(f, "Errors", "Sum"), compare: above, times: 3, missing: fine}
	}
	switch {
	case f.Probes:
		return a.alarmsOfProbe(f)
	case f.Trigger.Kind == manifest.Schedule:
		still := alarm{name: f.Name + "-stands-still", means: "nobody looks for what is past due",
			metric: a.functionMetric(f, "Invocations", "Sum"), compare: below, threshold: 1, times: 5, missing: broken}
		return []alarm{still, fails("what is past due is not woken")}
	case f.Trigger.Kind == manifest.Stream:
		return []alarm{{name: f.Name + "-late", means: "expired markers wait for more than ten minutes",
			metric: a.functionMetric(f, "IteratorAge", "Maximum"), compare: above, threshold: 10 * aMinute, times: 3, missing: fine}}
	case f.Trigger.Kind == manifest.Authorizer:
		return []alarm{fails("sockets cannot be opened")}
	}
	return nil
}

// alarmsOfProbe speak when two runs in a row failed, or never came.
func (a *apiStack) alarmsOfProbe(f manifest.Function) []alarm {
	if a.config.Probe == 0 {
		return nil
	}
	return []alarm{{name: f.Name + "-fails", means: "the synthetic chat fails, or is not had",
		metric: a.functionMetric(f, "Errors", "Sum"), compare: above, times: 2, missing: broken, period: a.config.Probe.Seconds()}}
}

// ownMetric is one that the functions write.
func (a *apiStack) ownMetric(name, statistic string) metric {
	return metric{namespace: manifest.MetricsNamespace, name: name, statistic: statistic, of: []string{manifest.MetricsStage, a.config.Stage}}
}

func (d *dataStack) socketMetric(a *apiStack, name, statistic string) metric {
	return metric{namespace: "AWS/ApiGateway", name: name, statistic: statistic, of: []string{perAPI, *d.socketAPI.Ref(), "Stage", a.config.Stage}}
}

func (d *dataStack) httpMetric(name, statistic string) metric {
	return metric{namespace: "AWS/ApiGateway", name: name, statistic: statistic, of: []string{perAPI, *d.httpAPI.Ref()}}
}

func (d *dataStack) deadTimersMetric() metric {
	return metric{namespace: "AWS/SQS", name: "ApproximateNumberOfMessagesVisible", statistic: "Maximum", of: []string{"QueueName", *d.deadTimers.QueueName()}}
}

func (d *dataStack) tableMetric(table, name, statistic string) metric {
	return metric{namespace: "AWS/DynamoDB", name: name, statistic: statistic, of: []string{"TableName", *d.tables[table].TableName()}}
}
