package main

import (
	"fmt"
	"time"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/jsii-runtime-go"
)

// subscribe connects a function to what starts it without a person: the timer queue, the stream, the clock.
func (a *apiStack) subscribe(f manifest.Function) error {
	switch f.Trigger.Kind {
	case manifest.Queue:
		a.readQueue(f)
	case manifest.Stream:
		return a.readStream(f)
	case manifest.Schedule:
		every := f.Trigger.Every
		if f.Probes {
			every = a.config.Probe
		}
		if every == 0 {
			return nil
		}
		return a.schedule(f, every)
	}
	return nil
}

// readQueue reports each message for itself, so that one that fails does not bring back those that were handled.
func (a *apiStack) readQueue(f manifest.Function) {
	awslambda.NewCfnEventSourceMapping(a.stack, jsii.String(f.Name+"Mapping"), &awslambda.CfnEventSourceMappingProps{
		FunctionName:          a.functions[f.Name].FunctionArn(),
		EventSourceArn:        a.data.timers.QueueArn(),
		BatchSize:             jsii.Number(float64(f.Trigger.Delivery.Batch)),
		FunctionResponseTypes: jsii.Strings("ReportBatchItemFailures"),
	})
}

// readStream starts at the oldest record there is, and halves a batch that fails until the one bad record is alone; that
// one is given up after its tries or its age, whole, into the failures bucket.
func (a *apiStack) readStream(f manifest.Function) error {
	pattern, err := f.Trigger.Filter.Pattern()
	if err != nil {
		return err
	}
	delivery := f.Trigger.Delivery
	awslambda.NewCfnEventSourceMapping(a.stack, jsii.String(f.Name+"Mapping"), &awslambda.CfnEventSourceMappingProps{
		FunctionName:               a.functions[f.Name].FunctionArn(),
		EventSourceArn:             a.data.tables[manifest.ChatsTable].TableStreamArn(),
		StartingPosition:           jsii.String("TRIM_HORIZON"),
		BatchSize:                  jsii.Number(float64(delivery.Batch)),
		BisectBatchOnFunctionError: jsii.Bool(true),
		FunctionResponseTypes:      jsii.Strings("ReportBatchItemFailures"),
		MaximumRetryAttempts:       jsii.Number(float64(delivery.Retries)),
		MaximumRecordAgeInSeconds:  jsii.Number(delivery.Age.Seconds()),
		FilterCriteria: &awslambda.CfnEventSourceMapping_FilterCriteriaProperty{
			Filters: &[]any{&awslambda.CfnEventSourceMapping_FilterProperty{Pattern: jsii.String(pattern)}},
		},
		DestinationConfig: &awslambda.CfnEventSourceMapping_DestinationConfigProperty{
			OnFailure: &awslambda.CfnEventSourceMapping_OnFailureProperty{Destination: a.data.failures.BucketArn()},
		},
	})
	return nil
}

// schedule runs a function by the clock. A run that fails is not tried again: the next one does the same work.
func (a *apiStack) schedule(f manifest.Function, every time.Duration) error {
	rate, err := rateOf(every)
	if err != nil {
		return fmt.Errorf("schedule of %s: %w", f.Name, err)
	}
	function := a.functions[f.Name].FunctionArn()
	awslambda.NewCfnEventInvokeConfig(a.stack, jsii.String(f.Name+"Once"), &awslambda.CfnEventInvokeConfigProps{
		FunctionName:             function,
		Qualifier:                jsii.String("$LATEST"),
		MaximumRetryAttempts:     jsii.Number(0),
		MaximumEventAgeInSeconds: jsii.Number(60),
	})
	awsscheduler.NewCfnSchedule(a.stack, jsii.String(f.Name+"Schedule"), &awsscheduler.CfnScheduleProps{
		Description:        jsii.String(f.Does),
		ScheduleExpression: jsii.String(rate),
		FlexibleTimeWindow: &awsscheduler.CfnSchedule_FlexibleTimeWindowProperty{Mode: jsii.String("OFF")},
		Target: &awsscheduler.CfnSchedule_TargetProperty{
			Arn:     function,
			RoleArn: a.newScheduleRole(f, function).RoleArn(),
			RetryPolicy: &awsscheduler.CfnSchedule_RetryPolicyProperty{
				MaximumEventAgeInSeconds: jsii.Number(60), MaximumRetryAttempts: jsii.Number(0),
			},
		},
	})
	return nil
}

// newScheduleRole lets the scheduler, acting for this account and no other, start that one function.
func (a *apiStack) newScheduleRole(f manifest.Function, function *string) awsiam.Role {
	ours := &map[string]any{"StringEquals": map[string]*string{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}}
	statements := []awsiam.PolicyStatement{may("lambda", []string{"InvokeFunction"}, function)}
	return awsiam.NewRole(a.stack, jsii.String(f.Name+"ScheduleRole"), &awsiam.RoleProps{
		Description: jsii.String("starts the function " + f.Name + " by the clock"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("scheduler.amazonaws.com"), &awsiam.ServicePrincipalOpts{Conditions: ours}),
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"invoke": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &statements}),
		},
	})
}

// rateOf writes a time as the scheduler reads it, which knows no seconds.
func rateOf(every time.Duration) (string, error) {
	minutes := int(every / time.Minute)
	if minutes < 1 || every%time.Minute != 0 {
		return "", fmt.Errorf("%v is not a whole number of minutes", every)
	}
	if minutes == 1 {
		return "rate(1 minute)", nil
	}
	return fmt.Sprintf("rate(%d minutes)", minutes), nil
}
