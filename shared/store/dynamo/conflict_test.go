package dynamo

import (
	"strings"
	"testing"

	"switchboard/shared/store"
)

func tokens(list []sent) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[s.token] = true
	}
	return set
}

func TestF23AConflictOnASingleWriteIsRetriedAndHappensOnce(t *testing.T) {
	b := newBench(t, first(refused(conflicting), refused(conflicting), refused(conflicting)))
	if err := b.Write(t.Context(), []store.Op{putAbsent("E#1", "mine")}); err != nil {
		t.Errorf("put: %v", err)
	}
	b.fired(3, 4)
	if len(b.waits) != 3 {
		t.Errorf("waits %v", b.waits)
	}
	b.start(refused(conflicting))
	if err := b.Write(t.Context(), []store.Op{addTo("E#1")}); err != nil {
		t.Errorf("set: %v", err)
	}
	b.fired(1, 2)
	if got := b.counted("E#1"); got != 1 {
		t.Errorf("counted %d", got)
	}
}

func TestF23F25AConflictOfATransactionIsRetriedUnderFreshTokens(t *testing.T) {
	conflict := refused(cancelledFor("None", "TransactionConflict"))
	b := newBench(t, first(conflict, refused(cancelledFor("ThrottlingError", "None")), conflict))
	if err := b.Write(t.Context(), []store.Op{putAbsent("E#1", "mine"), putAbsent("E#2", "mine")}); err != nil {
		t.Errorf("got %v", err)
	}
	b.fired(3, 4)
	if got := tokens(b.wire.sent); len(got) != 4 || got[""] {
		t.Errorf("tokens %v, want four", got)
	}
}

func TestF23AConditionThatFailedBesideAConflictIsAskedAgain(t *testing.T) {
	b := newBench(t, first())
	if err := b.Write(t.Context(), []store.Op{putOf("A", "a"), putOf("B", "b")}); err != nil {
		t.Fatal(err)
	}
	b.start(refused(cancelledFor("ConditionalCheckFailed", "TransactionConflict")))
	if err := b.Write(t.Context(), []store.Op{putAbsent("A", "x"), putAbsent("B", "x")}); !isUnmet(err, 0, 1) {
		t.Errorf("got %v, want both named", err)
	}
	b.fired(1, 2)
}

func TestF23AConflictWithoutEndIsAnError(t *testing.T) {
	b := newBench(t, func(int, sent) fate { return refused(cancelledFor("ConditionalCheckFailed", "TransactionConflict")) })
	err := b.Write(t.Context(), []store.Op{putAbsent("A", "x"), putAbsent("B", "x")})
	if err == nil || isUnmet(err, 0) || !strings.Contains(err.Error(), "TransactionCanceled") {
		t.Errorf("got %v", err)
	}
	b.fired(maxAttempts, maxAttempts)
}

func TestF22AReasonThatWillNotPassIsAnErrorAtOnce(t *testing.T) {
	b := newBench(t, first(refused(cancelledFor("ValidationError", "TransactionConflict"))))
	if err := b.Write(t.Context(), []store.Op{putOf("A", "x"), putOf("B", "x")}); err == nil {
		t.Error("no error")
	}
	b.fired(1, 1)
}

// TestF24: the first attempt is at work; a new token would make a second transaction of it.
func TestF24ATransactionInProgressIsAskedForUnderItsToken(t *testing.T) {
	b := newBench(t, first(answerLost(inProgress), refused(inProgress)))
	if err := b.Write(t.Context(), []store.Op{putAbsent("E#1", "mine"), putAbsent("E#2", "mine")}); err != nil {
		t.Errorf("got %v", err)
	}
	b.fired(2, 3)
	if got := tokens(b.wire.sent); len(got) != 1 || got[""] {
		t.Errorf("tokens %v, want one", got)
	}
}

func TestF24OneTokenWithOtherParametersIsABugAndNotRetried(t *testing.T) {
	b := newBench(t, first(refused(mismatch)))
	err := b.Write(t.Context(), []store.Op{putOf("A", "x"), putOf("B", "x")})
	if err == nil || !strings.Contains(err.Error(), "IdempotentParameterMismatch") {
		t.Errorf("got %v", err)
	}
	b.fired(1, 1)
}

// TestF25: tokens protect for ten minutes, conditions for ever. A new call has a new token, as after that window.
func TestF25AReplayUnderAnotherTokenIsStoppedByItsConditions(t *testing.T) {
	b := newBench(t, first())
	ops := []store.Op{putAbsent("E#1", "mine"), addTo("HEAD")}
	if err := b.Write(t.Context(), []store.Op{putOf("HEAD", "")}); err != nil {
		t.Fatal(err)
	}
	b.start()
	if err := b.Write(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), ops); !isUnmet(err, 0) {
		t.Errorf("got %v", err)
	}
	if got := tokens(b.wire.sent); len(got) != 2 {
		t.Errorf("tokens %v, want two", got)
	}
	if got := b.counted("HEAD"); got != 1 {
		t.Errorf("counted %d", got)
	}
}
