package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// ErrNoStack says that there is no stack of that name in this account and region.
var ErrNoStack = errors.New("there is no such stack in this account and region")

// Stack is a CloudFormation stack as it stands.
type Stack struct {
	Name    string
	Status  string
	Reason  string
	Locked  bool // its deletion is refused (termination protection)
	Outputs map[string]string
}

// Done reports whether the stack's last change ended well. CDK can say "no changes" of a stack that is stuck.
func (s Stack) Done() bool { return done(s.Status) }

// Works reports whether what the stack made can be used: after a change that was taken back, too, in its version before.
func (s Stack) Works() bool {
	return s.Done() || s.Status == string(types.StackStatusUpdateRollbackComplete)
}

// done holds for a stack and for a resource: CloudFormation has the same words for both.
func done(status string) bool {
	return status == string(types.StackStatusCreateComplete) || status == string(types.StackStatusUpdateComplete)
}

// Stack returns a stack by its name; ErrNoStack if there is none.
func (a *Account) Stack(ctx context.Context, name string) (Stack, error) {
	answer, err := a.stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(name)})
	if Is(err, "ValidationError") && strings.Contains(err.Error(), "does not exist") {
		return Stack{}, ErrNoStack
	}
	if err != nil {
		return Stack{}, err
	}
	if len(answer.Stacks) == 0 {
		return Stack{}, ErrNoStack
	}
	return stackOf(answer.Stacks[0]), nil
}

func stackOf(found types.Stack) Stack {
	s := Stack{
		Name: aws.ToString(found.StackName), Status: string(found.StackStatus), Reason: aws.ToString(found.StackStatusReason),
		Locked: aws.ToBool(found.EnableTerminationProtection), Outputs: map[string]string{},
	}
	for _, o := range found.Outputs {
		s.Outputs[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
	}
	return s
}

// Resource is one thing that a stack made.
type Resource struct {
	Logical  string
	Physical string
	Type     string
	Status   string
}

// Resources is everything that a stack has made and that is there.
func (a *Account) Resources(ctx context.Context, stack string) ([]Resource, error) {
	return a.resources(ctx, stack, done)
}

func (a *Account) resources(ctx context.Context, stack string, counts func(status string) bool) ([]Resource, error) {
	var all []Resource
	pages := cloudformation.NewListStackResourcesPaginator(a.stacks, &cloudformation.ListStackResourcesInput{StackName: aws.String(stack)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.StackResourceSummaries {
			if counts(string(r.ResourceStatus)) {
				all = append(all, Resource{
					Logical: aws.ToString(r.LogicalResourceId), Physical: aws.ToString(r.PhysicalResourceId),
					Type: aws.ToString(r.ResourceType), Status: string(r.ResourceStatus),
				})
			}
		}
	}
	return all, nil
}

// Physical is the names of a stack's resources of one type, those that could not be deleted among them; none of a stack
// that is not there.
func (a *Account) Physical(ctx context.Context, stack, kind string) ([]string, error) {
	all, err := a.resources(ctx, stack, func(status string) bool { return status != string(types.ResourceStatusDeleteComplete) })
	if Is(err, "ValidationError") {
		return nil, nil
	}
	var names []string
	for _, r := range all {
		if r.Type == kind && r.Physical != "" {
			names = append(names, r.Physical)
		}
	}
	return names, err
}

// Keeps reports whether a resource of one of these types stays when the stack is deleted, by the template that is deployed.
// A stack that was only planned has no template, and keeps nothing.
func (a *Account) Keeps(ctx context.Context, stack string, kinds ...string) (bool, error) {
	answer, err := a.stacks.GetTemplate(ctx, &cloudformation.GetTemplateInput{StackName: aws.String(stack)})
	if err != nil || aws.ToString(answer.TemplateBody) == "" {
		return false, err
	}
	var template struct {
		Resources map[string]struct{ Type, DeletionPolicy string }
	}
	if err := json.Unmarshal([]byte(aws.ToString(answer.TemplateBody)), &template); err != nil {
		return false, fmt.Errorf("the template of %s: %w", stack, err)
	}
	for _, r := range template.Resources {
		if slices.Contains(kinds, r.Type) && strings.HasPrefix(r.DeletionPolicy, "Retain") {
			return true, nil
		}
	}
	return false, nil
}
