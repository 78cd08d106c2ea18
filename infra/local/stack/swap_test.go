package stack_test

import (
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/manifest"
)

// TestR307ANewVersionWhilePeopleTalk replaces the binary of every function, one after the other, while a hundred chats go
// on: nothing that was acknowledged is lost, doubled or moved, and nobody's socket closes.
func TestR307ANewVersionWhilePeopleTalk(t *testing.T) {
	const chats, pace, between = 100, 30 * time.Millisecond, 8 // messages between two swaps
	s := start(t, false)
	h := s.Engine.(host)
	c := gather(t, s, chats, "noor", "ilse", "dana")
	c.speak(t, pace)
	client.Eventually(t, "everybody has spoken", time.Minute, c.both)
	began, before := time.Now(), c.told()
	newer := t.TempDir()
	for _, f := range manifest.Functions() {
		heard := c.told()
		swap(t, h, f.Name, newer)
		client.Eventually(t, "people talk on after the swap of "+f.Name, client.Patience, func() bool { return c.told() >= heard+between })
	}
	during := c.told() - before
	c.hush()
	t.Logf("%d messages were acknowledged in %s while %d functions were swapped", during, time.Since(began).Round(time.Millisecond), len(manifest.Functions()))
	t.Run("R112: each side holds what was acknowledged, once and in order", func(t *testing.T) { c.agree(t) })
	t.Run("no socket was closed", func(t *testing.T) { c.stayed(t) })
	t.Run("R218: every transcript is whole", func(t *testing.T) { c.written(t) })
	t.Run("the new versions did it", func(t *testing.T) {
		for _, f := range manifest.Functions() {
			for pid, path := range h.Running(f.Name) {
				if path != stamped(newer, f.Name) {
					t.Errorf("%s: process %d still runs %s", f.Name, pid, path)
				}
			}
			if got := h.Stats(f.Name); got.Swaps != 1 || got.Newest == 0 && slices.Contains(busy, f.Name) {
				t.Errorf("%s: %+v", f.Name, got)
			}
		}
	})
}

// busy are the functions that a chat from its messages to its transcript cannot do without.
var busy = strings.Fields("message typing beat resume end close api")

// swap puts the same code under another path, replaces the function's binary by it, and waits until no process of the
// old one is left.
func swap(t *testing.T, h host, function, newer string) {
	t.Helper()
	old, err := filepath.Abs(filepath.Join(root, ".build/lambda", runtime.GOARCH, function, "bootstrap"))
	if err != nil {
		t.Fatal(err)
	}
	path := stamped(newer, function)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	// What stands behind a program does not matter to it: another build, as far as anybody can tell.
	if err := os.WriteFile(path, append(text, "the next version"...), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := h.Swap(function, path); err != nil {
		t.Fatal(err)
	}
	client.Eventually(t, "no old process of "+function+" is left", client.Patience, func() bool {
		for _, running := range h.Running(function) {
			if running != path {
				return false
			}
		}
		return true
	})
}

func stamped(dir, function string) string { return filepath.Join(dir, function, "bootstrap") }

// agree has both sides catch up, and holds what they and a page that is loaded anew have against what was acknowledged.
func (c *crowd) agree(t *testing.T) {
	for _, a := range c.agents {
		a.Resumes()
	}
	c.byAgent(func(k *talk) {
		k.visitor.Resumes()
		again := visitor(t, c.s, k.visitor.Name)
		again.Chat = k.visitor.Chat
		again.Connects()
		want := k.ledger()
		for who, got := range map[string][]string{
			"the visitor": k.visitor.Said(k.chat), "her page loaded anew": again.Said(k.chat), "the agent": k.agent.Said(k.chat),
		} {
			if !slices.Equal(got, want) {
				t.Errorf("%s of %s holds %q, acknowledged was %q", who, k.visitor.Name, got, want)
			}
		}
	})
}

// stayed holds that everybody has the socket that she came with.
func (c *crowd) stayed(t *testing.T) {
	for _, k := range c.talks {
		if err := k.visitor.Lost(); err != nil {
			t.Errorf("%s lost her socket: %v", k.visitor.Name, err)
		}
	}
	for _, a := range c.agents {
		if err := a.Lost(); err != nil {
			t.Errorf("%s lost her socket: %v", a.Name, err)
		}
	}
}

// written ends every chat and reads its transcript.
func (c *crowd) written(t *testing.T) {
	c.byAgent(func(k *talk) {
		ends(k.agent, k.chat)
		status, doc := k.agent.Call(http.MethodGet, "/transcripts/"+k.chat, nil)
		if status != http.StatusOK || doc.Text("status") != "Completed" || doc.Inner("chain")["intact"] != true {
			t.Errorf("%s: %d %v", k.visitor.Name, status, doc)
		}
		var got []string
		for _, line := range doc.List("lines") {
			if line.Text("who") != "system" {
				got = append(got, line.Text("text"))
			}
		}
		if want := k.ledger(); !slices.Equal(got, want) {
			t.Errorf("%s: the transcript has %q, acknowledged was %q", k.visitor.Name, got, want)
		}
	})
}
