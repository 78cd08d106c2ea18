package desk_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/shared/desk"
	"switchboard/shared/protocol"
	"switchboard/shared/push"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// measures does something while somebody measures, and returns what was noted, as text in the order of the names.
func (w *world) measures(do func()) []string {
	w.t.Helper()
	before := w.ctx
	measured, figures := desk.Measured(before)
	w.ctx = measured
	do()
	w.ctx = before
	var lines []string
	noted := figures.Noted()
	for _, figure := range slices.Sorted(maps.Keys(noted)) {
		lines = append(lines, fmt.Sprint(figure, " ", noted[figure]))
	}
	return lines
}

func standingNow(waiting, longest, online int) []string {
	return []string{fmt.Sprintf("AgentsOnline [%d]", online), fmt.Sprintf("LongestWait [%d]", longest), fmt.Sprintf("WaitingNow [%d]", waiting)}
}

func TestMeasureWhatTheSweepNotes(t *testing.T) {
	for _, row := range []struct {
		title string
		world func(t *testing.T) *world
		want  []string
	}{
		{"nobody is there", newWorld, nil},
		{"one is Online, one Away", func(t *testing.T) *world {
			w := newWorld(t)
			w.online("noor")
			w.goes(w.online("ilse"), routing.Away)
			return w
		}, standingNow(0, 0, 1)},
		{"a choice waits, and another, for 40 s", func(t *testing.T) *world {
			w := newWorld(t)
			noor := w.online("noor")
			w.asks(w.visitor("mara"))
			w.stays(30*time.Second, noor, w.visitor("mara"))
			w.asks(w.visitor("tomas"))
			w.stays(10*time.Second, noor, w.visitor("mara"), w.visitor("tomas"))
			return w
		}, standingNow(2, 40, 1)},
		{"one rings for 5 s, and a colleague has a second skill", func(t *testing.T) *world {
			w := pushing(t)
			w.configures(func(c *settings.Configuration) { c.Skills = append(c.Skills, settings.Skill{ID: "more", Name: "More"}) })
			w.employs("dana", "Dana", "Moor", "general", "more")
			dana := w.online("dana")
			chat := w.asks(w.visitor("mara"))
			w.acknowledges(dana, chat)
			w.stays(5*time.Second, dana)
			return w
		}, standingNow(1, 5, 1)},
		{"two wait behind one who talks; the first came 2 s before the second", func(t *testing.T) *world {
			w, ilse, talker, _ := crowded(t)
			w.line("mara", "tomas")
			w.stays(20*time.Second, ilse, talker, w.visitor("mara"), w.visitor("tomas"))
			return w
		}, standingNow(2, 22, 1)},
		{"the probe is at work", func(t *testing.T) *world {
			w := newWorld(t)
			w.probes()
			return w
		}, nil},
		{"the probe is at work beside somebody", func(t *testing.T) *world {
			w := newWorld(t)
			w.online("noor")
			w.probes()
			return w
		}, standingNow(0, 0, 1)},
	} {
		t.Run(row.title, func(t *testing.T) {
			w := row.world(t)
			same(t, "noted", w.measures(w.sweep), row.want)
		})
	}
}

// probes has the synthetic chat wait for its agent.
func (w *world) probes() {
	w.t.Helper()
	w.configures(func(c *settings.Configuration) {
		c.Skills = append(c.Skills, settings.Skill{ID: desk.Probe, Name: "Probe"})
		c.Buttons = append(c.Buttons, button(desk.Probe, desk.Probe))
		c.Deployments = append(c.Deployments, settings.Deployment{ID: desk.Probe, Site: "Probe", Buttons: []string{desk.Probe}})
	})
	w.employs(desk.Probe, "Probe", "", desk.Probe)
	w.online(desk.Probe)
	by := w.visitor("probing")
	by.Deployment = desk.Probe
	w.resumes(by)
	ack, err := w.desk.Request(w.ctx, by, protocol.Request{Action: "request", ID: w.id(), Button: desk.Probe})
	w.must(err)
	if ack.View.State != "waiting" {
		w.t.Fatalf("the probe's chat is %s", ack.View.State)
	}
}

func TestMeasureIsNothingWhileNobodyAsksOrNobodyIsThere(t *testing.T) {
	w := newWorld(t)
	w.passes(settled)
	var idle, unasked, asked int
	w.measures(func() { idle, _ = w.counted(w.sweep) })
	w.online("noor")
	w.passes(settled)
	unasked, _ = w.counted(w.sweep)
	w.measures(func() { asked, _ = w.counted(w.sweep) })
	const shards = 4
	if c := fixture(); idle != shards || unasked != shards || asked != shards+1+len(c.Skills)+len(c.Buttons) {
		t.Errorf("an idle sweep reads %d times, one that nobody measures %d, one that is measured %d", idle, unasked, asked)
	}
}

func TestMeasureFailsWithoutHarm(t *testing.T) {
	w := newWorld(t)
	w.online("noor")
	w.passes(settled)
	broken := errors.New("the list does not answer")
	got := w.measures(func() {
		w.hook = func(_ context.Context, m storememory.Moment, c storememory.Call) error {
			if m == storememory.Before && strings.HasPrefix(c.Key.PK, "QUEUE#") {
				return broken
			}
			return nil
		}
		_, err := w.desk.Sweep(w.ctx)
		w.hook = nil
		w.must(err)
	})
	none(t, "noted", got)
	if !strings.Contains(w.log.String(), broken.Error()) {
		t.Error("the log does not say why nothing is drawn")
	}
}

func TestMeasureTalk(t *testing.T) {
	w := newWorld(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	var chat string
	none(t, "a request", w.measures(func() { chat = w.asks(mara) }))
	w.stays(7*time.Second, noor, mara)
	accept := protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1}
	accepts := func() { _, err := w.desk.Accept(w.ctx, noor, accept); w.must(err) }
	same(t, "an acceptance", w.measures(accepts), []string{"TimeToAccept [7]"})
	none(t, "the acceptance sent again", w.measures(accepts))
	message := protocol.Message{Action: "message", ID: "m1", Chat: chat, After: 2, Text: "Hello"}
	says := func() { _, err := w.desk.Message(w.ctx, mara, message); w.must(err) }
	same(t, "a message", w.measures(says), []string{"MessagesSaid [1]"})
	none(t, "the message sent again", w.measures(says))
	none(t, "a custom event", w.measures(func() {
		_, err := w.desk.Signal(w.ctx, mara, protocol.Signal{Action: "signal", ID: "s1", Chat: chat, After: 3, Type: "basket"})
		w.must(err)
	}))
}

func TestMeasureR84AnAutomaticAcceptanceCounts(t *testing.T) {
	w := pushing(t, automatic)
	w.online("noor")
	same(t, "the request that is accepted at once", w.measures(func() { w.asks(w.visitor("mara")) }), []string{"TimeToAccept [0]"})
}

func TestMeasureLeavesTheProbeOut(t *testing.T) {
	w := newWorld(t)
	w.probes()
	agent := w.agent(desk.Probe)
	entries, err := store.New(w.driver).Waiting(w.ctx, desk.Probe, 1)
	w.must(err)
	none(t, "its acceptance and message", w.measures(func() {
		w.accepts(agent, entries[0].Chat)
		w.says(agent, entries[0].Chat, 2, "Probe")
	}))
}

// refusing is a push.Sender that fails for one connection.
type refusing struct {
	push.Sender
	conn string
	err  error
}

func (r refusing) Send(ctx context.Context, conn string, data []byte) error {
	if conn == r.conn {
		return r.err
	}
	return r.Sender.Send(ctx, conn, data)
}

func TestMeasureFailedPushes(t *testing.T) {
	for _, row := range []struct {
		title string
		err   error
		want  []string
	}{
		{"refused", errors.New("too many"), []string{"FailedPushes [1]", "MessagesSaid [1]"}},
		{"gone", push.ErrGone, []string{"MessagesSaid [1]"}},
		{"arrived", nil, []string{"MessagesSaid [1]"}},
	} {
		t.Run(row.title, func(t *testing.T) {
			w, noor, mara, chat := talk(t)
			w.desk.Push = refusing{w.desk.Push, noor.Conn, row.err}
			same(t, "noted", w.measures(func() { w.says(mara, chat, 2, "Hello") }), row.want)
		})
	}
}
