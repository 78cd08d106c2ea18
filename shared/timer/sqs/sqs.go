// Package sqs keeps looks in an SQS queue with per-message delays.
package sqs

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"switchboard/shared/timer"
)

// Sender is a timer.Sender over one queue.
type Sender struct {
	client *sqs.Client
	queue  string
}

// New makes a Sender for the queue at this URL.
func New(config aws.Config, queueURL string) *Sender {
	return &Sender{sqs.NewFromConfig(config), queueURL}
}

// Send implements timer.Sender.
func (s *Sender) Send(ctx context.Context, look timer.Look, delay time.Duration) error {
	_, err := s.client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: aws.String(s.queue), MessageBody: aws.String(look.Encode()), DelaySeconds: timer.Seconds(delay),
	})
	return err
}
