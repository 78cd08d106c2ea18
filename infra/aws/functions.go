package main

import (
	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// newFunction is one row of the manifest: its log, its role with exactly its permissions, and the function.
func (a *apiStack) newFunction(f manifest.Function) awslambda.Function {
	c := a.config
	log := a.newLog(f.Name+"Log", "/switchboard/"+c.Stage+"/"+f.Name)
	function := awslambda.NewFunction(a.stack, jsii.String(f.Name), &awslambda.FunctionProps{
		FunctionName:          jsii.String(c.functionName(f)),
		Description:           jsii.String(f.Does),
		Runtime:               awslambda.Runtime_PROVIDED_AL2023(),
		Architecture:          architecture(c),
		Handler:               jsii.String("bootstrap"),
		Code:                  awslambda.Code_FromAsset(jsii.String(c.bootstrap(f.Name)), nil),
		MemorySize:            jsii.Number(float64(f.MemoryMB)),
		Timeout:               seconds(f.Timeout),
		Environment:           a.environment(f.Name),
		Role:                  a.newRole(f, log),
		LogGroup:              log,
		LoggingFormat:         awslambda.LoggingFormat_JSON,
		ApplicationLogLevelV2: awslambda.ApplicationLogLevel_INFO,
		SystemLogLevelV2:      awslambda.SystemLogLevel_WARN,
	})
	raw := function.Node().DefaultChild().(awslambda.CfnFunction)
	raw.OverrideLogicalId(jsii.String(f.Name))        // so that `sam remote invoke sweep` finds it
	raw.AddDeletionOverride(jsii.String("DependsOn")) // its permissions are in the role itself, which it names anyway
	if c.XRay {
		raw.SetTracingConfig(&awslambda.CfnFunction_TracingConfigProperty{Mode: jsii.String("Active")})
	}
	if count := c.Reserved[f.Name]; count > 0 {
		raw.SetReservedConcurrentExecutions(jsii.Number(float64(count)))
	}
	return function
}

// functionName is how people and metrics call the deployed function.
func (c Config) functionName(f manifest.Function) string {
	return "switchboard-" + c.Stage + "-" + f.Name
}

func architecture(c Config) awslambda.Architecture {
	if c.Architecture == "amd64" {
		return awslambda.Architecture_X86_64()
	}
	return awslambda.Architecture_ARM_64()
}

// newLog sets the days on the resource itself, which takes a number where CDK wants one name for each.
func (a *apiStack) newLog(id, name string) awslogs.LogGroup {
	group := awslogs.NewLogGroup(a.stack, jsii.String(id), &awslogs.LogGroupProps{
		LogGroupName:  jsii.String(name),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	group.Node().DefaultChild().(awslogs.CfnLogGroup).SetRetentionInDays(jsii.Number(float64(a.config.LogDays)))
	return group
}

func (a *apiStack) newRole(f manifest.Function, log awslogs.LogGroup) awsiam.Role {
	statements := a.permissions(f, log)
	return awsiam.NewRole(a.stack, jsii.String(f.Name+"Role"), &awsiam.RoleProps{
		Description: jsii.String("what the function " + f.Name + " may do"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		InlinePolicies: &map[string]awsiam.PolicyDocument{
			"manifest": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &statements}),
		},
	})
}

// environment is the variables of the manifest's contract and nothing else.
func (a *apiStack) environment(function string) *map[string]*string {
	values := map[string]*string{
		manifest.EnvChatsTable:        a.data.tables[manifest.ChatsTable].TableName(),
		manifest.EnvDeskTable:         a.data.tables[manifest.DeskTable].TableName(),
		manifest.EnvTranscriptsBucket: a.data.transcripts.BucketName(),
		manifest.EnvTimerQueueURL:     a.data.timers.QueueUrl(),
		manifest.EnvConnectionsURL:    a.data.connectionsURL(a.config),
		manifest.EnvSocketURL:         a.data.socketURL(a.config),
		manifest.EnvSiteOrigins:       a.web.siteOrigins(),
		manifest.EnvOriginSecret:      a.data.originSecret.SecretValue().UnsafeUnwrap(), // a reference; CloudFormation looks it up
		manifest.EnvPeoplePool:        a.data.pool.UserPoolId(),
		manifest.EnvMetrics:           jsii.String(manifest.MetricsNamespace + "/" + a.config.Stage),
	}
	got := map[string]*string{}
	for _, variable := range manifest.Environment(function) {
		got[variable] = values[variable]
	}
	return &got
}
