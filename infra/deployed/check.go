package main

import (
	"context"
	"errors"
	"fmt"

	"switchboard/infra/ops/account"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// number is the account's number at the emulator, region any that it knows.
const (
	number = "000000000000"
	region = "us-east-1"
	stage  = "dev"
)

// environment is how the CDK's command line and every other client finds the emulator.
func (e emulator) environment() []string {
	return []string{
		"AWS_ENDPOINT_URL=" + e.url(), "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_SESSION_TOKEN=", "AWS_PROFILE=",
		"AWS_REGION=" + region, "AWS_DEFAULT_REGION=" + region, "AWS_EC2_METADATA_DISABLED=true",
		"CI=true", "CDK_DISABLE_CLI_TELEMETRY=true", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20",
	}
}

// openBootstrapBucket lets the CDK put its files into its bucket without TLS, which the bucket's policy refuses.
func openBootstrapBucket(ctx context.Context, a *account.Account) error {
	client := s3.NewFromConfig(a.Config, func(o *s3.Options) { o.UsePathStyle = true })
	_, err := client.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: aws.String("cdk-hnb659fds-assets-" + number + "-" + region)})
	return err
}

// stacks are the four, in the order in which they are deployed.
func stacks() []string {
	var names []string
	for _, part := range []string{"Data", "Web", "Api", "Watch"} {
		names = append(names, "Switchboard-"+stage+"-"+part)
	}
	return names
}

// check finds every stack finished, and in it every resource of its template: a deployment can say that all is well of a
// stack that never was.
func check(ctx context.Context, a *account.Account, written assembly) (map[string]string, error) {
	outputs := map[string]string{}
	var wrong []error
	for _, name := range stacks() {
		s, err := a.Stack(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if !s.Done() {
			wrong = append(wrong, fmt.Errorf("%s is %s: %s", name, s.Status, s.Reason))
		}
		made, err := a.Resources(ctx, name)
		if err != nil {
			return nil, err
		}
		there := map[string]any{}
		for _, r := range made {
			there[r.Logical] = r.Type
		}
		for id, r := range written.templates[name].resources() {
			if there[id] != r["Type"] {
				wrong = append(wrong, fmt.Errorf("%s: %s (%v) was not made", name, id, r["Type"]))
			}
		}
		for key, value := range s.Outputs {
			outputs[key] = value
		}
	}
	return outputs, errors.Join(wrong...)
}
