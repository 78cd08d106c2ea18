// Package main deploys the product to an AWS emulator that others wrote, as it would be deployed to an account: the real
// templates, the real binaries, the CDK's own command line, every function under its own IAM role. Then it has the story
// told to it, deploys again without a change, and once more with a new version of a function while people talk. What the
// emulator lacks is the table in lacks.go and nothing else; docs/gateway-differences.md says how it differs from AWS and
// from the local gateway. `make test-deploy` runs it; it needs Python 3 and the package registries.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"
)

// limit is how long all of it may take: on a fresh machine the CDK is compiled first.
const limit = 30 * time.Minute

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	keep := flag.Bool("keep", false, "leave the deployed copy running at the end, until interrupted")
	grants := flag.String("grants", "", `take away the grants of these functions, one at a time, and see a function be denied something: "message,typing", or "all"`)
	beside := flag.Int("beside", 1, "with -grants: this many emulators beside each other, each with its part of the grants")
	part := flag.String("part", "", `with -grants: one part of them, as "2/6"; an emulator beside others is started with this`)
	flag.Parse()
	c, err := chosen(*grants, *part)
	if err == nil {
		err = begin(ctx, c, *beside, *keep)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "infra/deployed:", errors.Join(err, context.Cause(ctx)))
		os.Exit(1)
	}
}

// chosen reads what the flags say of grants.
func chosen(functions, part string) (choice, error) {
	c := choice{functions: functions, of: 1}
	if part == "" {
		return c, nil
	}
	if _, err := fmt.Sscanf(part, "%d/%d", &c.part, &c.of); err != nil || c.part < 1 || c.part > c.of {
		return c, fmt.Errorf("-part %q: wants a part of how many, as 2/6", part)
	}
	c.part--
	return c, nil
}

// begin runs the proof, or its emulators beside each other.
func begin(ctx context.Context, c choice, beside int, keep bool) error {
	if beside > 1 {
		return besides(ctx, c, beside)
	}
	if c.functions == "" {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, limit, fmt.Errorf("it took longer than %s", limit))
		defer stop()
	}
	return prove(ctx, keep, c)
}

var began = time.Now()

func say(format string, args ...any) {
	fmt.Printf("%4d s  %s\n", int(time.Since(began).Seconds()), fmt.Sprintf(format, args...))
}

// proof is one run: where it works, the emulator and what was deployed to it, and what is printed at its end.
type proof struct {
	root, work string
	line       string // the CDK's command line
	e          emulator
	account    *account.Account
	outputs    map[string]string
	left       []int // how often each row of lacks was used
	taken      []step
	choice     choice
}

// prove runs all of it. Whatever ends it, the emulator and all that it started are gone when it returns.
func prove(ctx context.Context, keep bool, c choice) (err error) {
	p := &proof{choice: c}
	if p.root, err = os.Getwd(); err != nil {
		return err
	}
	p.work = workOf(p.root, c)
	if err := errors.Join(os.RemoveAll(p.work), os.MkdirAll(p.work, 0o755)); err != nil {
		return err
	}
	binary, err := installEmulator(ctx, p.root, say)
	if err != nil {
		return err
	}
	if p.line, err = cdk.Install(ctx, p.root, say); err != nil {
		return err
	}
	e, err := startEmulator(ctx, binary, filepath.Join(p.work, "emulator.log"))
	if e != nil {
		defer func() { err = errors.Join(err, e.stop()) }()
	}
	if err != nil {
		return err
	}
	p.e = *e
	say("the emulator answers at %s", e.url())
	defer p.report()
	if err := p.run(ctx, p.steps()); err != nil {
		return err
	}
	if keep {
		say("left running for %s=%s; interrupt to end it", place.Variable, p.addresses())
		<-ctx.Done()
	}
	return nil
}

// part is one step of what is proved.
type part struct {
	name  string
	limit time.Duration
	do    func(context.Context) error
}

// steps is what is proved, in its order.
func (p *proof) steps() []part {
	deployed := []part{
		{"synthesise", 15 * time.Minute, p.synthesise},
		{"bootstrap", 5 * time.Minute, p.bootstrap},
		{"deploy", 10 * time.Minute, p.deploy},
	}
	if p.choice.functions != "" {
		return append(deployed, part{"take grants away", 24 * time.Hour, p.takeAway})
	}
	return append(deployed, []part{
		{"tell the story", 15 * time.Minute, p.tell},
		{"deploy again, unchanged", 5 * time.Minute, p.again},
		{"deploy a new version while people talk", 10 * time.Minute, p.upgrade},
		{"operator's commands", 5 * time.Minute, p.operate},
	}...)
}

// run takes steps one after the other; each has its time.
func (p *proof) run(ctx context.Context, steps []part) error {
	for _, s := range steps {
		if err := p.step(ctx, s.name, s.limit, s.do); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}
