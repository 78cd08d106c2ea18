package dynamo

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/store"
	"switchboard/shared/store/storetest"
)

var (
	conflicting = failure(http.StatusBadRequest, "TransactionConflictException", "")
	inProgress  = failure(http.StatusBadRequest, "TransactionInProgressException", "")
	mismatch    = failure(http.StatusBadRequest, "IdempotentParameterMismatchException", "")
	denied      = failure(http.StatusBadRequest, "AccessDeniedException", "")
	throttling  = failure(http.StatusBadRequest, "ProvisionedThroughputExceededException", "")
	serverError = failure(http.StatusInternalServerError, "InternalServerError", "")
)

// calls are the six requests that a driver makes.
var calls = map[string]func(context.Context, *Driver) error{
	"GetItem": func(ctx context.Context, d *Driver) error { _, err := d.Get(ctx, keyOf("A")); return err },
	"Query": func(ctx context.Context, d *Driver) error {
		_, err := d.Query(ctx, store.Range{Table: store.Chats, PK: "CHAT#1", From: "A", To: "Z"})
		return err
	},
	"PutItem":    func(ctx context.Context, d *Driver) error { return d.Write(ctx, []store.Op{putOf("A", "a")}) },
	"UpdateItem": func(ctx context.Context, d *Driver) error { return d.Write(ctx, []store.Op{addTo("HEAD")}) },
	"DeleteItem": func(ctx context.Context, d *Driver) error {
		return d.Write(ctx, []store.Op{{Verb: store.Delete, Item: store.Item{Key: keyOf("A")}}})
	},
	"TransactWriteItems": func(ctx context.Context, d *Driver) error {
		return d.Write(ctx, []store.Op{putOf("A", "a"), putOf("B", "b")})
	},
}

func isUnmet(err error, ops ...int) bool {
	var unmet *store.Unmet
	return errors.As(err, &unmet) && slices.Equal(unmet.Ops, ops)
}

func TestF18ThrottlingIsRetriedOnEveryCall(t *testing.T) {
	b := newBench(t, first())
	if err := b.Write(t.Context(), []store.Op{putOf("HEAD", "")}); err != nil {
		t.Fatal(err)
	}
	for name, call := range calls {
		for _, code := range []string{"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"} {
			again := failure(http.StatusBadRequest, code, "")
			b.start(refused(again), refused(again))
			if err := call(t.Context(), b.Driver); err != nil {
				t.Errorf("%s after %s: %v", name, code, err)
			}
			b.fired(2, 3)
			if b.wire.sent[2].operation != name {
				t.Errorf("%s was sent, want %s", b.wire.sent[2].operation, name)
			}
		}
	}
	if got := b.counted("HEAD"); got != 3 {
		t.Errorf("three additions counted %d", got)
	}
}

func TestF18ThrottlingWithoutEndEndsAfterBoundedAttemptsAndNothingIsWritten(t *testing.T) {
	b := newBench(t, func(int, sent) fate { return refused(throttling) })
	err := b.Write(t.Context(), []store.Op{putOf("A", "a")})
	if err == nil || isUnmet(err, 0) {
		t.Errorf("got %v", err)
	}
	b.fired(maxAttempts, maxAttempts)
	want := []time.Duration{25, 50, 100, 200, 400, 800, 1000}
	for i := range want {
		want[i] = want[i]*time.Millisecond - 1 // the most that full jitter gives
	}
	if !slices.Equal(b.waits, want) {
		t.Errorf("waits %v, want %v", b.waits, want)
	}
	b.start()
	if got := b.body("A"); got != "absent" {
		t.Errorf("A is %s", got)
	}
}

func TestF18NoWaitGoesBeyondTheDeadline(t *testing.T) {
	b := newBench(t, func(int, sent) fate { return refused(throttling) })
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	deadline, _ := ctx.Deadline()
	b.now = func() time.Time { return deadline.Add(-60 * time.Millisecond) }
	err := b.Write(ctx, []store.Op{putOf("A", "a")})
	if err == nil || !strings.Contains(err.Error(), "ProvisionedThroughputExceeded") {
		t.Errorf("got %v, want what the table said last", err)
	}
	b.fired(3, 3) // waits of 25 and 50 ms fit, one of 100 ms does not
}

func TestF18AWaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := wait(t.Context(), time.Microsecond); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestF19AHotPartitionHoldsUpOnlyItsOwnWriters(t *testing.T) {
	b := newBench(t, func(_ int, s sent) fate {
		if strings.Contains(s.body, "CHAT#hot") {
			return refused(throttling)
		}
		return passes
	})
	hot := putOf("E#1", "hot")
	hot.Item.PK = "CHAT#hot"
	if err := b.Write(t.Context(), []store.Op{hot}); err == nil {
		t.Error("hot: no error")
	}
	b.fired(maxAttempts, maxAttempts)
	if err := b.Write(t.Context(), []store.Op{putOf("E#1", "mine")}); err != nil {
		t.Errorf("beside it: %v", err)
	}
	b.fired(maxAttempts, maxAttempts+1)
}

func TestF18F23ContractWhileTheTableRefusesThreeRequestsOfTen(t *testing.T) {
	b := newBench(t, func(n int, s sent) fate {
		switch {
		case n%10 == 2 || n%10 == 3:
			return refused(throttling)
		case n%10 == 6 && s.operation == "TransactWriteItems":
			return refused(cancelledFor("TransactionConflict", "None"))
		case n%10 == 6 && s.operation != "GetItem" && s.operation != "Query":
			return refused(conflicting)
		}
		return passes
	})
	storetest.Run(t, func(*testing.T) store.Driver { return b.Driver })
	if b.wire.hits*5 < len(b.wire.sent) {
		t.Errorf("only %d of %d requests met a fault", b.wire.hits, len(b.wire.sent))
	}
}

func TestF22AFailedConditionIsAnAnswerAndNotRetried(t *testing.T) {
	b := newBench(t, first())
	if err := b.Write(t.Context(), []store.Op{putOf("A", "a")}); err != nil {
		t.Fatal(err)
	}
	b.start()
	if err := b.Write(t.Context(), []store.Op{putAbsent("A", "new")}); !isUnmet(err, 0) {
		t.Errorf("single: %v", err)
	}
	if err := b.Write(t.Context(), []store.Op{putOf("B", "b"), putAbsent("A", "new")}); !isUnmet(err, 1) {
		t.Errorf("transaction: %v", err)
	}
	b.fired(0, 2)
}

func TestF58AMissingPermissionIsAnErrorAtOnce(t *testing.T) {
	for name, call := range calls {
		b := newBench(t, func(int, sent) fate { return refused(denied) })
		err := call(t.Context(), b.Driver)
		if err == nil || isUnmet(err, 0) || !strings.Contains(err.Error(), "AccessDenied") {
			t.Errorf("%s: %v", name, err)
		}
		b.fired(1, 1)
	}
}

func TestF27EveryReadIsConsistent(t *testing.T) {
	b := newBench(t, first())
	for _, name := range []string{"GetItem", "Query"} {
		if err := calls[name](t.Context(), b.Driver); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range b.wire.sent {
		if !strings.Contains(s.body, `"ConsistentRead":true`) {
			t.Errorf("%s: %s", s.operation, s.body)
		}
	}
	b.fired(0, 2)
}
