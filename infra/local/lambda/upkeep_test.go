package lambda

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestIdleEnvironmentsAreEndedButForTheLast(t *testing.T) {
	bootstrap := filepath.Join(t.TempDir(), "bootstrap")
	if out, err := exec.Command("go", "build", "-tags", "lambda.norpc", "-o", bootstrap, "./testdata/bootstrap").CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	at := time.Now()
	h, err := Open(Config{
		Functions: []Function{{Name: "beat", Bootstrap: bootstrap, Timeout: time.Minute}},
		Log:       slog.New(slog.DiscardHandler), Now: func() time.Time { return at },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := h.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	path := filepath.Join(t.TempDir(), "gate")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if _, err := h.Invoke(context.Background(), "beat", []byte(`{"Do":"await","Path":"`+path+`"}`)); err != nil {
				t.Error(err)
			}
		})
	}
	awaitStats(t, h, func(s Stats) bool { return s.Live == 3 })
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	awaitStats(t, h, func(s Stats) bool { return s.Idle == 3 })
	p := h.pools["beat"]
	p.reap(at.Add(idleLimit))
	if s := h.Stats("beat"); s.Live != 3 {
		t.Errorf("ended too early: %+v", s)
	}
	p.reap(at.Add(idleLimit + time.Second))
	if s := h.Stats("beat"); s.Live != 1 || s.Reaped != 2 {
		t.Errorf("after the limit: %+v", s)
	}
}

func awaitStats(t *testing.T, h *Host, condition func(Stats) bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !condition(h.Stats("beat")) {
		if time.Now().After(deadline) {
			t.Fatalf("still %+v", h.Stats("beat"))
		}
		<-time.After(2 * time.Millisecond)
	}
}
