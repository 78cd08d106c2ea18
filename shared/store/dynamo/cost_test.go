package dynamo

import (
	"fmt"
	"strings"
	"testing"

	"switchboard/shared/store"
	"switchboard/shared/store/dynamo/meter"
	"switchboard/shared/store/dynamotest"
)

// TestP1 writes messages into a chat as the message path does, and meters what DynamoDB Local bills for each.
func TestP1AMessageIsOneQueryAndOneWriteUnitHoweverLongTheChat(t *testing.T) {
	m := meter.New()
	d := New(dynamotest.Client(t, m.On), dynamotest.Tables(t))
	frame := []store.Op{putOf("HEAD", strings.Repeat("h", 900)), putOf("HD", "clock"), putOf("HC#v#1", "c"), putOf("HC#a1#1", "c")}
	if err := d.Write(t.Context(), frame); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), []store.Op{putOf("E#00000", strings.Repeat("e", 400))}); err != nil {
		t.Fatal(err)
	}
	m.Read()
	for seq := 1; seq <= 300; seq++ {
		after := store.Range{Table: store.Chats, PK: "CHAT#1", From: fmt.Sprintf("E#%05d", seq-1), To: "HEAD", Limit: 64}
		items, err := d.Query(t.Context(), after)
		if err != nil || len(items) != 5 {
			t.Fatalf("%d items, %v", len(items), err)
		}
		if err := d.Write(t.Context(), []store.Op{putAbsent(fmt.Sprintf("E#%05d", seq), strings.Repeat("e", 400))}); err != nil {
			t.Fatal(err)
		}
		r := m.Read()
		if r.Requests["Query"] != 1 || r.Requests["PutItem"] != 1 || len(r.Requests) != 2 || r.Read != 1 || r.Write != 1 {
			t.Fatalf("message %d cost %+v", seq, r)
		}
	}
}

func TestMeterCountsEveryCallAndEveryAttempt(t *testing.T) {
	b := newBench(t, first())
	m := meter.New()
	client := dynamotest.Client(t, m.On)
	b.Driver = New(client, b.names())
	if err := b.Write(t.Context(), []store.Op{putOf("HEAD", "")}); err != nil {
		t.Fatal(err)
	}
	for name, call := range calls {
		m.Read()
		if err := call(t.Context(), b.Driver); err != nil {
			t.Fatal(err)
		}
		r := m.Peek()
		if r.Requests[name] != 1 || len(r.Requests) != 1 {
			t.Errorf("%s: %v", name, r.Requests)
		}
		want := map[string]float64{"GetItem": 1, "Query": 1, "PutItem": 1, "UpdateItem": 1, "DeleteItem": 1, "TransactWriteItems": 4}[name]
		if got := r.Read + r.Write; got != want {
			t.Errorf("%s: %v units, want %v", name, got, want)
		}
	}
}
