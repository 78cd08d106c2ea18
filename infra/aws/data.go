package main

import (
	"time"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
)

// dataStack is what must outlive a deployment: what is stored, who may sign in, and the two APIs' addresses. An API here
// is an empty shell: its id is in the snippets on people's pages and in the site's content policy, so it comes before
// both, and its routes come with the functions, in Api. That is what keeps the stacks without a cycle.
type dataStack struct {
	stack                awscdk.Stack
	tables               map[string]awsdynamodb.Table
	transcripts          awss3.Bucket
	quarantine, files    awss3.Bucket // what people send each other, before and after it was looked at
	failures             awss3.Bucket
	accessLogs           awss3.Bucket
	originSecret         awssecretsmanager.Secret // what CloudFront proves itself with to the HTTP API
	timers, deadTimers   awssqs.Queue
	pool                 awscognito.UserPool
	signIn               *string // the host of the sign-in page
	socketAPI, httpAPI   awsapigatewayv2.CfnApi
	socketHost, httpHost *string
}

func newData(app awscdk.App, c Config) *dataStack {
	stack := newStack(app, c, "Data", "tables, buckets, timers, people and the addresses of both APIs")
	d := &dataStack{stack: stack, tables: map[string]awsdynamodb.Table{}}
	for _, table := range manifest.Tables() {
		d.tables[table.Name] = newTable(stack, c, table)
	}
	d.addBuckets(c)
	d.addTimers()
	d.addOriginSecret(c)
	d.addSignIn(c)
	d.addAddresses(c)
	d.addOutputs(c)
	return d
}

func newTable(stack awscdk.Stack, c Config, t manifest.Table) awsdynamodb.Table {
	props := &awsdynamodb.TableProps{
		PartitionKey:                     stringKey(manifest.PartitionKey),
		SortKey:                          stringKey(manifest.SortKey),
		BillingMode:                      awsdynamodb.BillingMode_PAY_PER_REQUEST,
		PointInTimeRecoverySpecification: &awsdynamodb.PointInTimeRecoverySpecification{PointInTimeRecoveryEnabled: jsii.Bool(true)},
		DeletionProtection:               jsii.Bool(c.Keep),
		RemovalPolicy:                    c.removal(),
		Stream:                           awsdynamodb.StreamViewType(t.Stream),
	}
	if t.Expires != "" {
		props.TimeToLiveAttribute = jsii.String(t.Expires)
	}
	table := awsdynamodb.NewTable(stack, jsii.String(t.Name), props)
	for _, index := range t.Indexes {
		table.AddGlobalSecondaryIndex(indexProps(index))
	}
	return table
}

func indexProps(i manifest.Index) *awsdynamodb.GlobalSecondaryIndexProps {
	props := &awsdynamodb.GlobalSecondaryIndexProps{
		IndexName:      jsii.String(i.Name),
		PartitionKey:   stringKey(i.PartitionKey),
		SortKey:        stringKey(i.SortKey),
		ProjectionType: awsdynamodb.ProjectionType_KEYS_ONLY,
	}
	if len(i.Carries) > 0 {
		props.ProjectionType = awsdynamodb.ProjectionType_INCLUDE
		props.NonKeyAttributes = jsii.Strings(i.Carries...)
	}
	return props
}

func stringKey(name string) *awsdynamodb.Attribute {
	return &awsdynamodb.Attribute{Name: jsii.String(name), Type: awsdynamodb.AttributeType_STRING}
}

// addBuckets makes the private buckets. Who read a transcript is worth a log; the log's own bucket has none.
func (d *dataStack) addBuckets(c Config) {
	d.accessLogs = newBucket(d.stack, "accessLogs", c, awss3.BucketProps{LifecycleRules: expireAfter(90)})
	d.transcripts = newBucket(d.stack, "transcripts", c, awss3.BucketProps{
		Versioned:              jsii.Bool(true),
		ServerAccessLogsBucket: d.accessLogs,
		ServerAccessLogsPrefix: jsii.String("transcripts/"),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration: daysUnlessZero(c.TranscriptDays), NoncurrentVersionExpiration: days(30), AbortIncompleteMultipartUploadAfter: days(1),
		}},
	})
	d.addFileBuckets(c)
	// What finalise could not handle lies here whole, long enough to be looked at and sent again. Whoever watches is told
	// by an event, which needs no function in between.
	d.failures = newBucket(d.stack, "failures", c, awss3.BucketProps{
		ServerAccessLogsBucket: d.accessLogs,
		ServerAccessLogsPrefix: jsii.String("failures/"),
		LifecycleRules:         expireAfter(30),
	})
	raw := d.failures.Node().DefaultChild().(awss3.CfnBucket)
	raw.SetNotificationConfiguration(&awss3.CfnBucket_NotificationConfigurationProperty{
		EventBridgeConfiguration: &awss3.CfnBucket_EventBridgeConfigurationProperty{EventBridgeEnabled: jsii.Bool(true)},
	})
}

// addFileBuckets makes the two places of a file: browsers post into quarantine, by forms that name key, type and size and
// hold for minutes, and what was found good lies in files.
func (d *dataStack) addFileBuckets(c Config) {
	pages := c.FileOrigins
	if len(pages) == 0 {
		pages = []string{"*"} // whoever has no form gets nothing in
	}
	d.quarantine = newBucket(d.stack, "quarantine", c, awss3.BucketProps{
		ServerAccessLogsBucket: d.accessLogs,
		ServerAccessLogsPrefix: jsii.String("quarantine/"),
		LifecycleRules:         expireAfter(1),
		Cors: &[]*awss3.CorsRule{{
			AllowedMethods: &[]awss3.HttpMethods{awss3.HttpMethods_POST},
			AllowedOrigins: jsii.Strings(pages...),
			AllowedHeaders: jsii.Strings("*"),
			MaxAge:         jsii.Number(3600),
		}},
	})
	d.files = newBucket(d.stack, "files", c, awss3.BucketProps{
		ServerAccessLogsBucket: d.accessLogs, ServerAccessLogsPrefix: jsii.String("files/"), LifecycleRules: expireAfter(c.FileDays),
	})
}

// newBucket is a bucket that nobody outside the account can reach, over TLS only.
func newBucket(stack awscdk.Stack, id string, c Config, props awss3.BucketProps) awss3.Bucket {
	props.BlockPublicAccess = awss3.BlockPublicAccess_BLOCK_ALL()
	props.Encryption = awss3.BucketEncryption_S3_MANAGED
	props.EnforceSSL = jsii.Bool(true)
	props.MinimumTLSVersion = jsii.Number(1.2)
	props.ObjectOwnership = awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED
	props.RemovalPolicy = c.removal()
	return awss3.NewBucket(stack, jsii.String(id), &props)
}

// expireAfter deletes what is that old, nothing if the count is 0, and after a day what was never uploaded whole.
func expireAfter(count int) *[]*awss3.LifecycleRule {
	return &[]*awss3.LifecycleRule{{Expiration: daysUnlessZero(count), AbortIncompleteMultipartUploadAfter: days(1)}}
}

func daysUnlessZero(count int) awscdk.Duration {
	if count == 0 {
		return nil
	}
	return days(float64(count))
}

func days(count float64) awscdk.Duration { return awscdk.Duration_Days(jsii.Number(count)) }

func seconds(t time.Duration) awscdk.Duration {
	return awscdk.Duration_Seconds(jsii.Number(t.Seconds()))
}

// addOriginSecret makes what nobody needs to know: CloudFront sends it and the API compares.
func (d *dataStack) addOriginSecret(c Config) {
	d.originSecret = awssecretsmanager.NewSecret(d.stack, jsii.String("originSecret"), &awssecretsmanager.SecretProps{
		Description:          jsii.String("switchboard " + c.Stage + ": with it the HTTP API knows calls that CloudFront passes on"),
		GenerateSecretString: &awssecretsmanager.SecretStringGenerator{PasswordLength: jsii.Number(48), ExcludePunctuation: jsii.Bool(true)},
		RemovalPolicy:        awscdk.RemovalPolicy_DESTROY, // a new one does as well
	})
}

// addTimers makes the timer queue as its one reader wants it, and the queue for what that reader could not handle.
func (d *dataStack) addTimers() {
	reader, _ := manifest.Find("expire")
	delivery := reader.Trigger.Delivery
	d.deadTimers = awssqs.NewQueue(d.stack, jsii.String("deadTimers"), &awssqs.QueueProps{
		Encryption:      awssqs.QueueEncryption_SQS_MANAGED,
		EnforceSSL:      jsii.Bool(true),
		RetentionPeriod: days(14),
	})
	d.timers = awssqs.NewQueue(d.stack, jsii.String("timers"), &awssqs.QueueProps{
		Encryption:        awssqs.QueueEncryption_SQS_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		RetentionPeriod:   seconds(delivery.Age),
		VisibilityTimeout: seconds(delivery.Hidden),
		DeadLetterQueue:   &awssqs.DeadLetterQueue{Queue: d.deadTimers, MaxReceiveCount: jsii.Number(float64(delivery.Retries + 1))},
	})
}

func (d *dataStack) addOutputs(c Config) {
	output(d.stack, "ChatsTable", "the table of conversations", d.tables[manifest.ChatsTable].TableName())
	output(d.stack, "DeskTable", "the table of agents, queues, records and settings", d.tables[manifest.DeskTable].TableName())
	output(d.stack, "TranscriptsBucket", "the bucket of transcripts", d.transcripts.BucketName())
	output(d.stack, "QuarantineBucket", "files that people sent, before they were looked at", d.quarantine.BucketName())
	output(d.stack, "FilesBucket", "files that people sent and that were found good", d.files.BucketName())
	output(d.stack, "FailuresBucket", "stream records that were given up, whole", d.failures.BucketName())
	output(d.stack, "TimerQueueURL", "the timer queue", d.timers.QueueUrl())
	output(d.stack, "DeadTimersURL", "timers that were given up", d.deadTimers.QueueUrl())
	output(d.stack, "UserPoolId", "the pool of people who sign in", d.pool.UserPoolId())
	output(d.stack, "SignInURL", "the sign-in page's address", join("https://", *d.signIn))
	output(d.stack, "SocketURL", "where sockets open", d.socketURL(c))
	output(d.stack, "ApiURL", "the HTTP API", d.httpURL())
}
