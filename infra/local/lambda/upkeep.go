package lambda

import (
	"context"
	"errors"
	"sync"
	"time"
)

// reap ends environments that waited longer than idleLimit, but never the last.
func (p *pool) reap(now time.Time) {
	p.mu.Lock()
	var old []*environment
	keep := p.idle[:0:0]
	for i, e := range p.idle {
		last := i == len(p.idle)-1 && len(keep) == 0 && len(p.live) == len(old)+1
		if now.Sub(e.idle) > idleLimit && !last {
			old = append(old, e)
			continue
		}
		keep = append(keep, e)
	}
	p.idle = keep
	p.stats.Reaped += len(old)
	p.mu.Unlock()
	p.endAll(context.Background(), old)
}

// swap makes new environments run another binary. Busy ones finish what they do and are ended then.
func (p *pool) swap(bootstrap string) {
	p.mu.Lock()
	p.fn.Bootstrap = bootstrap
	p.generation++
	p.stats.Swaps++
	p.stats.Newest = 0
	old := p.idle
	p.idle = nil
	p.mu.Unlock()
	p.endAll(context.Background(), old)
}

// close refuses new work and ends every process, busy or not.
func (p *pool) close(ctx context.Context) error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	close(p.done)
	p.idle = nil
	all := make([]*environment, 0, len(p.live))
	for e := range p.live {
		all = append(all, e)
	}
	p.mu.Unlock()
	var wg sync.WaitGroup
	failures := make([]error, len(all))
	for i, e := range all {
		wg.Go(func() {
			failures[i] = e.stop(ctx)
			p.forget(e)
		})
	}
	wg.Wait()
	for range cap(p.slots) { // whoever still held a slot has told its caller
		p.slots <- struct{}{}
	}
	return errors.Join(failures...)
}

func (p *pool) endAll(ctx context.Context, environments []*environment) {
	var wg sync.WaitGroup
	for _, e := range environments {
		wg.Go(func() {
			p.end(ctx, e)
			p.forget(e)
		})
	}
	wg.Wait()
}

func (p *pool) snapshot() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.stats
	s.Live, s.Idle = len(p.live), len(p.idle)
	return s
}

func (p *pool) throttle(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.throttled = on
}

func (p *pool) running() map[int]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[int]string{}
	for e := range p.live {
		all[e.process.PID()] = e.fn.Bootstrap
	}
	return all
}
