package stack_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/local/lambda"
	"switchboard/infra/local/stack"
)

// crowd is many chats at once: each has a visitor of its own, and some agents share them.
type crowd struct {
	s      *stack.Stack
	agents []*person
	talks  []*talk

	visitors, replies <-chan time.Time // the pace of both sides: one tick, one message
	stop              chan struct{}
	speaking          sync.WaitGroup
}

// talk is one chat, and what of it was acknowledged.
type talk struct {
	visitor, agent *person
	chat           string

	mu    sync.Mutex
	acked map[int]string // the text by the seq of its ack
}

// gather opens so many chats, shared by these agents.
func gather(t *testing.T, s *stack.Stack, chats int, names ...string) *crowd {
	t.Helper()
	c := &crowd{s: s, stop: make(chan struct{})}
	roomy(t, s, chats)
	for _, name := range names {
		a := agent(t, s, name)
		a.Connects()
		a.IsOnline()
		c.agents = append(c.agents, a)
	}
	var all sync.WaitGroup
	slots := make(chan struct{}, 4) // so many cold starts at once and no more
	c.talks = make([]*talk, chats)
	for n := range c.talks {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			c.talks[n] = asks(t, s, fmt.Sprintf("visitor-%d", n))
		})
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for n, k := range c.talks {
		k.agent = c.agents[n%len(c.agents)]
	}
	c.byAgent(func(k *talk) { k.agent.Does(frame{"action": "accept", "chat": k.chat, "after": 1}) })
	return c
}

// asks has a visitor come and ask.
func asks(t *testing.T, s *stack.Stack, name string) *talk {
	v := visitor(t, s, name)
	v.Connects()
	return &talk{visitor: v, chat: v.Asks("support"), acked: map[int]string{}}
}

// roomy lets each agent have as many chats as there are.
func roomy(t *testing.T, s *stack.Stack, chats int) {
	t.Helper()
	status, held := agent(t, s, client.Administrator).Call(http.MethodGet, "/configuration", nil)
	for _, set := range held.List("agentConfigurations") {
		set["capacity"] = min(chats, 100)
	}
	change, err := json.Marshal(frame{"agentConfigurations": held["agentConfigurations"]})
	if err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	if err := s.Configure(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

// speak has everybody speak until hush: all visitors together at one pace, all agents together at another, each agent in
// one of her chats after the other.
func (c *crowd) speak(t *testing.T, pace time.Duration) {
	t.Helper()
	for _, side := range []*<-chan time.Time{&c.visitors, &c.replies} {
		ticker := time.NewTicker(pace)
		t.Cleanup(ticker.Stop)
		*side = ticker.C
	}
	for _, k := range c.talks {
		c.speaking.Go(func() {
			for n := 0; c.turn(c.visitors); n++ {
				k.says(k.visitor, fmt.Sprintf("question %d of %s", n, k.visitor.Name))
			}
		})
	}
	for _, a := range c.agents {
		c.speaking.Go(func() { c.answers(a) })
	}
}

func (c *crowd) answers(a *person) {
	for n := 0; ; n++ {
		for _, k := range c.talks {
			if k.agent != a {
				continue
			}
			if !c.turn(c.replies) {
				return
			}
			if n%2 == 0 {
				a.Send(frame{"action": "typing", "chat": k.chat, "on": true})
			}
			k.says(a, fmt.Sprintf("answer %d to %s", n, k.visitor.Name))
		}
		a.Beats(c.talks[0].chat) // renews her lease too
	}
}

// turn waits for a tick; it is false once all are hushed.
func (c *crowd) turn(ticks <-chan time.Time) bool {
	select {
	case <-c.stop:
		return false
	case <-ticks:
		return true
	}
}

// hush lets everybody finish the sentence.
func (c *crowd) hush() {
	close(c.stop)
	c.speaking.Wait()
}

func (k *talk) says(p *person, text string) {
	seq := p.Says(k.chat, text)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.acked[seq] = text
}

// byAgent runs a deed for every chat, one after the other for those of an agent, since she does one thing at a time.
func (c *crowd) byAgent(deed func(*talk)) {
	var all sync.WaitGroup
	for _, a := range c.agents {
		all.Go(func() {
			for _, k := range c.talks {
				if k.agent == a {
					deed(k)
				}
			}
		})
	}
	all.Wait()
}

// told is how many messages were acknowledged.
func (c *crowd) told() int {
	n := 0
	for _, k := range c.talks {
		k.mu.Lock()
		n += len(k.acked)
		k.mu.Unlock()
	}
	return n
}

// both reports whether in every chat both sides have had a word acknowledged.
func (c *crowd) both() bool {
	return !slices.ContainsFunc(c.talks, func(k *talk) bool {
		said := strings.Join(k.ledger(), "\n")
		return !strings.Contains(said, "question") || !strings.Contains(said, "answer")
	})
}

// ledger are the texts that were acknowledged, in the order of their seqs.
func (k *talk) ledger() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var seqs []int
	for seq := range k.acked {
		seqs = append(seqs, seq)
	}
	slices.Sort(seqs)
	var texts []string
	for _, seq := range seqs {
		texts = append(texts, k.acked[seq])
	}
	return texts
}

// host is what the deployed binaries run on.
type host interface {
	Swap(function, bootstrap string) error
	Running(function string) map[int]string
	Stats(function string) lambda.Stats
}
