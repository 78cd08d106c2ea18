package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// redrive sends again what was given up: dead timers go back to their queue, stream records to finalise. Once too often
// does no harm; mend the cause first, or they come back.
func redrive(ctx context.Context, o *operation) error {
	all, err := o.found(ctx)
	if err != nil {
		return err
	}
	return errors.Join(o.redriveTimers(ctx, all["DeadTimersURL"], all["TimerQueueURL"]), o.redriveRecords(ctx, all["FailuresBucket"]))
}

// redriveTimers sends each dead timer first and deletes it then: a crash between the two sends it twice.
func (o *operation) redriveTimers(ctx context.Context, from, to string) error {
	client := sqs.NewFromConfig(o.Config)
	sent := 0
	for {
		answer, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: aws.String(from), MaxNumberOfMessages: 10, WaitTimeSeconds: 2, VisibilityTimeout: 120,
		})
		if err != nil {
			return fmt.Errorf("reading the dead timers: %w", err)
		}
		if len(answer.Messages) == 0 {
			o.say("%d dead timers went back to their queue", sent)
			return nil
		}
		for _, m := range answer.Messages {
			if _, err := client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String(to), MessageBody: m.Body}); err != nil {
				return fmt.Errorf("%d timers were sent, then: %w", sent, err)
			}
			if _, err := client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: aws.String(from), ReceiptHandle: m.ReceiptHandle}); err != nil {
				return fmt.Errorf("%d timers were sent, the last of them twice perhaps: %w", sent+1, err)
			}
			sent++
		}
	}
}

// redriveRecords gives each record that the stream gave up to finalise, and deletes it when that went well. One that fails
// again keeps none of the others.
func (o *operation) redriveRecords(ctx context.Context, bucket string) error {
	client := o.bucketClient()
	list := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	sent, stay := 0, 0
	var failed []error
	for list.HasMorePages() {
		page, err := list.NextPage(ctx)
		if err != nil {
			failed = append(failed, fmt.Errorf("the failures bucket: %w", err))
			break
		}
		for _, object := range page.Contents {
			switch err := o.redriveRecord(ctx, client, bucket, *object.Key); {
			case err == nil:
				sent++
			case ctx.Err() != nil: // or every record that is left would fail
				return errors.Join(append(failed, ctx.Err())...)
			default:
				failed = append(failed, fmt.Errorf("%s stays: %w", *object.Key, err))
				stay++
			}
		}
	}
	o.say("%d stream records were sent to finalise again, %d stay", sent, stay)
	return errors.Join(failed...)
}

func (o *operation) redriveRecord(ctx context.Context, client *s3.Client, bucket, key string) error {
	object, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	if err != nil {
		return err
	}
	text, err := io.ReadAll(object.Body)
	if err = errors.Join(err, object.Body.Close()); err != nil {
		return err
	}
	payload, err := payloadOf(text)
	if err != nil {
		return err
	}
	answer, err := o.Invoke(ctx, "switchboard-"+o.stage+"-finalise", payload)
	if err != nil {
		return err
	}
	if failed, err := refused(answer); err != nil || failed {
		return errors.Join(err, errors.New("finalise could not handle it: make logs FUNCTION=finalise says why"))
	}
	_, err = client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	return err
}

// payloadOf is the event in what Lambda wrote about a batch that it gave up: a string in its field payload.
func payloadOf(text []byte) ([]byte, error) {
	var written struct {
		Payload json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(text, &written); err != nil || len(written.Payload) == 0 {
		return nil, errors.New("it holds no payload: look at it, and delete it if it is none of Lambda's")
	}
	var inner string
	if json.Unmarshal(written.Payload, &inner) == nil {
		return []byte(inner), nil
	}
	return written.Payload, nil
}

// refused reports whether an answer names records that failed.
func refused(answer []byte) (bool, error) {
	var said struct {
		Failures []json.RawMessage `json:"batchItemFailures"`
	}
	if len(answer) == 0 {
		return false, nil
	}
	err := json.Unmarshal(answer, &said)
	return len(said.Failures) > 0, err
}
