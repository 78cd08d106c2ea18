package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"switchboard/infra/manifest"
)

// called checks that API Gateway may call the function from exactly that part of exactly one API.
func (a *assembly) called(t *testing.T, function, source string) {
	t.Helper()
	for _, p := range a.all("Api", "AWS::Lambda::Permission") {
		if a.at(p, "FunctionName") == "<"+function+".Arn>" && strings.HasSuffix(a.at(p, "SourceArn"), source) {
			if a.at(p, "Principal") != "apigateway.amazonaws.com" || a.at(p, "Action") != "lambda:InvokeFunction" {
				t.Errorf("%s: %s may %s", p.id, a.at(p, "Principal"), a.at(p, "Action"))
			}
			return
		}
	}
	t.Errorf("nobody may call %s from %s", function, source)
}

func invocationOf(function string) string {
	return "arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<" + function + ".Arn>/invocations"
}

func TestEachSocketRouteHasItsIntegrationAndAnswer(t *testing.T) {
	a := must(t, dev)
	inEveryFunction(t, a, func(t *testing.T, f manifest.Function, _ *resource) {
		route := a.where("Api", "AWS::ApiGatewayV2::Route", "RouteKey", f.Trigger.Route)
		if f.Trigger.Kind != manifest.Socket {
			return
		}
		if route == nil {
			t.Fatal("no route")
		}
		to := a.parts["Api"].Resources[strings.Trim(strings.TrimPrefix(a.at(route, "Target"), "integrations/"), "<>")]
		if to == nil || a.at(to, "IntegrationUri") != invocationOf(f.Name) || a.at(to, "IntegrationType") != "AWS_PROXY" || a.at(to, "ApiId") != "<sockets>" {
			t.Errorf("leads to %s", a.at(route, "Target"))
		}
		if got := a.at(to, "TimeoutInMillis"); got != strconv.FormatInt(f.Timeout.Milliseconds(), 10) {
			t.Errorf("given up after %s ms", got)
		}
		response := a.where("Api", "AWS::ApiGatewayV2::RouteResponse", "RouteId", "<"+route.id+">")
		if (response != nil) != f.Trigger.Responds || (a.at(route, "RouteResponseSelectionExpression") == "$default") != f.Trigger.Responds {
			t.Errorf("answers: route says %q, response %v; want %v", a.at(route, "RouteResponseSelectionExpression"), response, f.Trigger.Responds)
		}
		a.called(t, f.Name, ":<sockets>/dev/"+f.Trigger.Route)
	})
}

func TestNoSocketRouteIsOutsideTheManifest(t *testing.T) {
	a := must(t, dev)
	known := socketRoutes()
	for _, route := range a.everywhere("AWS::ApiGatewayV2::Route") {
		if a.at(route, "ApiId") != "<sockets>" {
			continue
		}
		if key := a.at(route, "RouteKey"); !known[key] || key == "$default" {
			t.Errorf("route %q", key)
		}
	}
	if got := a.at(a.all("Data", "AWS::ApiGatewayV2::Api")[1], "RouteSelectionExpression"); got != "$request.body.action" {
		t.Errorf("frames are told apart by %q", got)
	}
}

// A ticket is looked at once, when the socket opens; a request without one calls nobody.
func TestOnlyConnectAsksTheAuthorizer(t *testing.T) {
	a := must(t, dev)
	for _, route := range a.everywhere("AWS::ApiGatewayV2::Route") {
		if a.at(route, "ApiId") != "<sockets>" {
			continue
		}
		want := []string{"NONE", ""}
		if a.at(route, "RouteKey") == "$connect" {
			want = []string{"CUSTOM", "<tickets>"}
		}
		if got := []string{a.at(route, "AuthorizationType"), a.at(route, "AuthorizerId")}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", a.at(route, "RouteKey"), got, want)
		}
	}
	tickets := a.parts["Api"].Resources["tickets"]
	for property, want := range map[string]string{
		"AuthorizerType":               "REQUEST",
		"AuthorizerUri":                invocationOf("authorize"),
		"IdentitySource":               "route.request.header.Sec-WebSocket-Protocol",
		"AuthorizerResultTtlInSeconds": "", // a result that is kept would make a ticket good twice
	} {
		if got := a.at(tickets, property); got != want {
			t.Errorf("%s is %q, want %q", property, got, want)
		}
	}
	a.called(t, "authorize", ":<sockets>/authorizers/<tickets>")
}

// API Gateway refuses settings of a route that does not exist yet.
func TestStagesComeAfterTheirRoutes(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for stage, api := range map[string]string{"socketStage": "<sockets>", "httpStage": "<http>"} {
			waits := a.parts["Api"].Resources[stage].DependsOn
			for _, route := range a.all("Api", "AWS::ApiGatewayV2::Route") {
				if a.at(route, "ApiId") == api && !slices.Contains(waits, route.id) {
					t.Errorf("%s does not wait for %s", stage, route.id)
				}
			}
		}
		for _, response := range a.all("Api", "AWS::ApiGatewayV2::RouteResponse") {
			if !slices.Contains(a.parts["Api"].Resources["socketStage"].DependsOn, response.id) {
				t.Errorf("socketStage does not wait for %s", response.id)
			}
		}
	})
}

func TestEachSocketRouteIsThrottled(t *testing.T) {
	a := must(t, dev)
	stage := a.parts["Api"].Resources["socketStage"]
	if got := a.at(stage, "DefaultRouteSettings.ThrottlingRateLimit"); got != strconv.Itoa(a.config.Socket.Rate) {
		t.Errorf("by default %s a second", got)
	}
	settings, _ := stage.Properties["RouteSettings"].(map[string]any)
	if len(settings) != len(a.config.Routes) {
		t.Errorf("settings of %d routes, want %d", len(settings), len(a.config.Routes))
	}
	for route, limit := range a.config.Routes {
		got, _ := settings[route].(map[string]any)
		if a.text(got["ThrottlingRateLimit"]) != strconv.Itoa(limit.Rate) || a.text(got["ThrottlingBurstLimit"]) != strconv.Itoa(limit.Burst) {
			t.Errorf("%s: %v, want %+v", route, got, limit)
		}
	}
}

// S6: what people say must not reach a log by way of the gateway either.
func TestS6AccessLogsHoldNoAddressAndNoBody(t *testing.T) {
	a := must(t, full)
	for _, stage := range a.all("Api", "AWS::ApiGatewayV2::Stage") {
		format := a.at(stage, "AccessLogSettings.Format")
		if format == "" {
			t.Errorf("%s has no access log", stage.id)
		}
		for _, word := range []string{"sourceIp", "userAgent", "body", "authorizer", "identity", "path"} {
			if strings.Contains(format, word) {
				t.Errorf("%s logs %s", stage.id, word)
			}
		}
		if got := a.at(stage, "DefaultRouteSettings.DataTraceEnabled"); got == "true" {
			t.Errorf("%s traces data", stage.id)
		}
	}
}

// The role by which API Gateway writes logs belongs to the account: only a stage that says so touches it.
func TestTheGatewaysAccountRoleIsLeftAloneByDefault(t *testing.T) {
	for name, want := range map[string]int{"dev": 0, "prod": 0, "full": 1} {
		a := must(t, everyStage()[name])
		accounts := a.everywhere("AWS::ApiGateway::Account")
		if len(accounts) != want {
			t.Errorf("%s sets it %d times, want %d", name, len(accounts), want)
		}
		for _, account := range accounts {
			if account.DeletionPolicy != "Retain" {
				t.Errorf("%s takes it away when it goes", name)
			}
		}
	}
}
