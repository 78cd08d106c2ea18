package main

import (
	"strings"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// addSocketRoutes gives each socket function its route, and then the stage: its settings name routes, and API Gateway
// refuses to set anything for a route that is not there yet.
func (a *apiStack) addSocketRoutes() {
	before := []constructs.IDependable{}
	authorizer := a.newTicketAuthorizer()
	for _, f := range manifest.Functions() {
		if f.Trigger.Kind == manifest.Socket {
			before = append(before, a.addSocketRoute(f, authorizer)...)
		}
	}
	a.socketStage = a.newSocketStage()
	a.socketStage.Node().AddDependency(before...)
}

// newTicketAuthorizer spends the ticket that comes in as a subprotocol. Without that header API Gateway answers 401 and
// calls nobody. Its result is never kept: a ticket is good once.
func (a *apiStack) newTicketAuthorizer() awsapigatewayv2.CfnAuthorizer {
	authorizer := awsapigatewayv2.NewCfnAuthorizer(a.stack, jsii.String("tickets"), &awsapigatewayv2.CfnAuthorizerProps{
		ApiId:          a.data.socketAPI.Ref(),
		Name:           jsii.String("tickets"),
		AuthorizerType: jsii.String("REQUEST"),
		AuthorizerUri:  a.invocation(a.authorizer()),
		IdentitySource: jsii.Strings("route.request.header.Sec-WebSocket-Protocol"),
	})
	a.allow("Authorizer", a.authorizer(), executeARN(a.data.socketAPI, "authorizers/"+*authorizer.Ref()))
	return authorizer
}

func (a *apiStack) authorizer() string {
	for _, f := range manifest.Functions() {
		if f.Trigger.Kind == manifest.Authorizer {
			return f.Name
		}
	}
	return ""
}

// addSocketRoute returns what the stage must wait for.
func (a *apiStack) addSocketRoute(f manifest.Function, authorizer awsapigatewayv2.CfnAuthorizer) []constructs.IDependable {
	id := socketID(f.Trigger.Route)
	integration := awsapigatewayv2.NewCfnIntegration(a.stack, jsii.String(id+"Integration"), &awsapigatewayv2.CfnIntegrationProps{
		ApiId:             a.data.socketAPI.Ref(),
		IntegrationType:   jsii.String("AWS_PROXY"),
		IntegrationMethod: jsii.String("POST"),
		IntegrationUri:    a.invocation(f.Name),
		TimeoutInMillis:   jsii.Number(float64(f.Timeout.Milliseconds())),
	})
	props := &awsapigatewayv2.CfnRouteProps{
		ApiId:             a.data.socketAPI.Ref(),
		RouteKey:          jsii.String(f.Trigger.Route),
		AuthorizationType: jsii.String("NONE"), // only $connect can ask; its answer rides on every later event
		Target:            join("integrations/", *integration.Ref()),
	}
	if f.Trigger.Route == "$connect" {
		props.AuthorizationType = jsii.String("CUSTOM")
		props.AuthorizerId = authorizer.Ref()
	}
	if f.Trigger.Responds {
		props.RouteResponseSelectionExpression = jsii.String("$default")
	}
	route := awsapigatewayv2.NewCfnRoute(a.stack, jsii.String(id), props)
	a.allow("Socket"+f.Name, f.Name, executeARN(a.data.socketAPI, a.config.Stage+"/"+f.Trigger.Route))
	if !f.Trigger.Responds {
		return []constructs.IDependable{route}
	}
	// Without a route response the function's answer would be dropped.
	response := awsapigatewayv2.NewCfnRouteResponse(a.stack, jsii.String(id+"Response"), &awsapigatewayv2.CfnRouteResponseProps{
		ApiId:            a.data.socketAPI.Ref(),
		RouteId:          route.Ref(),
		RouteResponseKey: jsii.String("$default"),
	})
	return []constructs.IDependable{route, response}
}

// socketID is a route's name in the template.
func socketID(route string) string { return "socket" + strings.TrimPrefix(route, "$") }

func (a *apiStack) newSocketStage() awsapigatewayv2.CfnStage {
	settings := map[string]any{}
	for route, limit := range a.config.Routes {
		settings[route] = map[string]any{"ThrottlingRateLimit": limit.Rate, "ThrottlingBurstLimit": limit.Burst}
	}
	return awsapigatewayv2.NewCfnStage(a.stack, jsii.String("socketStage"), &awsapigatewayv2.CfnStageProps{
		ApiId:                a.data.socketAPI.Ref(),
		StageName:            jsii.String(a.config.Stage),
		AutoDeploy:           jsii.Bool(true),
		DefaultRouteSettings: throttled(a.config.Socket),
		RouteSettings:        settings,
		AccessLogSettings:    a.socketAccessLog(),
	})
}

// throttled holds a stage to a rate. DataTraceEnabled stays off everywhere: it would write what people say into a log.
func throttled(t Throttle) *awsapigatewayv2.CfnStage_RouteSettingsProperty {
	return &awsapigatewayv2.CfnStage_RouteSettingsProperty{
		ThrottlingRateLimit:  jsii.Number(float64(t.Rate)),
		ThrottlingBurstLimit: jsii.Number(float64(t.Burst)),
		DataTraceEnabled:     jsii.Bool(false),
	}
}
