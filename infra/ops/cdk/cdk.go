// Package cdk brings the CDK's command line, pinned by the lockfile beside it, and runs commands that take long: each in
// a process group of its own, which ends with its context and leaves nothing behind.
package cdk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Install puts the command line under .tools, where Go does not look for packages, and returns its path. It needs npm.
func Install(ctx context.Context, root string, say func(string, ...any)) (string, error) {
	dir := filepath.Join(root, ".tools", "cdk")
	binary := filepath.Join(dir, "node_modules", ".bin", "cdk")
	lock, err := os.ReadFile(filepath.Join(root, "infra/ops/package-lock.json"))
	if err != nil {
		return "", fmt.Errorf("run this in the project's folder: %w", err)
	}
	held, _ := os.ReadFile(filepath.Join(dir, "package-lock.json")) // none yet is as good as another
	if _, err := os.Stat(binary); err == nil && bytes.Equal(held, lock) {
		return binary, nil
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return "", errors.New("npm is needed for the CDK's command line: install Node.js 20 or newer")
	}
	say("installing the CDK's command line into .tools")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(root, "infra/ops/package.json"))
	if err != nil {
		return "", err
	}
	for name, content := range map[string][]byte{"package.json": text, "package-lock.json": lock} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return binary, Run(ctx, dir, nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
}

// Run runs a command to its end; what it prints is shown.
func Run(ctx context.Context, dir string, env []string, name string, args ...string) error {
	c := command(ctx, dir, env, name, args)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(name), strings.Join(args, " "), err)
	}
	return nil
}

// Quietly is Run into a file, whose end is part of the error if the command fails.
func Quietly(ctx context.Context, dir, log string, env []string, name string, args ...string) error {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	c := command(ctx, dir, env, name, args)
	c.Stdout, c.Stderr = out, out
	err = errors.Join(c.Run(), out.Close())
	if err != nil {
		text, _ := os.ReadFile(log) // without it the error still says what failed
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		return fmt.Errorf("%s %s: %w; the end of %s:\n%s", filepath.Base(name), args[0], err, log, strings.Join(lines[max(0, len(lines)-25):], "\n"))
	}
	return nil
}

func command(ctx context.Context, dir string, env []string, name string, args []string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 5 * time.Second
	return c
}
