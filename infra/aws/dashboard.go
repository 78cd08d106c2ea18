package main

import (
	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// dashboard is one page of graphs, two in a row, in CloudWatch's own JSON. It asks only for metrics that AWS itself
// publishes, so no graph can stay empty because nobody writes it.
func dashboard(d *dataStack, a *apiStack) map[string]any {
	graphs := []any{}
	add := func(title string, metrics ...metric) {
		graphs = append(graphs, graph(len(graphs), title, metrics))
	}
	add("Sockets: opened, frames", d.socketMetric(a, "ConnectCount", "Sum"), d.socketMetric(a, "MessageCount", "Sum"))
	add("Sockets: failures", d.socketMetric(a, "IntegrationError", "Sum"), d.socketMetric(a, "ExecutionError", "Sum"), d.socketMetric(a, "ClientError", "Sum"))
	add("HTTP: calls, refused, failed", d.httpMetric("Count", "Sum"), d.httpMetric("4xx", "Sum"), d.httpMetric("5xx", "Sum"))
	add("HTTP: time to answer", d.httpMetric("Latency", "p50"), d.httpMetric("Latency", "p99"))
	add("Functions: errors", a.perFunction("Errors", "Sum")...)
	add("Functions: time, p99", a.perFunction("Duration", "p99")...)
	add("Table chats: units used", d.chatsMetric("ConsumedReadCapacityUnits", "Sum"), d.chatsMetric("ConsumedWriteCapacityUnits", "Sum"))
	add("Timers: given up", d.deadTimersMetric())
	return map[string]any{"widgets": graphs}
}

func (a *apiStack) perFunction(name, statistic string) []metric {
	list := []metric{}
	for _, f := range manifest.Functions() {
		list = append(list, a.functionMetric(f, name, statistic))
	}
	return list
}

func graph(position int, title string, metrics []metric) map[string]any {
	lines := []any{}
	for _, m := range metrics {
		line := []any{m.namespace, m.name}
		for _, part := range m.of {
			line = append(line, part)
		}
		lines = append(lines, append(line, map[string]any{"stat": m.statistic}))
	}
	return map[string]any{
		"type": "metric", "width": 12, "height": 6, "x": 12 * (position % 2), "y": 6 * (position / 2),
		"properties": map[string]any{"title": title, "metrics": lines, "period": 60, "view": "timeSeries", "region": *awscdk.Aws_REGION()},
	}
}
