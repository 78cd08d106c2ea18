package lambda_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/infra/local/lambda"
)

func TestF16OneProcessServesOneCallerAfterTheOther(t *testing.T) {
	h := open(t, lambda.Config{})
	first, second := mustAsk(t, h, order{}), mustAsk(t, h, order{})
	if first.PID != second.PID || second.Calls != 2 {
		t.Errorf("processes %d and %d, calls %d: globals must survive", first.PID, second.PID, second.Calls)
	}
	if first.Request == second.Request || len(first.Request) != 36 {
		t.Errorf("request ids %q and %q", first.Request, second.Request)
	}
	if s := h.Stats("beat"); s.Cold != 1 || s.Invocations != 2 || s.Errors != 0 {
		t.Errorf("stats %+v", s)
	}
}

func TestAFunctionSeesWhatLambdaTellsItAndNothingOfTheHost(t *testing.T) {
	t.Setenv("SECRET_OF_THE_HOST", "x")
	h := open(t, lambda.Config{Functions: []lambda.Function{{
		Name: "beat", Bootstrap: bootstrap, Timeout: 40 * time.Second, MemoryMB: 256,
		Env: []string{"STAGE=local", "AWS_REGION=eu-west-1"},
	}}})
	r := mustAsk(t, h, order{})
	if r.ARN != "arn:aws:lambda:eu-west-1:000000000000:function:beat" || !strings.HasPrefix(r.Trace, "Root=1-") {
		t.Errorf("arn %q, trace %q", r.ARN, r.Trace)
	}
	if r.LeftMS < 1 || r.LeftMS > 40_000 {
		t.Errorf("%d ms left", r.LeftMS)
	}
	for _, variable := range []string{
		"AWS_LAMBDA_FUNCTION_NAME=beat", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "_HANDLER=bootstrap",
		"AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/beat", "STAGE=local", "AWS_REGION=eu-west-1",
	} {
		if !slices.Contains(r.Env, variable) {
			t.Errorf("the function does not see %s", variable)
		}
	}
	if slices.ContainsFunc(r.Env, func(v string) bool { return strings.HasPrefix(v, "SECRET_OF_THE_HOST") }) {
		t.Error("the function sees the host's environment")
	}
}

func TestTwoCallsAtOnceGetTwoProcesses(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out})
	path := gate(t)
	var wg sync.WaitGroup
	pids := make([]int, 2)
	for i := range pids {
		wg.Go(func() {
			r, err := ask(h, order{Do: "await", Path: path})
			if err != nil {
				t.Error(err)
			}
			pids[i] = r.PID
		})
	}
	await(t, "both began", func() bool { return out.count("beat: began") == 2 })
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if pids[0] == pids[1] {
		t.Errorf("both ran in process %d", pids[0])
	}
}

func TestACallBeyondTheConcurrencyWaits(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out, Functions: []lambda.Function{{
		Name: "beat", Bootstrap: bootstrap, Timeout: time.Minute, MaxConcurrency: 1,
	}}})
	path := gate(t)
	first := make(chan error, 1)
	go func() { _, err := ask(h, order{Do: "await", Path: path}); first <- err }()
	await(t, "the first began", func() bool { return out.count("beat: began") == 1 })
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := h.Invoke(ctx, "beat", []byte(`{}`)); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the second got %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	mustAsk(t, h, order{})
	if s := h.Stats("beat"); s.Cold != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestF17AThrottledCallNeverReachesTheFunction(t *testing.T) {
	h := open(t, lambda.Config{})
	if err := h.Throttle("beat", true); err != nil {
		t.Fatal(err)
	}
	_, err := ask(h, order{})
	var refused interface{ Throttled() bool }
	if !errors.As(err, &refused) || !refused.Throttled() {
		t.Fatalf("got %v", err)
	}
	if s := h.Stats("beat"); s.Throttles != 1 || s.Cold != 0 {
		t.Errorf("stats %+v", s)
	}
	if err := h.Throttle("beat", false); err != nil {
		t.Fatal(err)
	}
	mustAsk(t, h, order{})
}

func TestWhatAFunctionPrintsIsForwardedWithItsName(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out})
	mustAsk(t, h, order{Do: "say"})
	await(t, "both lines", func() bool {
		return out.count("beat: one line") == 1 && out.count("beat: another line") == 1
	})
}

func TestF56SwapRunsTheNewBinaryWhileBusyOnesFinish(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out})
	path := gate(t)
	old := make(chan report, 1)
	go func() { r, _ := ask(h, order{Do: "await", Path: path}); old <- r }()
	await(t, "the old one began", func() bool { return out.count("beat: began") == 1 })
	next := filepath.Join(t.TempDir(), "bootstrap")
	if err := os.Link(bootstrap, next); err != nil {
		t.Fatal(err)
	}
	if err := h.Swap("beat", next); err != nil {
		t.Fatal(err)
	}
	if s := h.Stats("beat"); s.Swaps != 1 || s.Newest != 0 {
		t.Errorf("before anybody called the new one: %+v", s)
	}
	if r := mustAsk(t, h, order{}); r.Executable != next || h.Running("beat")[r.PID] != next {
		t.Errorf("a new call ran %s; the host says %v", r.Executable, h.Running("beat"))
	}
	if both := slices.Sorted(maps.Values(h.Running("beat"))); !slices.Contains(both, bootstrap) || len(both) != 2 {
		t.Errorf("while the old one is busy these run: %v", both)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if r := <-old; r.Executable != bootstrap {
		t.Errorf("the busy one ran %s", r.Executable)
	}
	await(t, "the old process is gone", func() bool { return h.Stats("beat").Live == 1 })
	if s := h.Stats("beat"); s.Newest != 1 || s.Invocations != 2 {
		t.Errorf("one call each: %+v", s)
	}
}

func TestRefusals(t *testing.T) {
	for name, fns := range map[string][]lambda.Function{
		"no bootstrap":          {{Name: "beat", Bootstrap: "/no/such/file"}},
		"is not executable":     {{Name: "beat", Bootstrap: t.TempDir()}},
		"is no function name":   {{Bootstrap: bootstrap}},
		"two functions":         {{Name: "beat", Bootstrap: bootstrap}, {Name: "beat", Bootstrap: bootstrap}},
		"must not be negative":  {{Name: "beat", Bootstrap: bootstrap, Timeout: -1}},
		"timeout (at most 15 m": {{Name: "beat", Bootstrap: bootstrap, Timeout: time.Hour}},
	} {
		if _, err := lambda.New(fns, nil); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	h := open(t, lambda.Config{})
	if _, err := h.Invoke(context.Background(), "nobody", nil); !errors.Is(err, lambda.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := h.Invoke(context.Background(), "beat", make([]byte, 6<<20+1)); !errors.Is(err, lambda.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if err := h.Swap("beat", "/no/such/file"); err == nil {
		t.Error("swapped to a file that is not there")
	}
}

func TestCloseEndsABusyFunctionAndRefusesTheNext(t *testing.T) {
	out := &heard{}
	h := open(t, lambda.Config{Output: out})
	path := gate(t)
	busy := make(chan error, 1)
	go func() { _, err := ask(h, order{Do: "await", Path: path}); busy <- err }()
	await(t, "it began", func() bool { return out.count("beat: began") == 1 })
	if err := h.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := <-busy; !errors.Is(err, lambda.ErrClosed) {
		t.Errorf("the busy one got %v", err)
	}
	if _, err := ask(h, order{}); !errors.Is(err, lambda.ErrClosed) {
		t.Errorf("the next one got %v", err)
	}
	if pids := h.PIDs("beat"); len(pids) != 0 {
		t.Errorf("left: %v", pids)
	}
}
