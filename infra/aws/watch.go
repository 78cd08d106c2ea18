package main

import (
	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbudgets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// newWatch is what tells people: a topic, the alarms of alarms.go, an event for each record that was given up, a budget,
// and one dashboard.
func newWatch(app awscdk.App, c Config, d *dataStack, a *apiStack) awscdk.Stack {
	stack := newStack(app, c, "Watch", "alarms, budget and dashboard")
	stack.AddStackDependency(a.stack, jsii.String("it watches functions by their names"))
	topic := newTopic(stack, c)
	for _, row := range alarms(d, a) {
		newAlarm(stack, c, topic, row)
	}
	tellOfFailures(stack, d, topic)
	addBudget(stack, c, topic)
	name := c.accountName("dashboard")
	awscloudwatch.NewCfnDashboard(stack, jsii.String("dashboard"), &awscloudwatch.CfnDashboardProps{
		DashboardName: name,
		DashboardBody: stack.ToJsonString(dashboard(d, a), nil),
	})
	region := *awscdk.Aws_REGION()
	output(stack, "DashboardURL", "the dashboard", join("https://", region, ".console.aws.amazon.com/cloudwatch/home?region=", region, "#dashboards/dashboard/", *name))
	output(stack, "AlarmTopic", "who wants the alarms subscribes here", topic.TopicArn())
	return stack
}

// newTopic may be written to by the three services that raise alarms, in the name of this account only.
func newTopic(stack awscdk.Stack, c Config) awssns.Topic {
	topic := awssns.NewTopic(stack, jsii.String("alarms"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	for _, service := range []string{"cloudwatch", "events", "budgets"} {
		topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String(service+".amazonaws.com"), nil)},
			Actions:    jsii.Strings("sns:Publish"),
			Resources:  &[]*string{topic.TopicArn()},
			Conditions: &map[string]any{"StringEquals": map[string]*string{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}},
		}))
	}
	if c.AlarmEmail != "" {
		awssns.NewCfnSubscription(stack, jsii.String("email"), &awssns.CfnSubscriptionProps{
			TopicArn: topic.TopicArn(), Protocol: jsii.String("email"), Endpoint: jsii.String(c.AlarmEmail),
		})
	}
	return topic
}

// givenUp is the heading of docs/aws.md about what tellOfFailures tells.
const givenUp = "record-given-up"

// tellOfFailures turns each record that lands in the failures bucket into a message: an alarm that needs no metric.
func tellOfFailures(stack awscdk.Stack, d *dataStack, topic awssns.Topic) {
	awsevents.NewCfnRule(stack, jsii.String("recordGivenUp"), &awsevents.CfnRuleProps{
		Description: jsii.String("a stream record was given up; docs/aws.md says what to do (" + givenUp + ")"),
		EventPattern: map[string]any{
			"source":      []string{"aws.s3"},
			"detail-type": []string{"Object Created"},
			"detail":      map[string]any{"bucket": map[string]any{"name": []*string{d.failures.BucketName()}}},
		},
		Targets: &[]any{&awsevents.CfnRule_TargetProperty{Id: jsii.String("alarms"), Arn: topic.TopicArn()}},
	})
}

func newAlarm(stack awscdk.Stack, c Config, topic awssns.Topic, row alarm) {
	awscloudwatch.NewCfnAlarm(stack, jsii.String(row.name), &awscloudwatch.CfnAlarmProps{
		AlarmName:          jsii.String("switchboard-" + c.Stage + "-" + row.name),
		AlarmDescription:   jsii.String(row.means + "; docs/aws.md says what to do (" + row.name + ")"),
		Namespace:          jsii.String(row.metric.namespace),
		MetricName:         jsii.String(row.metric.name),
		Dimensions:         row.metric.dimensions(),
		Statistic:          jsii.String(row.metric.statistic),
		Period:             jsii.Number(row.seconds()),
		EvaluationPeriods:  jsii.Number(row.times),
		DatapointsToAlarm:  jsii.Number(row.times),
		Threshold:          jsii.Number(row.threshold),
		ComparisonOperator: jsii.String(row.compare),
		TreatMissingData:   jsii.String(row.missing),
		AlarmActions:       &[]any{topic.TopicArn()},
		OkActions:          &[]any{topic.TopicArn()},
	})
}

// addBudget speaks when the month's forecast passes the sum, and when the real cost does.
func addBudget(stack awscdk.Stack, c Config, topic awssns.Topic) {
	if c.MonthlyUSD == 0 {
		return
	}
	told := []any{}
	for _, kind := range []string{"FORECASTED", "ACTUAL"} {
		told = append(told, &awsbudgets.CfnBudget_NotificationWithSubscribersProperty{
			Notification: &awsbudgets.CfnBudget_NotificationProperty{
				NotificationType: jsii.String(kind), ComparisonOperator: jsii.String("GREATER_THAN"), Threshold: jsii.Number(100),
			},
			Subscribers: &[]any{&awsbudgets.CfnBudget_SubscriberProperty{SubscriptionType: jsii.String("SNS"), Address: topic.TopicArn()}},
		})
	}
	awsbudgets.NewCfnBudget(stack, jsii.String("budget"), &awsbudgets.CfnBudgetProps{
		Budget: &awsbudgets.CfnBudget_BudgetDataProperty{
			BudgetName: c.accountName("costs"), BudgetType: jsii.String("COST"), TimeUnit: jsii.String("MONTHLY"),
			BudgetLimit: &awsbudgets.CfnBudget_SpendProperty{Amount: jsii.Number(float64(c.MonthlyUSD)), Unit: jsii.String("USD")},
		},
		NotificationsWithSubscribers: &told,
	})
}

// functionMetric is one of Lambda's own metrics of one function of the manifest.
func (a *apiStack) functionMetric(f manifest.Function, name, statistic string) metric {
	return metric{namespace: "AWS/Lambda", name: name, statistic: statistic, of: []string{"FunctionName", a.config.functionName(f)}}
}
