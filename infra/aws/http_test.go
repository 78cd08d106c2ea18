package main

import (
	"slices"
	"strings"
	"testing"

	"switchboard/infra/manifest"
)

func TestEachHTTPRouteHasItsIntegrationAndAuthorizer(t *testing.T) {
	a := must(t, dev)
	known := map[string]bool{}
	for _, r := range append(manifest.Routes(), manifest.Preflight()) {
		known[r.Key()] = true
		t.Run(r.Key(), func(t *testing.T) {
			route := a.where("Api", "AWS::ApiGatewayV2::Route", "RouteKey", r.Key())
			if route == nil {
				t.Fatal("no route")
			}
			to := a.parts["Api"].Resources[strings.Trim(strings.TrimPrefix(a.at(route, "Target"), "integrations/"), "<>")]
			if to == nil || a.at(to, "IntegrationUri") != "<"+r.Function+".Arn>" || a.at(to, "PayloadFormatVersion") != "2.0" {
				t.Errorf("leads to %s", a.at(route, "Target"))
			}
			want := []string{"NONE", ""}
			if r.Authenticated {
				want = []string{"JWT", "<tokens>"}
			}
			if got := []string{a.at(route, "AuthorizationType"), a.at(route, "AuthorizerId")}; !slices.Equal(got, want) {
				t.Errorf("authorised by %v, want %v", got, want)
			}
			a.called(t, r.Function, ":<http>/$default/*")
		})
	}
	for _, route := range a.everywhere("AWS::ApiGatewayV2::Route") {
		if key := a.at(route, "RouteKey"); a.at(route, "ApiId") == "<http>" && !known[key] {
			t.Errorf("route %q is not in the manifest", key)
		}
	}
}

func TestTokensComeFromOurPoolForOurClient(t *testing.T) {
	a := must(t, dev)
	tokens := a.parts["Api"].Resources["tokens"]
	for property, want := range map[string]string{
		"AuthorizerType":            "JWT",
		"IdentitySource":            "$request.header.Authorization",
		"JwtConfiguration.Issuer":   "https://cognito-idp.<AWS::Region>.<AWS::URLSuffix>/<people>",
		"JwtConfiguration.Audience": "<client>",
	} {
		if got := a.at(tokens, property); got != want {
			t.Errorf("%s is %q, want %q", property, got, want)
		}
	}
}

// Which origins are permitted is data; a gateway that answered preflights would have to know it at deployment.
func TestTheGatewayAnswersNoPreflight(t *testing.T) {
	a := must(t, dev)
	for _, api := range a.all("Data", "AWS::ApiGatewayV2::Api") {
		if got := api.Properties["CorsConfiguration"]; got != nil {
			t.Errorf("%s: %v", api.id, got)
		}
		if got := a.at(api, "IpAddressType"); got != "dualstack" {
			t.Errorf("%s is reached by %s", api.id, got)
		}
	}
}
