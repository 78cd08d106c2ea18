package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
)

// webStack is the site: the console under /console/, the widget under /widget/, both out of one private bucket that only
// CloudFront reads, and the one HTTP answer worth caching near people, availability.
type webStack struct {
	stack   awscdk.Stack
	bucket  awss3.Bucket
	site    awscloudfront.Distribution
	origin  *string   // https://host of the site itself
	origins []*string // all that count as our own, the site's first
	client  awscognito.CfnUserPoolClient
}

func newWeb(app awscdk.App, c Config, d *dataStack) *webStack {
	stack := newStack(app, c, "Web", "the site with widget and console, and who may sign in there")
	w := &webStack{stack: stack}
	w.bucket = newBucket(stack, "site", c, awss3.BucketProps{ServerAccessLogsBucket: d.accessLogs, ServerAccessLogsPrefix: jsii.String("site/")})
	w.addDistribution(c, d)
	w.addCalls(c, d)
	w.nameOrigins(c)
	w.addClient(d)
	w.addOutputs(d)
	return w
}

func (w *webStack) addDistribution(c Config, d *dataStack) {
	files := awscloudfrontorigins.S3BucketOrigin_WithOriginAccessControl(w.bucket, nil)
	props := &awscloudfront.DistributionProps{
		Comment:           jsii.String("switchboard " + c.Stage),
		DefaultRootObject: jsii.String("console/index.html"),
		HttpVersion:       awscloudfront.HttpVersion_HTTP2_AND_3,
		PriceClass:        awscloudfront.PriceClass_PRICE_CLASS_100,
		DefaultBehavior:   w.console(c, d, files),
		AdditionalBehaviors: &map[string]*awscloudfront.BehaviorOptions{
			"/widget/*": w.widget(c, files),
		},
	}
	if c.Domain != "" {
		props.MinimumProtocolVersion = awscloudfront.SecurityPolicyProtocol_TLS_V1_2_2021 // CloudFront fixes it for its own names
		props.DomainNames = jsii.Strings(c.Domain)
		props.Certificate = awscertificatemanager.Certificate_FromCertificateArn(w.stack, jsii.String("certificate"), jsii.String(c.CertificateARN))
	}
	if c.WebACL != "" {
		props.WebAclId = jsii.String(c.WebACL)
	}
	w.site = awscloudfront.NewDistribution(w.stack, jsii.String("distribution"), props)
}

// console serves the single page for every path that is no file, so that a reload stays where it was.
func (w *webStack) console(c Config, d *dataStack, files awscloudfront.IOrigin) *awscloudfront.BehaviorOptions {
	pages := awscloudfront.NewFunction(w.stack, jsii.String("pages"), &awscloudfront.FunctionProps{
		FunctionName: c.accountName("pages"),
		Code: awscloudfront.FunctionCode_FromInline(jsii.String(`function handler(event) {
  var request = event.request;
  if (request.uri.indexOf('.') < 0) request.uri = '/console/index.html';
  return request;
}`)),
	})
	return &awscloudfront.BehaviorOptions{
		Origin:                files,
		ViewerProtocolPolicy:  awscloudfront.ViewerProtocolPolicy_REDIRECT_TO_HTTPS,
		CachePolicy:           awscloudfront.CachePolicy_CACHING_OPTIMIZED(),
		ResponseHeadersPolicy: consoleHeaders(w.stack, c, d),
		FunctionAssociations: &[]*awscloudfront.FunctionAssociation{
			{Function: pages, EventType: awscloudfront.FunctionEventType_VIEWER_REQUEST},
		},
	}
}

// widget serves what the owner's pages load, so it must be readable from any origin.
func (w *webStack) widget(c Config, files awscloudfront.IOrigin) *awscloudfront.BehaviorOptions {
	return &awscloudfront.BehaviorOptions{
		Origin:                files,
		ViewerProtocolPolicy:  awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
		CachePolicy:           awscloudfront.CachePolicy_CACHING_OPTIMIZED(),
		ResponseHeadersPolicy: widgetHeaders(w.stack, c),
	}
}

// addCalls lets the calls of a visitor's page pass through: what is asked by every open page is answered out of a cache,
// what is hers alone goes on to the API together with where she is.
func (w *webStack) addCalls(c Config, d *dataStack) {
	api := awscloudfrontorigins.NewHttpOrigin(d.httpHost, &awscloudfrontorigins.HttpOriginProps{
		OriginSslProtocols: &[]awscloudfront.OriginSslPolicy{awscloudfront.OriginSslPolicy_TLS_V1_2},
		CustomHeaders:      &map[string]*string{"X-Origin-Secret": d.originSecret.SecretValue().UnsafeUnwrap()}, // a reference; CloudFormation looks it up
	})
	brief := w.briefly(c)
	for _, path := range []string{"/availability", "/deployments/*"} {
		w.site.AddBehavior(jsii.String(path), api, &awscloudfront.AddBehaviorOptions{
			ViewerProtocolPolicy: awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
			AllowedMethods:       awscloudfront.AllowedMethods_ALLOW_GET_HEAD_OPTIONS(),
			CachePolicy:          brief,
		})
	}
	w.site.AddBehavior(jsii.String("/visitor/*"), api, &awscloudfront.AddBehaviorOptions{
		ViewerProtocolPolicy: awscloudfront.ViewerProtocolPolicy_HTTPS_ONLY,
		AllowedMethods:       awscloudfront.AllowedMethods_ALLOW_ALL(),
		CachePolicy:          awscloudfront.CachePolicy_CACHING_DISABLED(),
		OriginRequestPolicy:  w.whereabouts(c),
	})
}

// briefly keeps an answer for all who ask within the same ten seconds. The origin is part of what is kept, because the
// answer names the origin that may read it.
func (w *webStack) briefly(c Config) awscloudfront.ICachePolicy {
	return awscloudfront.NewCachePolicy(w.stack, jsii.String("brief"), &awscloudfront.CachePolicyProps{
		CachePolicyName:            c.accountName("brief"),
		MinTtl:                     awscdk.Duration_Seconds(jsii.Number(5)),
		DefaultTtl:                 awscdk.Duration_Seconds(jsii.Number(5)),
		MaxTtl:                     awscdk.Duration_Seconds(jsii.Number(10)),
		QueryStringBehavior:        awscloudfront.CacheQueryStringBehavior_All(),
		HeaderBehavior:             awscloudfront.CacheHeaderBehavior_AllowList(jsii.String("Origin")),
		EnableAcceptEncodingGzip:   jsii.Bool(true),
		EnableAcceptEncodingBrotli: jsii.Bool(true),
	})
}

// passedOn are the headers that go on to the API with a visitor's call; CloudFront takes ten at most. It writes those of
// its own itself, whatever a browser sends under their names.
var passedOn = []string{
	"Origin", "X-Chat-Secret", "Content-Type", "User-Agent",
	"CloudFront-Viewer-Address", "CloudFront-Viewer-City", "CloudFront-Viewer-Country-Region-Name", "CloudFront-Viewer-Country-Name", "CloudFront-Viewer-ASN",
}

func (w *webStack) whereabouts(c Config) awscloudfront.IOriginRequestPolicy {
	return awscloudfront.NewOriginRequestPolicy(w.stack, jsii.String("whereabouts"), &awscloudfront.OriginRequestPolicyProps{
		OriginRequestPolicyName: c.accountName("whereabouts"),
		Comment:                 jsii.String("what the API is told of a visitor's call"),
		HeaderBehavior:          awscloudfront.OriginRequestHeaderBehavior_AllowList(*jsii.Strings(passedOn...)...),
		QueryStringBehavior:     awscloudfront.OriginRequestQueryStringBehavior_None(),
		CookieBehavior:          awscloudfront.OriginRequestCookieBehavior_None(),
	})
}

func (w *webStack) nameOrigins(c Config) {
	w.origin = join("https://", *w.site.DistributionDomainName())
	if c.Domain != "" {
		w.origin = jsii.String("https://" + c.Domain)
	}
	w.origins = append([]*string{w.origin}, *jsii.Strings(c.ExtraOrigins...)...)
}

// siteOrigins is SITE_ORIGINS.
func (w *webStack) siteOrigins() *string {
	return awscdk.Fn_Join(jsii.String(","), &w.origins)
}

// addClient lets the console sign people in: the code flow of a public client, which holds no secret and proves itself
// with PKCE. A password by itself is good only together with this account's own IAM rights: so an operator's smoke test
// signs in, and no page can.
func (w *webStack) addClient(d *dataStack) {
	var returns, leaves []*string
	for _, origin := range w.origins {
		returns = append(returns, join(*origin, "/console/callback"))
		leaves = append(leaves, join(*origin, "/console/"))
	}
	w.client = awscognito.NewCfnUserPoolClient(w.stack, jsii.String("client"), &awscognito.CfnUserPoolClientProps{
		UserPoolId:                      d.pool.UserPoolId(),
		ClientName:                      jsii.String("console"),
		GenerateSecret:                  jsii.Bool(false),
		AllowedOAuthFlowsUserPoolClient: jsii.Bool(true),
		AllowedOAuthFlows:               jsii.Strings("code"),
		AllowedOAuthScopes:              jsii.Strings("openid", "email", "profile"),
		SupportedIdentityProviders:      jsii.Strings("COGNITO"),
		ExplicitAuthFlows:               jsii.Strings("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"),
		CallbackUrLs:                    &returns,
		LogoutUrLs:                      &leaves,
		EnableTokenRevocation:           jsii.Bool(true),
		PreventUserExistenceErrors:      jsii.String("ENABLED"),
		AccessTokenValidity:             jsii.Number(60),
		IdTokenValidity:                 jsii.Number(60),
		RefreshTokenValidity:            jsii.Number(12),
		TokenValidityUnits: &awscognito.CfnUserPoolClient_TokenValidityUnitsProperty{
			AccessToken: jsii.String("minutes"), IdToken: jsii.String("minutes"), RefreshToken: jsii.String("hours"),
		},
	})
}

func (w *webStack) addOutputs(d *dataStack) {
	output(w.stack, "ConsoleURL", "where agents work", join(*w.origin, "/console/"))
	output(w.stack, "SiteHost", "what the DNS record of a domain of your own points at", w.site.DistributionDomainName())
	output(w.stack, "SiteBucket", "where widget and console are uploaded to", w.bucket.BucketName())
	output(w.stack, "DistributionId", "what is invalidated after an upload", w.site.DistributionId())
	output(w.stack, "UserPoolClientId", "the console's client", w.client.Ref())
	output(w.stack, "WidgetSnippet", "what the owner puts into a page",
		join(`<script async src="`, *w.origin, `/widget/widget.js" data-api="`, *w.origin, `" data-deployment="DEPLOYMENT" data-button="BUTTON"></script>`))
}
