package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"
)

// common keeps the CDK's command line from asking, telling and looking for news.
var common = []string{"--no-notices", "--no-version-reporting"}

func (o *operation) cdk(ctx context.Context, args ...string) error {
	line, err := cdk.Install(ctx, o.root, o.say)
	if err != nil {
		return err
	}
	env := []string{"CI=true", "CDK_DISABLE_CLI_TELEMETRY=true", "AWS_REGION=" + o.Config.Region}
	return cdk.Run(ctx, o.root, env, line, append(args, common...)...)
}

func bootstrap(ctx context.Context, o *operation) error {
	number, _, err := o.Caller(ctx)
	if err != nil {
		return err
	}
	o.say("preparing account %s, region %s; it makes a bucket and five roles, and costs next to nothing", number, o.Config.Region)
	return o.cdk(ctx, "bootstrap", "aws://"+number+"/"+o.Config.Region)
}

func deploy(ctx context.Context, o *operation) error {
	if err := o.siteBuilt(); err != nil {
		return err
	}
	if err := preflight(ctx, o); err != nil {
		return err
	}
	if err := o.change(ctx); err != nil {
		return err
	}
	all, err := o.found(ctx) // also finds a stack that is stuck, of which the CDK can say "no changes"
	if err != nil {
		return err
	}
	if err := o.upload(ctx, all); err != nil {
		return err
	}
	return o.tell(all)
}

// change brings the stacks to what was synthesised. That CloudFormation took one back is an error if this run began it: of
// one that it took back before, and that is to stay as it is, the CDK says "no changes".
func (o *operation) change(ctx context.Context) error {
	before, err := o.takenBack(ctx)
	if err != nil {
		return err
	}
	o.say("deploying four stacks; the first time takes about ten minutes, most of it CloudFront's")
	if err := o.cdk(ctx, "deploy", "--all", "--require-approval", "never", "--progress", "events", "--app", filepath.Join(o.work, "cdk.out")); err != nil {
		return err
	}
	after, err := o.takenBack(ctx)
	if err != nil {
		return err
	}
	for _, name := range after {
		if !slices.Contains(before, name) {
			return fmt.Errorf("%s was taken back, and the version before runs: its events in the CloudFormation console say what to mend", name)
		}
	}
	return nil
}

// takenBack is the stacks whose last change CloudFormation took back.
func (o *operation) takenBack(ctx context.Context) ([]string, error) {
	var names []string
	for _, part := range parts {
		s, err := o.Stack(ctx, o.stack(part))
		if err != nil && !errors.Is(err, account.ErrNoStack) {
			return nil, err
		}
		if s.Works() && !s.Done() {
			names = append(names, s.Name)
		}
	}
	return names, nil
}

func site(ctx context.Context, o *operation) error {
	if err := o.siteBuilt(); err != nil {
		return err
	}
	all, err := o.found(ctx)
	if err != nil {
		return err
	}
	return o.upload(ctx, all)
}

func (o *operation) siteBuilt() error {
	if _, err := os.Stat(filepath.Join(o.root, built, "console/index.html")); err != nil { //nolint:gosec // the project's own folder
		return errors.New("the site is not built: run make site, or make deploy, which does so first")
	}
	return nil
}

// outputNames are those that people ask for, in the order in which they need them.
var outputNames = []string{
	"ConsoleURL", "WidgetSnippet", "SocketURL", "ApiURL", "SignInURL", "UserPoolId", "UserPoolClientId", "SiteHost", "SiteBucket", "DistributionId",
	"ChatsTable", "DeskTable", "TranscriptsBucket", "FilesBucket", "QuarantineBucket", "FailuresBucket",
	"TimerQueueURL", "DeadTimersURL", "DashboardURL", "AlarmTopic",
}

func outputs(ctx context.Context, o *operation) error {
	all, err := o.found(ctx)
	if err != nil {
		return err
	}
	return o.tell(all)
}

// tell prints what is asked for most, and writes down what tests ask for.
func (o *operation) tell(all map[string]string) error {
	for _, name := range outputNames {
		fmt.Printf("%-18s %s\n", name, all[name])
	}
	path := filepath.Join(o.work, "addresses.json")
	if err := o.place(all).Write(path); err != nil {
		return err
	}
	fmt.Printf("\n%s=%s go test ./infra/deployed/story -count=1 -timeout 15m tells the whole story to it; never to a stage where people work.\n", place.Variable, path)
	return nil
}

// place is where the stage lies. A file that SWITCHBOARD_AT names goes before what the outputs say.
func (o *operation) place(all map[string]string) place.Place {
	return place.Place{API: all["ApiURL"], Pool: all["UserPoolId"], Client: all["UserPoolClientId"], Stage: o.stage}
}

// reach is the stage's place and its people.
func (o *operation) reach(ctx context.Context) (place.Place, account.Pool, error) {
	p := place.Place{}
	if path := os.Getenv(place.Variable); path != "" {
		var err error
		if p, err = place.Read(path); err != nil {
			return p, account.Pool{}, err
		}
	} else {
		all, err := o.found(ctx)
		if err != nil {
			return p, account.Pool{}, err
		}
		p = o.place(all)
	}
	return p, account.Pool{Account: o.Account, ID: p.Pool, Client: p.Client}, nil
}
