package main

import (
	"slices"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// permissions is a manifest row as IAM statements, and nothing beside it but the function's own log and what its trigger
// makes Lambda do in its name.
func (a *apiStack) permissions(f manifest.Function, log awslogs.LogGroup) []awsiam.PolicyStatement {
	list := []awsiam.PolicyStatement{may("logs", []string{"CreateLogStream", "PutLogEvents"}, log.LogGroupArn())}
	list = append(list, a.tablePermissions(manifest.ChatsTable, f.Chats)...)
	list = append(list, a.tablePermissions(manifest.DeskTable, f.Desk)...)
	if len(f.Transcripts) > 0 {
		list = append(list, may("s3", f.Transcripts, a.data.transcripts.ArnForObjects(jsii.String("*"))))
	}
	if slices.Contains(f.Transcripts, "GetObject") { // else S3 says of a document that is gone that one may not read it
		list = append(list, may("s3", []string{"ListBucket"}, a.data.transcripts.BucketArn()))
	}
	if f.Connections {
		list = append(list, may("execute-api", []string{"ManageConnections"}, executeARN(a.data.socketAPI, a.config.Stage+"/POST/@connections/*")))
	}
	if f.Closes {
		list = append(list, may("execute-api", []string{"ManageConnections"}, executeARN(a.data.socketAPI, a.config.Stage+"/DELETE/@connections/*")))
	}
	if f.Directory {
		list = append(list, may("cognito-idp", []string{"ListUsers"}, a.data.pool.UserPoolArn()))
	}
	if f.Timers {
		list = append(list, may("sqs", []string{"SendMessage"}, a.data.timers.QueueArn()))
	}
	if a.config.XRay {
		list = append(list, may("xray", []string{"PutTraceSegments", "PutTelemetryRecords"}, jsii.String("*"))) // IAM knows no narrower resource
	}
	return append(list, a.triggerPermissions(f)...)
}

// tablePermissions lets a function do that much with a table; an index is only ever queried.
func (a *apiStack) tablePermissions(name string, actions []string) []awsiam.PolicyStatement {
	if len(actions) == 0 {
		return nil
	}
	table := a.data.tables[name]
	list := []awsiam.PolicyStatement{may("dynamodb", actions, table.TableArn())}
	for _, t := range manifest.Tables() {
		for _, index := range t.Indexes {
			if t.Name == name && slices.Contains(actions, "Query") {
				list = append(list, may("dynamodb", []string{"Query"}, join(*table.TableArn(), "/index/", index.Name)))
			}
		}
	}
	return list
}

// triggerPermissions is what Lambda's pollers do under the function's role before the function sees anything.
func (a *apiStack) triggerPermissions(f manifest.Function) []awsiam.PolicyStatement {
	switch f.Trigger.Kind {
	case manifest.Queue:
		return []awsiam.PolicyStatement{
			may("sqs", []string{"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"}, a.data.timers.QueueArn()),
		}
	case manifest.Stream:
		return []awsiam.PolicyStatement{
			may("dynamodb", []string{"DescribeStream", "GetRecords", "GetShardIterator"}, a.data.tables[manifest.ChatsTable].TableStreamArn()),
			may("dynamodb", []string{"ListStreams"}, jsii.String("*")), // IAM knows no narrower resource for it
			may("s3", []string{"PutObject"}, a.data.failures.ArnForObjects(jsii.String("*"))),
			may("s3", []string{"ListBucket"}, a.data.failures.BucketArn()),
		}
	default:
		return nil
	}
}

func may(service string, actions []string, resource *string) awsiam.PolicyStatement {
	full := []string{}
	for _, action := range actions {
		full = append(full, service+":"+action)
	}
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings(full...),
		Resources: &[]*string{resource},
	})
}
