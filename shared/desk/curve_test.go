package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/shared/desk"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/protocol"
	pushmemory "switchboard/shared/push/memory"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
	timermemory "switchboard/shared/timer/memory"
)

// P11: what it costs to give a waiting request to an agent, by how many agents there are and how many requests wait. The
// clock is virtual. The tables behave as DynamoDB does where it matters: each request takes 4 to 8 ms, a partition takes
// 1,000 write units and 3,000 read units a second, and a transaction that meets another one on an item is refused and
// tried again, which counts as a request. CURVE=1 plays the large ones and writes them into docs/benchmarks.md.

// limits is a driver whose tables have partitions.
type limits struct {
	store.Driver
	mu       sync.Mutex
	rng      *rand.Rand
	free     map[string]time.Time // when a partition has room again, by table, key and direction
	busy     map[store.Key]bool   // items of transactions on their way
	requests int
	claims   int // commits that would give a request to an agent
	counting bool
}

func (l *limits) Get(ctx context.Context, key store.Key) (*store.Item, error) {
	l.take("r"+key.PK, 3000, 1)
	return l.Driver.Get(ctx, key)
}

func (l *limits) Query(ctx context.Context, r store.Range) ([]store.Item, error) {
	l.take("r"+r.PK, 3000, 1)
	return l.Driver.Query(ctx, r)
}

func (l *limits) Write(ctx context.Context, ops []store.Op) error {
	if !l.counts() {
		return l.Driver.Write(ctx, ops)
	}
	l.claim(ops)
	for attempt := 0; !l.acquire(ops); attempt++ { // as the driver of DynamoDB tries again
		l.take("", 0, 0)
		time.Sleep(l.jitter(min(25<<attempt, 1000)))
	}
	defer l.release(ops)
	for _, op := range ops {
		if op.Verb != store.Check {
			l.take("w"+string(op.Item.Table)+op.Item.PK, 1000, 0)
		}
	}
	l.take("", 0, 1)
	return l.Driver.Write(ctx, ops)
}

func (l *limits) counts() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counting
}

// take waits for a unit of a partition, and for the request's own time if it is one.
func (l *limits) take(partition string, perSecond, requests int) {
	if !l.counts() {
		return
	}
	l.mu.Lock()
	wait := time.Duration(0)
	if perSecond > 0 {
		at := l.free[partition]
		if now := time.Now(); at.Before(now) {
			at = now
		}
		wait = time.Until(at)
		l.free[partition] = at.Add(2 * time.Second / time.Duration(perSecond)) // a transaction pays twice
	}
	if partition == "" || perSecond == 3000 {
		l.requests++
	}
	l.mu.Unlock()
	if requests > 0 {
		wait += 4*time.Millisecond + l.jitter(4)
	}
	time.Sleep(wait)
}

func (l *limits) jitter(ms int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Duration(l.rng.Intn(ms*1000)) * time.Microsecond
}

func (l *limits) acquire(ops []store.Op) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, op := range ops {
		if l.busy[op.Item.Key] {
			return false
		}
	}
	for _, op := range ops {
		l.busy[op.Item.Key] = true
	}
	return true
}

func (l *limits) release(ops []store.Op) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, op := range ops {
		delete(l.busy, op.Item.Key)
	}
}

// claim counts a commit that takes a request out of a queue and gives it to an agent.
func (l *limits) claim(ops []store.Op) {
	taken, given := false, false
	for _, op := range ops {
		taken = taken || op.Verb == store.Delete && strings.HasPrefix(op.Item.SK, "W#")
		given = given || strings.HasPrefix(op.Item.PK, "AGENT#") && op.Item.SK == "STATE"
	}
	if taken && given {
		l.mu.Lock()
		l.claims++
		l.mu.Unlock()
	}
}

// crowdWorld is many agents who are at capacity and many requests that wait for them.
type crowdWorld struct {
	t      *testing.T
	ctx    context.Context
	desk   *desk.Desk
	limits *limits
	timers *timermemory.Queue
	chats  []string
}

func newCrowd(t *testing.T, agents, waiting, real int) *crowdWorld {
	w := &crowdWorld{t: t, ctx: context.Background(), limits: &limits{
		rng: rand.New(rand.NewSource(1)), free: map[string]time.Time{}, busy: map[store.Key]bool{},
	}}
	w.limits.Driver, w.timers = storememory.New(), timermemory.New(time.Now)
	w.desk = desk.New(desk.Parts{
		Store: store.New(w.limits), Push: pushmemory.New(), Timers: w.timers, Documents: filesmemory.New(), Now: time.Now,
		Random: &dice{source: rand.New(rand.NewSource(1))},
	})
	c := fixture()
	c.Buttons[0].Routing, c.Buttons[0].Queue = settings.LeastActive, true
	must(t, furnish(w.ctx, w.desk, c, employ("first", "First", "", "general")))
	w.status("first", "Online")
	for i := range real {
		by := desk.Caller{Conn: fmt.Sprint("v", i), Identity: session.Identity{Role: session.Visitor, Person: fmt.Sprint("v", i), Deployment: "demo"}}
		ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: "q", Button: "support"})
		must(t, err)
		w.chats = append(w.chats, ack.Chat)
	}
	w.fill(waiting - real)
	for i := range agents {
		_, err := w.desk.PutPerson(w.ctx, employ(fmt.Sprintf("agent%05d", i), "Agent", "", "general"))
		must(t, err)
	}
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fill lets so many more wait, behind those who are really there.
func (w *crowdWorld) fill(n int) {
	body, err := json.Marshal(protocol.Waiting{Chat: "later"})
	must(w.t, err)
	later := time.Now().Add(time.Hour).UnixMilli()
	s := store.New(w.limits)
	for i := 0; i < n; i += 90 {
		var ops []store.Op
		for j := i; j < min(i+90, n); j++ {
			ops = append(ops, store.Enqueue(store.Entry{Queue: "support", Chat: fmt.Sprintf("later%07d", j), RequestedAt: later + int64(j), Body: body})...)
		}
		must(w.t, s.Commit(w.ctx, ops...))
	}
}

func (w *crowdWorld) status(person, status string) {
	by := desk.Caller{Conn: "c-" + person, Identity: session.Identity{Role: session.Agent, Person: person}}
	_, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: "p", Status: status, Tab: "t"})
	must(w.t, err)
}

// assigned is how many of the real requests are offered by now.
func (w *crowdWorld) assigned() int {
	n := 0
	s := store.New(w.limits)
	for _, id := range w.chats {
		c, err := s.Standing(w.ctx, id)
		must(w.t, err)
		if c.Head.Offer != nil {
			n++
		}
	}
	return n
}
