package account

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what authenticator apps compute (RFC 6238); nothing else is protected by it
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// TokenOnce is Token for a person who was made for one command. Where a second factor is demanded she gets one, whose secret
// nobody keeps: she could not sign in again.
func (p Pool) TokenOnce(ctx context.Context, email, password string) (string, error) {
	answer, err := p.signIn(ctx, email, password)
	if err != nil {
		return "", err
	}
	if answer.ChallengeName != types.ChallengeNameTypeMfaSetup {
		return tokenOf(email, answer.ChallengeName, answer.AuthenticationResult)
	}
	secret, err := p.people.AssociateSoftwareToken(ctx, &cognito.AssociateSoftwareTokenInput{Session: answer.Session})
	if err != nil {
		return "", fmt.Errorf("a second factor for %s: %w", email, err)
	}
	code, err := oneTimeCode(aws.ToString(secret.SecretCode), time.Now())
	if err != nil {
		return "", err
	}
	verified, err := p.people.VerifySoftwareToken(ctx, &cognito.VerifySoftwareTokenInput{Session: secret.Session, UserCode: &code})
	if err != nil {
		return "", fmt.Errorf("the second factor of %s: %w", email, err)
	}
	set, err := p.people.AdminRespondToAuthChallenge(ctx, &cognito.AdminRespondToAuthChallengeInput{
		UserPoolId: &p.ID, ClientId: &p.Client, ChallengeName: types.ChallengeNameTypeMfaSetup, Session: verified.Session,
		ChallengeResponses: map[string]string{"USERNAME": cmp.Or(answer.ChallengeParameters["USER_ID_FOR_SRP"], email)}, // an address is an alias
	})
	if err != nil {
		return "", err
	}
	return tokenOf(email, set.ChallengeName, set.AuthenticationResult)
}

// oneTimeCode is what an authenticator app shows at that time (RFC 6238: SHA-1, six digits, 30 s).
func oneTimeCode(secret string, at time.Time) (string, error) {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return "", fmt.Errorf("the secret of a second factor: %w", err)
	}
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, at.Unix()/30) // a hash takes whatever it is given
	sum := mac.Sum(nil)
	from := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[from:])&0x7fffffff%1_000_000), nil
}
