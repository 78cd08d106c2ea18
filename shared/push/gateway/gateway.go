// Package gateway pushes through API Gateway's management API.
package gateway

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi/types"

	"switchboard/shared/push"
)

// Sender is a push.Sender over the management API.
type Sender struct {
	client *apigatewaymanagementapi.Client
}

// New makes a Sender for the socket API at endpoint, "https://…/stage". A throttled push is not waited for: resume and
// beat heal what was not sent.
func New(config aws.Config, endpoint string) *Sender {
	return &Sender{apigatewaymanagementapi.NewFromConfig(config, func(o *apigatewaymanagementapi.Options) {
		o.BaseEndpoint = aws.String(endpoint)
		o.Retryer = aws.NopRetryer{}
	})}
}

// Send implements push.Sender.
func (s *Sender) Send(ctx context.Context, conn string, data []byte) error {
	_, err := s.client.PostToConnection(ctx, &apigatewaymanagementapi.PostToConnectionInput{ConnectionId: aws.String(conn), Data: data})
	return translate(err)
}

// Drop implements push.Sender.
func (s *Sender) Drop(ctx context.Context, conn string) error {
	_, err := s.client.DeleteConnection(ctx, &apigatewaymanagementapi.DeleteConnectionInput{ConnectionId: aws.String(conn)})
	if err = translate(err); errors.Is(err, push.ErrGone) {
		return nil
	}
	return err
}

// Warm opens the connection to API Gateway during a cold start, where nobody waits.
func (s *Sender) Warm(ctx context.Context) { _ = s.Send(ctx, "warm", nil) }

func translate(err error) error {
	var gone *types.GoneException
	if errors.As(err, &gone) {
		return push.ErrGone
	}
	return err
}
