package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// Object is a policy document as AWS writes it.
type Object = map[string]any

// RolePolicy is a role's inline policy of that name.
func (a *Account) RolePolicy(ctx context.Context, role, name string) (Object, error) {
	answer, err := a.roles.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: aws.String(role), PolicyName: aws.String(name)})
	if err != nil {
		return nil, err
	}
	document, err := url.QueryUnescape(aws.ToString(answer.PolicyDocument)) // IAM encodes it as a part of an address
	if err != nil {
		return nil, err
	}
	var policy Object
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		return nil, fmt.Errorf("the policy %s of the role %s: %w", name, role, err)
	}
	return policy, nil
}

// PutRolePolicy replaces a role's inline policy of that name.
func (a *Account) PutRolePolicy(ctx context.Context, role, name string, policy Object) error {
	document, err := json.Marshal(policy)
	if err != nil {
		return err
	}
	_, err = a.roles.PutRolePolicy(ctx, &iam.PutRolePolicyInput{
		RoleName: aws.String(role), PolicyName: aws.String(name), PolicyDocument: aws.String(string(document)),
	})
	return err
}

// GatewayRole is the role by which API Gateway writes logs in the account and region; empty if there is none.
func (a *Account) GatewayRole(ctx context.Context) (string, error) {
	answer, err := a.gateways.GetAccount(ctx, &apigateway.GetAccountInput{})
	if err != nil {
		return "", err
	}
	return aws.ToString(answer.CloudwatchRoleArn), nil
}
