package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"switchboard/infra/manifest"

	"github.com/aws/jsii-runtime-go"
)

// scratch holds what the tests synthesise. CDK reads its environment once, when its process starts, so TestMain sets it.
var scratch string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "switchboard-synth-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	defer jsii.Close()
	for name, value := range map[string]string{
		"CDK_VALIDATION": "false", // CDK's own rules take three times as long and run with every real synthesis
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
	} {
		if err := os.Setenv(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

// The two stages as they are, and a third that switches on everything that can be switched on; each synthesised once.
var (
	dev  = sync.OnceValues(func() (*assembly, error) { return synthesiseFor(stages()["dev"], explain) })
	prod = sync.OnceValues(func() (*assembly, error) { return synthesiseFor(stages()["prod"], explain) })
	full = sync.OnceValues(func() (*assembly, error) { return synthesiseFor(everythingOn(), explain) })
)

func everythingOn() Config {
	c := stages()["prod"]
	c.Stage, c.Architecture = "full", "amd64"
	c.Domain, c.CertificateARN = "chat.example.com", "arn:aws:acm:us-east-1:111111111111:certificate/one"
	c.WebACL = "arn:aws:wafv2:us-east-1:111111111111:global/webacl/one/two"
	c.SocketLogs, c.AlarmEmail = SocketLogsCreate, "ops@example.com"
	c.Reserved = map[string]int{"sweep": 1}
	c.XRay, c.FileDays, c.TranscriptDays = true, 30, 400
	c.FileOrigins = []string{"https://shop.example.com", "https://help.example.com"}
	c.Probe, c.Runbook = 10*time.Minute, "https://wiki.example.com/switchboard"
	return c
}

// must is a synthesised stage, or the end of the test.
func must(t *testing.T, stage func() (*assembly, error)) *assembly {
	t.Helper()
	a, err := stage()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// synthesiseFor builds one stage with cdk-nag looking at it, from bootstraps that hold nothing: what is in them does not
// show in a template. CDK reports what it refuses by a panic.
func synthesiseFor(c Config, explain func(*stacks)) (a *assembly, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("stage %s: %v", c.Stage, broken)
		}
	}()
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c.Bootstraps = filepath.Join(scratch, "bootstraps")
	if err := writeBootstraps(c); err != nil {
		return nil, err
	}
	out, err := os.MkdirTemp(scratch, c.Stage)
	if err != nil {
		return nil, err
	}
	app := newApp(out)
	// Findings are to be read and named by a test, not to end the synthesis with the name of a report.
	app.Node().SetContext(jsii.String("@aws-cdk/core:annotationsInValidationReport"), false)
	s, err := newStacks(app, c)
	if err != nil {
		return nil, err
	}
	explain(s)
	audit(app)
	app.Synth(nil)
	return readAssembly(out, c)
}

func writeBootstraps(c Config) error {
	for _, f := range manifest.Functions() {
		if err := os.MkdirAll(c.bootstrap(f.Name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(c.bootstrap(f.Name), "bootstrap"), []byte(f.Name), 0o755); err != nil {
			return err
		}
	}
	return nil
}
