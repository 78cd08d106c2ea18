// Package edge is where AWS's events end and Switchboard's verbs begin. It is the only package that knows what API
// Gateway, SQS, the table's stream and the scheduler send to a Lambda, and what they want back. A Handler takes the
// event as bytes and returns the answer as bytes, so a function is the same whether Lambda or a test calls it.
package edge

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"switchboard/shared/fault"
)

// Handler answers one event.
type Handler func(ctx context.Context, payload []byte) ([]byte, error)

// Invoke makes a Handler a lambda.Handler.
func (h Handler) Invoke(ctx context.Context, payload []byte) ([]byte, error) { return h(ctx, payload) }

// reserve is how much earlier than Lambda's own end a handler gives up, so that it can still say what went wrong.
const reserve = time.Second

// Start serves events until the environment ends. It never returns. Metrics are written where METRICS says.
func Start(h Handler) {
	measured, err := Measured(os.Getenv("METRICS"), os.Stdout, h)
	if err != nil {
		slog.Error("cold start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(Logged(os.Getenv("AWS_LAMBDA_FUNCTION_NAME"), measured))
}

// Logged gives a handler its time limit and one line of log per invocation, without words, names or tickets.
func Logged(function string, h Handler) Handler {
	var warm atomic.Bool
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		if end, ok := ctx.Deadline(); ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, end.Add(-reserve))
			defer cancel()
		}
		line := &note{}
		started := time.Now()
		answer, err := h(context.WithValue(ctx, noteKey{}, line), payload)
		level := slog.LevelInfo
		if line.cause != nil || err != nil && line.refusal == "" {
			level = slog.LevelError
		}
		slog.Log(ctx, level, "invocation", append(line.attributes(),
			"function", function, "ms", time.Since(started).Milliseconds(), "cold", !warm.Swap(true), "request", requestID(ctx), "error", errorText(err, line.cause))...)
		return answer, err
	}
}

func requestID(ctx context.Context) string {
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		return lc.AwsRequestID
	}
	return ""
}

func errorText(errs ...error) string {
	for _, err := range errs {
		if err != nil {
			return err.Error()
		}
	}
	return ""
}

// note gathers what the log line of an invocation says. It holds no text that a person wrote.
type note struct {
	role, chat string
	refusal    fault.Kind
	cause      error // of an internal failure: for the log only
}

type noteKey struct{}

func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return &note{}
}

func (n *note) attributes() []any {
	return []any{"role", n.role, "chat", n.chat, "kind", string(n.refusal)}
}

// Refused notes how a caller was refused, keeps the cause of an internal failure for the log, and returns the words for
// her.
func Refused(ctx context.Context, err error) *fault.Error {
	f := fault.Of(err)
	n := noteOf(ctx)
	n.refusal = f.Kind
	if f.Kind == fault.Internal {
		n.cause = err
	}
	return f
}

// event decodes what Lambda hands over.
func event[E any](payload []byte) (E, error) {
	var e E
	err := json.Unmarshal(payload, &e)
	return e, err
}
