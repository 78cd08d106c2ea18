// Package cognito asks a Cognito user pool who is disabled. It lies apart from the functions that need no directory: its
// client is large.
package cognito

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Directory is a directory.Directory over one pool.
type Directory struct {
	client *cognitoidentityprovider.Client
	pool   string
}

// New makes a Directory over the pool of that id. A question that fails is not asked again: who asked does so a minute
// later.
func New(config aws.Config, pool string) *Directory {
	return &Directory{pool: pool, client: cognitoidentityprovider.NewFromConfig(config, func(o *cognitoidentityprovider.Options) {
		o.Retryer = aws.NopRetryer{}
	})}
}

const (
	disabled = `status = "Disabled"`
	subject  = "sub"
	perPage  = 60 // the most that Cognito gives
)

// Disabled implements directory.Directory.
func (d *Directory) Disabled(ctx context.Context) ([]string, error) {
	var people []string
	for next := (*string)(nil); ; {
		page, err := d.client.ListUsers(ctx, &cognitoidentityprovider.ListUsersInput{
			UserPoolId: aws.String(d.pool), Filter: aws.String(disabled), AttributesToGet: []string{subject},
			Limit: aws.Int32(perPage), PaginationToken: next,
		})
		if err != nil {
			return nil, fmt.Errorf("directory: %w", err)
		}
		for _, one := range page.Users {
			people = append(people, subjects(one)...)
		}
		if next = page.PaginationToken; aws.ToString(next) == "" {
			return people, nil
		}
	}
}

// subjects is the subject of somebody's tokens, as the pool gives it. Whoever is enabled is none of ours, whatever the
// filter did.
func subjects(one types.UserType) []string {
	var list []string
	for _, a := range one.Attributes {
		if aws.ToString(a.Name) == subject && !one.Enabled {
			list = append(list, aws.ToString(a.Value))
		}
	}
	return list
}
