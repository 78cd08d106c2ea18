package lambda_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"switchboard/infra/local/lambda"
)

var bootstrap string

// TestMain builds the function once and checks at the end that no goroutine is left, but for the one thread that
// starts children.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "bootstrap")
	if err != nil {
		panic(err)
	}
	bootstrap = filepath.Join(dir, "bootstrap")
	build := exec.Command("go", "build", "-tags", "lambda.norpc", "-o", bootstrap, "./testdata/bootstrap")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("switchboard/infra/local/lambda/child.starter"),
		goleak.Cleanup(func(code int) {
			if err := os.RemoveAll(dir); err != nil {
				panic(err)
			}
			os.Exit(code)
		}))
}

// order and report mirror the test function.
type order struct {
	Do, Path string
	Size     int
}

type report struct {
	PID          int
	Calls, Ticks int64
	Executable   string
	Request, ARN string
	LeftMS       int64
	Trace        string
	Env          []string
	Text         string
}

func open(t *testing.T, cfg lambda.Config) *lambda.Host {
	t.Helper()
	if len(cfg.Functions) == 0 {
		cfg.Functions = []lambda.Function{{Name: "beat", Bootstrap: bootstrap, Timeout: time.Minute}}
	}
	cfg.Log = slog.New(slog.DiscardHandler)
	h, err := lambda.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pids := h.PIDs("beat")
		if err := h.Close(context.Background()); err != nil {
			t.Error(err)
		}
		for _, pid := range pids {
			if syscall.Kill(pid, 0) == nil {
				t.Errorf("process %d is left behind", pid)
			}
		}
	})
	return h
}

func ask(h *lambda.Host, o order) (report, error) {
	payload, err := json.Marshal(o)
	if err != nil {
		return report{}, err
	}
	answer, err := h.Invoke(context.Background(), "beat", payload)
	if err != nil {
		return report{}, err
	}
	var r report
	return r, json.Unmarshal(answer, &r)
}

func mustAsk(t *testing.T, h *lambda.Host, o order) report {
	t.Helper()
	r, err := ask(h, o)
	if err != nil {
		t.Fatalf("%s: %v", o.Do, err)
	}
	return r
}

// await waits for a condition, with a deadline.
func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(2 * time.Millisecond)
	}
}

func gate(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gate")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// heard collects what the functions print.
type heard struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.buf.Write(p)
}

func (h *heard) count(line string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Count(h.buf.String(), line+"\n")
}
