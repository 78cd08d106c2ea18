// Package account is what an operator's command asks of an AWS account, over AWS's own clients: stacks, functions, logs,
// roles, people. It follows the same environment (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL …) as every other tool.
package account

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// Account is an account in a region, as the environment names it.
type Account struct {
	Config aws.Config

	// A client keeps its connections to itself, so each is made once.
	callers   *sts.Client
	functions *lambda.Client
	gateways  *apigateway.Client
	logs      *cloudwatchlogs.Client
	people    *cognitoidentityprovider.Client
	roles     *iam.Client
	sites     *cloudfront.Client
	stacks    *cloudformation.Client
}

// Open reads the environment and the shared files. What is missing is said with how to supply it.
func Open(ctx context.Context) (*Account, error) {
	c, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the AWS configuration: %w", err)
	}
	if c.Region == "" {
		return nil, errors.New("no region is set: export AWS_REGION=eu-central-1, or name one in the profile that AWS_PROFILE selects")
	}
	if _, err := c.Credentials.Retrieve(ctx); err != nil {
		return nil, fmt.Errorf("no credentials were found: sign in (aws sso login) or export AWS_PROFILE: %w", err)
	}
	return of(c), nil
}

// patience is how long one call may take. The clients have no end of their own, and nobody may be there to break it off.
const patience = time.Minute

// of makes the clients. The configuration itself stays without an end: whoever uploads with it may take longer.
func of(c aws.Config) *Account {
	calls := c.Copy()
	if client, ok := c.HTTPClient.(*awshttp.BuildableClient); ok {
		calls.HTTPClient = client.WithTimeout(patience)
	}
	return &Account{
		Config:    c,
		callers:   sts.NewFromConfig(calls),
		functions: lambda.NewFromConfig(calls),
		gateways:  apigateway.NewFromConfig(calls),
		logs:      cloudwatchlogs.NewFromConfig(calls),
		people:    cognitoidentityprovider.NewFromConfig(calls),
		roles:     iam.NewFromConfig(calls),
		sites:     cloudfront.NewFromConfig(calls),
		stacks:    cloudformation.NewFromConfig(calls),
	}
}

// Is reports whether an error is AWS's refusal with that code.
func Is(err error, code string) bool {
	var refused smithy.APIError
	return errors.As(err, &refused) && refused.ErrorCode() == code
}

// Elsewhere reports whether the environment names another endpoint than AWS's own.
func Elsewhere() bool { return os.Getenv("AWS_ENDPOINT_URL") != "" }

// Caller is the account's number and who calls.
func (a *Account) Caller(ctx context.Context) (number, who string, err error) {
	answer, err := a.callers.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", "", err
	}
	return aws.ToString(answer.Account), aws.ToString(answer.Arn), nil
}
