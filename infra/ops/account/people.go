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

// Create makes a person with a password and returns her subject; one who is there already gets the password.
func (p Pool) Create(ctx context.Context, email, password string) (subject string, err error) {
	if err := p.add(ctx, email, types.MessageActionTypeSuppress); err != nil && !Is(err, "UsernameExistsException") {
		return "", err
	}
	_, err = p.people.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
		UserPoolId: &p.ID, Username: &email, Password: &password, Permanent: true,
	})
	if err != nil {
		return "", err
	}
	subject, _, err = p.person(ctx, email)
	return subject, err
}

// Invite makes a person, whom Cognito mails a password, and returns her subject. One who is there and has not signed in yet
// is mailed another; one who has keeps what she has, and nothing is mailed.
func (p Pool) Invite(ctx context.Context, email string) (subject string, mailed bool, err error) {
	made := p.add(ctx, email, "")
	if made != nil && !Is(made, "UsernameExistsException") {
		return "", false, made
	}
	subject, status, err := p.person(ctx, email)
	if err != nil || made == nil {
		return subject, err == nil, err
	}
	if status != types.UserStatusTypeForceChangePassword {
		return subject, false, nil
	}
	err = p.add(ctx, email, types.MessageActionTypeResend)
	return subject, err == nil, err
}

func (p Pool) add(ctx context.Context, email string, mail types.MessageActionType) error {
	_, err := p.people.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: &p.ID, Username: &email, MessageAction: mail, UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: &email}, {Name: aws.String("email_verified"), Value: aws.String("true")},
		},
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail}, // by default it is a text message
	})
	return err
}

// person is a person's id as her tokens say it, and how she stands.
func (p Pool) person(ctx context.Context, email string) (subject string, status types.UserStatusType, err error) {
	answer, err := p.people.AdminGetUser(ctx, &cognito.AdminGetUserInput{UserPoolId: &p.ID, Username: &email})
	if err != nil {
		return "", "", err
	}
	for _, a := range answer.UserAttributes {
		if aws.ToString(a.Name) == "sub" {
			return aws.ToString(a.Value), answer.UserStatus, nil
		}
	}
	return "", "", fmt.Errorf("%s has no subject", email)
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
	answer, err := p.signIn(ctx, email, password)
	if err != nil {
		return "", err
	}
	return tokenOf(email, answer.ChallengeName, answer.AuthenticationResult)
}

func (p Pool) signIn(ctx context.Context, email, password string) (*cognito.AdminInitiateAuthOutput, error) {
	return p.people.AdminInitiateAuth(ctx, &cognito.AdminInitiateAuthInput{
		UserPoolId: &p.ID, ClientId: &p.Client, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": email, "PASSWORD": password},
	})
}

// tokenOf is the access token in the answer to a sign-in.
func tokenOf(email string, asks types.ChallengeNameType, result *types.AuthenticationResultType) (string, error) {
	if asks != "" {
		return "", &Asked{email, string(asks)}
	}
	if result == nil || aws.ToString(result.AccessToken) == "" {
		return "", errors.New("the sign-in answered without an access token")
	}
	return *result.AccessToken, nil
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
