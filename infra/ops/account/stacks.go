package account

import (
	"context"
	"errors"
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
	Outputs map[string]string
}

// Done reports whether the stack's last change ended well. CDK can say "no changes" of a stack that is stuck.
func (s Stack) Done() bool { return done(s.Status) }

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
		Outputs: map[string]string{},
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
	var all []Resource
	pages := cloudformation.NewListStackResourcesPaginator(a.stacks, &cloudformation.ListStackResourcesInput{StackName: aws.String(stack)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.StackResourceSummaries {
			if done(string(r.ResourceStatus)) {
				all = append(all, Resource{
					Logical: aws.ToString(r.LogicalResourceId), Physical: aws.ToString(r.PhysicalResourceId),
					Type: aws.ToString(r.ResourceType), Status: string(r.ResourceStatus),
				})
			}
		}
	}
	return all, nil
}

// Physical is the names of a stack's resources of one type; none of a stack that is not there.
func (a *Account) Physical(ctx context.Context, stack, kind string) ([]string, error) {
	all, err := a.Resources(ctx, stack)
	if Is(err, "ValidationError") {
		return nil, nil
	}
	var names []string
	for _, r := range all {
		if r.Type == kind {
			names = append(names, r.Physical)
		}
	}
	return names, err
}
