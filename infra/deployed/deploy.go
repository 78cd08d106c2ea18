package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"
)

// assemblyOf is where an assembly is written.
func (p *proof) assemblyOf(name string) string { return filepath.Join(p.work, name) }

// binaries is where those of an assembly are kept.
func (p *proof) binaries(name string) string { return filepath.Join(p.work, "binaries", name) }

// app is the program that synthesises, built once: two assemblies of one run differ in what is meant to differ.
func (p *proof) app() string { return filepath.Join(p.work, "aws") }

func (p *proof) log(name string) string { return filepath.Join(p.work, name+".log") }

func (p *proof) addresses() string { return filepath.Join(p.work, "addresses.json") }

const first = "cdk.out"

// synthesise writes the first assembly, of the binaries that make built.
func (p *proof) synthesise(ctx context.Context) error {
	say("synthesising stage %s for %s", stage, runtime.GOARCH)
	if err := link(filepath.Join(p.root, ".build", "lambda"), p.binaries(first), ""); err != nil {
		return err
	}
	if err := cdk.Quietly(ctx, p.root, p.log("synth"), nil, "go", "build", "-o", p.app(), "./infra/aws"); err != nil {
		return err
	}
	if err := p.write(ctx, first); err != nil {
		return err
	}
	for i, row := range lacks {
		say("left out or put otherwise: %s, %d times. %s Proved by %s.", row.what, p.left[i], row.reason, row.proved)
	}
	return nil
}

// link keeps the functions' binaries as they are now, whoever builds anew meanwhile; of one only the folder.
func link(from, to, except string) error {
	built, err := filepath.Glob(filepath.Join(from, runtime.GOARCH, "*", "bootstrap"))
	if err != nil || len(built) == 0 {
		return errors.Join(err, fmt.Errorf("%s holds no functions: run 'make build-%s' first", from, runtime.GOARCH))
	}
	for _, path := range built {
		function := filepath.Base(filepath.Dir(path))
		dir := filepath.Join(to, runtime.GOARCH, function)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if function == except {
			continue
		}
		if err := os.Link(path, filepath.Join(dir, "bootstrap")); err != nil {
			return err
		}
	}
	return nil
}

// write synthesises an assembly of its binaries, and changes it by the table of what the emulator lacks.
func (p *proof) write(ctx context.Context, name string) error {
	said := fmt.Sprintf(`CDK_CONTEXT_JSON={"stage":%q,"architecture":%q,"bootstraps":%q}`, stage, runtime.GOARCH, p.binaries(name))
	env := append(p.e.environment(), said, "CDK_OUTDIR="+p.assemblyOf(name), "CDK_VALIDATION=false")
	if err := cdk.Quietly(ctx, p.root, p.log("synth"), env, p.app()); err != nil {
		return err
	}
	written, err := readAssembly(p.assemblyOf(name), stacks())
	if err != nil {
		return err
	}
	var all []template
	for _, stack := range stacks() {
		all = append(all, written.templates[stack])
	}
	if p.left, err = adapt(all, p.e); err != nil {
		return err
	}
	return written.write()
}

// bootstrap tells this process where the emulator is, and prepares it for the CDK.
func (p *proof) bootstrap(ctx context.Context) (err error) {
	for _, entry := range p.e.environment() {
		name, value, _ := strings.Cut(entry, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	if p.account, err = account.Open(ctx); err != nil {
		return err
	}
	if err := p.cdk(ctx, "bootstrap", first, "bootstrap", "aws://"+number+"/"+region); err != nil {
		return err
	}
	return openBootstrapBucket(ctx, p.account)
}

// cdk runs the CDK's command line on an assembly; what it prints goes into a log of that name.
func (p *proof) cdk(ctx context.Context, log, assembly string, args ...string) error {
	args = append(args, "--no-notices", "--no-version-reporting", "--app", p.assemblyOf(assembly))
	return cdk.Quietly(ctx, p.root, p.log(log), nil, p.line, args...)
}

// deployAll deploys every stack of an assembly.
func (p *proof) deployAll(ctx context.Context, log, assembly string) error {
	return p.cdk(ctx, log, assembly, "deploy", "--all", "--require-approval", "never", "--progress", "events")
}

func (p *proof) deploy(ctx context.Context) error {
	if err := p.deployAll(ctx, "deploy", first); err != nil {
		return err
	}
	return p.check(ctx, first)
}

// check holds the stacks against an assembly and writes where the deployed copy lies.
func (p *proof) check(ctx context.Context, assembly string) error {
	written, err := readAssembly(p.assemblyOf(assembly), stacks())
	if err != nil {
		return err
	}
	if p.outputs, err = check(ctx, p.account, written); err != nil {
		return err
	}
	return p.place().Write(p.addresses())
}

// place is where the deployed copy lies: on the emulator, APIs lie under paths.
func (p *proof) place() place.Place {
	id, _, _ := strings.Cut(strings.TrimPrefix(p.outputs["ApiURL"], "https://"), ".")
	environment := map[string]string{}
	for _, entry := range p.e.environment() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			environment[name] = value
		}
	}
	return place.Place{
		API: p.e.url() + "/_aws/execute-api/" + id + "/$default", Pool: p.outputs["UserPoolId"], Client: p.outputs["UserPoolClientId"], Stage: stage,
		NoEcho: true, Environment: environment,
	}
}

// tell has the story told to the deployed copy, in a test process that knows nothing but the file of addresses.
func (p *proof) tell(ctx context.Context) error {
	say("telling the story to %s", p.place().API)
	from := time.Now()
	env := []string{place.Variable + "=" + p.addresses()}
	if err := cdk.Run(ctx, p.root, env, "go", "test", "-count=1", "-timeout", "15m", "-v", "./infra/deployed/story"); err != nil {
		return fmt.Errorf("%w; the emulator's log: %s", err, p.log("emulator"))
	}
	if err := p.said(ctx, from); err != nil {
		return err
	}
	say("the story was told to the end, no function was denied anything, and the dashboard has its figures")
	return nil
}

// operate runs the operator's commands that only need a deployed copy.
func (p *proof) operate(ctx context.Context) error {
	ada := []string{"invite", "-email", "ada@switchboard.invalid", "-group", "agent"}
	for _, args := range [][]string{{"site"}, {"outputs"}, append(ada, "-profile", "agents"), ada, {"configure"}, {"smoke"}, {"redrive"}} {
		say("operator's command %s", args[0])
		if err := cdk.Run(ctx, p.root, []string{place.Variable + "=" + p.addresses()}, "go", append([]string{"run", "./infra/ops"}, args...)...); err != nil {
			return err
		}
	}
	return p.probe(ctx)
}

// probe has the synthetic chat, which must find what no browser would keep: the emulator's sockets open without naming
// the subprotocol (docs/gateway-differences.md). Until then it has made its settings, taken a ticket and opened a socket.
func (p *proof) probe(ctx context.Context) error {
	say("operator's command probe")
	err := cdk.Quietly(ctx, p.root, p.log("probe"), []string{place.Variable + "=" + p.addresses()}, "go", "run", "./infra/ops", "probe")
	if err == nil {
		return errors.New("the synthetic chat passed where no socket names its subprotocol: does the emulator do so now?")
	}
	if !strings.Contains(err.Error(), "no browser would keep it") {
		return err
	}
	say("the synthetic chat came as far as the emulator lets it")
	return nil
}
