package main

import (
	"strings"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// addHTTPRoutes gives each HTTP function one integration, each route its way there, and the stage at last.
func (a *apiStack) addHTTPRoutes() {
	integrations := map[string]awsapigatewayv2.CfnIntegration{}
	for _, f := range manifest.Functions() {
		if f.Trigger.Kind == manifest.HTTP {
			integrations[f.Name] = a.newHTTPIntegration(f)
		}
	}
	authorizer := a.newTokenAuthorizer()
	before := []constructs.IDependable{}
	for _, route := range append(manifest.Routes(), manifest.Preflight()) {
		before = append(before, a.addHTTPRoute(route, integrations[route.Function], authorizer))
	}
	a.httpStage = awsapigatewayv2.NewCfnStage(a.stack, jsii.String("httpStage"), &awsapigatewayv2.CfnStageProps{
		ApiId:                a.data.httpAPI.Ref(),
		StageName:            jsii.String("$default"),
		AutoDeploy:           jsii.Bool(true),
		DefaultRouteSettings: httpThrottle(a.config.HTTP),
		AccessLogSettings:    a.httpAccessLog(),
	})
	a.httpStage.Node().AddDependency(before...)
}

func httpThrottle(t Throttle) *awsapigatewayv2.CfnStage_RouteSettingsProperty {
	settings := throttled(t)
	settings.DataTraceEnabled = nil // an HTTP API has no such switch
	return settings
}

func (a *apiStack) newHTTPIntegration(f manifest.Function) awsapigatewayv2.CfnIntegration {
	a.allow("HTTP"+f.Name, f.Name, executeARN(a.data.httpAPI, "$default/*"))
	return awsapigatewayv2.NewCfnIntegration(a.stack, jsii.String("http"+f.Name), &awsapigatewayv2.CfnIntegrationProps{
		ApiId:                a.data.httpAPI.Ref(),
		IntegrationType:      jsii.String("AWS_PROXY"),
		IntegrationMethod:    jsii.String("POST"),
		IntegrationUri:       a.functions[f.Name].FunctionArn(),
		PayloadFormatVersion: jsii.String("2.0"),
		TimeoutInMillis:      jsii.Number(float64(f.Timeout.Milliseconds())),
	})
}

// newTokenAuthorizer checks the sign-in's tokens before a function runs. Cognito's access tokens name the client in
// client_id and carry no audience; API Gateway compares whichever is there.
func (a *apiStack) newTokenAuthorizer() awsapigatewayv2.CfnAuthorizer {
	return awsapigatewayv2.NewCfnAuthorizer(a.stack, jsii.String("tokens"), &awsapigatewayv2.CfnAuthorizerProps{
		ApiId:          a.data.httpAPI.Ref(),
		Name:           jsii.String("tokens"),
		AuthorizerType: jsii.String("JWT"),
		IdentitySource: jsii.Strings("$request.header.Authorization"),
		JwtConfiguration: &awsapigatewayv2.CfnAuthorizer_JWTConfigurationProperty{
			Issuer:   a.data.issuer(),
			Audience: &[]*string{a.web.client.Ref()},
		},
	})
}

func (a *apiStack) addHTTPRoute(r manifest.Route, to awsapigatewayv2.CfnIntegration, authorizer awsapigatewayv2.CfnAuthorizer) constructs.IDependable {
	props := &awsapigatewayv2.CfnRouteProps{
		ApiId:             a.data.httpAPI.Ref(),
		RouteKey:          jsii.String(r.Key()),
		AuthorizationType: jsii.String("NONE"),
		Target:            join("integrations/", *to.Ref()),
	}
	if r.Authenticated {
		props.AuthorizationType = jsii.String("JWT")
		props.AuthorizerId = authorizer.Ref()
	}
	return awsapigatewayv2.NewCfnRoute(a.stack, jsii.String(httpID(r)), props)
}

// httpID is a route's name in the template, which takes letters and digits only.
func httpID(r manifest.Route) string {
	return "http" + r.Method + strings.NewReplacer("/", "", "{", "", "}", "", "+", "").Replace(r.Path)
}
