package edge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"switchboard/shared/desk"
)

// units are the figures that become metrics, in CloudWatch's words. infra/manifest names the same ones; a test compares.
var units = map[desk.Figure]string{
	"WaitingNow":    "Count",
	"LongestWait":   "Seconds",
	"AgentsOnline":  "Count",
	"TimeToAccept":  "Seconds",
	"MessagesSaid":  "Count",
	"FailedPushes":  "Count",
	"FailedFrames":  "Count",
	"ProbeTime":     "Milliseconds",
	"ProbeFailures": "Count",
}

// Measured writes what an invocation noted as one line of CloudWatch's embedded metric format, from which CloudWatch makes
// metrics without being called. An invocation that noted nothing writes nothing: a metric is billed for the hours in which
// it is written. where is "<namespace>/<stage>", the stage being the one dimension; empty: nobody measures.
func Measured(where string, out io.Writer, h Handler) (Handler, error) {
	if where == "" {
		return h, nil
	}
	namespace, stage, ok := strings.Cut(where, "/")
	if !ok || namespace == "" || stage == "" {
		return nil, fmt.Errorf("METRICS is %q; it must be <namespace>/<stage>, such as Switchboard/dev, or empty", where)
	}
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		ctx, figures := desk.Measured(ctx)
		answer, err := h(ctx, payload)
		if noted := figures.Noted(); len(noted) > 0 {
			if wrong := writeMetrics(out, namespace, stage, time.Now(), noted); wrong != nil {
				slog.Error("metrics", "error", wrong)
			}
		}
		return answer, err
	}, nil
}

type metric struct {
	Name string
	Unit string
}

type directive struct {
	Namespace  string
	Dimensions [][]string
	Metrics    []metric
}

// mostValues is how many values of a metric one line may hold (CloudWatch's limit).
const mostValues = 100

// writeMetrics writes one line, or as many as the values need; each in one write, so that it stays whole between the lines
// of the log.
func writeMetrics(out io.Writer, namespace, stage string, at time.Time, noted map[desk.Figure][]float64) error {
	for len(noted) > 0 {
		line, rest := map[desk.Figure][]float64{}, map[desk.Figure][]float64{}
		for figure, values := range noted {
			n := min(len(values), mostValues)
			line[figure] = values[:n]
			if n < len(values) {
				rest[figure] = values[n:]
			}
		}
		if err := writeLine(out, namespace, stage, at, line); err != nil {
			return err
		}
		noted = rest
	}
	return nil
}

func writeLine(out io.Writer, namespace, stage string, at time.Time, noted map[desk.Figure][]float64) error {
	about := directive{Namespace: namespace, Dimensions: [][]string{{"Stage"}}}
	line := map[string]any{"Stage": stage}
	for _, figure := range slices.Sorted(maps.Keys(noted)) {
		unit, known := units[figure]
		if !known {
			return fmt.Errorf("there is no metric %q: give it a unit in shared/edge", figure)
		}
		about.Metrics = append(about.Metrics, metric{string(figure), unit})
		line[string(figure)] = noted[figure]
	}
	line["_aws"] = map[string]any{"Timestamp": at.UnixMilli(), "CloudWatchMetrics": []directive{about}}
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	_, err = out.Write(append(text, '\n'))
	return err
}
