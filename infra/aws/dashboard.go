package main

import (
	"strings"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// The dashboard in CloudWatch's own JSON, 24 columns wide: first what a support lead asks, then what an operator asks,
// then what costs. Each row begins with a text that says what it means and names the alarms that stand for it. A graph
// draws what AWS publishes or what manifest.Metrics names, so that none stays empty because nobody writes it.

// band is a row of the dashboard: a text, and graphs below it.
type band struct {
	title, says string
	alarms      []string // headings of docs/aws.md
	graphs      []drawing
}

// drawing is one graph.
type drawing struct {
	title   string
	seconds int // of a period
	metrics []metric
}

const (
	perMinute = 60
	perHour   = 3600
	columns   = 24
	across    = 3 // graphs beside each other
	tall      = 6 // a graph
	wordy     = 3 // a text
)

func dashboard(d *dataStack, a *apiStack) map[string]any {
	spoken := map[string]bool{}
	for _, alarm := range alarms(d, a) {
		spoken[alarm.name] = true
	}
	spoken[givenUp] = true
	widgets, y := []any{}, 0
	for _, b := range []band{a.talkBand(), a.probeBand(), d.pathBand(a), d.storeBand(a), d.costBand(a)} {
		if len(b.graphs) == 0 {
			continue
		}
		widgets = append(widgets, text(y, b.markdown(a.config.Runbook, spoken)))
		y += wordy
		for i, g := range b.graphs {
			widgets = append(widgets, graph(i%across, y+i/across*tall, g))
		}
		y += (len(b.graphs) + across - 1) / across * tall
	}
	return map[string]any{"widgets": widgets}
}

// talkBand is for whoever leads the agents.
func (a *apiStack) talkBand() band {
	own := func(name, statistic, label string) metric { return a.ownMetric(name, statistic).called(label) }
	return band{
		title: "How the team is doing",
		says: "*Waiting now*: visitors whom nobody has answered yet. *Longest wait*: how long the first of them has waited. " +
			"*Agents Online*: who can take chats, Away not counted. These three are counted each minute " +
			"while somebody is logged in; with nobody there the lines stop. " +
			"*Time to accept*: half of all visitors were answered faster than p50, nine in ten faster than p90. " +
			"*Failed pushes*: what was said reached a screen late, when it was next asked for.",
		alarms: []string{"waiting-too-long", "pushes-fail"},
		graphs: []drawing{
			{"Waiting now", perMinute, []metric{own(manifest.WaitingNow, "Maximum", "visitors")}},
			{"Longest wait", perMinute, []metric{own(manifest.LongestWait, "Maximum", "seconds")}},
			{"Agents Online", perMinute, []metric{own(manifest.AgentsOnline, "Maximum", "agents")}},
			{"Time to accept", 5 * perMinute, []metric{own(manifest.TimeToAccept, "p50", "p50, seconds"), own(manifest.TimeToAccept, "p90", "p90, seconds")}},
			{"Messages per minute", perMinute, []metric{own(manifest.MessagesSaid, "Sum", "messages")}},
			{"Failed pushes", perMinute, []metric{own(manifest.FailedPushes, "Sum", "pushes")}},
		},
	}
}

// probeBand is empty where no synthetic chat is had.
func (a *apiStack) probeBand() band {
	if a.config.Probe == 0 {
		return band{}
	}
	period := int(a.config.Probe.Seconds())
	return band{
		title:  "The synthetic chat",
		says:   "A visitor and an agent who are nobody talk over real sockets: how long a message takes to the other side, and how many of these chats failed.",
		alarms: []string{"probe-fails"},
		graphs: []drawing{
			{"A message's way", period, []metric{
				a.ownMetric(manifest.ProbeTime, "Minimum").called("fastest, ms"), a.ownMetric(manifest.ProbeTime, "Maximum").called("slowest, ms"),
			}},
			{"Failed", period, []metric{a.ownMetric(manifest.ProbeFailures, "Sum").called("chats")}},
		},
	}
}

// pathBand is what frames and calls go through.
func (d *dataStack) pathBand(a *apiStack) band {
	return band{
		title: "Frames, calls and functions",
		says: "Sockets and the HTTP API, and the functions behind them. A *refused* start means that the account lets no more functions run at once. " +
			"Client errors are frames and calls that were refused for what they ask; a few are normal.",
		alarms: []string{"frames-fail", "functions-crash", "calls-fail", "authorize-fails"},
		graphs: []drawing{
			{"Sockets: failures", perMinute, []metric{
				a.ownMetric(manifest.FailedFrames, "Sum").called("frames that failed"), d.socketMetric(a, "IntegrationError", "Sum"), d.socketMetric(a, "ExecutionError", "Sum"), d.socketMetric(a, "ClientError", "Sum"),
			}},
			{"HTTP: calls, refused, failed", perMinute, []metric{d.httpMetric("Count", "Sum"), d.httpMetric("4xx", "Sum"), d.httpMetric("5xx", "Sum")}},
			{"HTTP: time to answer", perMinute, []metric{d.httpMetric("Latency", "p50"), d.httpMetric("Latency", "p99")}},
			{"Functions: errors", perMinute, a.perFunction("Errors", "Sum")},
			{"Functions: time, p99", perMinute, a.perFunction("Duration", "p99")},
			{"Functions: refused a start", perMinute, a.perFunction("Throttles", "Sum")},
		},
	}
}

// storeBand is what keeps and wakes.
func (d *dataStack) storeBand(a *apiStack) band {
	finalise, _ := manifest.Find("finalise")
	sweep, _ := manifest.Find("sweep")
	throttles := []metric{}
	for _, table := range manifest.Tables() {
		throttles = append(throttles, d.tableMetric(table.Name, "ReadThrottleEvents", "Sum").called(table.Name+", reads"),
			d.tableMetric(table.Name, "WriteThrottleEvents", "Sum").called(table.Name+", writes"))
	}
	return band{
		title: "Tables, timers and transcripts",
		says: "*Throttles*: reads and writes that a table refused for their rate; they are tried again and people wait. " +
			"*Finalise's lateness*: how long expired markers wait. *Timers given up*: each failed five times. " +
			"The sweep stands in for all of these, which must run each minute.",
		alarms: []string{"table-throttled", "finalise-late", givenUp, "timers-given-up", "sweep-stands-still", "sweep-fails"},
		graphs: []drawing{
			{"Tables: throttles", perMinute, throttles},
			{"Finalise's lateness, and the sweep", perMinute, []metric{
				a.functionMetric(finalise, "IteratorAge", "Maximum").called("finalise, ms"), a.functionMetric(sweep, "Invocations", "Sum").called("sweeps"),
			}},
			{"Timers given up", perMinute, []metric{d.deadTimersMetric().called("timers")}},
		},
	}
}

// costBand is what the bill counts, by the hour.
func (d *dataStack) costBand(a *apiStack) band {
	units := []metric{}
	for _, table := range manifest.Tables() {
		units = append(units, d.tableMetric(table.Name, "ConsumedReadCapacityUnits", "Sum").called(table.Name+", read"),
			d.tableMetric(table.Name, "ConsumedWriteCapacityUnits", "Sum").called(table.Name+", written"))
	}
	return band{
		title: "What costs",
		says: "By the hour, the things that are paid for; docs/cost.md has their prices. API Gateway publishes no minutes of connections: " +
			"the consoles' are counted here as agents Online, minute by minute, and those of visitors come on top, a chat's length each.",
		graphs: []drawing{
			{"Functions: invocations", perHour, a.perFunction("Invocations", "Sum")},
			{"Tables: units", perHour, units},
			{"Gateway: messages, connections, minutes", perHour, []metric{
				d.socketMetric(a, "MessageCount", "Sum").called("messages, both ways"), d.socketMetric(a, "ConnectCount", "Sum").called("sockets opened"),
				a.ownMetric(manifest.AgentsOnline, "Sum").called("minutes of agents Online"),
			}},
		},
	}
}

func (a *apiStack) perFunction(name, statistic string) []metric {
	list := []metric{}
	for _, f := range manifest.Functions() {
		list = append(list, a.functionMetric(f, name, statistic).called(f.Name))
	}
	return list
}

// markdown is a row's text, with those of its alarms that this stage has.
func (b band) markdown(runbook string, spoken map[string]bool) string {
	var names []string
	for _, name := range b.alarms {
		if spoken[name] {
			names = append(names, linked(runbook, name))
		}
	}
	words := "## " + b.title + "\n" + b.says
	if len(names) > 0 {
		words += "\n\nAlarms, and in docs/aws.md what to do: " + strings.Join(names, ", ")
	}
	return words
}

func linked(runbook, heading string) string {
	if runbook == "" {
		return "**" + heading + "**"
	}
	return "[" + heading + "](" + runbook + "#" + heading + ")"
}

func text(y int, markdown string) map[string]any {
	return map[string]any{"type": "text", "width": columns, "height": wordy, "x": 0, "y": y, "properties": map[string]any{"markdown": markdown}}
}

func graph(column, y int, g drawing) map[string]any {
	lines := []any{}
	for _, m := range g.metrics {
		line := []any{m.namespace, m.name}
		for _, part := range m.of {
			line = append(line, part)
		}
		options := map[string]any{"stat": m.statistic}
		if m.label != "" {
			options["label"] = m.label
		}
		lines = append(lines, append(line, options))
	}
	const width = columns / across
	return map[string]any{
		"type": "metric", "width": width, "height": tall, "x": width * column, "y": y,
		"properties": map[string]any{"title": g.title, "metrics": lines, "period": g.seconds, "view": "timeSeries", "region": *awscdk.Aws_REGION()},
	}
}
