package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/jsii-runtime-go"
)

// consolePolicy is what the console may load and whom it may talk to: itself, the two APIs and the sign-in, by name.
func consolePolicy(d *dataStack) *string {
	region := *awscdk.Aws_REGION()
	talksTo := []string{
		"'self'", *d.httpURL(), *join("wss://", *d.socketHost),
		*join("https://", *d.signIn), *join("https://cognito-idp.", region, ".", *awscdk.Aws_URL_SUFFIX()),
	}
	return jsii.String(strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"worker-src 'self'",
		"manifest-src 'self'",
		"connect-src " + strings.Join(talksTo, " "),
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
	}, "; "))
}

func consoleHeaders(stack awscdk.Stack, c Config, d *dataStack) awscloudfront.ResponseHeadersPolicy {
	secure := transport()
	secure.ContentSecurityPolicy = &awscloudfront.ResponseHeadersContentSecurityPolicy{ContentSecurityPolicy: consolePolicy(d), Override: jsii.Bool(true)}
	secure.FrameOptions = &awscloudfront.ResponseHeadersFrameOptions{FrameOption: awscloudfront.HeadersFrameOption_DENY, Override: jsii.Bool(true)}
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String("consoleHeaders"), &awscloudfront.ResponseHeadersPolicyProps{
		ResponseHeadersPolicyName: c.accountName("console"),
		SecurityHeadersBehavior:   secure,
		CustomHeadersBehavior: headers(
			"Cross-Origin-Opener-Policy", "same-origin",
			"Cross-Origin-Resource-Policy", "same-origin",
			"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		),
	})
}

// widgetHeaders lets any page load the script, also with an integrity hash, for which browsers demand CORS.
func widgetHeaders(stack awscdk.Stack, c Config) awscloudfront.ResponseHeadersPolicy {
	return awscloudfront.NewResponseHeadersPolicy(stack, jsii.String("widgetHeaders"), &awscloudfront.ResponseHeadersPolicyProps{
		ResponseHeadersPolicyName: c.accountName("widget"),
		SecurityHeadersBehavior:   transport(),
		CorsBehavior: &awscloudfront.ResponseHeadersCorsBehavior{
			AccessControlAllowCredentials: jsii.Bool(false),
			AccessControlAllowHeaders:     jsii.Strings("*"),
			AccessControlAllowMethods:     jsii.Strings("GET", "HEAD"),
			AccessControlAllowOrigins:     jsii.Strings("*"),
			OriginOverride:                jsii.Bool(true),
		},
		CustomHeadersBehavior: headers("Cross-Origin-Resource-Policy", "cross-origin"),
	})
}

// transport is what holds for everything on the site: TLS for two years, no guessing of types, no full referrer.
func transport() *awscloudfront.ResponseSecurityHeadersBehavior {
	return &awscloudfront.ResponseSecurityHeadersBehavior{
		StrictTransportSecurity: &awscloudfront.ResponseHeadersStrictTransportSecurity{
			AccessControlMaxAge: days(730), IncludeSubdomains: jsii.Bool(true), Override: jsii.Bool(true),
		},
		ContentTypeOptions: &awscloudfront.ResponseHeadersContentTypeOptions{Override: jsii.Bool(true)},
		ReferrerPolicy: &awscloudfront.ResponseHeadersReferrerPolicy{
			ReferrerPolicy: awscloudfront.HeadersReferrerPolicy_STRICT_ORIGIN_WHEN_CROSS_ORIGIN, Override: jsii.Bool(true),
		},
	}
}

func headers(namesAndValues ...string) *awscloudfront.ResponseCustomHeadersBehavior {
	list := []*awscloudfront.ResponseCustomHeader{}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		list = append(list, &awscloudfront.ResponseCustomHeader{
			Header: jsii.String(namesAndValues[i]), Value: jsii.String(namesAndValues[i+1]), Override: jsii.Bool(true),
		})
	}
	return &awscloudfront.ResponseCustomHeadersBehavior{CustomHeaders: &list}
}
