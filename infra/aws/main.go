// Package main is the CDK app: it turns infra/manifest and one stage's configuration into four CloudFormation stacks,
// Data, Web, Api and Watch, a few files each. It needs no account, no network and no CDK command line: `go run
// ./infra/aws` writes the templates into cdk.out, or where CDK_OUTDIR says. It is the only package of the project that
// knows CDK, whose build takes minutes; nothing that people run every day imports it.
package main

import (
	"fmt"
	"os"

	"github.com/aws/jsii-runtime-go"
)

// outdir is where the templates go when nobody says otherwise; the CDK command line always does.
const outdir = "cdk.out"

func main() {
	defer jsii.Close()
	if err := synthesise(); err != nil {
		fmt.Fprintln(os.Stderr, "infra/aws:", err)
		jsii.Close() // os.Exit runs no deferred call
		os.Exit(1)
	}
}

func synthesise() error {
	target := os.Getenv("CDK_OUTDIR")
	if target == "" {
		target = outdir
	}
	app := newApp(target)
	config, err := configure(app)
	if err != nil {
		return err
	}
	if err := checkBootstraps(config); err != nil {
		return err
	}
	stacks, err := newStacks(app, config)
	if err != nil {
		return err
	}
	explain(stacks)
	app.Synth(nil)
	return nil
}
