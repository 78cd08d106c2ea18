package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"switchboard/infra/manifest"
)

// drawn is a widget as CloudWatch reads it.
type drawn struct {
	Type                string
	X, Y, Width, Height int
	Properties          struct {
		Title, Markdown string
		Period          int
		Metrics         [][]any
	}
}

func (a *assembly) widgets(t *testing.T) []drawn {
	t.Helper()
	var page struct{ Widgets []drawn }
	body := a.at(a.all("Watch", "AWS::CloudWatch::Dashboard")[0], "DashboardBody")
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return page.Widgets
}

// published are the metrics that AWS writes by itself, with the dimensions under which it does: from the pages of each
// service about its metrics in CloudWatch.
var published = map[string]string{
	"AWS/Lambda Errors": "FunctionName", "AWS/Lambda Duration": "FunctionName", "AWS/Lambda Throttles": "FunctionName",
	"AWS/Lambda Invocations": "FunctionName", "AWS/Lambda IteratorAge": "FunctionName",
	"AWS/ApiGateway ConnectCount": "ApiId Stage", "AWS/ApiGateway MessageCount": "ApiId Stage", "AWS/ApiGateway IntegrationError": "ApiId Stage",
	"AWS/ApiGateway ExecutionError": "ApiId Stage", "AWS/ApiGateway ClientError": "ApiId Stage",
	"AWS/ApiGateway Count": "ApiId", "AWS/ApiGateway 4xx": "ApiId", "AWS/ApiGateway 5xx": "ApiId", "AWS/ApiGateway Latency": "ApiId",
	"AWS/DynamoDB ReadThrottleEvents": "TableName", "AWS/DynamoDB WriteThrottleEvents": "TableName",
	"AWS/DynamoDB ConsumedReadCapacityUnits": "TableName", "AWS/DynamoDB ConsumedWriteCapacityUnits": "TableName",
	"AWS/SQS ApproximateNumberOfMessagesVisible": "QueueName",
}

// known says what is wrong with a metric, by its name and its dimensions; empty if somebody writes it.
func known(namespace, name string, dimensions []string) string {
	want, ok := published[namespace+" "+name]
	if namespace == manifest.MetricsNamespace {
		want, ok = manifest.MetricsStage, slices.Contains(manifest.Metrics(), name)
	}
	if got := strings.Join(dimensions, " "); !ok || got != want {
		return "nobody writes " + namespace + " " + name + " by " + got
	}
	return ""
}

func TestTheDashboardAndTheAlarmsAskForWhatSomebodyWrites(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		graphs := 0
		for _, w := range a.widgets(t) {
			if w.Type != "metric" {
				continue
			}
			graphs++
			for _, line := range w.Properties.Metrics {
				var dimensions []string
				for i := 2; i+1 < len(line); i += 2 {
					dimensions = append(dimensions, line[i].(string))
				}
				if wrong := known(line[0].(string), line[1].(string), dimensions); wrong != "" {
					t.Errorf("%s: %s", w.Properties.Title, wrong)
				}
			}
		}
		if graphs < 10 {
			t.Errorf("%d graphs", graphs)
		}
		for _, alarm := range a.all("Watch", "AWS::CloudWatch::Alarm") {
			var dimensions []string
			for _, d := range asList(alarm.Properties["Dimensions"]) {
				dimensions = append(dimensions, a.text(d.(map[string]any)["Name"]))
			}
			if wrong := known(a.at(alarm, "Namespace"), a.at(alarm, "MetricName"), dimensions); wrong != "" {
				t.Errorf("%s: %s", a.at(alarm, "AlarmName"), wrong)
			}
		}
	})
}

func TestTheDashboardDrawsAllThatIsDeployedAndWritten(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		body := a.at(a.all("Watch", "AWS::CloudWatch::Dashboard")[0], "DashboardBody")
		want := []string{"<sockets>", "<http>", "<chats>", "<desk>", "<deadTimers"}
		for _, function := range a.everywhere("AWS::Lambda::Function") {
			want = append(want, `"`+a.at(function, "FunctionName")+`"`)
		}
		for _, name := range manifest.Metrics() {
			if a.config.Probe > 0 || !strings.HasPrefix(name, "Probe") {
				want = append(want, `"`+name+`"`)
			}
		}
		for _, id := range want {
			if !strings.Contains(body, id) {
				t.Errorf("%s is not drawn", id)
			}
		}
	})
}

// Whoever looks is told what a row means, and of each alarm where it says what to do.
func TestTheDashboardExplainsItself(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "aws.md"))
	if err != nil {
		t.Fatal(err)
	}
	inEveryStage(t, func(t *testing.T, a *assembly) {
		said := ""
		for _, w := range a.widgets(t) {
			said += w.Properties.Markdown
		}
		for _, alarm := range a.all("Watch", "AWS::CloudWatch::Alarm") {
			name := strings.TrimPrefix(a.at(alarm, "AlarmName"), "switchboard-"+a.config.Stage+"-")
			if link := "(" + a.config.Runbook + "#" + name + ")"; !strings.Contains(said, name) || a.config.Runbook != "" && !strings.Contains(said, link) {
				t.Errorf("no text speaks of the alarm %s", name)
			}
		}
		for _, m := range regexp.MustCompile(`\*\*([a-z-]+)\*\*|#([a-z-]+)\)`).FindAllStringSubmatch(said, -1) {
			if heading := m[1] + m[2]; !strings.Contains(string(page), "### "+heading+"\n") {
				t.Errorf("docs/aws.md has no heading %q", heading)
			}
		}
	})
}

// CloudWatch refuses nothing of this kind; it draws one thing over another.
func TestNoWidgetLiesOverAnother(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		taken := map[[2]int]string{}
		for _, w := range a.widgets(t) {
			name := w.Properties.Title + w.Properties.Markdown
			for x := w.X; x < w.X+w.Width; x++ {
				for y := w.Y; y < w.Y+w.Height; y++ {
					if other := taken[[2]int{x, y}]; other != "" || x >= columns {
						t.Fatalf("%q lies over %q or beyond the edge", name, other)
					}
					taken[[2]int{x, y}] = name
				}
			}
		}
	})
}
