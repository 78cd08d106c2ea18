package edge

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"switchboard/shared/store"
	"switchboard/shared/timer"
)

// The three callers of Wake: the timer queue, the table's stream and the schedule.

// Expire hands each look of the timer queue on; those that failed come again.
func Expire(look func(context.Context, timer.Look) error) Handler {
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		e, err := event[events.SQSEvent](payload)
		if err != nil {
			return nil, err
		}
		answer := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
		for _, m := range e.Records {
			l, err := timer.Decode(m.Body)
			if err == nil {
				err = look(ctx, l)
			}
			if err != nil {
				slog.Error("expire", "message", m.MessageId, "error", err)
				answer.BatchItemFailures = append(answer.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
			}
		}
		return json.Marshal(answer)
	}
}

// ttl is who deletes what has expired; a deletion by anybody else wakes nothing (F41).
const ttl = "dynamodb.amazonaws.com"

// Finalise wakes each chat whose marker TTL has deleted. It stops at the first failure: the stream sends that record
// and all behind it again (F34).
func Finalise(wake func(ctx context.Context, chat string) error) Handler {
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		e, err := event[events.DynamoDBEvent](payload)
		if err != nil {
			return nil, err
		}
		answer := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
		for _, r := range e.Records {
			chat, marked := markOf(r)
			if !marked {
				continue
			}
			if err := wake(ctx, chat); err != nil {
				slog.Error("finalise", "chat", chat, "error", err)
				answer.BatchItemFailures = append(answer.BatchItemFailures, events.DynamoDBBatchItemFailure{ItemIdentifier: r.Change.SequenceNumber})
				break
			}
		}
		return json.Marshal(answer)
	}
}

func markOf(r events.DynamoDBEventRecord) (string, bool) {
	if r.EventName != string(events.DynamoDBOperationTypeRemove) || r.UserIdentity == nil || r.UserIdentity.PrincipalID != ttl {
		return "", false
	}
	pk, ok := r.Change.Keys["pk"]
	if !ok || pk.DataType() != events.DataTypeString {
		return "", false
	}
	return strings.CutPrefix(pk.String(), store.MarkPrefix)
}

// Sweep wakes whatever is past due, once a minute.
func Sweep(sweep func(context.Context) (int, error)) Handler {
	return func(ctx context.Context, _ []byte) ([]byte, error) {
		woken, err := sweep(ctx)
		if err != nil {
			return nil, err
		}
		return json.Marshal(map[string]int{"woken": woken})
	}
}
