package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/jsii-runtime-go"
)

// addAddresses makes the shells of both APIs, which are their addresses. They answer nothing until Api adds routes.
func (d *dataStack) addAddresses(c Config) {
	d.socketAPI = awsapigatewayv2.NewCfnApi(d.stack, jsii.String("sockets"), &awsapigatewayv2.CfnApiProps{
		Name:                     jsii.String("switchboard-" + c.Stage + "-sockets"),
		ProtocolType:             jsii.String("WEBSOCKET"),
		RouteSelectionExpression: jsii.String("$request.body.action"),
		IpAddressType:            jsii.String("dualstack"),
	})
	// No CORS settings: API Gateway would answer preflights by them, and which origins are permitted is data in a table.
	d.httpAPI = awsapigatewayv2.NewCfnApi(d.stack, jsii.String("http"), &awsapigatewayv2.CfnApiProps{
		Name:          jsii.String("switchboard-" + c.Stage + "-http"),
		ProtocolType:  jsii.String("HTTP"),
		IpAddressType: jsii.String("dualstack"),
	})
	d.socketHost, d.httpHost = host(d.socketAPI), host(d.httpAPI)
}

func host(api awsapigatewayv2.CfnApi) *string {
	return awscdk.Fn_Join(jsii.String("."), jsii.Strings(*api.Ref(), "execute-api", *awscdk.Aws_REGION(), *awscdk.Aws_URL_SUFFIX()))
}

// socketURL is where a browser opens its socket; the stage is part of it.
func (d *dataStack) socketURL(c Config) *string { return join("wss://", *d.socketHost, "/", c.Stage) }

// connectionsURL is where a function posts to a connection.
func (d *dataStack) connectionsURL(c Config) *string {
	return join("https://", *d.socketHost, "/", c.Stage)
}

func (d *dataStack) httpURL() *string { return join("https://", *d.httpHost) }

// executeARN names a part of an API for those who may call it or be called by it.
func executeARN(api awsapigatewayv2.CfnApi, part string) *string {
	return join("arn:", *awscdk.Aws_PARTITION(), ":execute-api:", *awscdk.Aws_REGION(), ":", *awscdk.Aws_ACCOUNT_ID(), ":", *api.Ref(), "/", part)
}

func join(parts ...string) *string {
	return awscdk.Fn_Join(jsii.String(""), jsii.Strings(parts...))
}
