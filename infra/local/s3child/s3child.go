// Package s3child builds, starts and stops the object store of one machine (infra/local/s3) as a child process. It
// listens on loopback, is ready when Start returns, is ended by its process id, and on Linux dies with us. What it
// lacks against S3: notifications and lifecycle rules.
package s3child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"switchboard/infra/local/lambda/child"
)

// HealthPath answers without a signature as soon as the store listens.
const HealthPath = "/healthz"

const (
	startLimit = 30 * time.Second
	stopGrace  = 5 * time.Second
)

// Config says how to start the store.
type Config struct {
	Binary    string // as Build returned it
	Dir       string // folder that holds the buckets, made if need be
	Buckets   []string
	AccessKey string
	SecretKey string
	Region    string    // us-east-1 when empty
	Port      int       // 0 takes a free one
	Output    io.Writer // what the store prints, line by line; nil discards
}

// Server is a running store.
type Server struct {
	Endpoint string // http://127.0.0.1:port; clients use path style
	process  *child.Process
}

// Build compiles the store from the module at moduleDir into binDir and returns the binary's path. The first time
// takes a minute, later ones a second. Where there is no go command, a binary built earlier will do.
func Build(ctx context.Context, moduleDir, binDir string, progress io.Writer) (string, error) {
	binary, err := filepath.Abs(filepath.Join(binDir, "s3"))
	if err != nil {
		return "", fmt.Errorf("s3: %w", err)
	}
	compiler, err := exec.LookPath("go")
	if err != nil {
		if _, missing := os.Stat(binary); missing == nil {
			return binary, nil
		}
		return "", fmt.Errorf("s3: no go command in PATH to build %s with", binary)
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, compiler, "build", "-o", binary, "./infra/local/s3")
	cmd.Dir, cmd.Stdout, cmd.Stderr = moduleDir, &said, &said
	if progress != nil {
		both := io.MultiWriter(&said, progress)
		cmd.Stdout, cmd.Stderr = both, both
	}
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("s3: build: %w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	return binary, nil
}

// Start starts the store and returns when it answers. The error carries what the store printed before it ended.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	port := cfg.Port
	if port == 0 {
		free, err := freePort()
		if err != nil {
			return nil, fmt.Errorf("s3: %w", err)
		}
		port = free
	}
	if taken(port) {
		return nil, fmt.Errorf("s3: port %d is taken", port)
	}
	said := &firstWords{to: cfg.Output}
	process, err := child.Start(child.Spec{
		Path: cfg.Binary, Args: arguments(cfg, port), Env: os.Environ(), Output: child.NewLines("s3: ", said),
	})
	if err != nil {
		return nil, fmt.Errorf("s3: %w", err)
	}
	s := &Server{Endpoint: "http://127.0.0.1:" + strconv.Itoa(port), process: process}
	if err := s.await(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("s3: the store did not start: %w\n%s", err, said.text()), process.Kill())
	}
	return s, nil
}

func arguments(cfg Config, port int) []string {
	args := []string{
		"--port", strconv.Itoa(port), "--dir", cfg.Dir, "--access", cfg.AccessKey, "--secret", cfg.SecretKey,
	}
	if cfg.Region != "" {
		args = append(args, "--region", cfg.Region)
	}
	for _, bucket := range cfg.Buckets {
		args = append(args, "--bucket", bucket)
	}
	return args
}

func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		answers := healthy(ctx, s.Endpoint+HealthPath)
		select {
		case <-s.process.Done():
			return fmt.Errorf("it ended: %w", s.process.Err())
		default:
		}
		if answers {
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

func healthy(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
}

// PID is the process id.
func (s *Server) PID() int { return s.process.PID() }

// Stop ends the store, SIGTERM first, and returns when it is gone.
func (s *Server) Stop(ctx context.Context) error {
	if err := s.process.Stop(ctx, stopGrace); err != nil {
		return fmt.Errorf("s3: stop: %w", err)
	}
	return nil
}

// taken says whether somebody listens there, who would answer in place of the store while it is still failing.
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
