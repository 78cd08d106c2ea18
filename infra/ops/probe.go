package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// probe has the stage's synthetic chat once. It needs no sign-in; its first run makes its settings, and the second talks.
func probe(ctx context.Context, o *operation) error {
	if _, err := o.found(ctx); err != nil {
		return err
	}
	for range 2 {
		answer, err := o.Invoke(ctx, "switchboard-"+o.stage+"-probe", []byte("{}"))
		if err != nil {
			return fmt.Errorf("the synthetic chat failed; make logs FUNCTION=probe says where: %w", err)
		}
		again, err := o.probed(answer)
		if !again {
			return err
		}
		select {
		case <-time.After(settled):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.New("the synthetic chat found its settings missing twice; make logs FUNCTION=probe says more")
}

// probed tells what came of a run, and whether there should be another.
func (o *operation) probed(answer []byte) (again bool, err error) {
	var report struct {
		Outcome string  `json:"outcome"`
		Took    []int64 `json:"took"` // milliseconds
	}
	if err := json.Unmarshal(answer, &report); err != nil {
		return false, fmt.Errorf("the probe answered %q: %w", answer, err)
	}
	switch report.Outcome {
	case "talked":
		o.say("a visitor and an agent talked over two sockets; a message each way took %v ms", report.Took)
		return false, nil
	case "furnished":
		o.say("its settings, all called \"probe\", were missing and are there now; %.0f s until every function knows them", settled.Seconds())
		return true, nil
	default:
		return false, errors.New("live chat is switched off, or nothing is configured yet (make seed-admin EMAIL=you@example.com DEMO=1): there is nothing to try")
	}
}
