package dynamo

import (
	"context"
	"net"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/shared/store"
)

// lost are the two ways in which a write happens and its writer does not hear of it.
var lost = map[string]fate{
	"F20 500 after the write":           answerLost(serverError),
	"F21 connection reset after commit": answerLost(nil),
}

// withHead runs on a fresh driver that holds HEAD, for each way.
func withHead(t *testing.T, test func(b *bench, f fate)) {
	for name, f := range lost {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, first())
			if err := b.Write(t.Context(), []store.Op{putOf("HEAD", "")}); err != nil {
				t.Fatal(err)
			}
			test(b, f)
		})
	}
}

func TestF20F21APutThatMustBeAbsentFindsItself(t *testing.T) {
	withHead(t, func(b *bench, f fate) {
		b.start(f)
		if err := b.Write(b.Context(), []store.Op{putAbsent("E#1", "mine")}); !isUnmet(err, 0) {
			b.Errorf("got %v, want unmet: the first attempt took the slot", err)
		}
		b.fired(1, 2)
		if got := b.body("E#1"); got != "mine" {
			b.Errorf("E#1 is %s", got)
		}
	})
}

func TestF20F21ATransactionHappensOnceAndSaysSo(t *testing.T) {
	withHead(t, func(b *bench, f fate) {
		b.start(f, f)
		if err := b.Write(b.Context(), []store.Op{putAbsent("E#1", "mine"), addTo("HEAD")}); err != nil {
			b.Errorf("got %v", err)
		}
		b.fired(2, 3)
		if b.wire.sent[0].token == "" || b.wire.sent[0].token != b.wire.sent[2].token {
			b.Errorf("tokens %q and %q, want one", b.wire.sent[0].token, b.wire.sent[2].token)
		}
		if got := b.counted("HEAD"); got != 1 {
			b.Errorf("counted %d", got)
		}
	})
}

func TestF20F21AnAdditionIsNeverSentTwice(t *testing.T) {
	withHead(t, func(b *bench, f fate) {
		b.start(f)
		if err := b.Write(b.Context(), []store.Op{addTo("HEAD")}); err == nil || isUnmet(err, 0) {
			b.Errorf("got %v, want an error that leaves it open", err)
		}
		b.fired(1, 1)
		if got := b.counted("HEAD"); got != 1 {
			b.Errorf("counted %d", got)
		}
	})
}

func TestF20F21WhatMayHappenTwiceIsSentAgain(t *testing.T) {
	withHead(t, func(b *bench, f fate) {
		set := store.Op{Verb: store.Set, Item: store.Item{Key: keyOf("HEAD")}, Numbers: map[string]int64{"n": 7}}
		gone := store.Op{Verb: store.Delete, Item: store.Item{Key: keyOf("A")}}
		for _, op := range []store.Op{putOf("A", "a"), set, gone} {
			b.start(f)
			if err := b.Write(b.Context(), []store.Op{op}); err != nil {
				b.Errorf("verb %d: %v", op.Verb, err)
			}
			b.fired(1, 2)
		}
		if a, n := b.body("A"), b.counted("HEAD"); a != "absent" || n != 7 {
			b.Errorf("A is %s, n is %d", a, n)
		}
	})
}

func TestF20A500ThatWroteNothingIsRetried(t *testing.T) {
	b := newBench(t, first(refused(serverError), refused(serverError)))
	if err := b.Write(t.Context(), []store.Op{putAbsent("E#1", "mine")}); err != nil {
		t.Errorf("put: %v", err)
	}
	b.fired(2, 3)
	for _, name := range []string{"GetItem", "Query", "TransactWriteItems"} {
		b.start(refused(serverError))
		if err := calls[name](t.Context(), b.Driver); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		b.fired(1, 2)
	}
	b.start(refused(serverError))
	if err := b.Write(t.Context(), []store.Op{addTo("E#1")}); err == nil {
		t.Error("an addition after a 500: no error, though nobody can know that it did not happen")
	}
	b.fired(1, 1)
}

func TestF57NobodyListensIsTriedAgainForEveryWrite(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	dials := 0
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		dials++
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}
	b := &bench{T: t, wire: &wire{plan: first()}}
	b.Driver = New(dynamodb.New(dynamodb.Options{Region: "us-east-1", BaseEndpoint: aws.String("http://" + address),
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""), HTTPClient: &http.Client{Transport: transport},
	}), map[store.Table]string{store.Chats: "chats"})
	b.random = func(int64) int64 { return 0 }
	if err := b.Write(t.Context(), []store.Op{addTo("HEAD")}); err == nil || isUnmet(err, 0) {
		t.Errorf("got %v", err)
	}
	if dials != maxAttempts {
		t.Errorf("dialled %d times, want %d", dials, maxAttempts)
	}
}
