// Package main is what whoever operates a deployed copy runs: look before, deploy, find the addresses, let the first
// person in, try one chat, read logs, send again what was given up, take down. Each command says what it does while it
// does it, and what to do where it cannot. `make` names them; `go run ./infra/ops` lists them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
)

// command is one thing an operator may ask for.
type command struct {
	name, does string
	run        func(ctx context.Context, o *operation) error
}

func commands() []command {
	return []command{
		{"preflight", "look whether this account and region can take the stage", preflight},
		{"bootstrap", "prepare the account and region for the CDK, once", bootstrap},
		{"deploy", "deploy the four stacks, upload the site, print the outputs", deploy},
		{"site", "upload the built site again, without deploying", site},
		{"outputs", "print the addresses, and write them where tests find them", outputs},
		{"seed-admin", "let the first administrator in (-email), with the demo's settings (-demo)", seedAdmin},
		{"invite", "let a further person in (-email, -group, -profile)", invite},
		{"configure", "print the settings as JSON, or put those of a file (-file)", configure},
		{"smoke", "have one chat, from ticket to transcript, with a person made for it", smoke},
		{"probe", "have the synthetic chat once, which needs no sign-in", probe},
		{"logs", "print what the functions logged (-function, -since)", printLogs},
		{"redrive", "send dead timers and failed stream records again", redrive},
		{"restore", "copy a restored table into the stage's own (-from, -to, -merge)", restore},
		{"destroy", "take the stage down, after asking for its name", destroy},
	}
}

// operation is one command with what it was told.
type operation struct {
	*account.Account
	stage, root, work string
	email             string
	group, profile    string
	file, function    string
	from, to          string
	merge             bool
	demo              bool
	since             time.Duration
	began             time.Time
}

var stageShape = regexp.MustCompile(`^[a-z][a-z0-9]{1,9}$`)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	chosen, err := choose(args)
	if err != nil {
		return err
	}
	o, err := parse(args)
	if err != nil {
		return err
	}
	if path := os.Getenv(place.Variable); path != "" {
		if _, err := place.Read(path); err != nil { // it may say where AWS's clients must go
			return err
		}
	}
	if o.Account, err = account.Open(ctx); err != nil {
		return err
	}
	return chosen.run(ctx, o)
}

func choose(args []string) (command, error) {
	list := "one of these is needed:"
	for _, c := range commands() {
		if len(args) > 0 && c.name == args[0] {
			return c, nil
		}
		list += fmt.Sprintf("\n  %-11s %s", c.name, c.does)
	}
	return command{}, errors.New(list)
}

func parse(args []string) (*operation, error) {
	o := &operation{began: time.Now()}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.StringVar(&o.stage, "stage", "dev", "the stage, one of infra/aws/stage_*.go")
	flags.StringVar(&o.email, "email", "", "a person's e-mail address")
	flags.StringVar(&o.group, "group", "", "what she is: agent, supervisor, administrator")
	flags.StringVar(&o.profile, "profile", "", "the profile of the settings that she gets")
	flags.StringVar(&o.file, "file", "", "the settings to put, as JSON")
	flags.BoolVar(&o.demo, "demo", false, "with the demo's skills, buttons and site")
	flags.StringVar(&o.function, "function", "", "one function only")
	flags.DurationVar(&o.since, "since", 15*time.Minute, "how far back")
	flags.StringVar(&o.from, "from", "", "the table to copy")
	flags.StringVar(&o.to, "to", "", "the table to copy into")
	flags.BoolVar(&o.merge, "merge", false, "into a table that is not empty")
	if err := flags.Parse(args[1:]); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q was not understood", flags.Arg(0))
	}
	if !stageShape.MatchString(o.stage) {
		return nil, fmt.Errorf("stage %q: a stage is 2 to 10 lower-case letters and digits, such as dev", o.stage)
	}
	var err error
	if o.root, err = os.Getwd(); err != nil {
		return nil, err
	}
	o.work = filepath.Join(o.root, ".build", "ops", o.stage)
	return o, os.MkdirAll(o.work, 0o755)
}

// say tells how far it is.
func (o *operation) say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%4d s  %s\n", int(time.Since(o.began).Seconds()), fmt.Sprintf(format, args...))
}

// stack is the full name of a stack of the stage.
func (o *operation) stack(part string) string { return "Switchboard-" + o.stage + "-" + part }

// parts are the stacks in the order in which they are deployed.
var parts = []string{"Data", "Web", "Api", "Watch"}

// found is every output of the stage by its name. A stage that is not there is an error that says so.
func (o *operation) found(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	var back []string // what CloudFormation took back
	for _, part := range parts {
		s, err := o.Stack(ctx, o.stack(part))
		if errors.Is(err, account.ErrNoStack) {
			return nil, fmt.Errorf("%s is not in region %s of this account: deploy it (make deploy STAGE=%s), or name another stage, region or profile", o.stack(part), o.Config.Region, o.stage)
		}
		if err != nil {
			return nil, err
		}
		if !s.Works() {
			return nil, fmt.Errorf("%s is %s (%s): its events in the CloudFormation console say what happened", s.Name, s.Status, s.Reason)
		}
		if !s.Done() {
			back = append(back, s.Name)
		}
		for name, value := range s.Outputs {
			all[name] = value
		}
	}
	if len(back) > 0 {
		o.say("%s: the last deployment was taken back, and the version before it runs", strings.Join(back, ", "))
	}
	return all, nil
}
