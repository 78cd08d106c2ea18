package stream

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Failure is what was given up, with everything that is needed to send it again.
type Failure struct {
	ID        string
	Condition string // RetryAttemptsExhausted or RecordAgeExceeded
	Function  string
	Region    string
	StreamARN string
	ShardID   string
	Attempts  int
	At        time.Time
	Records   []Record
}

// MarshalJSON is the document that Lambda puts into an S3 destination; its payload is the whole event, as text.
func (f Failure) MarshalJSON() ([]byte, error) {
	event, err := json.Marshal(event{f.Records})
	if err != nil {
		return nil, err
	}
	first, last := f.Records[0], f.Records[len(f.Records)-1]
	return json.Marshal(map[string]any{
		"requestContext": map[string]any{
			"requestId":   f.ID,
			"functionArn": "arn:aws:lambda:" + f.Region + ":000000000000:function:" + f.Function,
			"condition":   f.Condition, "approximateInvokeCount": f.Attempts,
		},
		"version": "1.0", "timestamp": stamp(f.At),
		"DDBStreamBatchInfo": map[string]any{
			"shardId": f.ShardID, "streamArn": f.StreamARN, "batchSize": len(f.Records),
			"startSequenceNumber":             first.Change.SequenceNumber,
			"endSequenceNumber":               last.Change.SequenceNumber,
			"approximateArrivalOfFirstRecord": stamp(first.Time()),
			"approximateArrivalOfLastRecord":  stamp(last.Time()),
		},
		"payload": string(event),
	})
}

type event struct {
	Records []Record
}

func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// FolderDestination writes each failure as a file, named as Lambda names its objects:
// aws/lambda/<function>/<shard>/2026/03/01/2026-03-01T12.00.00-<id>.
func FolderDestination(dir string) func(context.Context, Failure) error {
	return func(_ context.Context, f Failure) error {
		text, err := json.Marshal(f)
		if err != nil {
			return fmt.Errorf("stream: failure: %w", err)
		}
		at := f.At.UTC()
		folder := filepath.Join(dir, "aws", "lambda", f.Function, f.ShardID, at.Format("2006/01/02"))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("stream: failure: %w", err)
		}
		name := strings.ReplaceAll(at.Format("2006-01-02T15:04:05"), ":", ".") + "-" + f.ID
		return writeWhole(filepath.Join(folder, name), text)
	}
}

// writeWhole writes a file that is there entirely or not at all.
func writeWhole(path string, text []byte) error {
	work, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	_, err = work.Write(text)
	if closing := work.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(work.Name(), path)
	}
	if err != nil {
		_ = os.Remove(work.Name()) // the first error is the one to tell
		return fmt.Errorf("stream: %w", err)
	}
	return nil
}
