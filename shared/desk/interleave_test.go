package desk_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	pushmemory "switchboard/shared/push/memory"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
	timermemory "switchboard/shared/timer/memory"
)

// path is one world of the message path: an engaged chat with two events, and the actors on it.
type path struct {
	*world
	chat   string
	actors []*actor
	acked  map[string]int
	puts   []string // ids in the order in which their clients sent them first
}

// stage makes the items of an engaged chat once, so that each schedule starts from a copy.
func stage(t *testing.T) (string, []store.Op) {
	w := newWorld(t)
	noor := w.online("noor")
	id := w.asks(w.visitor("mara"))
	w.accepts(noor, id)
	var ops []store.Op
	for _, r := range []store.Range{
		{Table: store.Chats, PK: "CHAT#" + id, From: "E#", To: "HEAD"},
		{Table: store.Desk, PK: "AGENT#noor", From: "STATE", To: "STATE"},
	} {
		items, err := w.driver.Query(w.ctx, r)
		w.must(err)
		for _, it := range items {
			if strings.HasPrefix(it.SK, "HC#") { // nobody listens: pushes decide nothing
				continue
			}
			ops = append(ops, store.Op{Verb: store.Put, Item: it})
		}
	}
	return id, ops
}

func newPath(t *testing.T, id string, items []store.Op) *path {
	w := &world{t: t, ctx: t.Context(), now: epoch, driver: storememory.New(), pushes: pushmemory.New()}
	w.timers = timermemory.New(func() time.Time { return w.now })
	w.must(w.driver.Write(w.ctx, items))
	w.desk = desk.New(desk.Parts{
		Store: store.New(schedule{w.driver}), Push: w.pushes, Timers: w.timers, Documents: filesmemory.New(), Now: func() time.Time { return w.now }, Random: zeroes{},
	})
	return &path{world: w, chat: id, acked: map[string]int{}}
}

func (p *path) message(by desk.Caller, id string, after int) func(context.Context) error {
	return func(ctx context.Context) error {
		ack, err := p.desk.Message(ctx, by, protocol.Message{Action: "message", ID: id, Chat: p.chat, After: after, Text: "text of " + id})
		if err == nil {
			p.acked[id] = ack.Seq
		}
		return err
	}
}

func (p *path) end(by desk.Caller, id string) func(context.Context) error {
	return func(ctx context.Context) error {
		ack, err := p.desk.End(ctx, by, protocol.End{Action: "end", ID: id, Chat: p.chat, After: 2})
		if err == nil {
			p.acked[id] = ack.Seq
		}
		return err
	}
}

// looked is a client that holds whatever stands in the log by now. One that keeps the rule looks for its own id first.
func (p *path) looked(by desk.Caller, id string, keepsRule bool) func(context.Context) error {
	return func(ctx context.Context) error {
		events, err := store.New(p.driver).Events(ctx, p.chat, store.Public, 1, 0)
		if err != nil {
			return err
		}
		a := restOf(ctx)
		fmt.Fprintf(&a.saw, "looked %d;", len(events))
		for _, e := range events {
			if keepsRule && e.ID == id {
				return nil
			}
		}
		a.rest()
		return p.message(by, id, len(events))(ctx)
	}
}

// state is all that decides how a walk goes on: the log, the head and what each actor has seen.
func (p *path) state() [32]byte {
	var b strings.Builder
	items, err := p.driver.Query(p.ctx, store.Range{Table: store.Chats, PK: "CHAT#" + p.chat, From: "E#", To: "HEAD"})
	p.must(err)
	for _, it := range items {
		if strings.HasPrefix(it.SK, "E#") || it.SK == "HEAD" {
			b.WriteString(it.SK)
			b.Write(it.Body)
		}
	}
	for _, a := range p.actors {
		if a.done {
			fmt.Fprintf(&b, "|done %v", a.err)
		} else {
			b.WriteString("|" + a.saw.String())
		}
	}
	fmt.Fprint(&b, p.acked)
	return sha256.Sum256([]byte(b.String()))
}

// wrong says what a finished walk violates; empty for nothing.
func (p *path) wrong() string {
	events, err := store.New(p.driver).Events(p.ctx, p.chat, store.Public, 1, 0)
	p.must(err)
	if err := log.Verify(events); err != nil {
		return "the log has a gap: " + err.Error()
	}
	at := map[string]int{}
	for i, e := range events {
		if i > 0 && events[i-1].Kind == log.Ended {
			return "something stands behind the end"
		}
		if e.ID != "" && at[e.ID] > 0 {
			return "a frame stands twice"
		}
		at[e.ID] = e.Seq
	}
	for id, seq := range p.acked {
		if at[id] != seq {
			return "an acknowledged frame does not stand where it was said to"
		}
	}
	last := 0
	for _, id := range p.puts {
		if seq := at[id]; seq > 0 && seq < last {
			return "a client's own messages are out of order"
		} else if seq > 0 {
			last = seq
		}
	}
	return p.wrongAnswers()
}

// wrongAnswers checks that whoever was refused was refused with words for her.
func (p *path) wrongAnswers() string {
	for _, a := range p.actors {
		if a.err != nil && !fault.Is(a.err, fault.Conflict) && !fault.Is(a.err, fault.Behind) {
			return fmt.Sprintf("%s was refused with %v", a.name, a.err)
		}
	}
	return ""
}
