package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// RolePolicy is a role's inline policy of that name.
func (a *Account) RolePolicy(ctx context.Context, role, name string) (Object, error) {
	text, err := a.iam(ctx, "GetRolePolicy", url.Values{"RoleName": {role}, "PolicyName": {name}})
	if err != nil {
		return nil, err
	}
	document, err := url.QueryUnescape(between(text, "<PolicyDocument>", "</PolicyDocument>"))
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
	_, err = a.iam(ctx, "PutRolePolicy", url.Values{"RoleName": {role}, "PolicyName": {name}, "PolicyDocument": {string(document)}})
	return err
}

// iam is one for all regions.
func (a *Account) iam(ctx context.Context, action string, fields url.Values) (string, error) {
	fields.Set("Action", action)
	fields.Set("Version", "2010-05-08")
	headers := map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
	answer, err := a.send(ctx, "iam", "us-east-1", "POST", a.endpoint("iam", "iam.amazonaws.com")+"/", headers, []byte(fields.Encode()))
	if err != nil {
		return "", fmt.Errorf("%s: %w", action, err)
	}
	return string(answer), nil
}
