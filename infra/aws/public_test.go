package main

import (
	"strings"
	"testing"
)

// Nothing is public but the site's distribution and the two APIs, whose routes are checked one by one elsewhere.
func TestNoBucketIsPublic(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		buckets := a.everywhere("AWS::S3::Bucket")
		if len(buckets) != 6 {
			t.Errorf("%d buckets", len(buckets))
		}
		for _, bucket := range buckets {
			a.expects(t, bucket, map[string]string{
				"PublicAccessBlockConfiguration": `{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}`,
				"WebsiteConfiguration":           "",
				"AccessControl":                  "",
			})
			if a.at(bucket, "BucketEncryption") == "" {
				t.Errorf("%s is not encrypted", bucket.id)
			}
		}
	})
}

func TestNoPolicyAllowsEverybody(t *testing.T) {
	kinds := []string{"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"}
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for _, kind := range kinds {
			for _, policy := range a.everywhere(kind) {
				statements, _ := value(policy, "PolicyDocument.Statement").([]any)
				for _, each := range statements {
					statement, _ := each.(map[string]any)
					if statement["Effect"] == "Allow" && strings.Contains(a.text(statement["Principal"]), "*") {
						t.Errorf("%s: %v", policy.id, statement)
					}
				}
			}
		}
	})
}

func TestNoFunctionIsCalledByEverybody(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		if urls := a.everywhere("AWS::Lambda::Url"); len(urls) > 0 {
			t.Errorf("%s has an address of its own", urls[0].id)
		}
		for _, permission := range a.everywhere("AWS::Lambda::Permission") {
			if a.at(permission, "Principal") == "*" || a.at(permission, "SourceArn") == "" {
				t.Errorf("%s is open", permission.id)
			}
		}
	})
}

func TestOnlyTheDistributionReadsTheSite(t *testing.T) {
	a := must(t, prod)
	distribution := a.all("Web", "AWS::CloudFront::Distribution")
	if len(distribution) != 1 || len(a.everywhere("AWS::CloudFront::Distribution")) != 1 {
		t.Fatalf("%d distributions", len(distribution))
	}
	origins, _ := value(distribution[0], "DistributionConfig.Origins").([]any)
	signed := 0
	for _, each := range origins {
		origin, _ := each.(map[string]any)
		if a.text(origin["OriginAccessControlId"]) != "" {
			signed++
		}
	}
	if len(origins) != 2 || signed != 1 {
		t.Errorf("%d origins, %d of them read with a signature", len(origins), signed)
	}
	for _, policy := range a.all("Web", "AWS::S3::BucketPolicy") {
		text := a.at(policy, "PolicyDocument")
		if !strings.Contains(text, "cloudfront.amazonaws.com") || !strings.Contains(text, "AWS:SourceArn") {
			t.Errorf("the site is read by %s", text)
		}
	}
}

func TestTheConsolesPolicyIsStrictAndExact(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		policy := ""
		for _, each := range a.all("Web", "AWS::CloudFront::ResponseHeadersPolicy") {
			policy += a.at(each, "ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy")
		}
		for _, part := range []string{
			"default-src 'none'", "script-src 'self';", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
			"wss://<sockets>.execute-api.<AWS::Region>.<AWS::URLSuffix>", "https://<http>.execute-api.<AWS::Region>.<AWS::URLSuffix>",
		} {
			if !strings.Contains(policy, part) {
				t.Errorf("%q is not in %q", part, policy)
			}
		}
		for _, part := range []string{"unsafe", "*", "http:"} {
			if strings.Contains(policy, part) {
				t.Errorf("%q is in %q", part, policy)
			}
		}
	})
}

func TestTheSitesOwnNameComesWithItsCertificate(t *testing.T) {
	a := must(t, full)
	a.expects(t, a.all("Web", "AWS::CloudFront::Distribution")[0], map[string]string{
		"DistributionConfig.Aliases":                                  "chat.example.com",
		"DistributionConfig.WebACLId":                                 everythingOn().WebACL,
		"DistributionConfig.ViewerCertificate.AcmCertificateArn":      everythingOn().CertificateARN,
		"DistributionConfig.ViewerCertificate.MinimumProtocolVersion": "TLSv1.2_2021",
	})
}
