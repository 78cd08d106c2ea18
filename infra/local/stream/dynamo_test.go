package stream

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"switchboard/infra/local/dynamo"
)

// caught is what a function that is written with Lambda's own types saw.
type caught struct {
	mu      sync.Mutex
	records []events.DynamoDBEventRecord
}

func (c *caught) invoke(_ context.Context, _ string, payload []byte) ([]byte, error) {
	var e events.DynamoDBEvent
	if err := json.Unmarshal(payload, &e); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.records = append(c.records, e.Records...)
	return nil, nil
}

func (c *caught) named(event, pk string) []events.DynamoDBEventRecord {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []events.DynamoDBEventRecord
	for _, r := range c.records {
		if r.EventName == event && r.Change.Keys["pk"].String() == pk {
			found = append(found, r)
		}
	}
	return found
}

// The one test with the engine itself: what a caller writes arrives in Lambda's form (F38: an equal write does not),
// a caller's deletion and one by TTL are told apart (F41), and a filter lets only the latter through.
func TestF41ARealTTLDeletionArrives(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	client, endpoint := engine(t, ctx)
	everything, expired := &caught{}, &caught{}
	all := mapped(t, ctx, Config{Endpoint: endpoint, Table: "chats", Function: "watch", Invoke: everything.invoke})
	filtered := mapped(t, ctx, Config{
		Endpoint: endpoint, Table: "chats", Function: "finalise", Invoke: expired.invoke, Filter: Expired("pk", "MARK#"),
		ReportBatchItemFailures: true, Bisect: true, Retries: 10,
	})
	past := strconv.FormatInt(time.Now().Add(-time.Minute).Unix(), 10)
	write(t, ctx, client, "MARK#7", past)
	write(t, ctx, client, "CHAT#9", past)
	write(t, ctx, client, "CHAT#1", "")
	write(t, ctx, client, "CHAT#1", "") // equal: no record
	_, err := client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: aws.String("chats"), Key: key("CHAT#1")})
	if err != nil {
		t.Fatal(err)
	}
	awaitLong(t, "a caller's deletion", func() bool { return len(everything.named("REMOVE", "CHAT#1")) == 1 })
	checkInsert(t, everything)
	if n := len(everything.named("MODIFY", "CHAT#1")); n != 0 {
		t.Errorf("F38: an equal write made %d records", n)
	}
	began := time.Now()
	awaitLong(t, "both deletions by TTL", func() bool {
		return len(expired.named("REMOVE", "MARK#7")) == 1 && len(everything.named("REMOVE", "CHAT#9")) == 1
	})
	t.Logf("TTL took %v more", time.Since(began).Round(time.Second))
	checkExpired(t, expired.named("REMOVE", "MARK#7")[0])
	if who := everything.named("REMOVE", "CHAT#1")[0].UserIdentity; who != nil {
		t.Errorf("a caller's deletion has identity %+v", who)
	}
	if s := filtered.Stats(); s.Delivered != 1 || s.Filtered == 0 {
		t.Errorf("the filter passed %+v", s)
	}
	if s := all.Stats(); s.Delivered != s.Read || s.Filtered != 0 || all.IteratorAge() != 0 {
		t.Errorf("stats %+v, age %v", s, all.IteratorAge())
	}
	checkOtherTables(t, ctx, endpoint)
}

func engine(t *testing.T, ctx context.Context) (*dynamodb.Client, string) {
	t.Helper()
	dir := filepath.Join("..", "..", "..", ".local", "engines")
	if err := dynamo.Install(ctx, dir, nil); err != nil {
		t.Fatal(err)
	}
	server, err := dynamo.Start(ctx, dynamo.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	tables := []dynamo.Table{{Name: "chats", TTLAttribute: "expires", Stream: true}, {Name: "desk"}}
	if err := dynamo.CreateTables(ctx, server.Endpoint, tables); err != nil {
		t.Fatal(err)
	}
	return dynamo.Client(server.Endpoint), server.Endpoint
}

func mapped(t *testing.T, ctx context.Context, cfg Config) *Mapping {
	t.Helper()
	cfg.Log = slog.New(slog.DiscardHandler)
	m, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); m.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return m
}

func key(pk string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: "HEAD"},
	}
}

func write(t *testing.T, ctx context.Context, client *dynamodb.Client, pk, expires string) {
	t.Helper()
	item := key(pk)
	item["body"] = &types.AttributeValueMemberB{Value: []byte{0, 1, 255}}
	item["open"] = &types.AttributeValueMemberBOOL{Value: false}
	item["parties"] = &types.AttributeValueMemberL{Value: []types.AttributeValue{
		&types.AttributeValueMemberM{Value: map[string]types.AttributeValue{"left": &types.AttributeValueMemberNULL{Value: true}}},
	}}
	item["skills"] = &types.AttributeValueMemberSS{Value: []string{"billing"}}
	if expires != "" {
		item["expires"] = &types.AttributeValueMemberN{Value: expires}
	}
	if _, err := client.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("chats"), Item: item}); err != nil {
		t.Fatal(err)
	}
}

func checkInsert(t *testing.T, c *caught) {
	t.Helper()
	inserted := c.named("INSERT", "CHAT#1")
	if len(inserted) != 1 {
		t.Fatalf("%d insertions", len(inserted))
	}
	r := inserted[0]
	if r.EventSource != "aws:dynamodb" || r.AWSRegion != "us-east-1" || r.EventID == "" || r.EventVersion == "" ||
		r.Change.SequenceNumber == "" || r.Change.StreamViewType != "NEW_AND_OLD_IMAGES" || r.Change.SizeBytes == 0 {
		t.Errorf("record %+v", r)
	}
	if arn := r.EventSourceArn; len(arn) < 26 || arn[:26] != "arn:aws:dynamodb:us-east-1" {
		t.Errorf("arn %q", arn)
	}
	if age := time.Since(r.Change.ApproximateCreationDateTime.Time); age < -time.Minute || age > 3*time.Minute {
		t.Errorf("created %v ago", age)
	}
	image := r.Change.NewImage
	party := image["parties"].List()[0].Map()
	if body := image["body"].Binary(); len(body) != 3 || body[2] != 255 || image["open"].Boolean() ||
		!party["left"].IsNull() || image["skills"].StringSet()[0] != "billing" {
		t.Errorf("image %+v", image)
	}
}

func checkExpired(t *testing.T, r events.DynamoDBEventRecord) {
	t.Helper()
	if r.UserIdentity == nil || r.UserIdentity.Type != "Service" || r.UserIdentity.PrincipalID != "dynamodb.amazonaws.com" {
		t.Errorf("identity %+v", r.UserIdentity)
	}
	if r.Change.OldImage["pk"].String() != "MARK#7" || r.Change.NewImage != nil {
		t.Errorf("images %+v, %+v", r.Change.OldImage, r.Change.NewImage)
	}
}

func checkOtherTables(t *testing.T, ctx context.Context, endpoint string) {
	t.Helper()
	c := &caught{}
	if _, err := Open(ctx, Config{Endpoint: endpoint, Table: "desk", Invoke: c.invoke}); err == nil {
		t.Error("a table without a stream was taken")
	}
}

// awaitLong is await for what the engine does in its own time.
func awaitLong(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(50 * time.Millisecond)
	}
}
