package main

import (
	"math"
	"os"
	"strings"
	"testing"
)

const table = "## What each verb costs\n\n| verb | requests | read units | write units | timers | pushes |\n| --- | ---: | ---: | ---: | ---: | ---: |\n| say | 2 | 1 | 3 | 1 | 2 |\n"

func TestAVerbIsBilledByTheWayItComesIn(t *testing.T) {
	verbs, err := metered(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		by       entry
		messages float64
		calls    float64
	}{{frame, 40, 0}, {silently, 30, 0}, {call, 20, 10}, {inside, 20, 0}, {handshake, 20, 0}} {
		u := usage{}
		if err := u.add(verbs, step{"say", 10, row.by}); err != nil {
			t.Fatal(err)
		}
		if u["socket messages"] != row.messages || u["HTTP calls"] != row.calls || u["write units"] != 30 || u["queue requests"] != 30 || u["invocations"] != 10 {
			t.Errorf("%d: %v", row.by, u)
		}
	}
	if err := (usage{}).add(verbs, step{"sing", 1, frame}); err == nil || !strings.Contains(err.Error(), "sing") {
		t.Errorf("a verb that is not metered: %v", err)
	}
}

func TestTheBillIsTheSumOfItsLines(t *testing.T) {
	p := prices{List: []price{{What: "a", USD: 2, Per: 1000}, {What: "b", USD: 0.5, Per: 1}}}
	lines, total, err := p.bill(usage{"a": 5000, "b": 3})
	if err != nil || math.Abs(total-11.5) > 1e-9 || strings.Join(lines, "\n") != "| a | 5000 | $10.00 |\n| b | 3 | $1.50 |" {
		t.Errorf("%q, %v, %v", lines, total, err)
	}
	if _, _, err := p.bill(usage{"c": 1}); err == nil {
		t.Error("something without a price was billed")
	}
}

func TestThePageSaysWhatTheTablesSay(t *testing.T) {
	data, err := os.ReadFile("../../../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(string(data))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../docs/cost.md")
	if err != nil || string(got) != want {
		t.Errorf("docs/cost.md is not what go run ./infra/ops/cost writes: run it (%v)", err)
	}
}
