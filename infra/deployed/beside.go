package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"switchboard/infra/ops/cdk"
)

// workOf is the folder of one run; emulators beside each other have one each.
func workOf(root string, c choice) string {
	work := filepath.Join(root, ".build", "deployed")
	if c.of > 1 {
		work = filepath.Join(work, strconv.Itoa(c.part+1))
	}
	return work
}

// besides runs this program several times beside each other, each with a part of the grants and an emulator of its own:
// a story waits more than it works.
func besides(ctx context.Context, c choice, n int) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	if _, err := installEmulator(ctx, root, say); err != nil {
		return err
	}
	if _, err := cdk.Install(ctx, root, say); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	failed := make([]error, n)
	for i := range n {
		all.Go(func() { failed[i] = oneOf(ctx, self, c, i+1, n) })
	}
	all.Wait()
	return errors.Join(failed...)
}

// oneOf runs one part, each of its lines with the part's number before it. It is interrupted, not killed: it takes its
// emulator with it.
func oneOf(ctx context.Context, self string, c choice, i, n int) error {
	read, write := io.Pipe()
	one := exec.CommandContext(ctx, self, "-grants", c.functions, "-part", fmt.Sprintf("%d/%d", i, n))
	one.Stdout, one.Stderr = write, write
	one.Cancel = func() error { return one.Process.Signal(syscall.SIGTERM) }
	one.WaitDelay = time.Minute
	var told sync.WaitGroup
	told.Go(func() {
		for lines := bufio.NewScanner(read); lines.Scan(); {
			fmt.Printf("%d/%d %s\n", i, n, lines.Text())
		}
	})
	err := one.Run()
	_ = write.Close()
	told.Wait()
	if err != nil {
		return fmt.Errorf("part %d/%d: %w", i, n, err)
	}
	return nil
}
