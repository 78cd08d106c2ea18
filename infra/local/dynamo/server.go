// Package dynamo runs DynamoDB Local, Amazon's own engine for one machine: it installs it, starts it as a child
// process and makes the tables. The engine listens on ALL network interfaces and asks nobody for a password; no
// option of it changes that, so on an untrusted network a firewall must stand before it. It raises no
// TransactionConflict, never throttles, and its indexes are never stale; and a table that has an index and a TTL
// stops deleting what expires as soon as one expired item lacks a key of the index, so CreateTables refuses the two
// together.
package dynamo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/infra/local/lambda/child"
)

// Region and the two keys are what every client of the local engine uses. With -sharedDb they select nothing.
const (
	Region    = "us-east-1"
	AccessKey = "local"
	SecretKey = "local"
)

// startLimit bounds the wait for the first answer; stopGrace is the time between SIGTERM and SIGKILL.
const (
	startLimit = 60 * time.Second
	stopGrace  = 5 * time.Second
)

// Config says how to start the engine.
type Config struct {
	Dir    string    // where Install has put it
	DBPath string    // folder for the data, made if need be; empty keeps it in memory. Survives a kill
	Port   int       // 0 takes a free one
	Output io.Writer // what the engine prints, line by line; nil discards
}

// Server is a running engine.
type Server struct {
	Endpoint string // http://127.0.0.1:port
	process  *child.Process
}

// Start starts the engine and returns when it answers. It dies with this process. The error says what is missing:
// Java, the installation, or what the engine printed when it ended.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	java, err := HaveJava()
	if err != nil {
		return nil, err
	}
	engine, err := jar(cfg.Dir)
	if err != nil {
		return nil, err
	}
	if cfg.DBPath != "" {
		if err := os.MkdirAll(cfg.DBPath, 0o755); err != nil {
			return nil, fmt.Errorf("dynamo: %w", err)
		}
	}
	// A free port may be taken between the look and the start; then the engine ends and another port is tried.
	for attempt := 1; ; attempt++ {
		s, err := launch(ctx, cfg, java, engine)
		if err == nil || cfg.Port != 0 || attempt == 3 || ctx.Err() != nil {
			return s, err
		}
	}
}

func launch(ctx context.Context, cfg Config, java, engine string) (*Server, error) {
	port := cfg.Port
	if port == 0 {
		free, err := freePort()
		if err != nil {
			return nil, fmt.Errorf("dynamo: %w", err)
		}
		port = free
	}
	if taken(port) {
		return nil, fmt.Errorf("dynamo: port %d is taken", port)
	}
	args, err := arguments(cfg, engine, port)
	if err != nil {
		return nil, err
	}
	said := &tail{to: cfg.Output}
	process, err := child.Start(child.Spec{
		Path: java, Args: args, Dir: filepath.Dir(engine), Env: os.Environ(), Output: child.NewLines("dynamo: ", said),
	})
	if err != nil {
		return nil, fmt.Errorf("dynamo: %w", err)
	}
	s := &Server{Endpoint: "http://127.0.0.1:" + strconv.Itoa(port), process: process}
	if err := s.await(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("dynamo: the engine did not start: %w\n%s", err, said.text()), process.Kill())
	}
	return s, nil
}

func arguments(cfg Config, engine string, port int) ([]string, error) {
	args := []string{
		"-Xmx512m", "-Djava.library.path=" + filepath.Join(filepath.Dir(engine), "DynamoDBLocal_lib"),
		"-jar", engine, "-sharedDb", "-disableTelemetry", "-port", strconv.Itoa(port),
	}
	if cfg.DBPath == "" {
		return append(args, "-inMemory"), nil
	}
	path, err := filepath.Abs(cfg.DBPath)
	if err != nil {
		return nil, fmt.Errorf("dynamo: %w", err)
	}
	return append(args, "-dbPath", path), nil
}

// await asks until the engine lists its tables, has ended, or the limit has passed.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	client := Client(s.Endpoint)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		_, err := client.ListTables(ctx, &dynamodb.ListTablesInput{}, once)
		select {
		case <-s.process.Done():
			return fmt.Errorf("it ended: %w", s.process.Err())
		default:
		}
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-s.process.Done():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func once(o *dynamodb.Options) { o.RetryMaxAttempts = 1 }

// PID is the process id.
func (s *Server) PID() int { return s.process.PID() }

// Stop ends the engine, SIGTERM first, and returns when it is gone.
func (s *Server) Stop(ctx context.Context) error {
	if err := s.process.Stop(ctx, stopGrace); err != nil {
		return fmt.Errorf("dynamo: stop: %w", err)
	}
	return nil
}

// Client speaks to an engine at this endpoint.
func Client(endpoint string) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: Region, BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
	})
}

// taken says whether somebody listens there. It must be asked before the start: another engine on the port would
// answer in place of ours while ours is still finding out that it cannot listen.
func taken(port int) bool {
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+strconv.Itoa(port), time.Second)
	if err != nil {
		return false
	}
	_ = conn.Close() // it was only a question
	return true
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
