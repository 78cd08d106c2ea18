package lambda

import (
	"fmt"
	"sync"
	"time"
)

// invocation is one call on its way through an environment. The first outcome settles it: what comes after the
// answer (a crash, a time-out while the function has not asked for more) is no longer the caller's.
type invocation struct {
	id       string
	trace    string
	payload  []byte
	deadline time.Time
	once     sync.Once
	outcome  chan outcome
}

type outcome struct {
	answer []byte
	err    error
}

func newInvocation(payload []byte, timeout time.Duration) *invocation {
	now := time.Now()
	return &invocation{
		id:       requestID(),
		trace:    fmt.Sprintf("Root=1-%08x-%s;Parent=%s;Sampled=0", now.Unix(), random(12), random(8)),
		payload:  payload,
		deadline: now.Add(timeout),
		outcome:  make(chan outcome, 1),
	}
}

func (i *invocation) settle(answer []byte, err *FunctionError) {
	i.once.Do(func() {
		if err != nil {
			i.outcome <- outcome{err: err}
			return
		}
		i.outcome <- outcome{answer: answer}
	})
}

// requestID has the form of a UUID, as Lambda's have.
func requestID() string {
	id := random(16)
	return id[:8] + "-" + id[8:12] + "-4" + id[13:16] + "-a" + id[17:20] + "-" + id[20:]
}
