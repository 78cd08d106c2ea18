package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("switchboard/infra/local/lambda/child.starter"))
}

func running(t *testing.T, cfg Config, f *table) (m *Mapping, stop func()) {
	t.Helper()
	cfg.Log, cfg.Poll, cfg.Function = slog.New(slog.DiscardHandler), time.Millisecond, "finalise"
	if cfg.Now == nil {
		cfg.Now = func() time.Time { return noon }
	}
	cfg, err := cfg.checked()
	if err != nil {
		t.Fatal(err)
	}
	if m, err = over(cfg, f.source()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); m.Run(ctx) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return m, stop
}

func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(time.Millisecond)
	}
}

func TestF39ParentsComeBeforeTheirChildrenAtAnySpeed(t *testing.T) {
	for seed := range uint64(20) {
		f, fn, all := newTable(seed), &function{}, numbered(30)
		f.add("a", "trimmed", all[:10]...)
		f.add("b", "a", all[10:20]...)
		f.add("c", "a", all[20:]...)
		m, stop := running(t, Config{Invoke: fn.invoke, BatchSize: 4}, f)
		await(t, "three shards finished", func() bool { return m.Stats().Finished == 3 })
		stop()
		seen := fn.seen()
		if first := strings.Join(seen[:10], " "); first != names(all[:10]) {
			t.Fatalf("seed %d: the parent's records came as %s", seed, first)
		}
		for _, part := range [][]Record{all[10:20], all[20:]} {
			if got := only(seen, part); got != names(part) {
				t.Fatalf("seed %d: a child's records came as %s", seed, got)
			}
		}
	}
}

func only(seen []string, part []Record) string {
	wanted := strings.Fields(names(part))
	return strings.Join(slices.DeleteFunc(slices.Clone(seen), func(s string) bool { return !slices.Contains(wanted, s) }), " ")
}

func TestF39AShardBeginsWhenItsParentIsFinishedOrGone(t *testing.T) {
	shards := []shard{{"a", "gone"}, {"b", "a"}, {"c", "b"}}
	ids := func(begun, finished map[string]bool) (ids string) {
		for _, s := range startable(shards, begun, finished) {
			ids += s.id
		}
		return ids
	}
	if got := ids(nil, nil); got != "a" {
		t.Errorf("at first %q", got)
	}
	if got := ids(map[string]bool{"a": true}, nil); got != "" {
		t.Errorf("while the parent runs %q", got)
	}
	if got := ids(map[string]bool{"a": true}, map[string]bool{"a": true}); got != "b" {
		t.Errorf("after the parent %q", got)
	}
}

func TestF31ARandomEndOfABatchComesAgain(t *testing.T) {
	f, fn := newTable(1), &function{}
	f.add("a", "", numbered(40)...)
	f.open["a"] = true
	m, stop := running(t, Config{Invoke: fn.invoke, BatchSize: 5}, f)
	if err := m.SetRedelivery(Redelivery{Share: 1, Shuffle: true, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	more := numbered(90)[40:]
	f.pages["a"] = append(f.pages["a"], more...)
	f.mu.Unlock()
	await(t, "all delivered", func() bool { return m.Stats().Delivered == 90 })
	stop()
	s, seen := m.Stats(), fn.seen()
	if s.Redelivered == 0 || len(seen) != 90+s.Redelivered {
		t.Errorf("%d records came, %d of them again", len(seen), s.Redelivered)
	}
	for _, r := range numbered(90) {
		if !slices.Contains(seen, r.Change.SequenceNumber) {
			t.Errorf("record %s never came", r.Change.SequenceNumber)
		}
	}
	if err := m.SetRedelivery(Redelivery{Share: 2}); err == nil {
		t.Error("a share of 2 was taken")
	}
}

func TestF35ADiscardedRecordIsKeptWhole(t *testing.T) {
	f, fn, dir := newTable(2), &function{}, t.TempDir()
	records := numbered(3)
	records[1].Change.OldImage = map[string]Attribute{"pk": {S: ptr("MARK#7")}}
	f.add("a", "", records...)
	fn.do = func(batch []string) ([]byte, error) {
		if slices.Contains(batch, "2") {
			return nil, errors.New("boom")
		}
		return nil, nil
	}
	clock := &ticking{now: noon}
	m, stop := running(t, Config{
		Invoke: fn.invoke, BatchSize: 3, Retries: 2, Bisect: true, Now: clock.next, OnFailure: FolderDestination(dir),
	}, f)
	await(t, "the shard finished", func() bool { return m.Stats().Finished == 1 })
	stop()
	files, err := filepath.Glob(filepath.Join(dir, "aws", "lambda", "finalise", "a", "2026", "03", "01", "2026-03-01T12.*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var kept struct {
		RequestContext struct{ Condition string }
		Payload        string
	}
	var whole event
	if err := errors.Join(json.Unmarshal(text, &kept), json.Unmarshal([]byte(kept.Payload), &whole)); err != nil {
		t.Fatal(err)
	}
	if kept.RequestContext.Condition != "RetryAttemptsExhausted" || names(whole.Records) != "2" ||
		whole.Records[0].Change.OldImage["pk"].Text() != "MARK#7" {
		t.Errorf("kept %s", text)
	}
	if s := m.Stats(); s.Discarded != 1 || s.Delivered != 2 {
		t.Errorf("stats %+v", s)
	}
	if _, err := fn.invoke(t.Context(), "", []byte(kept.Payload)); err == nil {
		t.Error("the payload of the file is not what the function gets")
	}
}

func ptr(s string) *string { return &s }

// ticking moves a second at each look, so that pauses between attempts pass.
type ticking struct {
	mu  sync.Mutex
	now time.Time
}

func (c *ticking) next() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

func (c *ticking) jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

type refusal struct{}

func (refusal) Error() string   { return "429" }
func (refusal) Throttled() bool { return true }

func TestF36ARefusedCallIsTriedForTwoHoursWithoutCounting(t *testing.T) {
	f, fn, clock := newTable(4), &function{}, &ticking{now: noon}
	f.add("a", "", numbered(1)...)
	fn.do = func([]string) ([]byte, error) {
		clock.jump(time.Minute)
		if clock.next().Before(noon.Add(2 * time.Hour)) {
			return nil, fmt.Errorf("invoke: %w", refusal{})
		}
		return nil, nil
	}
	m, _ := running(t, Config{Invoke: fn.invoke, Retries: 0, Now: clock.next}, f)
	await(t, "it came through", func() bool { return m.Stats().Delivered == 1 })
	if s := m.Stats(); s.Throttled < 50 || s.Retried != 0 || s.Discarded != 0 {
		t.Errorf("stats %+v", s)
	}
}

func TestF37AStreamThatWasOffForTwentyFiveHoursHasTrimmedItsRecords(t *testing.T) {
	f, fn, clock := newTable(5), &function{}, &ticking{now: noon}
	f.add("a", "", numbered(3)...)
	cfg := Config{Invoke: fn.invoke, Now: clock.next}
	f.open["a"] = true
	m, _ := running(t, cfg, f)
	await(t, "the first came", func() bool { return m.Stats().Delivered == 3 })
	m.Pause()
	f.mu.Lock()
	f.pages["a"] = append(f.pages["a"], numbered(5)[3:]...)
	f.mu.Unlock()
	clock.jump(25 * time.Hour)
	m.Resume()
	await(t, "the others were trimmed", func() bool { return m.Stats().Trimmed == 2 })
	if got := strings.Join(fn.seen(), " "); got != "1 2 3" {
		t.Errorf("came %s", got)
	}
}

func TestARestartGoesOnAtTheCheckpoint(t *testing.T) {
	f, fn := newTable(6), &function{}
	f.add("a", "", numbered(4)...)
	f.open["a"] = true
	cfg := Config{Invoke: fn.invoke, CheckpointFile: filepath.Join(t.TempDir(), "checkpoints")}
	m, stop := running(t, cfg, f)
	await(t, "four came", func() bool { return m.Stats().Delivered == 4 && m.places.get("a").After == "4" })
	stop()
	f.mu.Lock()
	f.pages["a"] = numbered(6)
	f.mu.Unlock()
	m, stop = running(t, cfg, f)
	await(t, "two more came", func() bool { return m.Stats().Delivered == 2 })
	stop()
	if got := strings.Join(fn.seen(), " "); got != "1 2 3 4 5 6" {
		t.Errorf("came %s", got)
	}
	if err := os.WriteFile(cfg.CheckpointFile, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := over(cfg, f.source()); err == nil {
		t.Error("a broken file was taken")
	}
}

func TestF41OnlyATTLDeletionOfAMarkerPassesTheFilter(t *testing.T) {
	fn := &function{}
	m, stop := running(t, Config{Invoke: fn.invoke, Filter: Expired("pk", "MARK#")}, newTable(7))
	defer stop()
	for name, c := range map[string]struct {
		record Record
		passes bool
	}{
		"by TTL":       {Removal(map[string]string{"pk": "MARK#7", "sk": "M"}, nil, true), true},
		"by a caller":  {Removal(map[string]string{"pk": "MARK#7", "sk": "M"}, nil, false), false},
		"another item": {Removal(map[string]string{"pk": "CHAT#7", "sk": "HD"}, nil, true), false},
	} {
		passed, err := m.Inject(t.Context(), c.record)
		if err != nil || passed != c.passes {
			t.Errorf("%s: passed %v, %v", name, passed, err)
		}
	}
	if s := m.Stats(); s.Injected != 1 || s.Invocations != 1 {
		t.Errorf("stats %+v", s)
	}
	want := `{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"MARK#"}]}}},"eventName":["REMOVE"],` +
		`"userIdentity":{"principalId":["dynamodb.amazonaws.com"],"type":["Service"]}}`
	if got := Expired("pk", "MARK#").Pattern; got != want {
		t.Errorf("pattern %s", got)
	}
}

func TestAConfigurationThatCannotWorkIsRefused(t *testing.T) {
	fn := &function{}
	for _, cfg := range []Config{
		{}, {Invoke: fn.invoke, BatchSize: -1}, {Invoke: fn.invoke, Retries: -2}, {Invoke: fn.invoke, MaxRecordAge: -1},
	} {
		if _, err := Open(t.Context(), cfg); err == nil || !strings.HasPrefix(err.Error(), "stream: ") {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}
