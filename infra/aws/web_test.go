package main

import (
	"strings"
	"testing"
)

// behaviors is how the distribution handles each path.
func behaviors(t *testing.T, a *assembly) map[string]map[string]any {
	t.Helper()
	list, _ := value(a.all("Web", "AWS::CloudFront::Distribution")[0], "DistributionConfig.CacheBehaviors").([]any)
	found := map[string]map[string]any{}
	for _, each := range list {
		behavior, _ := each.(map[string]any)
		found[a.text(behavior["PathPattern"])] = behavior
	}
	return found
}

// R227: what CloudFront says of visitors is believed beside its secret; so exactly the API's origin is sent it.
func TestR227CallsOfVisitorsPassWithWhereTheyComeFrom(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		site := a.all("Web", "AWS::CloudFront::Distribution")[0]
		origins, _ := value(site, "DistributionConfig.Origins").([]any)
		proved := map[string]bool{}
		for _, each := range origins {
			origin, _ := each.(map[string]any)
			if strings.Contains(a.text(origin["OriginCustomHeaders"]), "X-Origin-Secret") {
				proved[a.text(origin["Id"])] = true
				if host := a.text(origin["DomainName"]); !strings.HasPrefix(host, "<http>.execute-api") {
					t.Errorf("the secret is sent to %s", host)
				}
			}
		}
		all := behaviors(t, a)
		for _, path := range []string{"/visitor/*", "/availability", "/deployments/*"} {
			if !proved[a.text(all[path]["TargetOriginId"])] {
				t.Errorf("%s goes to an origin without the secret", path)
			}
		}
		if got := a.text(all["/visitor/*"]["CachePolicyId"]); got != "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" { // AWS's own CachingDisabled
			t.Errorf("a visitor's calls are cached by %s", got)
		}
		if got := a.text(all["/visitor/*"]["OriginRequestPolicyId"]); got != "<whereabouts>" {
			t.Errorf("a visitor's calls pass by %s", got)
		}
		a.expects(t, a.all("Web", "AWS::CloudFront::OriginRequestPolicy")[0], map[string]string{
			"OriginRequestPolicyConfig.HeadersConfig.HeaderBehavior": "whitelist",
			"OriginRequestPolicyConfig.HeadersConfig.Headers": "Origin,X-Chat-Secret,Content-Type,User-Agent,CloudFront-Viewer-Address," +
				"CloudFront-Viewer-City,CloudFront-Viewer-Country-Region-Name,CloudFront-Viewer-Country-Name,CloudFront-Viewer-ASN",
			"OriginRequestPolicyConfig.QueryStringsConfig.QueryStringBehavior": "none",
			"OriginRequestPolicyConfig.CookiesConfig.CookieBehavior":           "none",
		})
		if len(passedOn) > 10 {
			t.Errorf("%d headers pass, and CloudFront takes ten at most", len(passedOn))
		}
	})
}

func TestAvailabilityIsKeptForFiveToTenSeconds(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		a.expects(t, a.all("Web", "AWS::CloudFront::CachePolicy")[0], map[string]string{
			"CachePolicyConfig.MinTTL": "5", "CachePolicyConfig.DefaultTTL": "5", "CachePolicyConfig.MaxTTL": "10",
			"CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers":                  "Origin",
			"CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStringBehavior": "all",
		})
		for _, path := range []string{"/availability", "/deployments/*"} {
			if got := a.text(behaviors(t, a)[path]["CachePolicyId"]); got != "<brief>" {
				t.Errorf("%s is kept by %s", path, got)
			}
		}
	})
}

// What a page includes names the site alone: its calls pass through CloudFront, and nobody learns the API's own address.
func TestTheSnippetNamesTheSite(t *testing.T) {
	a := must(t, full)
	snippet := a.text(a.parts["Web"].Outputs["WidgetSnippet"].Value)
	const want = `<script async src="https://chat.example.com/widget/widget.js" data-api="https://chat.example.com" data-deployment="DEPLOYMENT" data-button="BUTTON"></script>`
	if snippet != want {
		t.Errorf("%s, want %s", snippet, want)
	}
}
