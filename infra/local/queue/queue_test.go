package queue_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"go.uber.org/goleak"

	"switchboard/infra/local/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a queue with a clock, a client and a function that writes down what it gets.
type bench struct {
	t      *testing.T
	queue  *queue.Queue
	client *sqs.Client

	mu      sync.Mutex
	now     time.Time
	batches [][]events.SQSMessage
	answer  func([]events.SQSMessage) (any, error)
}

func newBench(t *testing.T, cfg queue.Config) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	cfg.Invoke, cfg.Now, cfg.Log = b.invoke, b.clock, slog.New(slog.DiscardHandler)
	q, err := queue.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	endpoint, stop, err := q.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(endpoint, "http://127.0.0.1:") {
		t.Fatalf("it listens on %s", endpoint)
	}
	transport := aws.NewConfig()
	transport.BaseEndpoint, transport.Region = aws.String(endpoint), "us-east-1"
	transport.Credentials = credentials.NewStaticCredentialsProvider("local", "local", "")
	idle := &quietClient{}
	transport.HTTPClient = idle.client()
	b.queue, b.client = q, sqs.NewFromConfig(*transport)
	t.Cleanup(func() {
		idle.close()
		if err := stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return b
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bench) invoke(_ context.Context, payload []byte) ([]byte, error) {
	var event events.SQSEvent
	if err := json.Unmarshal(payload, &event); err != nil {
		return nil, err
	}
	b.mu.Lock()
	b.batches = append(b.batches, event.Records)
	answer := b.answer
	b.mu.Unlock()
	if answer == nil {
		return []byte("null"), nil
	}
	said, err := answer(event.Records)
	if err != nil {
		return nil, err
	}
	return json.Marshal(said)
}

func (b *bench) send(body string, delay int32) string {
	b.t.Helper()
	out, err := b.client.SendMessage(b.t.Context(), &sqs.SendMessageInput{
		QueueUrl: aws.String(b.queue.URL()), MessageBody: &body, DelaySeconds: delay,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return *out.MessageId
}

// step delivers what is due and returns the bodies that came, in the order of their batches.
func (b *bench) step() []string {
	b.mu.Lock()
	b.batches = nil
	b.mu.Unlock()
	b.queue.Deliver(b.t.Context(), b.clock())
	b.mu.Lock()
	defer b.mu.Unlock()
	var bodies []string
	for _, batch := range b.batches {
		for _, m := range batch {
			bodies = append(bodies, m.Body)
		}
	}
	slices.Sort(bodies)
	return bodies
}

func (b *bench) expect(what string, want ...string) {
	b.t.Helper()
	if got := b.step(); !slices.Equal(got, want) {
		b.t.Errorf("%s: came %q, want %q", what, got, want)
	}
}

func (b *bench) fails(answer func([]events.SQSMessage) (any, error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = answer
}

func TestAMessageComesWhenItsDelayIsOver(t *testing.T) {
	b := newBench(t, queue.Config{})
	b.send("soon", 12)
	b.send("now", 0)
	b.expect("at once", "now")
	b.pass(12*time.Second - time.Millisecond)
	b.expect("too early")
	b.pass(time.Millisecond)
	b.expect("at its time", "soon")
	b.pass(time.Hour)
	b.expect("settled messages")
}

func TestTheFunctionSeesWhatLambdasMappingSends(t *testing.T) {
	b := newBench(t, queue.Config{})
	sent := b.clock()
	id := b.send("look", 5)
	b.pass(6 * time.Second)
	b.expect("one message", "look")
	m := b.batches[0][0]
	if m.MessageId != id || m.ReceiptHandle == "" || m.EventSource != "aws:sqs" || m.AWSRegion != "us-east-1" {
		t.Errorf("record %+v", m)
	}
	if m.EventSourceARN != "arn:aws:sqs:us-east-1:000000000000:timers" {
		t.Errorf("arn %q", m.EventSourceARN)
	}
	if m.Attributes["ApproximateReceiveCount"] != "1" || m.Attributes["SentTimestamp"] != millis(sent) ||
		m.Attributes["ApproximateFirstReceiveTimestamp"] != millis(sent.Add(6*time.Second)) {
		t.Errorf("attributes %v", m.Attributes)
	}
}

func millis(at time.Time) string {
	text, _ := json.Marshal(at.UnixMilli())
	return string(text)
}

func TestABatchHoldsAtMostItsSize(t *testing.T) {
	b := newBench(t, queue.Config{BatchSize: 2, Concurrent: 1})
	for _, body := range []string{"a", "b", "c", "d", "e"} {
		b.send(body, 0)
	}
	b.expect("all", "a", "b", "c", "d", "e")
	if len(b.batches) != 3 {
		t.Errorf("%d batches", len(b.batches))
	}
}

func TestAFailedBatchComesAgainAfterTheVisibilityTimeoutAndDiesAfterFourReceives(t *testing.T) {
	b := newBench(t, queue.Config{})
	id := b.send("poison", 0)
	b.fails(func([]events.SQSMessage) (any, error) { return nil, errors.New("no table") })
	b.expect("first", "poison")
	for receive := 2; receive <= 4; receive++ {
		b.pass(30*time.Second - time.Millisecond)
		b.expect("still hidden")
		b.pass(time.Millisecond)
		b.expect("again", "poison")
		if got := b.batches[0][0].Attributes["ApproximateReceiveCount"]; got != string(rune('0'+receive)) {
			t.Errorf("receive count %s at receive %d", got, receive)
		}
	}
	b.pass(time.Minute)
	b.expect("a dead letter")
	dead := b.queue.DeadLetters()
	if len(dead) != 1 || dead[0].MessageID != id || dead[0].Body != "poison" || dead[0].Receives != 4 {
		t.Errorf("dead letters %+v", dead)
	}
	if s := b.queue.Stats(); s.Receives != 4 || s.Failed != 4 || s.Dead != 1 || s.Waiting != 0 {
		t.Errorf("stats %+v", s)
	}
}

func TestOnlyTheReportedMessagesComeAgain(t *testing.T) {
	b := newBench(t, queue.Config{})
	b.send("good", 0)
	bad := b.send("bad", 0)
	b.fails(reporting(bad))
	b.expect("both", "bad", "good")
	b.pass(30 * time.Second)
	b.fails(nil)
	b.expect("the reported one", "bad")
	b.pass(time.Hour)
	b.expect("nothing")
}

func TestAReportOfAnUnknownMessageFailsTheWholeBatch(t *testing.T) {
	for _, id := range []string{"", "nobody"} {
		b := newBench(t, queue.Config{})
		b.send("one", 0)
		b.send("two", 0)
		b.fails(reporting(id))
		b.expect("both", "one", "two")
		b.pass(30 * time.Second)
		b.expect("both again", "one", "two")
	}
}

func reporting(ids ...string) func([]events.SQSMessage) (any, error) {
	return func([]events.SQSMessage) (any, error) {
		var r events.SQSEventResponse
		for _, id := range ids {
			r.BatchItemFailures = append(r.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: id})
		}
		return r, nil
	}
}

func TestRunDeliversWithoutBeingAsked(t *testing.T) {
	b := newBench(t, queue.Config{})
	came := make(chan string, 2)
	b.fails(func(ms []events.SQSMessage) (any, error) { came <- ms[0].Body; return nil, nil })
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	done := make(chan struct{})
	go func() { defer close(done); b.queue.Run(ctx) }()
	b.send("now", 0)
	b.send("later", 900)
	if got := <-came; got != "now" {
		t.Errorf("first came %q", got)
	}
	b.pass(15 * time.Minute)
	if got := <-came; got != "later" {
		t.Errorf("then came %q", got)
	}
	stop()
	<-done
}
