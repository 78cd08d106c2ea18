package dynamo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/logging"

	"switchboard/shared/store"
	"switchboard/shared/store/dynamotest"
)

// wire lies between the SDK and a real DynamoDB Local and does what DynamoDB Local never does: it asks the plan what
// happens to each request, and keeps what was sent.
type wire struct {
	plan func(n int, s sent) fate // n counts from 0

	mu   sync.Mutex
	sent []sent
	hits int // requests that were not simply passed on
}

// sent is a request as it left the SDK.
type sent struct {
	operation string
	body      string
	token     string // ClientRequestToken
}

// fate is what becomes of a request: it reaches the table or not, and its answer is the table's, this one, or none.
type fate struct {
	reaches bool
	answer  *answer
	lost    bool
}

type answer struct {
	status int
	body   string
}

var passes = fate{reaches: true}

func refused(a *answer) fate    { return fate{answer: a} }
func answerLost(a *answer) fate { return fate{reaches: true, answer: a, lost: a == nil} }

func failure(status int, name, rest string) *answer {
	return &answer{status, fmt.Sprintf(`{"__type":"com.amazonaws.dynamodb.v20120810#%s","message":"on purpose"%s}`, name, rest)}
}

func cancelledFor(reasons ...string) *answer {
	list := make([]map[string]string, len(reasons))
	for i, r := range reasons {
		list[i] = map[string]string{"Code": r, "Message": "on purpose"}
	}
	b, _ := json.Marshal(list) // strings always encode
	return failure(http.StatusBadRequest, "TransactionCanceledException", `,"CancellationReasons":`+string(b))
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f := w.next(r.Header.Get("X-Amz-Target"), body)
	if f.reaches && f.answer == nil && !f.lost {
		return pass(r)
	}
	if f.reaches {
		if err := reach(r); err != nil {
			return nil, err
		}
	}
	if f.lost {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return f.answer.response(r), nil
}

// pass hands a request on. DynamoDB sends a checksum with every answer, DynamoDB Local with none that is an error.
func pass(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || response.Header.Get(checksum) != "" {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Header.Set(checksum, sumOf(body))
	if err := response.Body.Close(); err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

const checksum = "X-Amz-Crc32"

func sumOf(body []byte) string { return strconv.FormatUint(uint64(crc32.ChecksumIEEE(body)), 10) }

// reach lets the table do the work and drops its answer.
func reach(r *http.Request) error {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	return response.Body.Close()
}

func (w *wire) next(target string, body []byte) fate {
	_, operation, _ := strings.Cut(target, ".")
	s := sent{operation: operation, body: string(body)}
	var token struct{ ClientRequestToken string }
	if json.Unmarshal(body, &token) == nil {
		s.token = token.ClientRequestToken
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.plan(len(w.sent), s)
	w.sent = append(w.sent, s)
	if f != passes {
		w.hits++
	}
	return f
}

func (a *answer) response(r *http.Request) *http.Response {
	header := http.Header{"Content-Type": {"application/x-amz-json-1.0"}, checksum: {sumOf([]byte(a.body))}}
	return &http.Response{StatusCode: a.status, Header: header, Request: r, ContentLength: int64(len(a.body)),
		Body: io.NopCloser(strings.NewReader(a.body))}
}

// bench is a driver on a wire, with waits that take no time and are kept.
type bench struct {
	*testing.T
	*Driver
	wire  *wire
	waits []time.Duration
}

func newBench(t *testing.T, plan func(n int, s sent) fate) *bench {
	b := &bench{T: t, wire: &wire{plan: plan}}
	client := dynamotest.Client(t, func(o *dynamodb.Options) {
		o.HTTPClient = &http.Client{Transport: b.wire}
		o.DisableValidateResponseChecksum = false
		o.Logger = logging.LoggerFunc(func(_ logging.Classification, format string, v ...any) {
			t.Errorf("the SDK warns: "+format, v...)
		})
	})
	b.Driver = New(client, dynamotest.Tables(t))
	b.random = func(n int64) int64 { return n - 1 }
	var mu sync.Mutex
	b.wait = func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		b.waits = append(b.waits, d)
		return ctx.Err()
	}
	return b
}

// first gives these fates to the first requests and lets the others pass.
func first(fates ...fate) func(int, sent) fate {
	return func(n int, _ sent) fate {
		if n < len(fates) {
			return fates[n]
		}
		return passes
	}
}

// fired ends the test unless exactly so many requests met a fault and so many were sent.
func (b *bench) fired(faults, requests int) {
	b.Helper()
	if b.wire.hits != faults || len(b.wire.sent) != requests {
		b.Fatalf("%d of %d requests met a fault, want %d of %d", b.wire.hits, len(b.wire.sent), faults, requests)
	}
}

// start forgets what was sent, and gives fates from here on.
func (b *bench) start(fates ...fate) {
	b.wire.mu.Lock()
	defer b.wire.mu.Unlock()
	b.wire.sent, b.wire.hits, b.wire.plan, b.waits = nil, 0, first(fates...), nil
}

func keyOf(sk string) store.Key { return store.Key{Table: store.Chats, PK: "CHAT#1", SK: sk} }

func putOf(sk, body string) store.Op {
	return store.Op{Verb: store.Put, Item: store.Item{Key: keyOf(sk), Body: []byte(body)}}
}

func putAbsent(sk, body string) store.Op {
	op := putOf(sk, body)
	op.If.Absent = true
	return op
}

func addTo(sk string) store.Op {
	return store.Op{Verb: store.Set, Item: store.Item{Key: keyOf(sk)}, Adds: map[string]int64{"n": 1}}
}

func (b *bench) body(sk string) string {
	b.Helper()
	item, err := b.Get(b.Context(), keyOf(sk))
	if err != nil {
		b.Fatal(err)
	}
	if item == nil {
		return "absent"
	}
	return string(item.Body)
}

func (b *bench) counted(sk string) int64 {
	b.Helper()
	item, err := b.Get(b.Context(), keyOf(sk))
	if err != nil || item == nil {
		b.Fatalf("%s: %v, %v", sk, item, err)
	}
	return item.N["n"]
}
