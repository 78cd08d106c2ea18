package queue

import (
	"bytes"
	"container/heap"
	"context"
	"crypto/md5" //nolint:gosec // the checksum that SQS's protocol asks for, no secret rests on it
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"time"
)

// idleLook is how often Run looks although nothing is due: the injected clock may jump.
const idleLook = 100 * time.Millisecond

// Deliver is one step: it hands every message that is due at now to the function, in batches side by side, and
// returns when all of them have answered. What the function did not settle comes again after the visibility
// time-out; what came MaxReceive times in vain is a dead letter.
func (q *Queue) Deliver(ctx context.Context, now time.Time) {
	slots := make(chan struct{}, q.cfg.Concurrent)
	var wg sync.WaitGroup
	for batch := q.take(now); len(batch) > 0; batch = q.take(now) {
		slots <- struct{}{}
		wg.Go(func() {
			q.hand(ctx, batch)
			<-slots
		})
	}
	wg.Wait()
}

// Run delivers until ctx is done. A slow delivery does not hold up the others.
func (q *Queue) Run(ctx context.Context) {
	slots := make(chan struct{}, q.cfg.Concurrent)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		batch := q.take(q.cfg.Now())
		if len(batch) == 0 {
			<-slots
			if !q.rest(ctx) {
				return
			}
			continue
		}
		wg.Go(func() {
			q.hand(ctx, batch)
			<-slots
		})
	}
}

// rest waits until the next message is due, one comes in, or a while has passed.
func (q *Queue) rest(ctx context.Context) bool {
	timer := time.NewTimer(q.untilNext())
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-q.woken:
	case <-timer.C:
	}
	return true
}

func (q *Queue) untilNext() time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return idleLook
	}
	return max(0, min(idleLook, q.waiting[0].at.Sub(q.cfg.Now())))
}

// take removes up to a batch of due messages; each is in flight until it is settled or comes again.
func (q *Queue) take(now time.Time) []*message {
	q.mu.Lock()
	defer q.mu.Unlock()
	var batch []*message
	for len(q.waiting) > 0 && len(batch) < q.cfg.BatchSize && !q.waiting[0].at.After(now) {
		m := heap.Pop(&q.waiting).(*message)
		if m.received >= q.cfg.MaxReceive {
			q.bury(m)
			continue
		}
		m.received++
		if m.received == 1 {
			m.first = now
		}
		m.receipt, m.at = identity(), now.Add(q.cfg.Visibility)
		q.inFlight[m] = struct{}{}
		q.stats.Receives++
		batch = append(batch, m)
	}
	return batch
}

func (q *Queue) bury(m *message) {
	q.dead = append(q.dead, Letter{MessageID: m.id, Body: m.body, Sent: m.sent, Receives: m.received})
	q.cfg.Log.Warn("dead letter", "queue", q.cfg.Name, "message", m.id, "receives", m.received)
}

// hand delivers one batch and settles what the answer allows.
func (q *Queue) hand(ctx context.Context, batch []*message) {
	payload, err := q.event(batch)
	if err == nil {
		var answer []byte
		if answer, err = q.cfg.Invoke(ctx, payload); err == nil {
			var failed map[string]bool
			if failed, err = failures(answer, batch); err == nil {
				q.settle(batch, func(m *message) bool { return !failed[m.id] })
				return
			}
		}
	}
	q.cfg.Log.Warn("delivery failed", "queue", q.cfg.Name, "messages", len(batch), "error", err)
	q.settle(batch, func(*message) bool { return false })
}

func (q *Queue) settle(batch []*message, settled func(*message) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range batch {
		delete(q.inFlight, m)
		if settled(m) {
			q.stats.Delivered++
			continue
		}
		q.stats.Failed++
		heap.Push(&q.waiting, m)
	}
}

// failures are the ids that a ReportBatchItemFailures answer names. As with Lambda, an id that is empty or was not
// in the batch fails the whole batch, and so does an answer that is no such answer.
func failures(answer []byte, batch []*message) (map[string]bool, error) {
	if answer = bytes.TrimSpace(answer); len(answer) == 0 || string(answer) == "null" {
		return nil, nil
	}
	var said struct {
		Failures []struct {
			ID string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(answer, &said); err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(batch))
	for _, m := range batch {
		known[m.id] = true
	}
	failed := make(map[string]bool, len(said.Failures))
	for _, f := range said.Failures {
		if !known[f.ID] {
			return nil, errors.New("the answer names a message that was not in the batch: " + strconv.Quote(f.ID))
		}
		failed[f.ID] = true
	}
	return failed, nil
}

// record is a message as Lambda shows it to the function.
type record struct {
	MessageID         string            `json:"messageId"`
	ReceiptHandle     string            `json:"receiptHandle"`
	Body              string            `json:"body"`
	Attributes        map[string]string `json:"attributes"`
	MessageAttributes struct{}          `json:"messageAttributes"`
	MD5OfBody         string            `json:"md5OfBody"`
	EventSource       string            `json:"eventSource"`
	EventSourceARN    string            `json:"eventSourceARN"`
	Region            string            `json:"awsRegion"`
}

func (q *Queue) event(batch []*message) ([]byte, error) {
	event := struct{ Records []record }{make([]record, 0, len(batch))}
	for _, m := range batch {
		event.Records = append(event.Records, record{
			MessageID: m.id, ReceiptHandle: m.receipt, Body: m.body, MD5OfBody: digest(m.body),
			Attributes: map[string]string{
				"ApproximateReceiveCount":          strconv.Itoa(m.received),
				"SentTimestamp":                    strconv.FormatInt(m.sent.UnixMilli(), 10),
				"SenderId":                         account,
				"ApproximateFirstReceiveTimestamp": strconv.FormatInt(m.first.UnixMilli(), 10),
			},
			EventSource: "aws:sqs", EventSourceARN: q.arn(), Region: q.cfg.Region,
		})
	}
	return json.Marshal(event)
}

// digest is the checksum that SQS's clients compare.
func digest(body string) string {
	sum := md5.Sum([]byte(body)) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}
