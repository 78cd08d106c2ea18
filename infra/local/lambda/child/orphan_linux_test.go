package child_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/infra/local/lambda/child"
)

// TestMain lets the test binary play the parent that is killed: it starts a sleeper, says its process id and waits.
func TestMain(m *testing.M) {
	if os.Getenv("CHILD_TEST_PARENT") == "" {
		os.Exit(m.Run())
	}
	p, err := child.Start(child.Spec{Path: "/bin/sh", Args: []string{"-c", "exec sleep 600"}, Env: os.Environ()})
	if err != nil {
		os.Exit(3)
	}
	os.Stdout.WriteString(strconv.Itoa(p.PID()) + "\n")
	<-p.Done()
}

func TestAChildDiesWhenItsParentIsKilled(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), "CHILD_TEST_PARENT=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // killed: the status is the point
	awaitGone(t, pid)
}

// awaitGone waits until the process does not exist or is only a zombie that its new parent has yet to collect.
func awaitGone(t *testing.T, pid int) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil || bytes.Contains(stat, []byte(") Z ")) {
			return
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatalf("process %d is still there", pid)
}
