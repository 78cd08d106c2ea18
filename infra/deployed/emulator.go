package main

import (
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
	"strings"
	"syscall"
	"time"

	"switchboard/infra/ops/cdk"
)

// The emulator: ministack, in a folder of its own under .tools. Both versions are pinned; a newer one is a decision.
const (
	emulatorVersion = "1.5.33"
	signingVersion  = "50.0.2" // cryptography, with which it signs tokens
)

// emulator is an AWS on this machine that others wrote. It enforces every function's role.
type emulator struct {
	host    string // 127.0.0.1:port
	command *exec.Cmd
	end     *ending
}

// ending is how the emulator's process went, once its channel is closed.
type ending struct {
	done chan struct{}
	err  error
}

func (e emulator) url() string { return "http://" + e.host }

// installEmulator makes the folder once; a half-made one is made anew.
func installEmulator(ctx context.Context, root string, say func(string, ...any)) (string, error) {
	dir := filepath.Join(root, ".tools", "ministack-"+emulatorVersion)
	binary, done := filepath.Join(dir, "bin", "ministack"), filepath.Join(dir, "installed")
	if _, err := os.Stat(done); err == nil {
		return binary, nil
	}
	say("installing ministack %s into .tools", emulatorVersion)
	if _, err := exec.LookPath("python3"); err != nil {
		return "", errors.New("python3 is needed for make test-deploy (Debian: apt-get install python3 python3-venv)")
	}
	if err := cdk.Run(ctx, root, nil, "python3", "-m", "venv", "--clear", dir); err != nil {
		return "", err
	}
	pip := []string{"install", "--quiet", "--disable-pip-version-check", "ministack==" + emulatorVersion, "cryptography==" + signingVersion}
	if err := cdk.Run(ctx, root, nil, filepath.Join(dir, "bin", "pip"), pip...); err != nil {
		return "", err
	}
	return binary, os.WriteFile(done, nil, 0o644)
}

// startEmulator starts it on a free port of loopback, in a process group of its own, and waits until it answers. It
// prints into a file, for whoever asks why something failed.
func startEmulator(ctx context.Context, binary, log string) (*emulator, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }() // the process has its own copy
	e := &emulator{host: fmt.Sprintf("127.0.0.1:%d", port), end: &ending{done: make(chan struct{})}}
	e.command = exec.Command(binary)
	e.command.Stdout, e.command.Stderr = out, out
	e.command.Dir = filepath.Dir(log)
	e.command.Env = append(os.Environ(), "BIND_HOST=127.0.0.1", "IOT_MTLS_ENABLED=0", "AUTH=true", "LAMBDA_EXECUTOR=local",
		fmt.Sprintf("GATEWAY_PORT=%d", port), "AWS_ENDPOINT_URL="+e.url())
	e.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := e.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		e.end.err = e.command.Wait()
		close(e.end.done)
	}()
	return e, e.await(ctx, log)
}

func (e *emulator) await(ctx context.Context, log string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if answers(ctx, e.url()+"/_ministack/health") {
			return nil
		}
		select {
		case <-e.end.done:
			return fmt.Errorf("the emulator ended (%w); %s says why", e.end.err, log)
		case <-ctx.Done():
			return fmt.Errorf("the emulator did not answer within 30 s; %s says why", log)
		case <-tick.C:
		}
	}
}

func answers(ctx context.Context, url string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// stop ends the emulator, and after ten seconds its whole group: the functions' processes are its children. It is an error
// if any of them is left.
func (e *emulator) stop() error {
	group := -e.command.Process.Pid
	_ = e.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-e.end.done:
	case <-time.After(10 * time.Second):
	}
	_ = syscall.Kill(group, syscall.SIGKILL) // whoever is left of it
	deadline := time.Now().Add(5 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		left, err := running(e.command.Process.Pid)
		if err != nil || left == 0 {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d processes of the emulator are left: end them with kill -9 -- %d", left, group)
		}
		<-tick.C
	}
}

// running is how many processes of a group still run; one that has ended and that nobody has asked about does not.
func running(group int) (int, error) {
	out, err := exec.Command("ps", "-A", "-o", "pgid=,stat=").Output()
	if err != nil {
		return 0, fmt.Errorf("looking for what is left of the emulator: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 2 && f[0] == strconv.Itoa(group) && !strings.HasPrefix(f[1], "Z") {
			n++
		}
	}
	return n, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
