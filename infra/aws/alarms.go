package main

import (
	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

// metric is one line that CloudWatch draws: names and values of its dimensions alternate in of.
type metric struct {
	namespace, name, statistic string
	of                         []string
}

func (m metric) dimensions() *[]any {
	list := []any{}
	for i := 0; i+1 < len(m.of); i += 2 {
		list = append(list, &awscloudwatch.CfnAlarm_DimensionProperty{Name: jsii.String(m.of[i]), Value: jsii.String(m.of[i+1])})
	}
	return &list
}

// alarm is one question asked each minute. Its name is a heading of docs/aws.md, which says what to do.
type alarm struct {
	name, means string
	metric      metric
	compare     string
	threshold   float64
	minutes     float64 // in a row
	missing     string  // what a minute without data counts as
}

const (
	above   = "GreaterThanThreshold"
	below   = "LessThanThreshold"
	fine    = "notBreaching"
	broken  = "breaching"
	perAPI  = "ApiId"
	aMinute = 60_000 // milliseconds
)

// alarms is few on purpose: each costs by the month, and one that nobody acts on teaches people to look away. What a
// person would notice comes first (a frame or call that fails), then what nobody would notice (a timer, stream or sweep
// that stands still).
func alarms(d *dataStack, a *apiStack) []alarm {
	list := []alarm{
		{"frames-fail", "functions behind socket routes fail", d.socketMetric(a, "IntegrationError", "Sum"), above, 5, 3, fine},
		{"calls-fail", "the HTTP API answers with its own errors", d.httpMetric("5xx", "Sum"), above, 5, 3, fine},
		{"timers-given-up", "a timer could not be handled", d.deadTimersMetric(), above, 0, 1, fine},
		{"table-throttled", "writes to the table chats are refused for their rate", d.chatsMetric("WriteThrottleEvents", "Sum"), above, 0, 3, fine},
	}
	for _, f := range manifest.Functions() {
		switch f.Trigger.Kind {
		case manifest.Schedule:
			list = append(list, alarm{f.Name + "-stands-still", "nobody looks for what is past due", a.functionMetric(f, "Invocations", "Sum"), below, 1, 5, broken})
			list = append(list, alarm{f.Name + "-fails", "what is past due is not woken", a.functionMetric(f, "Errors", "Sum"), above, 0, 3, fine})
		case manifest.Stream:
			list = append(list, alarm{f.Name + "-late", "expired markers wait for more than ten minutes", a.functionMetric(f, "IteratorAge", "Maximum"), above, 10 * aMinute, 3, fine})
		case manifest.Queue:
			list = append(list, alarm{f.Name + "-fails", "timers fail and are tried again", a.functionMetric(f, "Errors", "Sum"), above, 0, 3, fine})
		case manifest.Authorizer:
			list = append(list, alarm{f.Name + "-fails", "sockets cannot be opened", a.functionMetric(f, "Errors", "Sum"), above, 0, 3, fine})
		}
	}
	return list
}

func (d *dataStack) socketMetric(a *apiStack, name, statistic string) metric {
	return metric{"AWS/ApiGateway", name, statistic, []string{perAPI, *d.socketAPI.Ref(), "Stage", a.config.Stage}}
}

func (d *dataStack) httpMetric(name, statistic string) metric {
	return metric{"AWS/ApiGateway", name, statistic, []string{perAPI, *d.httpAPI.Ref()}}
}

func (d *dataStack) deadTimersMetric() metric {
	return metric{"AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", []string{"QueueName", *d.deadTimers.QueueName()}}
}

func (d *dataStack) chatsMetric(name, statistic string) metric {
	return metric{"AWS/DynamoDB", name, statistic, []string{"TableName", *d.tables[manifest.ChatsTable].TableName()}}
}
