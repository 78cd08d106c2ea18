package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"switchboard/infra/manifest"
)

// docs/aws.md says how long each class of data is kept; what it says is what the templates do.
func TestWhatIsKeptAndForHowLong(t *testing.T) {
	page, err := os.ReadFile("../../docs/aws.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([A-Za-z ]+)` \\| ([^|]+) \\| ([^|]+) \\|").FindAllStringSubmatch(string(page), -1)
	said := map[string][2]string{}
	for _, row := range rows {
		said[row[1]] = [2]string{strings.TrimSpace(row[2]), strings.TrimSpace(row[3])}
	}
	for i, stage := range []func() (*assembly, error){dev, prod} {
		a := must(t, stage)
		kept := map[string]string{}
		for _, r := range a.everywhere("AWS::S3::Bucket") {
			kept[short(r.id)] = a.lifetime(r)
		}
		for _, r := range a.everywhere("AWS::SQS::Queue") {
			seconds, _ := value(r, "MessageRetentionPeriod").(float64)
			kept[short(r.id)] = inDays(int(seconds) / int((24 * time.Hour).Seconds()))
		}
		for _, r := range a.all("Api", "AWS::Logs::LogGroup") {
			days, _ := value(r, "RetentionInDays").(float64)
			if before, is := kept["logs"], inDays(int(days)); before != "" && before != is {
				t.Errorf("%s: %s is kept %s, the logs before it %s", a.config.Stage, r.id, is, before)
			}
			kept["logs"] = inDays(int(days))
		}
		for _, table := range manifest.Tables() {
			kept[table.Name] = "for ever"
			if table.Expires != "" {
				kept[table.Name] = "by TTL"
			}
		}
		for class, is := range kept {
			if got := said[class][i]; got != is {
				t.Errorf("%s: %s is kept %s, and docs/aws.md says %q", a.config.Stage, class, is, got)
			}
		}
		for class := range said {
			if kept[class] == "" {
				t.Errorf("%s: docs/aws.md says how long %s is kept, and nothing is called so", a.config.Stage, class)
			}
		}
	}
}

// What may be configured arrives: the third stage deletes what the two others keep.
func TestFilesAndTranscriptsAreDeletedAfterTheirDays(t *testing.T) {
	a := must(t, full)
	got := map[string]string{}
	for _, r := range a.everywhere("AWS::S3::Bucket") {
		got[short(r.id)] = a.lifetime(r)
	}
	for class, want := range map[string]string{"files": "30 days", "transcripts": "400 days", "quarantine": "1 day"} {
		if got[class] != want {
			t.Errorf("%s is kept %s, want %s", class, got[class], want)
		}
	}
}

// short is a logical id without CDK's hash.
func short(id string) string { return regexp.MustCompile(`[0-9A-F]{8}$`).ReplaceAllString(id, "") }

func inDays(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// lifetime is after how many days a bucket deletes what lies in it.
func (a *assembly) lifetime(r *resource) string {
	rules, _ := value(r, "LifecycleConfiguration.Rules").([]any)
	for _, each := range rules {
		rule, _ := each.(map[string]any)
		if days, ok := rule["ExpirationInDays"].(float64); ok && rule["Status"] == "Enabled" {
			return inDays(int(days))
		}
	}
	return "for ever"
}
