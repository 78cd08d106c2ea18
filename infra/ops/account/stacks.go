package account

import (
	"context"
	"encoding/xml"
	"net/url"
	"strings"
)

// Stack is a CloudFormation stack as it stands.
type Stack struct {
	Name    string
	Status  string
	Reason  string
	Outputs map[string]string
}

// Done reports whether the stack's last change ended well. CDK can say "no changes" of a stack that is stuck.
func (s Stack) Done() bool {
	return s.Status == "CREATE_COMPLETE" || s.Status == "UPDATE_COMPLETE"
}

// Stack returns a stack by its name; ErrNoStack if there is none.
func (a *Account) Stack(ctx context.Context, name string) (Stack, error) {
	text, err := a.query(ctx, "cloudformation", "2010-05-15", "DescribeStacks", url.Values{"StackName": {name}})
	if Is(err, "ValidationError") && strings.Contains(err.Error(), "does not exist") {
		return Stack{}, ErrNoStack
	}
	if err != nil {
		return Stack{}, err
	}
	var answer struct {
		Stacks []struct {
			Name    string `xml:"StackName"`
			Status  string `xml:"StackStatus"`
			Reason  string `xml:"StackStatusReason"`
			Outputs []struct {
				Key   string `xml:"OutputKey"`
				Value string `xml:"OutputValue"`
			} `xml:"Outputs>member"`
		} `xml:"DescribeStacksResult>Stacks>member"`
	}
	if err := xml.Unmarshal([]byte(text), &answer); err != nil {
		return Stack{}, err
	}
	if len(answer.Stacks) == 0 {
		return Stack{}, ErrNoStack
	}
	found := answer.Stacks[0]
	s := Stack{Name: found.Name, Status: found.Status, Reason: found.Reason, Outputs: map[string]string{}}
	for _, o := range found.Outputs {
		s.Outputs[o.Key] = o.Value
	}
	return s, nil
}

// ErrNoStack says that there is no stack of that name in this account and region.
var ErrNoStack = errNoStack{}

type errNoStack struct{}

func (errNoStack) Error() string { return "there is no such stack in this account and region" }

// Caller is the account's number and who calls.
func (a *Account) Caller(ctx context.Context) (number, who string, err error) {
	text, err := a.query(ctx, "sts", "2011-06-15", "GetCallerIdentity", nil)
	if err != nil {
		return "", "", err
	}
	return between(text, "<Account>", "</Account>"), between(text, "<Arn>", "</Arn>"), nil
}

// Resource is one thing that a stack made.
type Resource struct {
	Logical  string `xml:"LogicalResourceId"`
	Physical string `xml:"PhysicalResourceId"`
	Type     string `xml:"ResourceType"`
	Status   string `xml:"ResourceStatus"`
}

// Resources is everything that a stack has made and that is there.
func (a *Account) Resources(ctx context.Context, stack string) ([]Resource, error) {
	var all []Resource
	next := ""
	for {
		fields := url.Values{"StackName": {stack}}
		if next != "" {
			fields.Set("NextToken", next)
		}
		text, err := a.query(ctx, "cloudformation", "2010-05-15", "ListStackResources", fields)
		if err != nil {
			return nil, err
		}
		var answer struct {
			Resources []Resource `xml:"ListStackResourcesResult>StackResourceSummaries>member"`
			Next      string     `xml:"ListStackResourcesResult>NextToken"`
		}
		if err := xml.Unmarshal([]byte(text), &answer); err != nil {
			return nil, err
		}
		for _, r := range answer.Resources {
			if r.Status == "CREATE_COMPLETE" || r.Status == "UPDATE_COMPLETE" {
				all = append(all, r)
			}
		}
		if next = answer.Next; next == "" {
			return all, nil
		}
	}
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
