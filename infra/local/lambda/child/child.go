// Package child runs a program that ends with us. A child is started from one thread that lives as long as we do,
// in a process group of its own (a Ctrl-C in the terminal reaches only us, and we end our children in order), and
// on Linux the kernel kills it when we die, however we die. It is stopped by its process id: SIGTERM, a grace,
// SIGKILL, and it has been waited for when Stop returns, so nothing is left behind.
package child

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Spec says what to run. The environment is exactly Env: nothing is inherited.
type Spec struct {
	Path   string
	Args   []string
	Env    []string
	Dir    string
	Output io.Writer // both standard output and standard error; nil discards
}

// Process is a running child.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// outputGrace is how long we go on reading a dead child's output while a grandchild holds the pipe open.
const outputGrace = 2 * time.Second

// Start starts the program. The error is that of the start alone; how it ended is said by Err.
func Start(spec Spec) (*Process, error) {
	cmd := exec.Command(spec.Path, spec.Args...)
	cmd.Env, cmd.Dir = spec.Env, spec.Dir
	if spec.Env == nil {
		cmd.Env = []string{}
	}
	cmd.Stdout, cmd.Stderr = spec.Output, spec.Output
	cmd.WaitDelay = outputGrace
	cmd.SysProcAttr = attributes()
	if err := onStarter(cmd.Start); err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Path, err)
	}
	p := &Process{cmd: cmd, done: make(chan struct{})}
	go p.wait()
	return p, nil
}

func (p *Process) wait() {
	p.err = p.cmd.Wait()
	close(p.done)
}

// PID is the process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Done is closed when the process has ended and was waited for.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says how the process ended, nil for status 0. It waits for the end.
func (p *Process) Err() error {
	<-p.done
	return p.err
}

// Signal sends a signal; a process that has ended is no error.
func (p *Process) Signal(s syscall.Signal) error {
	err := p.cmd.Process.Signal(s)
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Kill ends the process at once and waits for it.
func (p *Process) Kill() error {
	err := p.Signal(syscall.SIGKILL)
	<-p.done
	return err
}

// Stop asks the process to end, and kills it after the grace or when ctx is done. It returns when the process is gone.
func (p *Process) Stop(ctx context.Context, grace time.Duration) error {
	// A stopped process acts on SIGTERM only once it goes on.
	if err := errors.Join(p.Signal(syscall.SIGTERM), p.Signal(syscall.SIGCONT)); err != nil {
		return errors.Join(err, p.Kill())
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
	case <-timer.C:
	}
	return p.Kill()
}

var (
	starterOnce sync.Once
	starts      = make(chan func())
)

// onStarter runs start on the one thread that never ends: the kernel's "kill it when its parent dies" means the
// thread that started it, and Go may end any other.
func onStarter(start func() error) error {
	starterOnce.Do(func() { go starter() })
	result := make(chan error, 1)
	starts <- func() { result <- start() }
	return <-result
}

func starter() {
	runtime.LockOSThread()
	for start := range starts {
		start()
	}
}
