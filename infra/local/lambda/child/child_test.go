package child_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"switchboard/infra/local/lambda/child"
)

func TestStopEndsAFrozenChildAndOneThatIgnoresSIGTERM(t *testing.T) {
	said := &heard{line: make(chan string, 1)}
	p, err := child.Start(child.Spec{
		Path: "/bin/sh", Args: []string{"-c", "trap '' TERM; echo ready; while :; do sleep 1; done"},
		Env: os.Environ(), Output: child.NewLines("sh: ", said),
	})
	if err != nil {
		t.Fatal(err)
	}
	if line := <-said.line; line != "sh: ready\n" {
		t.Fatalf("the child said %q", line)
	}
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(context.Background(), 20*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if p.Err() == nil {
		t.Error("a killed child must say so")
	}
	if err := p.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("a signal to a process that is gone: %v", err)
	}
}

func TestAProgramThatIsNotThereIsAClearError(t *testing.T) {
	_, err := child.Start(child.Spec{Path: "/no/such/program"})
	if err == nil || !strings.Contains(err.Error(), "/no/such/program") {
		t.Fatalf("got %v", err)
	}
}

func TestLinesAreWholeAndPrefixed(t *testing.T) {
	var out bytes.Buffer
	l := child.NewLines("beat: ", &out)
	for _, piece := range []string{"one\ntw", "o\n", "rest"} {
		if _, err := io.WriteString(l, piece); err != nil {
			t.Fatal(err)
		}
	}
	l.Flush()
	if got, want := out.String(), "beat: one\nbeat: two\nbeat: rest\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestALineWithoutEndIsCut(t *testing.T) {
	var out bytes.Buffer
	l := child.NewLines("", &out)
	if _, err := l.Write(bytes.Repeat([]byte("x"), 70<<10)); err != nil {
		t.Fatal(err)
	}
	if out.Len() != 70<<10+1 {
		t.Errorf("forwarded %d bytes", out.Len())
	}
}

type heard struct{ line chan string }

func (h *heard) Write(p []byte) (int, error) {
	select {
	case h.line <- string(p):
	default:
	}
	return len(p), nil
}
