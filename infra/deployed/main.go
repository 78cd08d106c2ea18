// Package main deploys the product to an AWS emulator that others wrote, as it would be deployed to an account: the real
// templates, the real binaries, the CDK's own command line, every function under its own IAM role. Then it has the story
// told to it. What the emulator lacks is the table in lacks.go and nothing else; docs/gateway-differences.md says how it
// differs from AWS and from the local gateway. `make test-deploy` runs it; it needs Python 3 and the package registries.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"
)

// limit is how long all of it may take: on a fresh machine the CDK is compiled first.
const limit = 30 * time.Minute

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	ctx, stop := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it took longer than %s", limit))
	defer stop()
	keep := flag.Bool("keep", false, "leave the deployed copy running after the story, until interrupted")
	flag.Parse()
	if err := prove(ctx, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "infra/deployed:", errors.Join(err, context.Cause(ctx)))
		os.Exit(1)
	}
}

var began = time.Now()

func say(format string, args ...any) {
	fmt.Printf("%4d s  %s\n", int(time.Since(began).Seconds()), fmt.Sprintf(format, args...))
}

func prove(ctx context.Context, keep bool) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	work := filepath.Join(root, ".build", "deployed")
	if err := errors.Join(os.RemoveAll(work), os.MkdirAll(work, 0o755)); err != nil {
		return err
	}
	binary, err := installEmulator(ctx, root, say)
	if err != nil {
		return err
	}
	line, err := cdk.Install(ctx, root, say)
	if err != nil {
		return err
	}
	e, err := startEmulator(ctx, binary, filepath.Join(work, "emulator.log"))
	if e != nil {
		defer e.stop()
	}
	if err != nil {
		return err
	}
	say("the emulator answers at %s", e.url())
	outputs, err := deploy(ctx, root, work, line, *e)
	if err != nil {
		return err
	}
	err = tell(ctx, root, work, *e, outputs)
	if keep {
		say("left running for %s=%s; interrupt to end it", place.Variable, filepath.Join(work, "addresses.json"))
		<-ctx.Done()
		return err
	}
	return err
}

// deploy synthesises, adapts and deploys, and returns every stack's outputs.
func deploy(ctx context.Context, root, work, line string, e emulator) (map[string]string, error) {
	out := filepath.Join(work, "cdk.out")
	say("synthesising stage %s for %s", stage, runtime.GOARCH)
	context := fmt.Sprintf(`CDK_CONTEXT_JSON={"stage":%q,"architecture":%q}`, stage, runtime.GOARCH)
	env := append(e.environment(), context, "CDK_OUTDIR="+out, "CDK_VALIDATION=false")
	if err := cdk.Quietly(ctx, root, filepath.Join(work, "synth.log"), env, "go", "run", "./infra/aws"); err != nil {
		return nil, err
	}
	written, err := adapted(out, e)
	if err != nil {
		return nil, err
	}
	for _, entry := range e.environment() {
		name, value, _ := strings.Cut(entry, "=")
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	a, err := account.Open(ctx)
	if err != nil {
		return nil, err
	}
	common := []string{"--no-notices", "--no-version-reporting", "--app", out}
	log := filepath.Join(work, "cdk.log")
	say("bootstrapping")
	if err := cdk.Quietly(ctx, root, log, nil, line, append([]string{"bootstrap", "aws://" + number + "/" + region}, common...)...); err != nil {
		return nil, err
	}
	if err := openBootstrapBucket(ctx, a); err != nil {
		return nil, err
	}
	say("deploying %s", strings.Join(stacks(), ", "))
	if err := cdk.Quietly(ctx, root, log, nil, line, append([]string{"deploy", "--all", "--require-approval", "never", "--progress", "events"}, common...)...); err != nil {
		return nil, err
	}
	return check(ctx, a, written)
}

// adapted changes the templates by the table and prints what was changed.
func adapted(dir string, e emulator) (assembly, error) {
	written, err := readAssembly(dir, stacks())
	if err != nil {
		return written, err
	}
	var all []template
	for _, name := range stacks() {
		all = append(all, written.templates[name])
	}
	counts, err := adapt(all, e)
	if err != nil {
		return written, err
	}
	for i, row := range lacks {
		say("left out or put otherwise: %s, %d times. %s Proved by %s.", row.what, counts[i], row.reason, row.proved)
	}
	return written, written.write()
}

// tell has the story told to the deployed copy, in a test process that knows nothing but the file of addresses.
func tell(ctx context.Context, root, work string, e emulator, outputs map[string]string) error {
	api := strings.TrimPrefix(outputs["ApiURL"], "https://")
	id, _, _ := strings.Cut(api, ".")
	environment := map[string]string{}
	for _, entry := range e.environment() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			environment[name] = value
		}
	}
	at := place.Place{
		API: e.url() + "/_aws/execute-api/" + id + "/$default", Pool: outputs["UserPoolId"], Client: outputs["UserPoolClientId"], Stage: stage,
		NoEcho: true, Environment: environment,
	}
	path := filepath.Join(work, "addresses.json")
	if err := at.Write(path); err != nil {
		return err
	}
	say("telling the story to %s", at.API)
	err := cdk.Run(ctx, root, []string{place.Variable + "=" + path}, "go", "test", "-count=1", "-timeout", "15m", "-v", "./infra/deployed/story")
	if err != nil {
		return fmt.Errorf("%w; the emulator's log: %s", err, filepath.Join(work, "emulator.log"))
	}
	say("the story was told to the end")
	return operate(ctx, root, path)
}

// operate runs the operator's commands that only need a deployed copy.
func operate(ctx context.Context, root, path string) error {
	for _, name := range []string{"site", "outputs", "smoke", "redrive"} {
		say("operator's command %s", name)
		if err := cdk.Run(ctx, root, []string{place.Variable + "=" + path}, "go", "run", "./infra/ops", name); err != nil {
			return err
		}
	}
	return nil
}
