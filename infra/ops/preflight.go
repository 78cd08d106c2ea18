package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"
)

// finding is what one look came to. A bad one keeps the deployment from succeeding; a warning does not.
type finding struct {
	what      string
	bad, warn string
}

// preflight looks at everything that a fresh account trips over, and says all of it at once.
func preflight(ctx context.Context, o *operation) error {
	number, who, err := o.Caller(ctx)
	if err != nil {
		return fmt.Errorf("these credentials are not taken: sign in again: %w", err)
	}
	o.say("account %s, region %s, as %s", number, o.Config.Region, who)
	dir, err := o.synthesise(ctx)
	if err != nil {
		return err
	}
	s, err := readSynthesis(dir, o)
	if err != nil {
		return err
	}
	var wrong []error
	for _, look := range []func(context.Context, *operation, synthesis, string) (finding, error){
		bootstrapped, concurrency, logRole, prefix, certificate, stuck,
	} {
		f, err := look(ctx, o, s, number)
		switch {
		case err != nil:
			wrong = append(wrong, fmt.Errorf("%s: %w", f.what, err))
		case f.bad != "":
			wrong = append(wrong, fmt.Errorf("%s: %s", f.what, f.bad))
		case f.warn != "":
			o.say("%s: %s", f.what, f.warn)
		default:
			o.say("%s: well", f.what)
		}
	}
	return errors.Join(wrong...)
}

// synthesise writes the stage's templates and returns their folder.
func (o *operation) synthesise(ctx context.Context) (string, error) {
	out := filepath.Join(o.work, "cdk.out")
	o.say("synthesising stage %s", o.stage)
	context := fmt.Sprintf(`CDK_CONTEXT_JSON={"stage":%q,"architecture":%q}`, o.stage, architecture())
	env := []string{context, "CDK_OUTDIR=" + out, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20"}
	return out, cdk.Quietly(ctx, o.root, filepath.Join(o.work, "synth.log"), env, "go", "run", "./infra/aws")
}

// architecture is what the functions were built for: arm64, unless ARCHITECTURE says otherwise.
func architecture() string {
	if a := os.Getenv("ARCHITECTURE"); a != "" {
		return a
	}
	return "arm64"
}

const enough = 50 // concurrent functions, below which people wait

func bootstrapped(ctx context.Context, o *operation, _ synthesis, _ string) (finding, error) {
	f := finding{what: "CDK bootstrap"}
	s, err := o.Stack(ctx, "CDKToolkit")
	if errors.Is(err, account.ErrNoStack) {
		f.bad = "it is missing: run make bootstrap, once per account and region"
		return f, nil
	}
	if err != nil {
		return f, err
	}
	if version, _ := strconv.Atoi(s.Outputs["BootstrapVersion"]); version < 6 {
		f.bad = fmt.Sprintf("version %q is older than 6: run make bootstrap again", s.Outputs["BootstrapVersion"])
	}
	return f, nil
}

func concurrency(ctx context.Context, o *operation, s synthesis, _ string) (finding, error) {
	f := finding{what: "concurrent functions"}
	limit, unreserved, err := o.Concurrency(ctx)
	if err != nil {
		return f, err
	}
	more := 0 // than is reserved already, if the stage is there
	for function, n := range s.reserved {
		has, err := o.Reserved(ctx, function)
		if err != nil {
			return f, err
		}
		more += n - has
	}
	switch {
	case more > 0 && unreserved-more < 100:
		f.bad = fmt.Sprintf("%d more are to be reserved, %d of %d are nobody's, and Lambda keeps 100 free: lower Reserved in infra/aws/stage_%s.go, or ask Service Quotas for more", more, unreserved, limit, o.stage)
	case limit < enough:
		f.warn = fmt.Sprintf("the account has %d in all, which is good for a trial; ask Service Quotas (Lambda, concurrent executions) for 1,000 before people come", limit)
	}
	return f, nil
}

func logRole(ctx context.Context, o *operation, s synthesis, _ string) (finding, error) {
	f := finding{what: "API Gateway's log role"}
	if !s.socketLogs || s.makesLogRole {
		return f, nil
	}
	role, err := o.GatewayRole(ctx)
	if err == nil && role == "" {
		f.bad = "SocketLogs is existing, and the account has no role: set SocketLogs to create, or to off"
	}
	return f, err
}

func prefix(ctx context.Context, o *operation, s synthesis, number string) (finding, error) {
	f := finding{what: "the sign-in page's name"}
	name := strings.ReplaceAll(s.signIn, "<account>", number)
	pool := ""
	if data, err := o.Stack(ctx, o.stack("Data")); err == nil {
		pool = data.Outputs["UserPoolId"]
	}
	free, err := o.PrefixFree(ctx, name, pool)
	if err == nil && !free {
		f.bad = fmt.Sprintf("%q is taken by another pool: choose another SignInPrefix in infra/aws/stages.go", name)
	}
	return f, err
}

func certificate(_ context.Context, _ *operation, s synthesis, _ string) (finding, error) {
	f := finding{what: "the domain's certificate"}
	if s.certificate != "" && !strings.Contains(s.certificate, ":us-east-1:") {
		f.bad = s.certificate + " does not lie in us-east-1, where CloudFront looks for it: request it there"
	}
	return f, nil
}

// stuck finds every stack that a deployment before this one left half-way.
func stuck(ctx context.Context, o *operation, _ synthesis, _ string) (finding, error) {
	f := finding{what: "stacks that are there"}
	var all []string
	for _, part := range parts {
		s, err := o.Stack(ctx, o.stack(part))
		if errors.Is(err, account.ErrNoStack) {
			continue
		}
		if err != nil {
			return f, err
		}
		if advice := unstick(s); advice != "" {
			all = append(all, fmt.Sprintf("%s is %s: %s", s.Name, s.Status, advice))
		}
	}
	f.bad = strings.Join(all, "\n  ")
	return f, nil
}

// unstick is what to do about a stack that takes no deployment; empty if it takes one. Only what never worked may go.
func unstick(s account.Stack) string {
	switch {
	case s.Status == "REVIEW_IN_PROGRESS": // a change that nobody carried out; the CDK plans another
		return ""
	case strings.HasSuffix(s.Status, "_IN_PROGRESS"):
		return "wait until it has finished"
	case s.Status == "ROLLBACK_COMPLETE" || s.Status == "ROLLBACK_FAILED" || s.Status == "CREATE_FAILED":
		unlock := ""
		if s.Locked {
			unlock = unlocking(s.Name) + " and then "
		}
		return "it was never there whole: delete it, " + unlock + "aws cloudformation delete-stack --stack-name " + s.Name + ", and try again"
	case s.Status == "UPDATE_ROLLBACK_FAILED":
		return "never delete it, it holds the stage. Mend what its events name, then aws cloudformation continue-update-rollback --stack-name " + s.Name
	case s.Status == "DELETE_FAILED":
		return "make destroy again"
	case strings.HasSuffix(s.Status, "_FAILED"):
		return "its events in the CloudFormation console say what happened"
	}
	return ""
}

// synthesis is what the templates say of an account.
type synthesis struct {
	signIn, certificate      string
	socketLogs, makesLogRole bool
	reserved                 map[string]int // concurrent runs, by function
}

type resource struct {
	Type       string
	Properties json.RawMessage
}

func readSynthesis(dir string, o *operation) (synthesis, error) {
	s := synthesis{reserved: map[string]int{}}
	for _, part := range parts {
		text, err := os.ReadFile(filepath.Join(dir, o.stack(part)+".template.json")) //nolint:gosec // what the CDK has just written
		if err != nil {
			return s, err
		}
		var t struct{ Resources map[string]resource }
		if err := json.Unmarshal(text, &t); err != nil {
			return s, err
		}
		for id, r := range t.Resources {
			if err := s.add(r); err != nil {
				return s, fmt.Errorf("%s of %s: %w", id, o.stack(part), err)
			}
		}
	}
	return s, nil
}

func (s *synthesis) add(r resource) error {
	var p struct {
		Domain                       any
		AccessLogSettings            any
		ApiId                        any //nolint:revive // API Gateway's word
		FunctionName                 any
		ReservedConcurrentExecutions int
		StageName                    string
		DistributionConfig           struct {
			ViewerCertificate struct{ AcmCertificateArn string }
		}
	}
	switch r.Type {
	case "AWS::Cognito::UserPoolDomain", "AWS::ApiGatewayV2::Stage", "AWS::Lambda::Function", "AWS::CloudFront::Distribution":
		if err := json.Unmarshal(r.Properties, &p); err != nil {
			return err
		}
	}
	switch r.Type {
	case "AWS::Cognito::UserPoolDomain":
		s.signIn = joined(p.Domain)
	case "AWS::ApiGatewayV2::Stage":
		s.socketLogs = s.socketLogs || p.StageName != "$default" && p.AccessLogSettings != nil
	case "AWS::ApiGateway::Account":
		s.makesLogRole = true
	case "AWS::Lambda::Function":
		if name, ok := p.FunctionName.(string); ok && p.ReservedConcurrentExecutions > 0 {
			s.reserved[name] = p.ReservedConcurrentExecutions
		}
	case "AWS::CloudFront::Distribution":
		s.certificate = p.DistributionConfig.ViewerCertificate.AcmCertificateArn
	}
	return nil
}

// joined is a text, or an Fn::Join in which every reference stands for the account's number.
func joined(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	m, _ := value.(map[string]any)
	both, _ := m["Fn::Join"].([]any)
	if len(both) != 2 {
		return "<account>"
	}
	separator, _ := both[0].(string)
	list, _ := both[1].([]any)
	var texts []string
	for _, item := range list {
		texts = append(texts, joined(item))
	}
	return strings.Join(texts, separator)
}
