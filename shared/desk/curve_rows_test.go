package desk_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// counts runs something with the tables' limits in force and returns how many requests it took.
func (w *crowdWorld) counts(run func()) int {
	w.limits.requests, w.limits.counting = 0, true
	run()
	w.limits.counting = false
	return w.limits.requests
}

// comes is how many requests it takes that an agent goes Online, and what waits for her is given to her.
func (w *crowdWorld) comes(person string) int { return w.counts(func() { w.status(person, "Online") }) }

// asks is how many requests it takes that a visitor's request comes and is given to an agent.
func (w *crowdWorld) asks(name string) int {
	by := desk.Caller{Conn: "c" + name, Identity: session.Identity{Role: session.Visitor, Person: name, Deployment: "demo"}}
	return w.counts(func() {
		ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: "q", Button: "support"})
		must(w.t, err)
		w.chats = append(w.chats, ack.Chat)
	})
}

// burst lets all agents go Online in the same moment.
func (w *crowdWorld) burst(agents int) int {
	return w.counts(func() {
		var all sync.WaitGroup
		for i := range agents {
			all.Go(func() { w.status(fmt.Sprintf("agent%05d", i), "Online") })
		}
		all.Wait()
	})
}

// sizes are how many agents and waiting requests the ordinary test plays; CURVE=1 plays as many as there should ever be.
func sizes() (agents, waiting []int) {
	if os.Getenv("CURVE") != "" {
		return []int{10, 100, 1000, 10000}, []int{10, 1000, 100000, 1000000}
	}
	return []int{10, 100}, []int{10, 1000}
}

func TestP11TheCostOfRoutingIsFlat(t *testing.T) {
	agents, waiting := sizes()
	var table []string
	row := func(what string, n, requests int) {
		table = append(table, fmt.Sprintf("| %s | %d | %d |", what, n, requests))
	}
	costs := map[string][]int{}
	for _, n := range agents {
		synctest.Test(t, func(t *testing.T) {
			w := newCrowd(t, n, 0, 0)
			for i := range n {
				w.status(fmt.Sprintf("agent%05d", i), "Online")
			}
			cost := w.asks("mara") - alone(t)
			row("agents free, one request comes", n, cost)
			costs["agents"] = append(costs["agents"], cost)
		})
	}
	for _, n := range waiting {
		synctest.Test(t, func(t *testing.T) {
			empty := newCrowd(t, 1, 0, 0)
			idle := empty.comes("agent00000")
			w := newCrowd(t, 1, n, 6)
			cost := (w.comes("agent00000") - idle) / 2
			row("requests wait, an agent with two places comes: per assignment", n, cost)
			costs["waiting"] = append(costs["waiting"], cost)
		})
	}
	for what, c := range costs {
		if c[0] != c[len(c)-1] || c[0] > 6 {
			t.Errorf("%s: %v requests per assignment", what, c)
		}
	}
	share, each := claims(t, min(1000, agents[len(agents)-1]))
	table = append(table, fmt.Sprintf("| %d agents come at once to as many waiting requests: per assignment | | %.1f |", min(1000, agents[len(agents)-1]), each),
		fmt.Sprintf("| … of their claims that succeed | | %.2f |", share))
	t.Log("\n" + strings.Join(table, "\n"))
	if share < .9 {
		t.Errorf("%.2f of the claims succeed", share)
	}
	writeCurve(t, table)
}

// alone is what a request costs that only joins the queue.
func alone(t *testing.T) int {
	w := newCrowd(t, 1, 3, 3)
	return w.asks("tomas")
}

// claims is the share of claims that succeed when many are freed at once, and the requests per assignment.
func claims(t *testing.T, n int) (share, each float64) {
	synctest.Test(t, func(t *testing.T) {
		idle := newCrowd(t, n, 0, 0).burst(n)
		w := newCrowd(t, n, n, n)
		began := time.Now()
		cost := w.burst(n)
		cost += w.counts(func() { w.lookUntilGiven(n) })
		t.Logf("%d agents who come at once have their requests after %s", n, time.Since(began).Round(time.Second))
		given := w.assigned() - 2 // two went to the one who was there before
		if given < n-2 {
			t.Errorf("%d of %d requests were given to an agent", given, n-2)
		}
		share, each = float64(given)/float64(w.limits.claims), float64(cost-idle)/float64(given)
	})
	return share, each
}

// lookUntilGiven delivers the queue's looks, as its timer would, until all have what they came for.
func (w *crowdWorld) lookUntilGiven(n int) {
	for range 120 {
		w.limits.counting = false
		done := w.assigned() >= n
		w.limits.counting = true
		if done {
			return
		}
		time.Sleep(time.Second)
		for _, look := range w.timers.Due(time.Now()) {
			if strings.HasPrefix(look.Thing, "queue:") {
				must(w.t, w.desk.Look(w.ctx, look))
			}
		}
	}
}

// writeCurve puts the table into docs/benchmarks.md, in place of the one that is there.
func writeCurve(t *testing.T, table []string) {
	if os.Getenv("CURVE") == "" {
		return
	}
	section := "## P11: routing at any size\n\nRequests to DynamoDB beyond those of the verb itself, played on a virtual clock over a store that takes 4–8 ms a request, 1,000 write and\n3,000 read units a second and partition, and refuses a transaction that meets another (`CURVE=1 go test ./shared/desk -run P11`).\n\n" +
		"| | how many | requests |\n| --- | --- | --- |\n" + strings.Join(table, "\n") + "\n"
	writeSection(t, section)
}

// writeSection puts a section into docs/benchmarks.md, in place of the one with its heading.
func writeSection(t *testing.T, section string) {
	const page = "../../docs/benchmarks.md"
	text, err := os.ReadFile(page)
	must(t, err)
	heading, _, _ := strings.Cut(section, "\n")
	var kept []string
	for _, part := range strings.Split("\n"+string(text), "\n## ") {
		if "## "+strings.SplitN(part, "\n", 2)[0] != heading {
			kept = append(kept, strings.TrimSpace(part))
		}
	}
	must(t, os.WriteFile(page, []byte(strings.Join(kept, "\n\n## ")+"\n\n"+section), 0o600))
}
