// Package together runs every function in one process over one desk on memory, for machines without Java and for tests
// that move the clock. The verbs, the events and their answers are those of the deployed binaries; a test holds that the
// table below has a row for each function of the manifest, and the same suite passes over both. Of all that lies under
// infra it alone knows the product's packages.
package together

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/directory"
	"switchboard/shared/edge"
	"switchboard/shared/edge/api"
	"switchboard/shared/edge/probe"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/push"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
	"switchboard/shared/timer"
	timermemory "switchboard/shared/timer/memory"
)

// Config is what the functions need of their surroundings.
type Config struct {
	Push        push.Sender
	Directory   directory.Directory
	Now         func() time.Time
	SocketURL   string
	SiteOrigins string
	// OriginSecret is what CloudFront proves itself with; empty: nobody is believed.
	OriginSecret string
}

// Functions are all functions in one process.
type Functions struct {
	handlers map[string]edge.Handler
	driver   *storememory.Driver
	timers   *timermemory.Queue
	now      func() time.Time
}

// New makes the functions on empty tables.
func New(c Config) *Functions {
	f := &Functions{driver: storememory.New(), timers: timermemory.New(c.Now), now: c.Now}
	d := desk.New(desk.Parts{
		Store: store.New(f.driver), Push: c.Push, Timers: f.timers, Documents: filesmemory.New(), Directory: c.Directory, Now: c.Now,
		SocketURL: c.SocketURL,
	})
	f.handlers = map[string]edge.Handler{
		"authorize":  edge.Authorize(d.TakeTicket),
		"connect":    edge.Connect(),
		"disconnect": edge.Disconnect(d.Disconnect),
		"resume":     edge.Frame(d.Resume),
		"beat":       edge.Frame(d.Beat),
		"request":    edge.Frame(d.Request),
		"message":    edge.Frame(d.Message),
		"typing":     edge.Notice(d.Typing),
		"accept":     edge.Frame(d.Accept),
		"decline":    edge.Frame(d.Decline),
		"offered":    edge.Notice(d.Offered),
		"transfer":   edge.Frame(d.Transfer),
		"conference": edge.Frame(d.Conference),
		"withdraw":   edge.Frame(d.Withdraw),
		"leave":      edge.Frame(d.Leave),
		"block":      edge.Frame(d.Block),
		"flag":       edge.Frame(d.Flag),
		"whisper":    edge.Frame(d.Whisper),
		"watch":      edge.Frame(d.Watch),
		"signal":     edge.Frame(d.Signal),
		"visit":      edge.Frame(d.Visit),
		"end":        edge.Frame(d.End),
		"close":      edge.Frame(d.Close),
		"presence":   edge.Frame(d.Presence),
		"expire":     edge.Expire(d.Look),
		"finalise":   edge.Finalise(d.WakeChat),
		"sweep":      edge.Sweep(d.Sweep),
		"api":        api.Handler(d, c.SiteOrigins, c.OriginSecret),
		"probe":      probe.Handler(d),
	}
	for name, h := range f.handlers {
		f.handlers[name] = edge.Logged(name, h)
	}
	return f
}

// Names are the functions there are.
func (f *Functions) Names() []string {
	var names []string
	for name := range f.handlers {
		names = append(names, name)
	}
	return names
}

// Invoke calls a function as Lambda would.
func (f *Functions) Invoke(ctx context.Context, function string, payload []byte) ([]byte, error) {
	h, ok := f.handlers[function]
	if !ok {
		return nil, fmt.Errorf("together: no function %q", function)
	}
	return h(ctx, payload)
}

// Tick does what the clock has made due: looks of the timer queue, and deletions by TTL that the stream hands on.
func (f *Functions) Tick(ctx context.Context) error {
	for _, look := range f.timers.Due(f.now()) {
		if err := f.call(ctx, "expire", looks(look)); err != nil {
			return err
		}
	}
	for _, item := range f.driver.Expire(f.now()) {
		if err := f.call(ctx, "finalise", removed(item)); err != nil {
			return err
		}
	}
	return nil
}

// Sweep is one run of the schedule.
func (f *Functions) Sweep(ctx context.Context) error { return f.call(ctx, "sweep", struct{}{}) }

func (f *Functions) call(ctx context.Context, function string, event any) error {
	payload, err := json.Marshal(event)
	if err != nil {
		return err
	}
	_, err = f.Invoke(ctx, function, payload)
	return err
}

// looks is the event of a timer queue that holds one look.
func looks(l timer.Look) any {
	return map[string]any{"Records": []any{map[string]any{"messageId": "look", "body": l.Encode(), "eventSource": "aws:sqs"}}}
}

// removed is the event of a table's stream that holds one deletion by TTL.
func removed(item store.Item) any {
	return map[string]any{"Records": []any{map[string]any{
		"eventName": "REMOVE", "eventSource": "aws:dynamodb",
		"userIdentity": map[string]string{"type": "Service", "principalId": "dynamodb.amazonaws.com"},
		"dynamodb": map[string]any{
			"Keys":           map[string]any{"pk": map[string]string{"S": item.PK}, "sk": map[string]string{"S": item.SK}},
			"SequenceNumber": "1",
		},
	}}}
}
