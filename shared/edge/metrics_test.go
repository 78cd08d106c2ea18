package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/desk"
)

// noting is a handler that notes what it is told and fails if it is told to.
func noting(fails error, noted ...any) Handler {
	return func(ctx context.Context, _ []byte) ([]byte, error) {
		for i := 0; i+1 < len(noted); i += 2 {
			desk.Note(ctx, noted[i].(desk.Figure), noted[i+1].(float64))
		}
		return []byte("answer"), fails
	}
}

func TestMetricsAreWrittenAsOneLineAnInvocation(t *testing.T) {
	broken := errors.New("broken")
	for _, row := range []struct {
		title, where string
		handler      Handler
		want         string // names and values, sorted
	}{
		{"nothing noted, nothing written", "Switchboard/dev", noting(nil), ""},
		{"nobody measures", "", noting(nil, desk.MessagesSaid, 1.0), ""},
		{"what is counted is summed", "Switchboard/dev", noting(nil, desk.FailedPushes, 1.0, desk.FailedPushes, 2.0), "FailedPushes:Count:[3]"},
		{"what is measured is listed", "Switchboard/dev", noting(nil, desk.ProbeTime, 40.0, desk.ProbeTime, 60.0), "ProbeTime:Milliseconds:[40,60]"},
		{"a zero is a value", "Switchboard/dev", noting(nil, desk.WaitingNow, 0.0, desk.LongestWait, 1.5), "LongestWait:Seconds:[1.5] WaitingNow:Count:[0]"},
		{"a failure is measured too", "Switchboard/dev", noting(broken, desk.ProbeFailures, 1.0), "ProbeFailures:Count:[1]"},
	} {
		t.Run(row.title, func(t *testing.T) {
			var out bytes.Buffer
			h, err := Measured(row.where, &out, row.handler)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := h(t.Context(), nil)
			if string(answer) != "answer" || err != nil && !errors.Is(err, broken) {
				t.Errorf("answered %s, %v", answer, err)
			}
			if got := read(t, out.String()); got != row.want {
				t.Errorf("written: %q, want %q", got, row.want)
			}
		})
	}
}

// read checks what is around the values in a line and returns them.
func read(t *testing.T, out string) string {
	t.Helper()
	if out == "" {
		return ""
	}
	if strings.Count(out, "\n") != 1 || !strings.HasSuffix(out, "\n") {
		t.Errorf("not one line: %q", out)
	}
	var frame struct {
		AWS struct {
			Timestamp         int64
			CloudWatchMetrics []directive
		} `json:"_aws"`
		Stage string
	}
	values := map[string]json.RawMessage{}
	if err := errors.Join(json.Unmarshal([]byte(out), &frame), json.Unmarshal([]byte(out), &values)); err != nil {
		t.Fatal(err)
	}
	about := frame.AWS.CloudWatchMetrics
	if len(about) != 1 || about[0].Namespace != "Switchboard" || frame.Stage != "dev" || len(about[0].Dimensions) != 1 ||
		!slices.Equal(about[0].Dimensions[0], []string{"Stage"}) {
		t.Errorf("about %+v, stage %q", about, frame.Stage)
	}
	if since := time.Since(time.UnixMilli(frame.AWS.Timestamp)); since < 0 || since > time.Minute {
		t.Errorf("it happened %v ago", since)
	}
	var got []string
	for _, m := range about[0].Metrics {
		got = append(got, m.Name+":"+m.Unit+":"+string(values[m.Name]))
		delete(values, m.Name)
	}
	delete(values, "_aws")
	delete(values, "Stage")
	if len(values) > 0 {
		t.Errorf("beside its metrics the line says %v", values)
	}
	return strings.Join(got, " ")
}

func TestMoreValuesThanALineMayHoldTakeAnother(t *testing.T) {
	var out bytes.Buffer
	values := make([]float64, 230)
	for i := range values {
		values[i] = float64(i)
	}
	noted := map[desk.Figure][]float64{desk.TimeToAccept: values, desk.WaitingNow: {4}}
	if err := writeMetrics(&out, "Switchboard", "dev", time.Now(), noted); err != nil {
		t.Fatal(err)
	}
	var together []float64
	for i, line := range strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n") {
		var got struct{ TimeToAccept, WaitingNow []float64 }
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.TimeToAccept) > 100 || len(got.WaitingNow) > 0 != (i == 0) {
			t.Errorf("line %d holds %d and %v", i+1, len(got.TimeToAccept), got.WaitingNow)
		}
		together = append(together, got.TimeToAccept...)
	}
	if !slices.Equal(together, values) {
		t.Errorf("the lines hold %v", together)
	}
}

func TestMetricsGoNowhereElse(t *testing.T) {
	for _, where := range []string{"Switchboard", "/dev", "Switchboard/"} {
		if _, err := Measured(where, nil, noting(nil)); err == nil || !strings.Contains(err.Error(), "Switchboard/dev") {
			t.Errorf("METRICS=%s: %v", where, err)
		}
	}
}

func TestEachFigureHasItsUnitAndAnotherIsRefused(t *testing.T) {
	text, err := os.ReadFile("../desk/measure.go")
	if err != nil {
		t.Fatal(err)
	}
	var figures []string
	for _, m := range regexp.MustCompile(`Figure\s+= "(\w+)"`).FindAllStringSubmatch(string(text), -1) {
		figures = append(figures, m[1])
		if units[desk.Figure(m[1])] == "" {
			t.Errorf("%s has no unit", m[1])
		}
	}
	if len(figures) == 0 || len(figures) != len(units) {
		t.Errorf("figures %v, units %v", figures, units)
	}
	if err := writeMetrics(&bytes.Buffer{}, "n", "s", time.Now(), map[desk.Figure][]float64{"Rumours": {1}}); err == nil {
		t.Error("rumours were measured")
	}
}
