package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Pool is the people who sign in, and the console's client there.
type Pool struct {
	*Account
	ID, Client string
}

// Create makes a person and returns her subject; one who is there already keeps what she has. Without a password Cognito
// mails her one.
func (p Pool) Create(ctx context.Context, email, password string) (subject string, err error) {
	body := Object{"UserPoolId": p.ID, "Username": email, "UserAttributes": []Object{
		{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"},
	}}
	if password != "" {
		body["MessageAction"] = "SUPPRESS"
	}
	if err := p.ask(ctx, people, "AdminCreateUser", body, nil); err != nil && !Is(err, "UsernameExistsException") {
		return "", err
	}
	if password != "" {
		body := Object{"UserPoolId": p.ID, "Username": email, "Password": password, "Permanent": true}
		if err := p.ask(ctx, people, "AdminSetUserPassword", body, nil); err != nil {
			return "", err
		}
	}
	return p.Subject(ctx, email)
}

// Subject is the person's id as her tokens say it.
func (p Pool) Subject(ctx context.Context, email string) (string, error) {
	var answer struct {
		UserAttributes []struct{ Name, Value string }
	}
	if err := p.ask(ctx, people, "AdminGetUser", Object{"UserPoolId": p.ID, "Username": email}, &answer); err != nil {
		return "", err
	}
	for _, a := range answer.UserAttributes {
		if a.Name == "sub" {
			return a.Value, nil
		}
	}
	return "", fmt.Errorf("%s has no subject", email)
}

// Join puts a person into a group.
func (p Pool) Join(ctx context.Context, email, group string) error {
	return p.ask(ctx, people, "AdminAddUserToGroup", Object{"UserPoolId": p.ID, "Username": email, "GroupName": group}, nil)
}

// Disable lets a person sign in no more; her tokens live until they expire.
func (p Pool) Disable(ctx context.Context, email string) error {
	return p.ask(ctx, people, "AdminDisableUser", Object{"UserPoolId": p.ID, "Username": email}, nil)
}

// Enable lets a person sign in again.
func (p Pool) Enable(ctx context.Context, email string) error {
	return p.ask(ctx, people, "AdminEnableUser", Object{"UserPoolId": p.ID, "Username": email}, nil)
}

// Delete removes a person.
func (p Pool) Delete(ctx context.Context, email string) error {
	return p.ask(ctx, people, "AdminDeleteUser", Object{"UserPoolId": p.ID, "Username": email}, nil)
}

// Token signs a person in by this account's own right (IAM) and her password, and returns an access token. A stage that
// demands a second factor asks for one first; that is an error here.
func (p Pool) Token(ctx context.Context, email, password string) (string, error) {
	var answer struct {
		ChallengeName        string
		AuthenticationResult struct{ AccessToken string }
	}
	body := Object{
		"UserPoolId": p.ID, "ClientId": p.Client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
		"AuthParameters": Object{"USERNAME": email, "PASSWORD": password},
	}
	if err := p.ask(ctx, people, "AdminInitiateAuth", body, &answer); err != nil {
		return "", err
	}
	if answer.ChallengeName != "" {
		return "", fmt.Errorf("the sign-in asks %s for %s", email, answer.ChallengeName)
	}
	if answer.AuthenticationResult.AccessToken == "" {
		return "", errors.New("the sign-in answered without an access token")
	}
	return answer.AuthenticationResult.AccessToken, nil
}

// PrefixFree reports whether a sign-in page may take that name, which is global among all accounts; a name that this pool
// has already is free to it.
func (a *Account) PrefixFree(ctx context.Context, prefix, pool string) (bool, error) {
	var answer struct {
		DomainDescription struct {
			Domain     string
			UserPoolId string //nolint:revive // Cognito's word
			Status     string
		}
	}
	err := a.ask(ctx, people, "DescribeUserPoolDomain", Object{"Domain": prefix}, &answer)
	if Is(err, "ResourceNotFoundException") {
		return true, nil
	}
	d := answer.DomainDescription
	return d.Domain == "" || pool != "" && strings.EqualFold(d.UserPoolId, pool), err
}
