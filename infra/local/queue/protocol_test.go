package queue_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"

	"switchboard/infra/local/queue"
)

// quietClient is an HTTP client whose connections can be closed, so that none outlives its test.
type quietClient struct{ transport http.Transport }

func (q *quietClient) client() *http.Client { return &http.Client{Transport: &q.transport} }
func (q *quietClient) close()               { q.transport.CloseIdleConnections() }

func TestADelayBeyondFifteenMinutesIsRefused(t *testing.T) {
	b := newBench(t, queue.Config{})
	for _, delay := range []int32{901, -1} {
		_, err := b.client.SendMessage(t.Context(), &sqs.SendMessageInput{
			QueueUrl: aws.String(b.queue.URL()), MessageBody: aws.String("x"), DelaySeconds: delay,
		})
		if code(err) != "InvalidParameterValue" {
			t.Errorf("delay %d: %v", delay, err)
		}
	}
	b.send("at the limit", 900)
	if s := b.queue.Stats(); s.Accepted != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestBodiesAreHeldToTheLimits(t *testing.T) {
	b := newBench(t, queue.Config{})
	for body, want := range map[string]string{
		"": "MissingParameter", strings.Repeat("x", 256<<10+1): "InvalidParameterValue", "\x00": "InvalidMessageContents",
	} {
		_, err := b.client.SendMessage(t.Context(), &sqs.SendMessageInput{
			QueueUrl: aws.String(b.queue.URL()), MessageBody: aws.String(body),
		})
		if code(err) != want {
			t.Errorf("%d bytes: got %v, want %s", len(body), err, want)
		}
	}
	b.send(strings.Repeat("x", 256<<10), 0)
}

func TestAnotherQueueDoesNotExist(t *testing.T) {
	b := newBench(t, queue.Config{})
	_, err := b.client.SendMessage(t.Context(), &sqs.SendMessageInput{
		QueueUrl: aws.String(b.queue.URL() + "-not"), MessageBody: aws.String("x"),
	})
	var missing *types.QueueDoesNotExist
	if !errors.As(err, &missing) {
		t.Errorf("got %v", err)
	}
	if out, err := b.client.GetQueueUrl(t.Context(), &sqs.GetQueueUrlInput{QueueName: aws.String("timers")}); err != nil ||
		*out.QueueUrl != b.queue.URL() {
		t.Errorf("got %v, %v", out, err)
	}
}

func TestABatchIsAcceptedEntryByEntry(t *testing.T) {
	b := newBench(t, queue.Config{})
	out, err := b.client.SendMessageBatch(t.Context(), batch(b, entry("a", 0), entry("b", 901), entry("c", 3)))
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Successful) != 2 || *out.Successful[0].Id != "a" || *out.Successful[1].Id != "c" {
		t.Errorf("successful %+v", out.Successful)
	}
	if len(out.Failed) != 1 || *out.Failed[0].Id != "b" || *out.Failed[0].Code != "InvalidParameterValue" || !out.Failed[0].SenderFault {
		t.Errorf("failed %+v", out.Failed)
	}
	b.pass(3 * time.Second)
	b.expect("the accepted ones", "body of a", "body of c")
}

func TestABatchIsRefusedAsAWhole(t *testing.T) {
	b := newBench(t, queue.Config{})
	var empty *types.EmptyBatchRequest
	var many *types.TooManyEntriesInBatchRequest
	var twice *types.BatchEntryIdsNotDistinct
	if _, err := b.client.SendMessageBatch(t.Context(), batch(b)); !errors.As(err, &empty) {
		t.Errorf("none: %v", err)
	}
	eleven := make([]types.SendMessageBatchRequestEntry, 11)
	for i := range eleven {
		eleven[i] = entry(strconv.Itoa(i), 0)
	}
	if _, err := b.client.SendMessageBatch(t.Context(), batch(b, eleven...)); !errors.As(err, &many) {
		t.Errorf("eleven: %v", err)
	}
	if _, err := b.client.SendMessageBatch(t.Context(), batch(b, entry("a", 0), entry("a", 0))); !errors.As(err, &twice) {
		t.Errorf("twice: %v", err)
	}
	if s := b.queue.Stats(); s.Accepted != 0 {
		t.Errorf("stats %+v", s)
	}
}

func batch(b *bench, entries ...types.SendMessageBatchRequestEntry) *sqs.SendMessageBatchInput {
	if entries == nil {
		entries = []types.SendMessageBatchRequestEntry{}
	}
	return &sqs.SendMessageBatchInput{QueueUrl: aws.String(b.queue.URL()), Entries: entries}
}

func entry(id string, delay int32) types.SendMessageBatchRequestEntry {
	return types.SendMessageBatchRequestEntry{Id: &id, MessageBody: aws.String("body of " + id), DelaySeconds: delay}
}

func TestAttributesCountWhatWaits(t *testing.T) {
	b := newBench(t, queue.Config{})
	b.send("now", 0)
	b.send("later", 60)
	out, err := b.client.GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String(b.queue.URL()), AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameAll},
	})
	if err != nil {
		t.Fatal(err)
	}
	if out.Attributes["ApproximateNumberOfMessages"] != "1" || out.Attributes["ApproximateNumberOfMessagesDelayed"] != "1" {
		t.Errorf("attributes %v", out.Attributes)
	}
	var unknown *types.InvalidAttributeName
	_, err = b.client.GetQueueAttributes(t.Context(), &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String(b.queue.URL()), AttributeNames: []types.QueueAttributeName{"Colour"},
	})
	if !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
}

func TestAnotherActionIsAClearError(t *testing.T) {
	b := newBench(t, queue.Config{})
	_, err := b.client.PurgeQueue(t.Context(), &sqs.PurgeQueueInput{QueueUrl: aws.String(b.queue.URL())})
	if code(err) != "InvalidAction" {
		t.Errorf("got %v", err)
	}
}

func code(err error) string {
	var answer smithy.APIError
	if errors.As(err, &answer) {
		return answer.ErrorCode()
	}
	return ""
}

func TestAConfigurationThatCannotWorkIsRefused(t *testing.T) {
	invoke := newBench(t, queue.Config{}).invoke
	for name, cfg := range map[string]queue.Config{
		"nothing to invoke": {}, "batch size": {Invoke: invoke, BatchSize: 11}, "must be positive": {Invoke: invoke, MaxReceive: -1},
	} {
		if _, err := queue.New(cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
