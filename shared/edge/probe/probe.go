// Package probe is the handler of the synthetic chat. It lies apart from edge because no other function opens sockets.
package probe

import (
	"context"
	"encoding/json"
	"log/slog"

	"switchboard/shared/desk"
	"switchboard/shared/edge"
	"switchboard/shared/probe"
)

// Handler has one chat and measures it. A chat that fails fails the function, so that its alarm speaks.
func Handler(d *desk.Desk) edge.Handler {
	return func(ctx context.Context, _ []byte) ([]byte, error) {
		report, err := probe.Once(ctx, d)
		took := []int64{}
		for _, t := range report.Took {
			desk.Note(ctx, desk.ProbeTime, float64(t.Milliseconds()))
			took = append(took, t.Milliseconds())
		}
		if err != nil {
			desk.Note(ctx, desk.ProbeFailures, 1)
			return nil, err
		}
		if report.Outcome == probe.Talked {
			desk.Note(ctx, desk.ProbeFailures, 0)
		}
		slog.Info("probe", "outcome", report.Outcome, "took", took)
		return json.Marshal(map[string]any{"outcome": report.Outcome, "took": took})
	}
}
