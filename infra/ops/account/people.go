package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Pool is the people who sign in, and the console's client there.
type Pool struct {
	*Account
	ID, Client string
}

// Create makes a person and returns her subject; one who is there already keeps what she has. Without a password Cognito
// mails her one.
func (p Pool) Create(ctx context.Context, email, password string) (subject string, err error) {
	who := &cognito.AdminCreateUserInput{UserPoolId: &p.ID, Username: &email, UserAttributes: []types.AttributeType{
		{Name: aws.String("email"), Value: &email}, {Name: aws.String("email_verified"), Value: aws.String("true")},
	}}
	if password != "" {
		who.MessageAction = types.MessageActionTypeSuppress
	}
	if _, err := p.people.AdminCreateUser(ctx, who); err != nil && !Is(err, "UsernameExistsException") {
		return "", err
	}
	if password != "" {
		_, err := p.people.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
			UserPoolId: &p.ID, Username: &email, Password: &password, Permanent: true,
		})
		if err != nil {
			return "", err
		}
	}
	return p.Subject(ctx, email)
}

// Subject is the person's id as her tokens say it.
func (p Pool) Subject(ctx context.Context, email string) (string, error) {
	answer, err := p.people.AdminGetUser(ctx, &cognito.AdminGetUserInput{UserPoolId: &p.ID, Username: &email})
	if err != nil {
		return "", err
	}
	for _, a := range answer.UserAttributes {
		if aws.ToString(a.Name) == "sub" {
			return aws.ToString(a.Value), nil
		}
	}
	return "", fmt.Errorf("%s has no subject", email)
}

// Join puts a person into a group.
func (p Pool) Join(ctx context.Context, email, group string) error {
	_, err := p.people.AdminAddUserToGroup(ctx, &cognito.AdminAddUserToGroupInput{UserPoolId: &p.ID, Username: &email, GroupName: &group})
	return err
}

// Disable lets a person sign in no more; her tokens live until they expire.
func (p Pool) Disable(ctx context.Context, email string) error {
	_, err := p.people.AdminDisableUser(ctx, &cognito.AdminDisableUserInput{UserPoolId: &p.ID, Username: &email})
	return err
}

// Enable lets a person sign in again.
func (p Pool) Enable(ctx context.Context, email string) error {
	_, err := p.people.AdminEnableUser(ctx, &cognito.AdminEnableUserInput{UserPoolId: &p.ID, Username: &email})
	return err
}

// Delete removes a person.
func (p Pool) Delete(ctx context.Context, email string) error {
	_, err := p.people.AdminDeleteUser(ctx, &cognito.AdminDeleteUserInput{UserPoolId: &p.ID, Username: &email})
	return err
}

// Asked is a sign-in that wants more than a password: a stage may demand a second factor.
type Asked struct{ Email, Challenge string }

func (a *Asked) Error() string {
	return fmt.Sprintf("the sign-in asks %s for %s", a.Email, a.Challenge)
}

// Token signs a person in by this account's own right (IAM) and her password, and returns an access token, or *Asked.
func (p Pool) Token(ctx context.Context, email, password string) (string, error) {
	answer, err := p.people.AdminInitiateAuth(ctx, &cognito.AdminInitiateAuthInput{
		UserPoolId: &p.ID, ClientId: &p.Client, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": email, "PASSWORD": password},
	})
	if err != nil {
		return "", err
	}
	if answer.ChallengeName != "" {
		return "", &Asked{email, string(answer.ChallengeName)}
	}
	if answer.AuthenticationResult == nil || aws.ToString(answer.AuthenticationResult.AccessToken) == "" {
		return "", errors.New("the sign-in answered without an access token")
	}
	return *answer.AuthenticationResult.AccessToken, nil
}

// PrefixFree reports whether a sign-in page may take that name, which is global among all accounts; a name that this pool
// has already is free to it.
func (a *Account) PrefixFree(ctx context.Context, prefix, pool string) (bool, error) {
	answer, err := a.people.DescribeUserPoolDomain(ctx, &cognito.DescribeUserPoolDomainInput{Domain: aws.String(prefix)})
	if Is(err, "ResourceNotFoundException") {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	taken := answer.DomainDescription
	if taken == nil || aws.ToString(taken.Domain) == "" {
		return true, nil
	}
	return pool != "" && strings.EqualFold(aws.ToString(taken.UserPoolId), pool), nil
}
