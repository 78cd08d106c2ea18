package stream

import (
	"bytes"
	"encoding/json"
	"errors"
)

// judge reads an invocation's result. As with Lambda, a report with an identifier that is empty or not of this batch
// fails the whole batch, and so does an answer that is no report; null or nothing is success.
func judge(answer []byte, err error, batch []Record, reports bool) (o outcome, first int) {
	var refused interface{ Throttled() bool }
	switch {
	case errors.As(err, &refused) && refused.Throttled():
		return throttled, 0
	case err != nil:
		return failed, 0
	case !reports:
		return succeeded, 0
	}
	if answer = bytes.TrimSpace(answer); len(answer) == 0 {
		return succeeded, 0
	}
	var said struct {
		Failures []struct {
			ID string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if json.Unmarshal(answer, &said) != nil {
		return failed, 0
	}
	if len(said.Failures) == 0 {
		return succeeded, 0
	}
	places := make(map[string]int, len(batch))
	for i, r := range batch {
		places[r.Change.SequenceNumber] = i
	}
	first = len(batch)
	for _, f := range said.Failures {
		place, known := places[f.ID]
		if !known {
			return failed, 0
		}
		first = min(first, place)
	}
	return partial, first
}
