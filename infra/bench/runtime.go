package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// measured is one process of a function under a Runtime API of the bench's own, which reads the processor time that the
// process has used at each step: when it asks for its first event, and after each answer.
type measured struct {
	process *exec.Cmd
	server  *http.Server
	asks    chan struct{}
	events  chan []byte
	answers chan []byte
	failed  chan error
}

func launch(bootstrap string, env []string) (*measured, error) {
	m := &measured{asks: make(chan struct{}), events: make(chan []byte), answers: make(chan []byte), failed: make(chan error, 1)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m.server = &http.Server{Handler: m, ReadHeaderTimeout: time.Minute}
	go func() { _ = m.server.Serve(l) }()
	m.process = exec.Command(bootstrap) //nolint:gosec // a binary that the bench has built
	m.process.Env = append(slices.Clone(env), "AWS_LAMBDA_RUNTIME_API="+l.Addr().String(), "AWS_LAMBDA_FUNCTION_NAME="+filepath.Base(filepath.Dir(bootstrap)),
		"_HANDLER=bootstrap", "GOMAXPROCS=1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256")
	m.process.Stderr = os.Stderr
	m.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return m, m.process.Start()
}

// ServeHTTP is the Runtime API.
func (m *measured) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/invocation/next"):
		m.asks <- struct{}{}
		event, more := <-m.events
		if !more {
			return
		}
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", "bench")
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(time.Minute).UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:bench")
		_, _ = w.Write(event)
	case strings.HasSuffix(r.URL.Path, "/response"):
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		m.answers <- body
	default:
		body, _ := io.ReadAll(r.Body)
		m.failed <- fmt.Errorf("%s: %s", r.URL.Path, body)
	}
}

func (m *measured) stop() {
	_ = m.process.Process.Kill()
	_ = m.process.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = m.server.Shutdown(ctx)
}

// ready waits until the process asks for an event and returns the processor time that it has used by then.
func (m *measured) ready() (time.Duration, error) {
	select {
	case <-m.asks:
		return m.cpu()
	case err := <-m.failed:
		return 0, err
	case <-time.After(20 * time.Second):
		return 0, fmt.Errorf("the function does not ask for an event")
	}
}

// invoke hands over an event; the answer must not be an error frame.
func (m *measured) invoke(event []byte) error {
	m.events <- event
	select {
	case body := <-m.answers:
		if bytes.Contains(body, []byte(`\"type\":\"error\"`)) {
			return fmt.Errorf("the function refused: %s", body)
		}
		return nil
	case err := <-m.failed:
		return err
	case <-time.After(20 * time.Second):
		return fmt.Errorf("the function does not answer")
	}
}

// cpu is the processor time of all threads so far, to the nanosecond.
func (m *measured) cpu() (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", m.process.Process.Pid))
	if err != nil || len(threads) == 0 {
		return 0, fmt.Errorf("no processor times: this bench needs Linux")
	}
	var sum time.Duration
	for _, path := range threads {
		text, err := os.ReadFile(path) //nolint:gosec // below /proc
		if err != nil {
			continue // the thread has ended
		}
		ns, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(ns)
	}
	return sum, nil
}
