package stream

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// numbered are records 1..n, written at noon.
func numbered(n int) []Record {
	records := make([]Record, n)
	for i := range records {
		records[i] = Record{EventName: "REMOVE", Change: Change{SequenceNumber: fmt.Sprint(i + 1), Created: noon.Unix()}}
	}
	return records
}

func filled(p policy, n int) *backlog {
	b := newBacklog(p, "")
	for _, r := range numbered(n) {
		b.add(r, true)
	}
	return b
}

func names(records []Record) string {
	var all []string
	for _, r := range records {
		all = append(all, r.Change.SequenceNumber)
	}
	return strings.Join(all, " ")
}

// act is what a function does with a batch.
type act func(batch []Record) (outcome, int)

// poison fails a batch that holds one of these, whole or as a report.
func poison(o outcome, bad ...string) act {
	return func(batch []Record) (outcome, int) {
		for i, r := range batch {
			if slices.Contains(bad, r.Change.SequenceNumber) {
				return o, i
			}
		}
		return succeeded, 0
	}
}

// drainAll plays a backlog to its end; time moves to wherever the next attempt may be.
func drainAll(b *backlog, function act) (batches []string, given []discard) {
	now := noon
	for range 10_000 {
		batch, old := b.next(now)
		switch {
		case old != nil:
			given = append(given, *old)
		case len(batch) > 0:
			batches = append(batches, names(batch))
			o, first := function(batch)
			if d := b.settle(now, o, first); d != nil {
				given = append(given, *d)
			}
		case b.empty():
			return batches, given
		default:
			now = b.notBefore
		}
	}
	panic("the backlog never ends")
}

func expect(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestRecordsComeInOrderInBatches(t *testing.T) {
	b := filled(policy{batchSize: 2, retries: 0}, 5)
	batches, given := drainAll(b, poison(failed))
	expect(t, "batches", batches, []string{"1 2", "3 4", "5"})
	if len(given) > 0 || b.checkpoint != "5" {
		t.Errorf("given up %v, checkpoint %q", given, b.checkpoint)
	}
}

func TestABatchIsBoundedByItsBytesToo(t *testing.T) {
	b := newBacklog(policy{batchSize: 100}, "")
	for _, r := range numbered(4) {
		r.Change.SizeBytes = 2 << 20
		b.add(r, true)
	}
	batches, _ := drainAll(b, poison(failed))
	expect(t, "batches", batches, []string{"1", "2", "3", "4"})
}

func TestTheFilterMovesTheCheckpointButNeverPastAWaitingRecord(t *testing.T) {
	b := newBacklog(policy{batchSize: 10}, "0")
	r := numbered(3)
	b.add(r[0], false)
	if b.checkpoint != "1" {
		t.Errorf("nothing waits, checkpoint %q", b.checkpoint)
	}
	b.add(r[1], true)
	b.add(r[2], false)
	if b.checkpoint != "1" {
		t.Errorf("2 waits, checkpoint %q", b.checkpoint)
	}
	drainAll(b, poison(failed))
	if b.checkpoint != "3" {
		t.Errorf("all settled, checkpoint %q", b.checkpoint)
	}
}

func TestF32APoisonRecordIsGivenUpAloneAndTheOthersPassWithinAMinute(t *testing.T) {
	b := filled(policy{batchSize: 10, retries: 10, bisect: true}, 20)
	now, passed := noon, map[string]bool{}
	var given []discard
	for !b.empty() {
		batch, _ := b.next(now)
		if len(batch) == 0 {
			now = b.notBefore
			continue
		}
		o, first := poison(failed, "4")(batch)
		if o == succeeded {
			for _, r := range batch {
				passed[r.Change.SequenceNumber] = true
			}
		}
		if d := b.settle(now, o, first); d != nil {
			given = append(given, *d)
		}
	}
	if len(passed) != 19 || now.Sub(noon) > time.Minute {
		t.Errorf("%d passed in %v", len(passed), now.Sub(noon))
	}
	if len(given) != 1 || names(given[0].records) != "4" || given[0].condition != "RetryAttemptsExhausted" || given[0].attempts != 11 {
		t.Errorf("given up %+v", given)
	}
}

func TestF32WithoutBisectTheWholeBatchIsGivenUp(t *testing.T) {
	b := filled(policy{batchSize: 3, retries: 1}, 4)
	batches, given := drainAll(b, poison(failed, "2"))
	expect(t, "batches", batches, []string{"1 2 3", "1 2 3", "4"})
	if len(given) != 1 || names(given[0].records) != "1 2 3" || given[0].attempts != 2 {
		t.Errorf("given up %+v", given)
	}
}

func TestF33SplittingIsNoAttempt(t *testing.T) {
	b := filled(policy{batchSize: 8, retries: 0, bisect: true}, 8)
	batches, given := drainAll(b, poison(failed, "6"))
	expect(t, "batches", batches, []string{
		"1 2 3 4 5 6 7 8", "1 2 3 4", "5 6 7 8", "5 6", "5", "6", "7 8",
	})
	if len(given) != 1 || names(given[0].records) != "6" || given[0].attempts != 1 || b.bisected != 3 {
		t.Errorf("given up %+v, %d splits", given, b.bisected)
	}
}

func TestF33TheWorstCaseNumberOfCalls(t *testing.T) {
	const size, retries = 16, 3
	all := make([]string, size)
	for i := range all {
		all[i] = fmt.Sprint(i + 1)
	}
	batches, given := drainAll(filled(policy{batchSize: size, retries: retries, bisect: true}, size), poison(failed, all...))
	if want := (size - 1) + size*(retries+1); len(batches) != want || len(given) != size {
		t.Errorf("%d calls, want %d; %d given up", len(batches), want, len(given))
	}
}

func TestF34EverythingFromTheLowestReportedRecordComesAgain(t *testing.T) {
	b := filled(policy{batchSize: 10, retries: 5, bisect: true}, 6)
	calls := 0
	batches, given := drainAll(b, func(batch []Record) (outcome, int) {
		if calls++; calls == 1 {
			return judge([]byte(`{"batchItemFailures":[{"itemIdentifier":"5"},{"itemIdentifier":"3"}]}`), nil, batch, true)
		}
		return succeeded, 0
	})
	expect(t, "batches", batches, []string{"1 2 3 4 5 6", "3 4 5 6"})
	if len(given) > 0 || b.retried != 0 {
		t.Errorf("given up %v, %d attempts counted", given, b.retried)
	}
}

func TestF34ThePlaceOfAPartialReportIsTheCheckpoint(t *testing.T) {
	b := filled(policy{batchSize: 10, retries: 5, bisect: true}, 6)
	batch, _ := b.next(noon)
	if len(batch) != 6 || b.settle(noon, partial, 2) != nil || b.checkpoint != "2" {
		t.Errorf("checkpoint %q", b.checkpoint)
	}
}

func TestF34AReportedPoisonRecordIsFoundBySplitting(t *testing.T) {
	b := filled(policy{batchSize: 10, retries: 1, bisect: true}, 6)
	batches, given := drainAll(b, poison(partial, "3"))
	expect(t, "batches", batches, []string{"1 2 3 4 5 6", "3 4 5 6", "3 4", "3", "3", "4", "5 6"})
	if len(given) != 1 || names(given[0].records) != "3" {
		t.Errorf("given up %+v", given)
	}
}

func TestF36BeingThrottledIsNoAttemptUntilTheRecordIsTooOld(t *testing.T) {
	b := filled(policy{batchSize: 2, retries: 0, maxAge: time.Hour, bisect: true}, 3)
	refusals := 0
	batches, given := drainAll(b, func([]Record) (outcome, int) { refusals++; return throttled, 0 })
	if refusals < 100 || b.retried != 0 || b.bisected != 0 {
		t.Errorf("%d refusals, %d attempts, %d splits", refusals, b.retried, b.bisected)
	}
	if batches[0] != "1 2" || batches[len(batches)-1] != "1 2" {
		t.Errorf("batches %q", batches)
	}
	if len(given) != 2 || given[0].condition != "RecordAgeExceeded" || names(given[0].records)+" "+names(given[1].records) != "1 2 3" {
		t.Errorf("given up %+v", given)
	}
}

func TestReportsAreReadAsLambdaReadsThem(t *testing.T) {
	batch := numbered(3)
	for answer, want := range map[string]outcome{
		``: succeeded, `null`: succeeded, `{}`: succeeded, `{"batchItemFailures":[]}`: succeeded, `{"batchItemFailures":null}`: succeeded,
		`{"batchItemFailures":[{"itemIdentifier":"2"}]}`:                           partial,
		`{"batchItemFailures":[{"itemIdentifier":""}]}`:                            failed,
		`{"batchItemFailures":[{"itemIdentifier":null}]}`:                          failed,
		`{"batchItemFailures":[{"id":"2"}]}`:                                       failed,
		`{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"nine"}]}`: failed,
		`done`: failed,
	} {
		if got, _ := judge([]byte(answer), nil, batch, true); got != want {
			t.Errorf("%s: %v, want %v", answer, got, want)
		}
	}
	if got, _ := judge([]byte(`{"batchItemFailures":[{"itemIdentifier":"2"}]}`), nil, batch, false); got != succeeded {
		t.Error("a report that nobody asked for must be ignored")
	}
	if got, _ := judge(nil, errors.New("boom"), batch, true); got != failed {
		t.Error("an error is a failure")
	}
}

// Whatever the function does, every record is delivered or given up exactly once, in order, and the checkpoint
// never passes one that is neither.
func TestEveryRecordIsSettledExactlyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := policy{
			batchSize: rapid.IntRange(1, 8).Draw(t, "batch"), retries: rapid.IntRange(0, 3).Draw(t, "retries"),
			bisect: rapid.Bool().Draw(t, "bisect"), maxAge: time.Hour,
		}
		n := rapid.IntRange(1, 20).Draw(t, "records")
		b := filled(p, n)
		var settled []string
		var batches []string
		for now := noon; !b.empty(); {
			batch, old := b.next(now)
			if old != nil {
				settled = append(settled, strings.Fields(names(old.records))...)
				continue
			}
			if len(batch) == 0 {
				now = b.notBefore
				continue
			}
			batches = append(batches, names(batch))
			all := strings.Fields(names(batch))
			o := outcome(rapid.IntRange(0, 3).Draw(t, "outcome"))
			first := rapid.IntRange(0, len(batch)-1).Draw(t, "first")
			given := b.settle(now, o, first)
			switch {
			case o == succeeded:
				settled = append(settled, all...)
			case o == partial:
				settled = append(settled, all[:first]...)
			}
			if given != nil {
				settled = append(settled, strings.Fields(names(given.records))...)
			}
			if want := fmt.Sprint(len(settled)); len(settled) > 0 && b.checkpoint != want {
				t.Fatalf("checkpoint %s after %s settled (%v)", b.checkpoint, want, batches)
			}
		}
		if want := strings.Fields(names(numbered(n))); !slices.Equal(settled, want) {
			t.Fatalf("settled %v, want %v", settled, want)
		}
	})
}
