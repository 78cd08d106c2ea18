// Package dynamotest gives tests a real DynamoDB Local: one engine for a test binary, started when the first test asks
// for it and stopped by process id when the last has run, and tables of its own for each test. It is for tests alone
// and knows nothing of the driver under test. Without Java, or the first time without npm, a test that needs the engine
// fails with one sentence that says what to install. The engine listens on all interfaces, see infra/local/dynamo.
package dynamotest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	local "switchboard/infra/local/dynamo"
	"switchboard/shared/store"
)

// patience is for the first installation too, which is a download of 60 MB.
const patience = 5 * time.Minute

// engine is this binary's own. It is started once; whoever comes after a failed start gets the same error.
var engine struct {
	once   sync.Once
	server *local.Server
	err    error
}

// Main runs the tests of a binary, stops the engine if one was started, and exits: the body of a TestMain. It takes
// what goleak takes, so that the two can be combined.
func Main(m interface{ Run() int }) {
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func stop() error {
	if engine.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return engine.server.Stop(ctx)
}

// Endpoint starts the engine if need be and returns its address. The test ends if there is none.
func Endpoint(t testing.TB) string {
	t.Helper()
	engine.once.Do(func() { engine.server, engine.err = start() })
	if engine.err != nil {
		t.Fatal(engine.err)
	}
	return engine.server.Endpoint
}

func start() (*local.Server, error) {
	if _, err := local.HaveJava(); err != nil {
		return nil, err
	}
	root, err := rootFolder()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	dir := filepath.Join(root, ".local", "engines")
	if err := local.Install(ctx, dir, nil); err != nil {
		return nil, err
	}
	return local.Start(ctx, local.Config{Dir: dir})
}

// rootFolder is where go.mod lies, above the folder that a test runs in.
func rootFolder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("dynamotest: no go.mod above %s", dir)
		}
	}
}

// Client speaks to the engine, with these options on top. It checks no checksums: DynamoDB Local sends none with an
// error, and the SDK would print a warning for each condition that fails.
func Client(t testing.TB, options ...func(*dynamodb.Options)) *dynamodb.Client {
	t.Helper()
	o := local.Client(Endpoint(t)).Options()
	o.DisableValidateResponseChecksum = true
	return dynamodb.New(o, options...)
}

var made atomic.Int64

// Tables makes an empty pair of tables that are this test's own, and deletes them after it. They have no TTL and no
// stream: what expires here stays, as it may for days on AWS.
func Tables(t testing.TB) map[store.Table]string {
	t.Helper()
	n := made.Add(1)
	names := map[store.Table]string{
		store.Chats: fmt.Sprintf("chats-%d", n),
		store.Desk:  fmt.Sprintf("desk-%d", n),
	}
	tables := []local.Table{{Name: names[store.Chats]}, {Name: names[store.Desk]}}
	if err := local.CreateTables(t.Context(), Endpoint(t), tables); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { remove(t, names) })
	return names
}

func remove(t testing.TB, names map[store.Table]string) {
	client := Client(t)
	for _, name := range names {
		_, err := client.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: aws.String(name)})
		if err != nil {
			t.Error(err)
		}
	}
}
