package dynamo

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// engines is where the repository keeps what it installs.
var engines = filepath.Join("..", "..", "..", ".local", "engines")

var tables = []Table{
	{Name: "chats", TTLAttribute: "expires", Stream: true},
	{Name: "desk", Indexes: []Index{{Name: "waiting", PartitionKey: "queue", SortKey: "since"}}},
}

func TestDataOnFileSurvivesAKillAndTablesAreMadeOnce(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	if err := Install(ctx, engines, nil); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Dir: engines, DBPath: filepath.Join(t.TempDir(), "data")}
	first := started(t, ctx, cfg)
	if err := CreateTables(ctx, first.Endpoint, tables); err != nil {
		t.Fatal(err)
	}
	put(t, ctx, first, "CHAT#1")
	if err := first.process.Kill(); err != nil {
		t.Fatal(err)
	}
	second := started(t, ctx, cfg)
	for range 2 {
		if err := CreateTables(ctx, second.Endpoint, tables); err != nil {
			t.Fatal(err)
		}
	}
	if !has(t, ctx, second, "CHAT#1") {
		t.Error("the item did not survive")
	}
	other := []Table{{Name: "chats", TTLAttribute: "until"}}
	if err := CreateTables(ctx, second.Endpoint, other); err == nil || !strings.Contains(err.Error(), "not on \"until\"") {
		t.Errorf("another TTL attribute: %v", err)
	}
	checkTables(t, ctx, second)
	if _, err := Start(ctx, Config{Dir: engines, Port: port(t, second)}); err == nil || !strings.Contains(err.Error(), "is taken") {
		t.Errorf("two engines on one port: %v", err)
	}
	if err := second.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if syscall.Kill(second.PID(), 0) == nil {
		t.Errorf("process %d is left behind", second.PID())
	}
}

func started(t *testing.T, ctx context.Context, cfg Config) *Server {
	t.Helper()
	s, err := Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func put(t *testing.T, ctx context.Context, s *Server, pk string) {
	t.Helper()
	_, err := Client(s.Endpoint).PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("chats"), Item: item(pk)})
	if err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, ctx context.Context, s *Server, pk string) bool {
	t.Helper()
	out, err := Client(s.Endpoint).GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("chats"), Key: item(pk)})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Item) > 0
}

func item(pk string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: "HEAD"},
	}
}

func checkTables(t *testing.T, ctx context.Context, s *Server) {
	t.Helper()
	client := Client(s.Endpoint)
	chats, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String("chats")})
	if err != nil {
		t.Fatal(err)
	}
	if chats.Table.StreamSpecification == nil || chats.Table.StreamSpecification.StreamViewType != types.StreamViewTypeNewAndOldImages {
		t.Error("chats has no stream")
	}
	ttl, err := client.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: aws.String("chats")})
	if err != nil {
		t.Fatal(err)
	}
	if aws.ToString(ttl.TimeToLiveDescription.AttributeName) != "expires" {
		t.Errorf("TTL: %+v", ttl.TimeToLiveDescription)
	}
	desk, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: aws.String("desk")})
	if err != nil {
		t.Fatal(err)
	}
	if len(desk.Table.GlobalSecondaryIndexes) != 1 {
		t.Error("desk has no index")
	}
}

func port(t *testing.T, s *Server) int {
	t.Helper()
	_, digits, _ := strings.Cut(strings.TrimPrefix(s.Endpoint, "http://"), ":")
	n := 0
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}

func TestWhatExpiresHasNoIndex(t *testing.T) {
	both := []Table{{Name: "chats", TTLAttribute: "expires", Indexes: []Index{{Name: "waiting", PartitionKey: "queue"}}}}
	err := CreateTables(t.Context(), "http://127.0.0.1:1", both)
	if err == nil || !strings.Contains(err.Error(), "what expires has no index") {
		t.Errorf("got %v", err)
	}
}

func TestAMissingEngineAndAMissingJavaAreSaidInOneSentence(t *testing.T) {
	_, err := Start(t.Context(), Config{Dir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "is not installed") {
		t.Errorf("got %v", err)
	}
	t.Setenv("JAVA_HOME", "")
	t.Setenv("PATH", t.TempDir())
	_, err = HaveJava()
	if err == nil || !strings.Contains(err.Error(), "needs Java 17") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
	if err := Install(t.Context(), t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "npm is needed") {
		t.Errorf("got %v", err)
	}
}

func TestAnOldJavaIsRefused(t *testing.T) {
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n"
	if err := os.WriteFile(filepath.Join(home, "bin", "java"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("JAVA_HOME", home)
	if _, err := HaveJava(); err == nil || !strings.Contains(err.Error(), "is Java 8") {
		t.Errorf("got %v", err)
	}
}

func TestJavaVersions(t *testing.T) {
	for said, want := range map[string]int{
		`openjdk version "17.0.15" 2025-04-15`: 17, `java version "1.8.0_392"`: 8, `openjdk version "25" 2025-09-16`: 25, "no": 0,
	} {
		if got := javaVersion(said); got != want {
			t.Errorf("%q: %d, want %d", said, got, want)
		}
	}
}
