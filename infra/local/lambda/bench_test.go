package lambda_test

import (
	"log/slog"
	"testing"
	"time"

	"switchboard/infra/local/lambda"
)

// BenchmarkWarm is the cost of one call of a function that is running.
func BenchmarkWarm(b *testing.B) {
	h, err := lambda.Open(lambda.Config{
		Log:       slog.New(slog.DiscardHandler),
		Functions: []lambda.Function{{Name: "beat", Bootstrap: bootstrap, Timeout: time.Minute}},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := h.Close(b.Context()); err != nil {
			b.Log(err)
		}
	}()
	for b.Loop() {
		if _, err := ask(h, order{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCold is the cost of a call that has to start a process.
func BenchmarkCold(b *testing.B) {
	for b.Loop() {
		h, err := lambda.New([]lambda.Function{{Name: "beat", Bootstrap: bootstrap, Timeout: time.Minute}}, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ask(h, order{}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := h.Close(b.Context()); err != nil {
			b.Log(err)
		}
		b.StartTimer()
	}
}
