package main

import (
	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
)

// apiStack is everything that runs: the functions, and what starts each of them.
type apiStack struct {
	stack       awscdk.Stack
	config      Config
	data        *dataStack
	web         *webStack
	functions   map[string]awslambda.Function
	socketStage awsapigatewayv2.CfnStage
	httpStage   awsapigatewayv2.CfnStage
}

func newAPI(app awscdk.App, c Config, d *dataStack, w *webStack) (*apiStack, error) {
	stack := newStack(app, c, "Api", "the functions with the routes, queues, streams and schedules that start them")
	a := &apiStack{stack: stack, config: c, data: d, web: w, functions: map[string]awslambda.Function{}}
	for _, f := range manifest.Functions() {
		a.functions[f.Name] = a.newFunction(f)
	}
	a.addSocketRoutes()
	a.addHTTPRoutes()
	for _, f := range manifest.Functions() {
		if err := a.subscribe(f); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// allow lets API Gateway call a function for one part of one API.
func (a *apiStack) allow(id, function string, source *string) {
	awslambda.NewCfnPermission(a.stack, jsii.String("allow"+id), &awslambda.CfnPermissionProps{
		Action:       jsii.String("lambda:InvokeFunction"),
		FunctionName: a.functions[function].FunctionArn(),
		Principal:    jsii.String("apigateway.amazonaws.com"),
		SourceArn:    source,
	})
}

// invocation is a function's address as API Gateway calls it.
func (a *apiStack) invocation(function string) *string {
	return join("arn:", *awscdk.Aws_PARTITION(), ":apigateway:", *awscdk.Aws_REGION(),
		":lambda:path/2015-03-31/functions/", *a.functions[function].FunctionArn(), "/invocations")
}
