package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"
)

func TestTheStagesAreValid(t *testing.T) {
	for name, c := range stages() {
		if err := c.Validate(); err != nil || c.Stage != name {
			t.Errorf("%s calls itself %s: %v", name, c.Stage, err)
		}
	}
	if err := everythingOn().Validate(); err != nil {
		t.Error(err)
	}
}

func TestWhatIsWrongIsRefusedByName(t *testing.T) {
	for _, row := range []struct {
		say    string
		change func(*Config)
	}{
		{"a stage is 2 to 10", func(c *Config) { c.Stage = "Production!" }},
		{"neither arm64 nor amd64", func(c *Config) { c.Architecture = "mips" }},
		{"no folder", func(c *Config) { c.Bootstraps = "" }},
		{"cannot be kept 8 days", func(c *Config) { c.LogDays = 8 }},
		{"come together", func(c *Config) { c.Domain = "chat.example.com" }},
		{"domain \"chat\"", func(c *Config) { c.Domain, c.CertificateARN = "chat", "arn:aws:acm:us-east-1:1:certificate/x" }},
		{"does not lie in us-east-1", func(c *Config) {
			c.Domain, c.CertificateARN = "chat.example.com", "arn:aws:acm:eu-west-1:1:certificate/x"
		}},
		{"web ACL", func(c *Config) { c.WebACL = "arn:aws:wafv2:eu-west-1:1:regional/webacl/x" }},
		{"is not scheme://host", func(c *Config) { c.ExtraOrigins = []string{"https://chat.example.com/"} }},
		{"Cognito takes no sign-in prefix", func(c *Config) { c.SignInPrefix = "my-aws-chat" }},
		{"is not scheme://host", func(c *Config) { c.FileOrigins = []string{"shop.example.com"} }},
		{"files kept -1 days", func(c *Config) { c.FileDays = -1 }},
		{"transcripts kept -1 days", func(c *Config) { c.TranscriptDays = -1 }},
		{"sign-in prefix \"-\"", func(c *Config) { c.SignInPrefix = "-" }},
		{"socket logs \"maybe\"", func(c *Config) { c.SocketLogs = "maybe" }},
		{"a burst is no less than its rate", func(c *Config) { c.Socket = Throttle{Rate: 10, Burst: 5} }},
		{"no socket route \"shout\"", func(c *Config) { c.Routes = map[string]Throttle{"shout": {Rate: 1, Burst: 1}} }},
		{"reserved for \"nobody\"", func(c *Config) { c.Reserved = map[string]int{"nobody": 1} }},
		{"alarm e-mail", func(c *Config) { c.AlarmEmail = "ops" }},
		{"budget of -1", func(c *Config) { c.MonthlyUSD = -1 }},
		{"nobody waits for -5 seconds", func(c *Config) { c.AlarmWait = -5 }},
		{"probe: 1m30s is not a whole number of minutes", func(c *Config) { c.Probe = 90 * time.Second }},
		{"probe: every 2h0m0s is too seldom", func(c *Config) { c.Probe = 2 * time.Hour }},
		{"runbook \"docs/aws.md\"", func(c *Config) { c.Runbook = "docs/aws.md" }},
	} {
		c := stages()["dev"]
		row.change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), row.say) {
			t.Errorf("want %q, got %v", row.say, err)
		}
	}
}

func TestTheContextPicksTheStage(t *testing.T) {
	for said, want := range map[string]string{"": "dev", "prod": "prod"} {
		app := newApp(t.TempDir())
		if said != "" {
			app.Node().SetContext(jsii.String("stage"), said)
		}
		app.Node().SetContext(jsii.String("architecture"), "amd64")
		if c, err := configure(app); err != nil || c.Stage != want || c.Architecture != "amd64" {
			t.Errorf("%q: %s %s, %v", said, c.Stage, c.Architecture, err)
		}
	}
	app := newApp(t.TempDir())
	app.Node().SetContext(jsii.String("stage"), "moon")
	if _, err := configure(app); err == nil || !strings.Contains(err.Error(), "dev, prod") {
		t.Errorf("stage moon: %v", err)
	}
}

// Whoever has not built the functions is told which and how.
func TestMissingBootstrapsAreNamedWithTheCommand(t *testing.T) {
	c := stages()["dev"]
	c.Bootstraps = t.TempDir()
	if err := writeBootstraps(c); err != nil {
		t.Fatal(err)
	}
	if err := checkBootstraps(c); err != nil {
		t.Errorf("all are there: %v", err)
	}
	if err := os.Remove(filepath.Join(c.bootstrap("message"), "bootstrap")); err != nil {
		t.Fatal(err)
	}
	err := checkBootstraps(c)
	if err == nil || !strings.Contains(err.Error(), "not built for arm64: message\n") || !strings.Contains(err.Error(), "go build") {
		t.Errorf("message is missing: %v", err)
	}
}
