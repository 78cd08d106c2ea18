package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// flags are CDK's feature flags. They stand here and not in cdk.json because `go run` reads no cdk.json, and a stage
// must come out the same whoever synthesises it.
func flags() map[string]any {
	return map[string]any{
		"@aws-cdk/aws-iam:minimizePolicies":                  true,
		"@aws-cdk/aws-s3:createDefaultLoggingPolicy":         true,
		"@aws-cdk/aws-s3:publicAccessBlockedByDefault":       true,
		"@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy":    true,
		"@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0": true,
		"@aws-cdk/core:checkSecretUsage":                     true,
		"@aws-cdk/core:enablePartitionLiterals":              true,
		"@aws-cdk/core:target-partitions":                    []string{"aws"},
		"@aws-cdk/core:explicitStackTags":                    true,
		// A stack that others read from refuses to lose what they read.
		"@aws-cdk/core:defaultCrossStackReferences": "strong",
		// With these two a finding of a rule, ours or CDK's own, ends the synthesis with an error and not with a remark.
		"@aws-cdk/core:annotationsInValidationReport": true,
		"@aws-cdk/core:validateAgainstDefaultRules":   true,
	}
}

func newApp(target string) awscdk.App {
	context := flags()
	return awscdk.NewApp(&awscdk.AppProps{
		AnalyticsReporting: jsii.Bool(false),
		Context:            &context,
		Outdir:             jsii.String(target),
	})
}

// configure picks the stage that the context names (dev if it names none) and lets the context say what differs from one
// build to the next: the architecture and the folder of the bootstraps.
func configure(app awscdk.App) (Config, error) {
	said := func(key, otherwise string) string {
		if text, ok := app.Node().TryGetContext(jsii.String(key)).(string); ok && text != "" {
			return text
		}
		return otherwise
	}
	stage := said("stage", "dev")
	config, found := stages()[stage]
	if !found {
		known := slices.Sorted(maps.Keys(stages()))
		return Config{}, fmt.Errorf("no stage %q; there are %s", stage, strings.Join(known, ", "))
	}
	config.Architecture = said("architecture", config.Architecture)
	config.Bootstraps = said("bootstraps", config.Bootstraps)
	return config, config.Validate()
}

// bootstrap is the folder that is zipped and deployed as one function.
func (c Config) bootstrap(function string) string {
	return filepath.Join(c.Bootstraps, c.Architecture, function)
}

// checkBootstraps finds out before CDK does that functions are not built, and says how to build them.
func checkBootstraps(c Config) error {
	var missing []string
	for _, f := range manifest.Functions() {
		if info, err := os.Stat(filepath.Join(c.bootstrap(f.Name), "bootstrap")); err != nil || !info.Mode().IsRegular() {
			missing = append(missing, f.Name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	const build = "CGO_ENABLED=0 GOOS=linux GOARCH=%s go build -tags lambda.norpc -trimpath -ldflags '-s -w' -o %s ./functions/NAME"
	return fmt.Errorf("not built for %s: %s\nrun for each NAME of these:\n  "+build,
		c.Architecture, strings.Join(missing, " "), c.Architecture, filepath.Join(c.bootstrap("NAME"), "bootstrap"))
}

// stacks is the four of a stage, in the order in which they are deployed. Each refers only to those before it.
type stacks struct {
	data  *dataStack
	web   *webStack
	api   *apiStack
	watch awscdk.Stack
}

func newStacks(app awscdk.App, c Config) (*stacks, error) {
	// Dashboards learned to carry tags late; not every region and tool knows it.
	untagged := &awscdk.TagProps{ExcludeResourceTypes: jsii.Strings("AWS::CloudWatch::Dashboard")}
	awscdk.Tags_Of(app).Add(jsii.String("app"), jsii.String("switchboard"), untagged)
	awscdk.Tags_Of(app).Add(jsii.String("stage"), jsii.String(c.Stage), untagged)
	data := newData(app, c)
	web := newWeb(app, c, data)
	api, err := newAPI(app, c, data, web)
	if err != nil {
		return nil, err
	}
	return &stacks{data: data, web: web, api: api, watch: newWatch(app, c, data, api)}, nil
}

// newStack is one stack of a stage, called Switchboard-<stage>-<part>.
func newStack(app awscdk.App, c Config, part, does string) awscdk.Stack {
	return awscdk.NewStack(app, jsii.String("Switchboard-"+c.Stage+"-"+part), &awscdk.StackProps{
		Description:           jsii.String("Switchboard, stage " + c.Stage + ": " + does),
		TerminationProtection: jsii.Bool(c.Keep),
		Tags:                  &map[string]*string{"app": jsii.String("switchboard"), "stage": jsii.String(c.Stage)},
	})
}

// output is a value that people and scripts ask for by its name; names never change (testdata/outputs.txt).
func output(stack awscdk.Stack, name, description string, value *string) {
	awscdk.NewCfnOutput(stack, jsii.String(name), &awscdk.CfnOutputProps{Value: value, Description: jsii.String(description)})
}

// accountName names what may be there once in an account, whatever the region; so a stage can stand in two.
func (c Config) accountName(name string) *string {
	return join("switchboard-", c.Stage, "-", *awscdk.Aws_REGION(), "-", name)
}

// removal is what happens to data when its stack is deleted.
func (c Config) removal() awscdk.RemovalPolicy {
	if c.Keep {
		return awscdk.RemovalPolicy_RETAIN
	}
	return awscdk.RemovalPolicy_DESTROY
}
