package main

import (
	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/jsii-runtime-go"
)

// addSignIn makes the pool of agents, supervisors and administrators. Nobody signs up: whoever operates the stage invites.
func (d *dataStack) addSignIn(c Config) {
	secondFactor := awscognito.Mfa_OPTIONAL
	if c.SecondFactor {
		secondFactor = awscognito.Mfa_REQUIRED
	}
	d.pool = awscognito.NewUserPool(d.stack, jsii.String("people"), &awscognito.UserPoolProps{
		SelfSignUpEnabled:   jsii.Bool(false),
		SignInAliases:       &awscognito.SignInAliases{Email: jsii.Bool(true)},
		SignInCaseSensitive: jsii.Bool(false),
		StandardAttributes:  &awscognito.StandardAttributes{Email: &awscognito.StandardAttribute{Required: jsii.Bool(true)}},
		AccountRecovery:     awscognito.AccountRecovery_EMAIL_ONLY,
		FeaturePlan:         awscognito.FeaturePlan_ESSENTIALS,
		Mfa:                 secondFactor,
		MfaSecondFactor:     &awscognito.MfaSecondFactor{Otp: jsii.Bool(true), Sms: jsii.Bool(false)},
		PasswordPolicy:      passwords(),
		DeletionProtection:  jsii.Bool(c.Keep),
		RemovalPolicy:       c.removal(),
	})
	for _, group := range []string{manifest.Agent, manifest.Supervisor, manifest.Administrator} {
		made := awscognito.NewCfnUserPoolGroup(d.stack, jsii.String("group"+group), &awscognito.CfnUserPoolGroupProps{
			UserPoolId: d.pool.UserPoolId(),
			GroupName:  jsii.String(group),
		})
		made.ApplyRemovalPolicy(c.removal(), nil) // people who stay keep what they may do
	}
	prefix := awscdk.Fn_Join(jsii.String("-"), jsii.Strings(c.SignInPrefix, c.Stage, *awscdk.Aws_ACCOUNT_ID()))
	awscognito.NewCfnUserPoolDomain(d.stack, jsii.String("signIn"), &awscognito.CfnUserPoolDomainProps{
		UserPoolId: d.pool.UserPoolId(),
		Domain:     prefix,
	})
	d.signIn = join(*prefix, ".auth.", *awscdk.Aws_REGION(), ".amazoncognito.com")
}

func passwords() *awscognito.PasswordPolicy {
	return &awscognito.PasswordPolicy{
		MinLength:            jsii.Number(12),
		RequireLowercase:     jsii.Bool(true),
		RequireUppercase:     jsii.Bool(true),
		RequireDigits:        jsii.Bool(true),
		RequireSymbols:       jsii.Bool(true),
		TempPasswordValidity: days(3),
	}
}

// issuer is who signs the tokens, as they name it themselves.
func (d *dataStack) issuer() *string {
	return join("https://cognito-idp.", *awscdk.Aws_REGION(), ".", *awscdk.Aws_URL_SUFFIX(), "/", *d.pool.UserPoolId())
}
