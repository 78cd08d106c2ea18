package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// What a line of the access logs holds: when, which route, how it went. No address, no name, nothing that was said.
const (
	socketLine = `{"at":"$context.requestTimeEpoch","route":"$context.routeKey","event":"$context.eventType","status":"$context.status","ms":"$context.integrationLatency","connection":"$context.connectionId","request":"$context.requestId","error":"$context.error.message"}`
	httpLine   = `{"at":"$context.requestTimeEpoch","route":"$context.routeKey","status":"$context.status","ms":"$context.integrationLatency","request":"$context.requestId","error":"$context.error.message"}`
)

func (a *apiStack) httpAccessLog() *awsapigatewayv2.CfnStage_AccessLogSettingsProperty {
	log := a.newLog("httpLog", "/aws/vendedlogs/switchboard/"+a.config.Stage+"/http")
	return &awsapigatewayv2.CfnStage_AccessLogSettingsProperty{DestinationArn: log.LogGroupArn(), Format: jsii.String(httpLine)}
}

// socketAccessLog is nil where the configuration leaves API Gateway's account-wide role alone.
func (a *apiStack) socketAccessLog() any {
	if a.config.SocketLogs == SocketLogsOff {
		return nil
	}
	log := a.newLog("socketLog", "/aws/vendedlogs/switchboard/"+a.config.Stage+"/sockets")
	if a.config.SocketLogs == SocketLogsCreate {
		log.Node().AddDependency(a.newGatewayRole()) // and with the log the stage waits for the role
	}
	return &awsapigatewayv2.CfnStage_AccessLogSettingsProperty{DestinationArn: log.LogGroupArn(), Format: jsii.String(socketLine)}
}

// newGatewayRole sets the role by which API Gateway writes logs in this account and region. Deleting a stage must not
// take it from the others, so both stay.
func (a *apiStack) newGatewayRole() awsapigateway.CfnAccount {
	role := awsiam.NewRole(a.stack, jsii.String("gatewayRole"), &awsiam.RoleProps{
		Description: jsii.String("lets API Gateway write logs in this account and region"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("apigateway.amazonaws.com"), nil),
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("service-role/AmazonAPIGatewayPushToCloudWatchLogs")),
		},
	})
	role.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN)
	account := awsapigateway.NewCfnAccount(a.stack, jsii.String("gatewayAccount"), &awsapigateway.CfnAccountProps{CloudWatchRoleArn: role.RoleArn()})
	account.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN, nil)
	return account
}
