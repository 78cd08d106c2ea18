package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stubborn stands for an emulator with two children, one of which does not heed SIGTERM.
const stubborn = "#!/bin/sh\ntrap '' TERM\nsleep 300 &\n(trap - TERM; exec sleep 300) &\ntrap 'exit 0' TERM\nwait\n"

func started(t *testing.T, ctx context.Context, script string) (*emulator, error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "emulator")
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return startEmulator(ctx, path, filepath.Join(dir, "log"))
}

func TestNothingOfTheEmulatorIsLeft(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt() // as SIGINT does, while it is still awaited
	e, err := started(t, ctx, stubborn)
	if e == nil || err == nil || !strings.Contains(err.Error(), "did not answer") {
		t.Fatalf("it answers to nobody: %v", err)
	}
	group := e.command.Process.Pid
	if n, err := running(group); err != nil || n == 0 {
		t.Fatalf("%d processes run before it is stopped: %v", n, err)
	}
	if err := e.stop(); err != nil {
		t.Error(err)
	}
	if n, err := running(group); err != nil || n != 0 {
		t.Errorf("%d processes are left: %v", n, err)
	}
	if err := e.stop(); err != nil {
		t.Errorf("stopped once more: %v", err)
	}
}

func TestAnEmulatorThatEndsSaysWhere(t *testing.T) {
	e, err := started(t, t.Context(), "#!/bin/sh\nexit 3\n")
	if err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("got %v", err)
	}
	if err := e.stop(); err != nil {
		t.Error(err)
	}
}
